"""Confusion matrix: which class is taken for which."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from nnviz.app import data
from nnviz.app.portraits.confusion import Confusion, confusion
from nnviz.app.portraits.reading import reading_of
from nnviz.app.portraits.subject import Subject
from nnviz.app.portraits.verdicts import Verdicts, verdicts
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import grouped
from nnviz.views.look.text_size import keep_least_height
from nnviz.views.look.words import Translate
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits.confusion_table import ConfusionTable
from nnviz.views.plots.portraits.entry_list import EntryList
from nnviz.views.plots.portraits.part_choice import PartChoice, part_name
from nnviz.views.plots.portraits.portrait_page import Ask, PortraitPage, no_classes
from nnviz.views.plots.portraits.sample_words import entries, numbers_of, share

MOST_CLASSES = 40


@dataclass(frozen=True, slots=True, eq=False)
class ConfusionPicture:
    """The verdicts over a part of the samples, counted; and each one's number in the data."""

    subject: Subject
    verdicts: Verdicts
    confusion: Confusion
    held_out: bool
    numbers: HostArray


_LIST_PX = 90


class ConfusionPage(PortraitPage):
    """Counts with shares of the true class; a cell lists its samples."""

    topic: ClassVar = "confusion"
    title: ClassVar = message("Confusion matrix")

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.part = PartChoice(self.words)
        self.part.chosen.connect(lambda _key: self.renew())
        self.score = QLabel()
        self.score.setWordWrap(True)
        self.head.addWidget(self.score, 1)
        self.head.addWidget(self.part)
        self.table = ConfusionTable()
        self.listed = QLabel()
        self.listed.setWordWrap(True)
        self.list = EntryList()
        self._lay_out_page()

    def _lay_out_page(self) -> None:
        below = QWidget()
        keep_least_height(below, _LIST_PX)  # a splitter asks no line how high it is when it wraps
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.listed)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        put = self.words.put
        put(self.table.setAccessibleName, message("Confusion matrix"))
        put(self.list.setAccessibleName, message("Samples of the chosen cell"))
        self.table.cell_chosen.connect(lambda _row, _column: self._list_cell())
        self.list.chosen.connect(self._on_sample)

    def missing(self, state: ViewState) -> Message | None:
        """Say that numbers have no classes, or that there are too many."""
        reading = reading_of(data.training(state.experiment.data), state.experiment.spec)
        if not reading.has_classes:
            return no_classes()
        if len(reading.names) > MOST_CLASSES:
            return message(
                "A confusion matrix of {count} classes cannot be read; there is one for up to "
                "{most}.",
                count=grouped(len(reading.names)),
                most=MOST_CLASSES,
            )
        return None

    def depends(self, state: ViewState) -> tuple[Hashable, ...]:
        """Return which part is judged."""
        self.part.offer(state.experiment.data.validation > 0)
        return (self.part.held_out,)

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return the way to the counts."""
        del stage
        held_out = self.part.held_out
        spec = state.experiment.data
        return lambda moment: _picture(moment.subject, held_out, numbers_of(spec, held_out))

    def draw(self, result: ConfusionPicture) -> None:
        """Show the counts, and the samples of the chosen cell."""
        found, names = result.confusion, result.subject.reading.names
        self.table.show_confusion(found, names, self.theme, self.words.tr)
        self.words.put(
            self.score.setText,
            message(
                "Accuracy {share} %: {right} of {count} {part} are right.",
                share=share(found.right, found.total),
                right=grouped(found.right),
                count=grouped(found.total),
                part=part_name(result.held_out),
            ),
        )
        self.words.put(
            self.caption.setText,
            message(
                "Rows are true classes, columns what the network says before update {iteration}. "
                "Recall: of the row, precision: of the column; “–” where there is nothing to "
                "take a share of.",
                iteration=grouped(result.subject.iteration),
            ),
        )
        self._list_cell()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.part.retranslate(tr)
        super().retranslate(tr)

    def columns(self) -> Sequence[Column]:
        """Return one line per cell: true class, class given, count."""
        result: ConfusionPicture | None = self.result
        if result is None:
            return ()
        counts = result.confusion.counts
        truth, guess = np.indices(counts.shape)
        table = (("true", truth), ("predicted", guess), ("count", counts))
        return [(name, values.ravel().astype(np.float64)) for name, values in table]

    def _list_cell(self) -> None:
        result: ConfusionPicture | None = self.result
        cell = self.table.chosen
        if result is None or self.state is None:
            return
        if cell is None:
            self.list.set_entries((), None, 1.0, self.theme)
            self.words.put(self.listed.setText, message("Choose a cell to see its samples."))
            return
        rows = result.verdicts.in_cell(*cell)
        part = result.subject.part(result.held_out)
        assert part is not None
        listed = entries(
            result.subject, result.verdicts, rows, result.numbers, self.state, self.words.tr
        )
        pictures = _pictures(result.subject, part.X, [entry.row for entry in listed])
        self.list.set_entries(listed, pictures, float(np.abs(part.X).max()), self.theme)
        self.words.put(self.listed.setText, _about_cell(result, cell, len(rows), len(listed)))

    def _on_sample(self, row: int) -> None:
        result: ConfusionPicture | None = self.result
        if result is not None:
            self.note.choose(row, result.held_out, jump=True)


def _picture(subject: Subject, held_out: bool, numbers: HostArray) -> ConfusionPicture | Message:
    found = verdicts(subject, held_out)
    if found is None:
        return message("No samples are held out for validation.")
    counted = confusion(found, len(subject.reading.names))
    return ConfusionPicture(subject, found, counted, held_out, numbers)


def _pictures(subject: Subject, X: HostArray, rows: list[int]) -> HostArray | None:
    shape = subject.training.dataset.image_shape
    return None if shape is None or not rows else X[rows].reshape(-1, *shape)


def _about_cell(
    result: ConfusionPicture, cell: tuple[int, int], count: int, listed: int
) -> Message:
    names = result.subject.reading.names
    if cell[0] == cell[1]:
        said = Message(
            "{count} sample of class {truth} that is right; the largest loss first.",
            {"truth": names[cell[0]]},
            plural="{count} samples of class {truth} that are right; the largest loss first.",
            count=count,
        )
        return said if listed == count else _first_of(said, listed)
    said = Message(
        "{count} sample of class {truth} that is taken for {guess}; the largest loss first.",
        {"truth": names[cell[0]], "guess": names[cell[1]]},
        plural="{count} samples of class {truth} that are taken for {guess}; the largest loss "
        "first.",
        count=count,
    )
    return said if listed == count else _first_of(said, listed)


def _first_of(said: Message, listed: int) -> Message:
    first = message("The first {listed} are listed.", listed=listed)
    return message("{first} {second}", first=said, second=first)
