"""The data in the build panel: which, how it is dealt, and the way to everything else of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.app.advice.remark import Remark
from nnviz.app.edits import SetBatchSize, SetData, SetStandardise
from nnviz.app.experiment import DataSpec
from nnviz.app.opening import other_set
from nnviz.engine import datasets
from nnviz.engine.message import Message, message
from nnviz.views.build.remark_lines import RemarkLines
from nnviz.views.look.text_size import keep_least_width
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField, IntField
from nnviz.views.panels.names import DATASETS, data_name, name_of

_CSV, _OTHER = "…csv", "…other"  # no data set has a name like these


class DataForm(QWidget):
    """Shows the description of the data and reports what is wanted otherwise.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        csv_wanted: the person wants to choose a CSV file.
        data_wanted: the person wants to see and change what else there is to the data.
        sight_chosen: where a remark is to be seen.
    """

    edited = Signal(object)
    csv_wanted = Signal()
    data_wanted = Signal()
    sight_chosen = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self._data: DataSpec | None = None
        self.name = ChoiceField()
        self.batch, self.more = IntField(1, 1), QPushButton()
        self.standardise = CheckField()
        self.remarks = RemarkLines(tr)
        self._lay_out()
        self._connect()

    def show_data(self, data: DataSpec, n_samples: int) -> None:
        """Show data with ``n_samples`` samples to train with."""
        self._data = data
        choices = [(name, name_of(DATASETS, name)) for name in datasets.names()]
        if data.kind != "builtin":
            choices.append((_OTHER, data_name(data)))
        self.name.set_choices([*choices, (_CSV, message("CSV file…"))], self._words.tr)
        self.name.show_value(data.name if data.kind == "builtin" else _OTHER)
        self.batch.show_value(min(data.batch_size or n_samples, n_samples), most=n_samples)
        self.standardise.setChecked(data.standardise)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show what is to be said about the data."""
        self.remarks.show_remarks(remarks)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for part in (self.name, self.remarks):
            part.retranslate(tr)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(form, message("Data set"), self.name)
        self._row(form, message("Batch size"), self.batch)
        self._words.put(self.standardise.setText, message("standardise the features"))
        self._words.put(self.more.setText, message("Samples, validation, options…"))
        purpose = message(
            "How the data are made and treated, what is held out of the training, and what is in "
            "them (Ctrl+Shift+B)"
        )
        self._words.put(self.more.setToolTip, purpose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(form)
        column.addWidget(self.standardise)
        column.addWidget(self.more)
        column.addWidget(self.remarks)

    def _row(self, form: QFormLayout, text: Message, field: QWidget) -> None:
        label = QLabel()
        self._words.put(label.setText, text)
        self._words.put(field.setAccessibleName, text)
        keep_least_width(field, 76)
        form.addRow(label, field)

    def _connect(self) -> None:
        self.name.chosen.connect(self._on_name)
        self.batch.chosen.connect(self._on_batch)
        self.standardise.clicked.connect(lambda on: self.edited.emit(SetStandardise(on)))
        self.more.clicked.connect(self.data_wanted)
        self.remarks.remedy_chosen.connect(self.edited)
        self.remarks.sight_chosen.connect(self.sight_chosen)

    def _on_name(self, name: str) -> None:
        now = self._data
        if now is None:
            return
        shown = now.name if now.kind == "builtin" else _OTHER
        self.name.show_value(shown)  # until the change has come about
        if name == _CSV:
            self.csv_wanted.emit()
        elif name != shown:
            self.edited.emit(SetData(other_set(now, name)))

    def _on_batch(self, size: int) -> None:
        self.edited.emit(SetBatchSize(None if size >= self.batch.maximum() else size))
