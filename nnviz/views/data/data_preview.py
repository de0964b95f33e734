"""A small picture of a data set: its points, its curve, its pictures, or its first numbers."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.app.data import has_labels, n_classes
from nnviz.engine.datasets import Dataset
from nnviz.engine.orientation import HostArray
from nnviz.scene.blocks import magnitude
from nnviz.scene.primitives import Role
from nnviz.views.look.class_marks import color_of
from nnviz.views.look.theme import Theme
from nnviz.views.painting.samples import pictures_image

_HEIGHT_PX = 104
_EDGE_PX = 8.0
_MOST_POINTS = 600
_MOST_ROWS, _MOST_COLUMNS = 12, 40


class DataPreview(QWidget):
    """Draws the first samples of a data set."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dataset: Dataset | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be low: the panel has much to show."""
        return QSize(240, _HEIGHT_PX)

    def set_dataset(self, dataset: Dataset) -> None:
        """Show a data set."""
        self._dataset = dataset
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what suits the data."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color(Role.OUTLINE), 1.0))
            painter.setBrush(self._theme.color(Role.CARD))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            found = self._dataset
            if found is not None:
                area = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
                if found.image_shape is not None:
                    self._pictures(painter, area, found, found.image_shape)
                elif found.n_in == 2:
                    self._points(painter, area, found.X[:_MOST_POINTS], _colors(found))
                elif found.n_in == 1 and found.Y.ndim == 2:
                    places = np.hstack([found.X, found.Y[:, :1]])[:_MOST_POINTS]
                    self._points(painter, area, places, np.zeros(len(places), dtype=int))
                else:
                    self._numbers(painter, area, found)

    def _points(
        self, painter: QPainter, area: QRectF, places: HostArray, labels: HostArray
    ) -> None:
        low, high = places.min(axis=0), places.max(axis=0)
        unit = (places - low) / np.where(high > low, high - low, 1.0)
        side = min(area.width(), 2.2 * area.height())
        left = area.center().x() - side / 2
        radius = 5.0 if len(places) < 12 else 2.2
        painter.setPen(Qt.PenStyle.NoPen)
        for (x, y), label in zip(unit, labels, strict=False):
            painter.setBrush(color_of(self._theme, int(label)))
            across, down = left + x * side, area.bottom() - y * area.height()
            painter.drawEllipse(QRectF(across - radius, down - radius, 2 * radius, 2 * radius))

    def _pictures(
        self, painter: QPainter, area: QRectF, found: Dataset, shape: tuple[int, int]
    ) -> None:
        side = (area.height() - 4) / 2
        across = max(int((area.width() + 4) // (side + 4)), 1)
        shown = found.X[: 2 * across]
        sheet = pictures_image(shown.reshape(-1, *shape), magnitude(shown) or 1.0, self._theme)
        for k in range(len(shown)):
            part = sheet.copy(0, k * shape[0], shape[1], shape[0])
            corner = QRectF(
                area.left() + (k % across) * (side + 4),
                area.top() + (k // across) * (side + 4),
                side, side,
            )  # fmt: skip
            painter.drawImage(corner, part)

    def _numbers(self, painter: QPainter, area: QRectF, found: Dataset) -> None:
        """Draw the first samples as a heat map: a row each, its class as a bar at the end."""
        X, labels = found.X[:_MOST_ROWS, :_MOST_COLUMNS], _colors(found)
        high = area.height() / len(X)
        bar = 8.0
        wide = (area.width() - bar) / X.shape[1]
        spans = np.abs(X).max(axis=0)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, values in enumerate(X):
            for col, value in enumerate(values):
                color = self._theme.cell_color(float(value), float(spans[col]) or 1.0)
                place = QRectF(area.left() + col * wide, area.top() + row * high, wide, high)
                painter.fillRect(place.adjusted(0, 0, -1, -1), color)
            end = QRectF(area.right() - bar + 2, area.top() + row * high, bar - 2, high - 1)
            painter.fillRect(end, color_of(self._theme, int(labels[row])))


def _colors(found: Dataset) -> HostArray:
    """Return a class for each sample, all 0 where there are none."""
    if has_labels(found):
        return found.Y
    if n_classes(found) == 2:
        return found.Y.reshape(-1).astype(int)
    return np.zeros(found.n_samples, dtype=int)
