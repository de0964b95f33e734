"""The pixels of the device: how large they are, and how a picture is laid exactly on them."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter


def device_scale(painter: QPainter) -> float:
    """Return how many device pixels a logical pixel of the painter has."""
    return float(painter.worldTransform().m11() * painter.device().devicePixelRatioF())


def blit(painter: QPainter, at: QPointF, image: QImage) -> None:
    """Copy a picture pixel for pixel, its corner at the device pixel nearest to a point."""
    ratio = painter.device().devicePixelRatioF()
    place = painter.worldTransform().map(at)
    image.setDevicePixelRatio(ratio)
    painter.save()
    painter.resetTransform()
    painter.drawImage(QPointF(round(place.x() * ratio), round(place.y() * ratio)) / ratio, image)
    painter.restore()
