"""Samples with two inputs as points in a plane; a click takes the nearest."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.scene.primitives import Role
from nnviz.scene.samples.batch import Batch
from nnviz.views.look.theme import Theme

_EDGE = 22.0
_RADIUS = 5.5
# Classes are told apart by their form as well as by their colour.
_ROLES = (Role.POSITIVE, Role.NEGATIVE, Role.UPDATE, Role.BACKWARD)
_CORNERS = (0, 4, 3, 6)


class SampleScatter(QWidget):
    """The points of a batch, the first input to the right and the second upwards.

    Signals:
        chosen: the sample whose point is nearest to a click.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._batch: Batch | None = None
        self._chosen = 0
        self.setMinimumSize(QSize(240, 240))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_batch(self, batch: Batch) -> None:
        """Show the samples of a batch with two inputs; others are not shown as points."""
        self._batch = batch if batch.inputs.shape[1] == 2 else None
        self.update()

    def set_chosen(self, sample: int) -> None:
        """Mark a sample."""
        self._chosen = sample
        self.update()

    def place_of(self, sample: int) -> QPointF:
        """Return where a sample's point is in the widget."""
        assert self._batch is not None
        points = self._batch.inputs
        low, high = points.min(axis=0), points.max(axis=0)
        span = np.where(high > low, high - low, 1.0)
        x, y = ((points[sample] - low) / span).tolist()
        return QPointF(
            _EDGE + x * (self.width() - 2 * _EDGE),
            self.height() - _EDGE - y * (self.height() - 2 * _EDGE),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the nearest sample."""
        if self._batch is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        at = event.position()
        away = [(self.place_of(i) - at).manhattanLength() for i in range(self._batch.count)]
        self.chosen.emit(int(np.argmin(away)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the points, a ring of warning around wrong ones, a frame around the chosen one."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color(Role.OUTLINE), 1.2))
            painter.setBrush(self._theme.color(Role.CARD))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8.0, 8.0)
            for sample in range(0 if self._batch is None else self._batch.count):
                self._point(painter, sample)

    def _point(self, painter: QPainter, sample: int) -> None:
        assert self._batch is not None
        at, theme = self.place_of(sample), self._theme
        kind = self._batch.labels[sample] % len(_ROLES) if self._batch.labels else 0
        wrong = self._batch.is_right(sample) is False
        painter.setBrush(theme.color(_ROLES[kind]))
        painter.setPen(
            QPen(theme.color(Role.WARNING if wrong else Role.CARD), 2.0 if wrong else 1.0)
        )
        _mark(painter, at, _CORNERS[kind])
        if sample == self._chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(Role.FOCUS), 3.0))
            painter.drawEllipse(at, 2 * _RADIUS, 2 * _RADIUS)


def _mark(painter: QPainter, at: QPointF, corners: int) -> None:
    if not corners:
        painter.drawEllipse(at, _RADIUS, _RADIUS)
        return
    turns = np.arange(corners) * 2 * np.pi / corners - np.pi / 2
    reach = 1.25 * _RADIUS
    painter.drawPolygon(
        QPolygonF([QPointF(at.x() + reach * np.cos(t), at.y() + reach * np.sin(t)) for t in turns])
    )
