"""What the network gets wrong, the worst first."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtWidgets import QLabel, QVBoxLayout

from nnviz.app.portraits.subject import Subject
from nnviz.app.portraits.verdicts import Verdicts, verdicts
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import grouped
from nnviz.views.look.words import Translate
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits.entry_list import EntryList
from nnviz.views.plots.portraits.part_choice import PartChoice, part_name
from nnviz.views.plots.portraits.portrait_page import Ask, PortraitPage
from nnviz.views.plots.portraits.sample_words import MOST, entries, numbers_of, share


@dataclass(frozen=True, slots=True, eq=False)
class MistakesPicture:
    """The samples to list, in order: those of a wrong class; of numbers, all."""

    subject: Subject
    verdicts: Verdicts
    rows: HostArray
    held_out: bool
    numbers: HostArray


class MistakesPage(PortraitPage):
    """Misclassified samples with what was said; of numbers, the largest losses."""

    topic: ClassVar = "mistakes"
    title: ClassVar = message("Mistakes")

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.part = PartChoice(self.words)
        self.part.chosen.connect(lambda _key: self.renew())
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.head.addWidget(self.summary, 1)
        self.head.addWidget(self.part)
        self.list = EntryList()
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.words.put(self.list.setAccessibleName, message("Mistakes, the largest loss first"))
        self.list.chosen.connect(self._on_sample)

    def depends(self, state: ViewState) -> tuple[Hashable, ...]:
        """Return which part is judged."""
        self.part.offer(state.experiment.data.validation > 0)
        return (self.part.held_out,)

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return the way to the verdicts."""
        del stage
        held_out = self.part.held_out
        spec = state.experiment.data
        return lambda moment: _picture(moment.subject, held_out, numbers_of(spec, held_out))

    def draw(self, result: MistakesPicture) -> None:
        """List the samples."""
        assert self.state is not None
        subject, rows = result.subject, result.rows
        part = subject.part(result.held_out)
        assert part is not None
        listed = entries(subject, result.verdicts, rows, result.numbers, self.state, self.words.tr)
        shape = part.dataset.image_shape
        pictures = None
        if shape is not None and listed:
            pictures = part.X[rows[:MOST]].reshape(-1, *shape)
        self.list.set_entries(listed, pictures, float(np.abs(part.X).max()), self.theme)
        self.words.put(self.summary.setText, _summary(result))
        self.words.put(
            self.caption.setText,
            message(
                "As the network is before update {iteration}; the largest loss first. A click "
                "takes the stage to the iteration that trains on the sample.",
                iteration=grouped(subject.iteration),
            ),
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.part.retranslate(tr)
        super().retranslate(tr)

    def columns(self) -> Sequence[Column]:
        """Return the samples that are listed with their losses."""
        result: MistakesPicture | None = self.result
        if result is None:
            return ()
        found, rows = result.verdicts, result.rows
        table: list[tuple[str, HostArray]] = [
            ("sample", result.numbers[rows] + 1), ("loss", found.losses[rows])
        ]  # fmt: skip
        if result.subject.reading.has_classes:
            table += [("true", found.labels[rows]), ("predicted", found.guesses[rows])]
        return [(name, np.asarray(values, np.float64)) for name, values in table]

    def _on_sample(self, row: int) -> None:
        result: MistakesPicture | None = self.result
        if result is not None:
            self.note.choose(row, result.held_out, jump=True)


def _picture(subject: Subject, held_out: bool, numbers: HostArray) -> MistakesPicture | Message:
    found = verdicts(subject, held_out)
    if found is None:
        return message("No samples are held out for validation.")
    rows = found.mistakes() if subject.reading.has_classes else found.by_loss()
    return MistakesPicture(subject, found, rows, held_out, numbers)


def _summary(result: MistakesPicture) -> Message:
    found, count = result.verdicts, len(result.rows)
    part = part_name(result.held_out)
    if not result.subject.reading.has_classes:
        return message(
            "The {listed} largest losses of {count} {part}.",
            listed=min(count, MOST),
            count=grouped(found.count),
            part=part,
        )
    if not count:
        return message("None of {count} {part} is wrong.", count=grouped(found.count), part=part)
    said = message(
        "{wrong} of {count} {part} are wrong ({share} %).",
        wrong=grouped(count),
        count=grouped(found.count),
        part=part,
        share=share(count, found.count),
    )
    if count > MOST:
        first = message("The first {listed} are listed.", listed=MOST)
        return message("{first} {second}", first=said, second=first)
    return said
