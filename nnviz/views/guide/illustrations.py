"""What a page shows besides words: typeset formulas, and steps as the stage shows them."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from nnviz.app.guide import specimen
from nnviz.engine.step import StepKind
from nnviz.engine.writing import formula as written
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Role
from nnviz.views.guide.reader import Reader
from nnviz.views.painting import formulas
from nnviz.views.painting.painter import ScenePainter

_STAGE = QSize(880, 400)  # on which a step is laid out; it is drawn smaller
_MOMENT = 0.6  # of a step: some cells are there, one is being made
_MOMENTS = {StepKind.JACOBIAN: 0.2}  # before it folds
_FOOT = 8  # kept free below the last thing that is drawn
_WIDEST = 1.0  # of the width of the page that a formula may take


def formula_of(kind: StepKind, reader: Reader) -> str:
    """Return the engine's own formula of a kind of op, in the reader's way of writing."""
    step = specimen(kind).step
    return written(step.formula(reader.orientation), reader.notation)


def formula_size(latex: str, px: float, width: float) -> QSize:
    """Return the logical pixels that a formula takes, no wider than the page."""
    made = formulas.typeset(latex)
    if made is None:
        return QSize()
    shrink = min(1.0, _WIDEST * width / (made.width * px))
    return QSize(round(made.width * px * shrink) + 1, round(made.height * px * shrink) + 1)


def draw_formula(latex: str, size: QSize, reader: Reader, ratio: float) -> QImage:
    """Return a formula as an image of ``size`` logical pixels."""
    image = _blank(size, ratio)
    painter = QPainter(image)
    color = reader.theme.color(Role.TEXT)
    formulas.draw_vector(painter, latex, color, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def draw_step(kind: StepKind, width: float, reader: Reader, ratio: float) -> QImage:
    """Return a step of the kind as the stage shows it at a fixed moment, on a page so wide."""
    found = specimen(kind)
    options = ComposeOptions(
        _STAGE.width(),
        _STAGE.height(),
        orientation=reader.orientation,
        digits=reader.digits,
        notation=reader.notation,
        projector=reader.theme.name == "projector",
    )
    scene = compose(found.step, _MOMENTS.get(kind, _MOMENT), options)
    scale = min(width, float(_STAGE.width())) / _STAGE.width()
    image = _blank(_STAGE * scale, ratio)
    painter = QPainter(image)
    painter.scale(scale, scale)
    brush = ScenePainter(reader.theme, reader.catalogue, reader.digits)
    brush.set_notation(reader.notation)
    brush.paint(painter, scene)
    painter.end()
    return _without_foot(image)


def _without_foot(image: QImage) -> QImage:
    """Return a picture without the empty room that the stage had below."""
    ratio = image.devicePixelRatio()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    last = int(np.flatnonzero(rows[:, : 4 * image.width()].any(axis=1)).max(initial=0))
    kept = image.copy(0, 0, image.width(), min(image.height(), last + round(_FOOT * ratio)))
    kept.setDevicePixelRatio(ratio)
    return kept


def _blank(size: QSize, ratio: float) -> QImage:
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
