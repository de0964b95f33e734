"""The picture of an example: its network map after the first forward pass, drawn small."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from nnviz.app.data import load
from nnviz.app.document import opened
from nnviz.app.examples import EXAMPLES
from nnviz.engine.step import Phase
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.primitives import Edges, MatrixBlock, Node, Primitive
from nnviz.scene.scene import Scene
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.painting.painter import ScenePainter

# The map is composed larger than it is shown, where it has room for its units.
_WIDTH, _HEIGHT = 330.0, 150.0
_MOST_UNITS = 9
_SAMPLE = 1  # the first one is often all zeros
_EDGE = 3.0


class _Speaker:
    """Says the few words of a scene."""

    def __init__(self, tr: Translate) -> None:
        self.translate = tr


def picture(name: str, theme: Theme, tr: Translate, size: QSize, ratio: float) -> QPixmap:
    """Return the map of an example in ``size`` logical pixels, ``ratio`` device pixels each."""
    scene, box = _map_of(name)
    board = QPixmap(size * ratio)
    board.setDevicePixelRatio(ratio)
    board.fill(Qt.GlobalColor.transparent)
    painter = QPainter(board)
    scale = min(size.width() / box.width(), size.height() / box.height(), 1.0)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.scale(scale, scale)
    painter.translate(-box.center())
    ScenePainter(theme, _Speaker(tr)).paint(painter, scene)
    painter.end()
    return board


def _map_of(name: str) -> tuple[Scene, QRectF]:
    """Return the units and connections of an example, and the room that they take."""
    experiment = EXAMPLES[name]
    trace = opened(experiment).run.trace(0)
    last = max(step.index for step in trace.steps if step.phase is Phase.FORWARD)
    shape = load(experiment.data).image_shape
    options = MapOptions(_WIDTH, _HEIGHT, sample=_SAMPLE, most_units=_MOST_UNITS, image_shape=shape)
    whole = compose_map(trace, last, 1.0, options)
    # What the layers are called is too small to be read here; the card says it in large.
    seen = tuple(p for p in whole.primitives if isinstance(p, Node | Edges | MatrixBlock))
    return replace(whole, primitives=seen), _box(seen)


def _box(seen: Iterable[Primitive]) -> QRectF:
    box = QRectF()
    for item in seen:
        if isinstance(item, Node):
            r = item.radius
            box |= QRectF(item.x - r, item.y - r, 2 * r, 2 * r)
        elif isinstance(item, MatrixBlock):
            at = item.rect
            box |= QRectF(at.x, at.y, at.width, at.height)
    return box.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
