"""The network map: the same view as the stage, on a card."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import Theme

_EDGE = 6.0
_RADIUS = 14.0


class MapView(StageView):
    """Shows the map of the whole network; its units can be pointed at and clicked."""

    name_text = message("Network map")
    margin = 12.0

    def paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Draw the card on which the map stands."""
        super().paint_ground(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(Role.OUTLINE), 1.2))
        painter.setBrush(theme.color(Role.CARD))
        card = QRectF(self.rect()).adjusted(_EDGE * 2, _EDGE, -_EDGE * 2, -_EDGE)
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)
