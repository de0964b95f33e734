"""Small scenes made by hand, and images of them."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.engine.message import message
from nnviz.scene.primitives import MatrixBlock, Quantity, Rect, Role
from nnviz.scene.scene import Scene
from nnviz.views.look.theme import THEMES
from nnviz.views.painting.painter import ScenePainter

WIDTH, HEIGHT = 400, 300


class English:
    def translate(self, text, /):
        return text.english()


class Loud:
    """Another language: everything in capitals."""

    def translate(self, text, /):
        return text.english().upper()


def english(text):
    return text.english()


def matrix(values, *, rect=None, revealed=None, **changes):
    values = np.asarray(values, dtype=float)
    made = {
        "id": "m", "name": "W1", "rect": rect or Rect(60, 60, 240, 120), "values": values,
        "flipped": False, "quantity": Quantity.WEIGHT, "vmax": 1.0, "decimals": 2,
        "revealed": values.size if revealed is None else revealed, "brackets": False,
    }  # fmt: skip
    return MatrixBlock(**(made | changes))


def scene(*items, width=WIDTH, height=HEIGHT, text="A matrix is on the stage."):
    return Scene(width, height, items, message(text))


def painter(theme="light", **kwargs):
    return ScenePainter(THEMES[theme], English(), **kwargs)


def image_of(picture, *, using=None, scale=1.0, ratio=1.0):
    """Paint a scene; ``ratio`` is the device's, ``scale`` a zoom of the painter."""
    using = using or painter()
    size = (round(picture.width * scale * ratio), round(picture.height * scale * ratio))
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(using.theme.color(Role.SURFACE))
    drawing = QPainter(image)
    drawing.scale(scale, scale)
    using.paint(drawing, picture)
    drawing.end()
    return image


def pixels(image):
    """Return the image as (height, width, 4)."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()


def marked(image, ground):
    """Return where the image differs from its ground, (height, width) bool."""
    color = QColor(ground)
    plain = np.array([color.blue(), color.green(), color.red(), 255], np.uint8)
    return (pixels(image) != plain).any(axis=2)


def box_of(mask):
    """Return left, top, right, bottom of what is marked (right and bottom one past the last)."""
    rows, cols = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(cols[0]), int(rows[0]), int(cols[-1]) + 1, int(rows[-1]) + 1
