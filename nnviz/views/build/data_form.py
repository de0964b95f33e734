"""The data in the build panel: which, how it is made, treated, shared out and dealt."""

import inspect
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from nnviz.app.advice.remark import Remark
from nnviz.app.edits import SetBatchSize, SetData, SetDataOption, SetStandardise, SetValidation
from nnviz.app.experiment import DataSpec
from nnviz.app.opening import batch_for
from nnviz.engine import datasets
from nnviz.engine.message import Message, message
from nnviz.views.build.option_fields import OptionFields
from nnviz.views.build.remark_lines import RemarkLines
from nnviz.views.look.text_size import keep_least_width
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField, FloatField, IntField
from nnviz.views.panels.names import DATASETS, data_name, name_of

_CSV, _OTHER = "…csv", "…other"  # no data set has a name like these
_RANGES = {"n_classes": (2, 10), "n_samples": (2, 100_000), "inner": (0.0, 1.0)}
_MOST_VALIDATION = 0.5


class DataForm(QWidget):
    """Shows the description of the data and reports what is wanted otherwise.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        csv_wanted: the person wants to choose a CSV file.
        sight_chosen: where a remark is to be seen.
    """

    edited = Signal(object)
    csv_wanted = Signal()
    sight_chosen = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self._data: DataSpec | None = None
        self.name = ChoiceField()
        self.batch, self.validation = IntField(1, 1), FloatField(0.0, _MOST_VALIDATION)
        self.validation.setSingleStep(0.1)
        self.standardise = CheckField()
        self.options = OptionFields(tr, _RANGES)
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
        self.validation.show_value(data.validation)
        usual = made_by(data)
        self.options.show_options(data.name, {**usual, **_known(data, usual)}, usual)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show what is to be said about the data."""
        self.remarks.show_remarks(remarks)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for part in (self.name, self.options, self.remarks):
            part.retranslate(tr)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(form, message("Data set"), self.name)
        form.addRow(self.options)
        self._row(form, message("Batch size"), self.batch)
        self._row(form, message("For validation"), self.validation)
        self._words.put(self.standardise.setText, message("standardise the features"))
        purpose = message("The share of the samples that is held out of the training")
        self._words.put(self.validation.setToolTip, purpose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(form)
        column.addWidget(self.standardise)
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
        self.validation.chosen.connect(lambda share: self.edited.emit(SetValidation(share)))
        self.options.chosen.connect(
            lambda option, value: self.edited.emit(SetDataOption(option, value))
        )
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
            size = batch_for(datasets.load(name).n_samples)
            self.edited.emit(SetData(DataSpec("builtin", name, batch_size=size, seed=now.seed)))

    def _on_batch(self, size: int) -> None:
        self.edited.emit(SetBatchSize(None if size >= self.batch.maximum() else size))


def made_by(data: DataSpec) -> dict[str, Any]:
    """Return the numbers by which a built-in data set is made, with their defaults."""
    if data.kind != "builtin" or data.name not in datasets.LOADERS:
        return {}
    parameters = inspect.signature(datasets.LOADERS[data.name]).parameters.values()
    return {p.name: p.default for p in parameters if isinstance(p.default, int | float)}


def _known(data: DataSpec, usual: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.options.items() if name in usual}
