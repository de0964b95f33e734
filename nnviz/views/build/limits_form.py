"""What holds the weights and the gradients back: the L2 penalty, and clipping."""

from typing import Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from nnviz.app.edits import SetClip, SetL2
from nnviz.engine.message import Message, message
from nnviz.engine.spec import NetworkSpec
from nnviz.views.look.text_size import keep_least_width
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.fields import ChoiceField, FloatField

_CLIPS = (
    ("none", message("not at all")),
    ("norm", message("by their length")),
    ("value", message("number by number")),
)
_USUAL_LIMIT, _MOST = 1.0, 1e6


class LimitsForm(QWidget):
    """Penalty and clipping.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
    """

    edited = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self.l2, self.limit = FloatField(0.0, _MOST), FloatField(0.0, _MOST)
        self.clip = ChoiceField()
        self.clip.set_choices(_CLIPS, tr)
        self._limit_label = QLabel()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(form, QLabel(), message("L2 penalty λ"), self.l2)
        self._row(form, QLabel(), message("Clip gradients"), self.clip)
        self._row(form, self._limit_label, message("at most"), self.limit)
        self.l2.chosen.connect(lambda value: self.edited.emit(SetL2(value)))
        self.clip.chosen.connect(self._on_clip)
        self.limit.chosen.connect(self._on_limit)

    def show_limits(self, spec: NetworkSpec) -> None:
        """Show the penalty and the clipping of a network."""
        self.l2.show_value(spec.l2)
        by = "norm" if spec.clip_norm is not None else "value"
        self.clip.show_value(by if spec.clips else "none")
        limit = spec.clip_norm if spec.clip_norm is not None else spec.clip_value
        self.limit.show_value(_USUAL_LIMIT if limit is None else limit)
        for part in (self._limit_label, self.limit):
            part.setVisible(spec.clips)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.clip.retranslate(tr)

    def _row(self, form: QFormLayout, label: QLabel, text: Message, field: QWidget) -> None:
        self._words.put(label.setText, text)
        self._words.put(field.setAccessibleName, text)
        keep_least_width(field, 76)
        form.addRow(label, field)

    def _on_clip(self, by: str) -> None:
        way = None if by == "none" else cast('Literal["norm", "value"]', by)
        self.edited.emit(SetClip(way, self.limit.value() or _USUAL_LIMIT))

    def _on_limit(self, limit: float) -> None:
        self.edited.emit(SetClip(cast('Literal["norm", "value"]', self.clip.value), limit))
