"""What is to be reached before training ends."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
)

from nnviz.app import data
from nnviz.app.goals import Goal, GoalKind
from nnviz.app.jobs import MOST
from nnviz.app.session import Session
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.views.panels.fields import FloatField

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

# For each goal: what it is called, the number that is offered, the least, the most, its decimals.
_KINDS: dict[str, tuple[Message, float, float, float, int]] = {
    "loss": (message("the training loss (mean of an epoch) is below"), 0.01, 0.0, 1e9, 4),
    "training_accuracy": (message("the share of right training samples is at least"),
                          0.95, 0.0, 1.0, 4),
    "validation_accuracy": (message("the share of right validation samples is at least"),
                            0.95, 0.0, 1.0, 4),
    "validation_loss": (message("the validation loss is below"), 0.1, 0.0, 1e9, 4),
    "patience": (message("the validation loss has not fallen for so many epochs"),
                 10.0, 1.0, 100_000.0, 0),
    "iteration": (message("this iteration is reached"), 1000.0, 1.0, float(MOST), 0),
}  # fmt: skip
_MOST_ASKED = 100_000


class GoalDialog(QDialog):
    """Asks for a goal and how many iterations it may take; OK begins to train."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._window = session, window
        tr = window.translate
        self.setWindowTitle(tr(message("Train to a goal")))
        self.kind = QComboBox()
        for key in self._possible():
            self.kind.addItem(tr(_KINDS[key][0]), key)
        self.value = FloatField(0.0, float(MOST))
        self.most = QSpinBox()
        self.most.setRange(1, MOST)
        self.most.setValue(_MOST_ASKED)
        self.kind.currentIndexChanged.connect(self._on_kind)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr(message("Train")))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr(message("Cancel")))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        self.most_name = QLabel(tr(message("but in no more iterations than")))
        for name, field in (
            (tr(message("Train until")), self.kind),
            (tr(message("Value")), self.value),
            (self.most_name.text(), self.most),
        ):
            field.setAccessibleName(name)
        form.addRow(tr(message("Train until")), self.kind)
        form.addRow("", self.value)
        form.addRow(self.most_name, self.most)
        column = QVBoxLayout(self)
        column.addLayout(form)
        missing = self._missing()
        if missing is not None:
            note = QLabel(tr(missing))
            note.setWordWrap(True)
            column.addWidget(note)
        column.addWidget(buttons)
        self._on_kind()
        self.finished.connect(self.deleteLater)

    def accept(self) -> None:
        """Train for the goal."""
        super().accept()
        kind, value = self.kind.currentData(), self.value.value()
        if kind == "iteration":
            self._window.go_to_iteration(round(value))
        else:
            self._window.training.train_for(Goal(_goal_kind(kind), value), self.most.value())

    def _on_kind(self) -> None:
        _, offered, least, most, decimals = _KINDS[self.kind.currentData()]
        self.value.setDecimals(decimals)
        self.value.setRange(least, most)
        self.value.setStepType(FloatField.StepType.DefaultStepType)
        self.value.setSingleStep(max(10.0**-decimals, offered / 10))
        self.value.setValue(offered)
        one = self.kind.currentData() == "iteration"
        self.most.setVisible(not one)
        self.most_name.setVisible(not one)

    def _possible(self) -> list[str]:
        """Return the goals that this data can reach."""
        labelled, held_out = self._there_is()
        return [
            kind
            for kind in _KINDS
            if (labelled or not kind.endswith("accuracy"))
            and (held_out or not (kind.startswith("validation") or kind == "patience"))
        ]

    def _missing(self) -> Message | None:
        if self._there_is()[1]:
            return None
        return message(
            "No samples are held out. With a share for validation (under Data) one can also train"
            " until they are met, or met no better."
        )

    def _there_is(self) -> tuple[bool, bool]:
        """Return whether the targets are classes, and whether samples are held out."""
        spec = self._session.state.experiment.data
        try:
            labelled = data.n_classes(data.training(spec)) is not None
            return labelled, data.validation(spec) is not None
        except NnvizError:
            return False, False


def _goal_kind(key: str) -> GoalKind:
    kinds: dict[str, GoalKind] = {
        "loss": "loss",
        "validation_loss": "validation_loss",
        "training_accuracy": "training_accuracy",
        "validation_accuracy": "validation_accuracy",
        "patience": "patience",
    }
    return kinds[key]
