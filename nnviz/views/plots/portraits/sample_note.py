"""The words about a sample that was clicked, and the way to the iteration that trains on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from nnviz.app.portraits.choosing import Whereabouts, whereabouts
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.look.words import Translate, Words
from nnviz.views.plots.page import PageTools


class SampleNote(QWidget):
    """Says where a sample can be watched, and goes there; hidden while there is nothing to say.

    Signals:
        gone: the stage has gone to a sample.
    """

    gone = Signal()

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._words = Words(tools.tr)
        self._wanted: Whereabouts | None = None
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.button = QPushButton()
        self.button.clicked.connect(self._on_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def clear(self) -> None:
        """Say nothing."""
        self._wanted = None
        self.hide()

    def choose(self, sample: int, held_out: bool = False, *, jump: bool = False) -> None:
        """Choose a sample on the stage if its batch is there, else say where it is.

        ``jump``: go to the iteration whose batch has it, if it has been run.
        """
        session = self._tools.session
        found = whereabouts(session.state, sample, held_out)
        if found.kind == "here":
            session.select_sample(found.place)
            self.clear()
        elif found.kind == "there" and jump:
            self._go(found)
        else:
            self._say(found)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def _say(self, found: Whereabouts) -> None:
        self._wanted = found if found.kind == "there" else None
        self._words.put(self.text.setText, about(found))
        self.button.setVisible(self._wanted is not None)
        if found.kind == "there":
            go = message("Go to iteration {iteration}", iteration=grouped(found.iteration))
            self._words.put(self.button.setText, go)
        self.setVisible(True)

    def _go(self, found: Whereabouts) -> None:
        session = self._tools.session
        session.seek_iteration(found.iteration)
        if session.state.iteration != found.iteration:
            return  # it could not be shown; the session's notice says why
        session.select_sample(found.place)
        self._wanted = None
        self._words.put(
            self.text.setText,
            message(
                "The stage went to iteration {iteration}, whose batch has sample {sample}. The "
                "network was another one then, so its answer may differ.",
                iteration=grouped(found.iteration),
                sample=found.number + 1,
            ),
        )
        self.button.hide()
        self.setVisible(True)
        self.gone.emit()

    def _on_button(self) -> None:
        found = self._wanted
        if found is not None:  # it may be old by now: the run has gone on, or is another
            self.choose(found.sample, jump=True)


def about(found: Whereabouts) -> Message:
    """Return the sentence that says where a sample is, counted from 1."""
    number = found.number + 1
    if found.kind == "held_out":
        return message(
            "Validation sample {sample} is never trained on, so it is in no batch and never on "
            "the stage.",
            sample=number,
        )
    if found.kind == "there":
        return message(
            "Sample {sample} is not in this batch; iteration {iteration} trains on it.",
            sample=number,
            iteration=grouped(found.iteration),
        )
    if found.kind == "later":
        return message(
            "Sample {sample} comes first in iteration {iteration}, which has not been run yet; "
            "train on to see it.",
            sample=number,
            iteration=grouped(found.iteration),
        )
    return message(
        "Where sample {sample} was trained on is not known here: the batches were dealt out in "
        "another way then.",
        sample=number,
    )
