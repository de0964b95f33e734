"""What follows the pointer: light on a spot while all else is dim, and a glass that magnifies."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nnviz.scene.primitives import Role
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import Theme
from nnviz.views.painting.painter import ScenePainter

SMALLEST, LARGEST, STEP = 0.06, 0.45, 1.2  # of the screen's height, for a spot of light
LEAST_POWER, MOST_POWER = 1.5, 5.0
_DIM = 0.78
_GLASS = (0.62, 0.40)  # width and height of the glass, in heights of the screen


def paint_light(painter: QPainter, room: QRectF, at: QPointF, radius: float) -> None:
    """Dim everything but a spot."""
    shade = QPainterPath()
    shade.addRect(room)
    shade.addEllipse(at, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(shade, QColor(0, 0, 0, round(255 * _DIM)))


def glass_at(room: QRectF, at: QPointF) -> QRectF:
    """Return where the glass stands: around the pointer, inside the screen."""
    wide, tall = _GLASS[0] * room.height(), _GLASS[1] * room.height()
    left = min(max(at.x() - wide / 2, room.left()), room.right() - wide)
    top = min(max(at.y() - tall / 2, room.top()), room.bottom() - tall)
    return QRectF(left, top, wide, tall)


def paint_glass(
    painter: QPainter, glass: QRectF, stage: StageView, scenes: ScenePainter, at: QPointF,
    spot: QPointF, power: float, theme: Theme,
) -> None:  # fmt: skip
    """Draw the stage in the glass ``power`` times as large.

    ``at`` is the pointer here and ``spot`` on the stage: what is under it stays there.
    """
    edge = QPainterPath()
    edge.addRoundedRect(glass, 18.0, 18.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(edge)
    painter.fillRect(glass, theme.color(Role.SURFACE))
    painter.translate(at)
    _paint_stage(painter, stage, scenes, spot, power)
    painter.restore()
    painter.setPen(QPen(theme.color(Role.FOCUS), 4.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(edge)


def _paint_stage(
    painter: QPainter, stage: StageView, scenes: ScenePainter, spot: QPointF, power: float
) -> None:
    """Draw what is on the stage so that a point of it stays at the painter's origin."""
    if stage.scene is None:
        return
    x, y = stage.to_scene(spot)
    scale = power * (stage.to_view(x + 1.0, y).x() - stage.to_view(x, y).x())
    painter.scale(scale, scale)
    painter.translate(-x, -y)
    scenes.paint(painter, stage.scene)
