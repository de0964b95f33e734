"""The optimizer in the build panel: its name and one field for each of its options."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.app.edits import SetOptimizer, SetOptimizerOption
from nnviz.engine import optimizers
from nnviz.engine.message import message
from nnviz.engine.spec import OptimizerSpec
from nnviz.views.build.option_fields import Field, OptionFields
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.fields import ChoiceField
from nnviz.views.panels.names import OPTIMIZERS, name_of


class OptimizerForm(QWidget):
    """Built from the optimizer's own options, so that a new optimizer needs nothing here.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
    """

    edited = Signal(object)

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self.name = ChoiceField()
        self.name.set_choices([(n, name_of(OPTIMIZERS, n)) for n in optimizers.names()], tr)
        self.name.chosen.connect(lambda name: self.edited.emit(SetOptimizer(name)))
        self._words.put(self.name.setAccessibleName, message("Optimizer"))
        self._options = OptionFields(tr)
        self._options.chosen.connect(
            lambda option, value: self.edited.emit(SetOptimizerOption(option, value))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.name)
        column.addWidget(self._options)

    def field(self, option: str, place: int = 0) -> Field:
        """Return the field of an option; a pair has two, ``place`` 0 and 1."""
        return self._options.field(option, place)

    def show_optimizer(self, spec: OptimizerSpec) -> None:
        """Show an optimizer with all its options."""
        usual = optimizers.get(spec.name).options
        self.name.show_value(spec.name)
        self._options.show_options(spec.name, {**usual, **spec.options}, usual)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.name.retranslate(tr)
        self._options.retranslate(tr)
