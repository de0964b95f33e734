"""The pixels of the device: how large they are, and how a picture is laid exactly on them."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QImage, QPainter


def device_scale(painter: QPainter) -> float:
    """Return how many device pixels a logical pixel of the painter has."""
    return float(painter.worldTransform().m11() * painter.device().devicePixelRatioF())


def corner_of(painter: QPainter, at: QPointF) -> QPoint:
    """Return the device pixel nearest to a point of the painter."""
    place = painter.worldTransform().map(at) * painter.device().devicePixelRatioF()
    return QPoint(round(place.x()), round(place.y()))


def blit(painter: QPainter, at: QPointF, image: QImage) -> None:
    """Copy a picture pixel for pixel, its corner at the device pixel nearest to a point."""
    ratio = painter.device().devicePixelRatioF()
    place = QPointF(corner_of(painter, at)) / ratio
    image.setDevicePixelRatio(ratio)
    painter.save()
    painter.resetTransform()
    painter.drawImage(place, image)
    painter.restore()
