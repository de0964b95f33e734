"""What of the inputs and outputs the decision boundary shows."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from nnviz.app.portraits.plane import Others, most_varied
from nnviz.app.portraits.reading import Reading
from nnviz.engine.datasets import Dataset
from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField

_OTHERS: tuple[tuple[Others, Message], ...] = (
    ("mean", message("others at their mean")),
    ("sample", message("others as in the current sample")),
)


class BoundaryControls(QObject):
    """Two features, where the others stand, which output, and whether the folds are drawn.

    Signals:
        changed: the person has chosen something else.
    """

    changed = Signal()

    def __init__(self, row: QHBoxLayout, words: Words) -> None:
        super().__init__()
        self._words = words
        self._features: tuple[str, ...] = ()
        self._outputs: tuple[str, ...] = ()
        self.right, self.up, self.others, self.output = (ChoiceField() for _ in range(4))
        self._against = QLabel()
        self.folds = CheckField()
        for field in (self.right, self.up, self.others, self.output):
            field.setMinimumContentsLength(5)
            field.chosen.connect(self._on_chosen)
        self.others.setMinimumContentsLength(16)
        self.folds.toggled.connect(self.changed)
        self.below = QHBoxLayout()
        for part in (self.right, self._against, self.up, self.output):
            row.addWidget(part)
            part.hide()
        self.below.addWidget(self.others)
        self.others.hide()
        self.below.addWidget(self.folds)
        for line in (row, self.below):
            line.addStretch(1)
        self._say()
        self.others.set_choices(_OTHERS, words.tr)

    @property
    def axes(self) -> tuple[int, int]:
        """Which features go to the right and upwards."""
        if len(self._features) < 3:
            return (0, 1)
        return (int(self.right.value), int(self.up.value))

    @property
    def at_sample(self) -> bool:
        """Whether the other features stand as in the current sample."""
        return len(self._features) > 2 and self.others.value == "sample"

    @property
    def which_output(self) -> int:
        """Which output is shown, where the outputs are numbers."""
        return int(self.output.value) if len(self._outputs) > 1 else 0

    def fit(self, dataset: Dataset, reading: Reading) -> None:
        """Offer what there is in this data; choices stay where they can.

        Of many features those two are seen first that differ most among the samples.
        """
        if dataset.feature_names != self._features:
            self._features = dataset.feature_names
            self._offer_features(most_varied(dataset.X))
        outputs = () if reading.has_classes else reading.names
        if outputs != self._outputs:
            self._outputs = outputs
            self.output.set_choices(_named(outputs), self._words.tr)
        self.output.setVisible(len(outputs) > 1)
        self.folds.setVisible(dataset.n_in > 1)

    def retranslate(self, tr: Translate) -> None:
        """Say the choices in another language."""
        for field in (self.right, self.up, self.others, self.output):
            field.retranslate(tr)

    def _offer_features(self, first: tuple[int, int]) -> None:
        names = _named(self._features)
        many = len(names) > 2
        for field, feature in zip((self.right, self.up), first, strict=True):
            field.set_choices(names, self._words.tr)
            field.setCurrentIndex(feature)
        for part in (self.right, self._against, self.up, self.others):
            part.setVisible(many)

    def _on_chosen(self, _key: str) -> None:
        # The same feature twice would be a line: the other one gives way.
        if self.right.value == self.up.value:
            other = (self.up.currentIndex() + 1) % self.up.count()
            (self.up if self.sender() is self.right else self.right).setCurrentIndex(other)
        self.changed.emit()

    def _say(self) -> None:
        put = self._words.put
        put(self._against.setText, message("against"))
        put(self.right.setAccessibleName, message("Feature to the right"))
        put(self.up.setAccessibleName, message("Feature upwards"))
        put(self.others.setAccessibleName, message("Where the other features stand"))
        put(self.output.setAccessibleName, message("Output"))
        put(self.folds.setText, message("z = 0 lines"))
        put(
            self.folds.setToolTip,
            message(
                "For each unit of the first layer the line w·x + b = 0, where its z changes "
                "sign; a ReLU folds there"
            ),
        )


def _named(names: tuple[str, ...]) -> list[tuple[str, Message]]:
    return [(str(k), message("{name}", name=name)) for k, name in enumerate(names)]
