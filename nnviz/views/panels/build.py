"""The panel in which a network and its data are put together."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.edits import (
    AddLayer,
    SetBatchSize,
    SetData,
    SetDtype,
    SetInitializer,
    SetLoss,
    SetSeed,
)
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.opening import batch_for
from nnviz.engine import datasets, initializers, losses
from nnviz.engine.message import Message, message
from nnviz.scene.narration import loss_name
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.fields import ChoiceField, IntField
from nnviz.views.panels.layer_card import LayerCard
from nnviz.views.panels.names import DATASETS, INITIALIZERS, data_name, name_of
from nnviz.views.panels.optimizer_form import OptimizerForm

_CSV = "…csv"  # no data set has a name like this
_GIVEN = "explicit"  # values that come with the network; nothing to choose
_MOST_SEED = 2**31 - 1
_DTYPES = (("float64", message("64 bits (float64)")), ("float32", message("32 bits (float32)")))


class BuildPanel(QScrollArea):
    """Shows an experiment and reports what the person wants changed; changes nothing itself.

    Signals:
        edited: an ``nnviz.app.edits.Edit``.
        csv_wanted: the person wants to choose a CSV file.
    """

    edited = Signal(object)
    csv_wanted = Signal()

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._experiment: Experiment | None = None
        self._theme: Theme | None = None
        self.cards: list[LayerCard] = []
        self.data, self.loss = ChoiceField(), ChoiceField()
        self.initializer, self.dtype = ChoiceField(), ChoiceField()
        self.batch, self.seed = IntField(1, 1), IntField(0, _MOST_SEED)
        self.optimizer = OptimizerForm(tr)
        self.add_layer = QPushButton()
        self._input = QLabel()
        self._layers = QVBoxLayout()
        self._fill_choices()
        self._lay_out()
        self._connect()

    def show_experiment(self, experiment: Experiment, n_samples: int) -> None:
        """Show an experiment whose data has ``n_samples`` samples."""
        self._experiment = experiment
        spec, data = experiment.spec, experiment.data
        self._show_data(data, n_samples)
        self._words.put(
            self._input.setText,
            Message("{count} input", plural="{count} inputs", count=spec.n_in),
        )
        self._show_layers(experiment)
        self.loss.show_value(spec.loss)
        self.optimizer.show_optimizer(spec.optimizer)
        self.initializer.show_value(str(spec.initializer))
        self.seed.show_value(spec.seed)
        self.dtype.show_value(spec.dtype)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for layer_card in self.cards:
            layer_card.set_theme(theme)
        outline, card = theme.color(Role.OUTLINE).name(), theme.color(Role.CARD).name()
        self.setStyleSheet(
            f"#layerCard {{ background: {card}; border: 1px solid {outline}; border-radius: 6px; }}"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for field in (self.data, self.loss, self.initializer, self.dtype):
            field.retranslate(tr)
        for card in self.cards:
            card.retranslate(tr)
        self.optimizer.retranslate(tr)

    def _fill_choices(self) -> None:
        tr = self._words.tr
        self.loss.set_choices([(n, loss_name(n)) for n in losses.names()], tr)
        names = [name for name in initializers.names() if name != _GIVEN]
        self.initializer.set_choices([(n, name_of(INITIALIZERS, n)) for n in names], tr)
        self.dtype.set_choices(_DTYPES, tr)

    def _show_data(self, data: DataSpec, n_samples: int) -> None:
        choices = [(name, name_of(DATASETS, name)) for name in datasets.names()]
        if data.kind == "csv":
            choices.append((data.name, data_name(data)))
        self.data.set_choices([*choices, (_CSV, message("CSV file…"))], self._words.tr)
        self.data.show_value(data.name)
        self.batch.show_value(min(data.batch_size or n_samples, n_samples), most=n_samples)

    def _show_layers(self, experiment: Experiment) -> None:
        layers = experiment.spec.layers
        while len(self.cards) > len(layers):
            card = self.cards.pop()
            self._layers.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(layers):
            card = LayerCard(len(self.cards) + 1, self._words.tr)
            card.edited.connect(self.edited)
            if self._theme is not None:
                card.set_theme(self._theme)
            self._layers.addWidget(card)
            self.cards.append(card)
        n_in = experiment.spec.n_in
        for card, layer in zip(self.cards, layers, strict=True):
            card.show_layer(layer, n_in, output=card is self.cards[-1])
            n_in = layer.units

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._title(message("Data")))
        column.addLayout(self._form((message("Data set"), self.data),
                                    (message("Batch size"), self.batch)))  # fmt: skip
        column.addWidget(self._title(message("Layers")))
        column.addWidget(self._input)
        column.addLayout(self._layers)
        column.addWidget(self.add_layer)
        column.addWidget(self._title(message("Loss")))
        column.addWidget(self.loss)
        column.addWidget(self._title(message("Learning")))
        column.addWidget(self.optimizer)
        column.addWidget(self._title(message("Starting point")))
        column.addLayout(self._form((message("Initial values"), self.initializer),
                                    (message("Seed"), self.seed),
                                    (message("Number type"), self.dtype)))  # fmt: skip
        column.addStretch(1)
        self._words.put(self.add_layer.setText, message("Add a hidden layer"))
        self._words.put(self.loss.setAccessibleName, message("Loss function"))
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(310)

    def _title(self, text: Message) -> QLabel:
        label = QLabel()
        label.setFont(fonts.text_font(14, bold=True))
        label.setContentsMargins(0, 8, 0, 0)
        self._words.put(label.setText, text)
        return label

    def _form(self, *rows: tuple[Message, QWidget]) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in rows:
            label = QLabel()
            self._words.put(label.setText, text)
            self._words.put(field.setAccessibleName, text)
            form.addRow(label, field)
        return form

    def _connect(self) -> None:
        self.data.chosen.connect(self._on_data)
        self.batch.chosen.connect(self._on_batch)
        self.loss.chosen.connect(lambda name: self.edited.emit(SetLoss(name)))
        self.optimizer.edited.connect(self.edited)
        self.initializer.chosen.connect(lambda name: self.edited.emit(SetInitializer(name)))
        self.seed.chosen.connect(lambda seed: self.edited.emit(SetSeed(seed)))
        self.dtype.chosen.connect(lambda name: self.edited.emit(SetDtype(name)))
        self.add_layer.clicked.connect(lambda: self.edited.emit(AddLayer(len(self.cards))))

    def _on_data(self, name: str) -> None:
        if self._experiment is None:
            return
        now = self._experiment.data
        self.data.show_value(now.name)  # until the change has come about
        if name == _CSV:
            self.csv_wanted.emit()
        elif name != now.name:
            size = batch_for(datasets.load(name).n_samples)
            self.edited.emit(SetData(DataSpec("builtin", name, batch_size=size, seed=now.seed)))

    def _on_batch(self, size: int) -> None:
        self.edited.emit(SetBatchSize(None if size >= self.batch.maximum() else size))
