"""Which data: a set with its options, what is held out, and what is in it."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.app import data
from nnviz.app.data_summary import DataSummary, Range, summary_of
from nnviz.app.edits import SetData, SetDataOption, SetShuffleSeed, SetStandardise, SetValidation
from nnviz.app.experiment import DataSpec
from nnviz.app.opening import other_set
from nnviz.engine import datasets
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped, short_value
from nnviz.scene.primitives import Role
from nnviz.views.data.data_preview import DataPreview
from nnviz.views.data.data_texts import ABOUT, OPTIONS
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField, FloatField, IntField
from nnviz.views.panels.names import DATASETS, data_name, name_of

_OTHER = "…other"  # no data set has a name like this
_MOST_SEED = 2**31 - 1
_MOST_LISTED = 8
_MOST = {"n_samples": 100_000, "n_classes": 9, "seed": _MOST_SEED, "noise": 10.0, "turns": 10.0,
         "inner": 10.0}  # fmt: skip
_LEAST = {"n_samples": 10, "n_classes": 2}


class DataForm(QScrollArea):
    """Shows what the data are, and reports what the person wants changed.

    Signals:
        edited: an ``nnviz.app.edits.Edit``.
        csv_wanted, export_wanted: a file is to be chosen.
    """

    edited = Signal(object)
    csv_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._theme = theme
        self._data: DataSpec | None = None
        self.choice = ChoiceField()
        self.about, self.counts, self.content, self.remarks = (QLabel() for _ in range(4))
        self.preview = DataPreview(theme)
        self.options: dict[str, IntField | FloatField] = {}
        self._options = QFormLayout()
        self._shown_set: str | None = None
        self.standardise = CheckField()
        self.validation, self.seed = IntField(0, 50), IntField(0, _MOST_SEED)
        self.csv, self.export = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()

    def show_data(self, spec: DataSpec) -> None:
        """Show what the data are and what is in them."""
        self._data = spec
        tr = self._words.tr
        choices = [(name, name_of(DATASETS, name)) for name in datasets.names()]
        if spec.kind != "builtin":
            choices.append((_OTHER, data_name(spec)))
        self.choice.set_choices(choices, tr)
        self.choice.show_value(spec.name if spec.kind == "builtin" else _OTHER)
        self._words.put(self.about.setText, _about(spec))
        self._show_options(spec)
        self.standardise.blockSignals(True)
        self.standardise.setChecked(spec.standardise)
        self.standardise.blockSignals(False)
        self.validation.show_value(round(100 * spec.validation))
        self.seed.show_value(spec.seed)
        try:
            summary = summary_of(spec)
            self.preview.set_dataset(data.load(spec))
        except NnvizError as error:
            self._words.put(self.counts.setText, error.message)
            return
        self._show_summary(summary)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.preview.set_theme(theme)
        muted = f"color: {theme.color(Role.MUTED).name()}"
        for label in (self.about, self.content):
            label.setStyleSheet(muted)
        self.remarks.setStyleSheet(f"color: {theme.color(Role.LOSS).name()}")

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        if self._data is not None:
            self.show_data(self._data)

    def _show_summary(self, summary: DataSummary) -> None:
        self._words.put(self.counts.setText, _counts(summary))
        lines = [self._words.tr(line) for line in _content(summary)]
        self.content.setText("\n".join(lines))
        said = " ".join(self._words.tr(remark) for remark in summary.remarks)
        self.remarks.setText(said)
        self.remarks.setVisible(bool(said))

    def _show_options(self, spec: DataSpec) -> None:
        name = spec.name if spec.kind == "builtin" else None
        known = {} if name is None else _known_options(name)
        if name != self._shown_set:
            self._shown_set = name
            while self._options.rowCount():
                self._options.removeRow(0)
            self.options = {}
            for option, default in known.items():
                self._add_option(option, default)
        for option, field in self.options.items():
            value = spec.options.get(option, known[option])
            if isinstance(field, IntField):
                field.show_value(int(value))
            else:
                field.show_value(float(value))

    def _add_option(self, option: str, default: float) -> None:
        least, most = _LEAST.get(option, 0), _MOST.get(option, 1e6)
        field: IntField | FloatField
        if isinstance(default, int):
            field = IntField(least, int(most))
            field.setSingleStep(10 if option == "n_samples" else 1)
        else:
            field = FloatField(float(least), float(most))
        field.chosen.connect(partial(self._on_option, option))
        label = QLabel()
        words = OPTIONS.get(option) or message("{name}", name=option)
        label.setText(self._words.tr(words))
        field.setAccessibleName(self._words.tr(words))
        self._options.addRow(label, field)
        self.options[option] = field

    def _on_option(self, option: str, value: float) -> None:
        self.edited.emit(SetDataOption(option, value))

    def _on_choice(self, name: str) -> None:
        now = self._data
        if now is None or name == _OTHER or (now.kind == "builtin" and name == now.name):
            return
        self.choice.show_value(now.name if now.kind == "builtin" else _OTHER)
        self.edited.emit(SetData(other_set(now, name)))

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        for widget in (self.choice, self.about, self.preview):
            column.addWidget(widget)
        column.addLayout(self._options)
        column.addWidget(self.standardise)
        column.addLayout(self._split())
        for label in (self.counts, self.content, self.remarks):
            column.addWidget(label)
        files = QHBoxLayout()
        files.addWidget(self.csv)
        files.addWidget(self.export)
        column.addLayout(files)
        column.addStretch(1)
        for label in (self.about, self.counts, self.content, self.remarks):
            label.setWordWrap(True)
        self.validation.setSuffix(" %")
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        for setter, words in self._texts():
            self._words.put(setter, words)
        self.set_theme(self._theme)

    def _split(self) -> QFormLayout:
        form = QFormLayout()
        for text, field in (
            (message("Held out for validation"), self.validation),
            (message("Seed of the order"), self.seed),
        ):
            label = QLabel()
            self._words.put(label.setText, text)
            self._words.put(field.setAccessibleName, text)
            form.addRow(label, field)
        return form

    def _texts(self) -> tuple[tuple[Callable[[str], object], Message], ...]:
        return (
            (self.choice.setAccessibleName, message("Data set")),
            (self.preview.setAccessibleName, message("Picture of the data")),
            (self.standardise.setText, message("Features with mean 0 and deviation 1")),
            (self.csv.setText, message("Open CSV file…")),
            (self.export.setText, message("Export as CSV…")),
        )

    def _connect(self) -> None:
        self.choice.chosen.connect(self._on_choice)
        self.standardise.toggled.connect(lambda on: self.edited.emit(SetStandardise(on)))
        self.validation.chosen.connect(lambda p: self.edited.emit(SetValidation(p / 100)))
        self.seed.chosen.connect(lambda seed: self.edited.emit(SetShuffleSeed(seed)))
        self.csv.clicked.connect(self.csv_wanted)
        self.export.clicked.connect(self.export_wanted)


def _known_options(name: str) -> dict[str, Any]:
    """Return the options of a bundled data set with their defaults."""
    found = inspect.signature(datasets.LOADERS[name]).parameters
    return {option: parameter.default for option, parameter in found.items()}


def _about(spec: DataSpec) -> Message:
    if spec.kind == "csv":
        return message("The table in the file {path}.", path=spec.name)
    if spec.kind == "table":
        return message("Samples of your own, kept with the experiment.")
    return ABOUT.get(spec.name) or message("{name}", name=spec.name)


def _counts(summary: DataSummary) -> Message:
    return message(
        "{training} samples for training, {held} for validation; {inputs} inputs",
        training=grouped(summary.n_training),
        held=grouped(summary.n_validation),
        inputs=len(summary.features),
    )


def _content(summary: DataSummary) -> list[Message]:
    lines = [_range_line(each) for each in summary.features[:_MOST_LISTED]]
    if len(summary.features) > _MOST_LISTED:
        lines.append(message("and {count} inputs more", count=len(summary.features) - _MOST_LISTED))
    lines += [_range_line(each, target=True) for each in summary.targets[:_MOST_LISTED]]
    for each in summary.classes[:10]:
        lines.append(message(
            "Class {name}: {training} for training, {held} for validation", name=each.name,
            training=grouped(each.training), held=grouped(each.validation),
        ))  # fmt: skip
    return lines


def _range_line(each: Range, *, target: bool = False) -> Message:
    low, high = short_value(each.low), short_value(each.high)
    if target:
        return message("Target {name}: from {low} to {high}", name=each.name, low=low, high=high)
    return message("{name}: from {low} to {high}", name=each.name, low=low, high=high)
