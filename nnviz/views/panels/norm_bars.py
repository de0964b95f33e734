"""How long each layer's weight gradient is, as a bar with its number; a click goes there."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from nnviz.engine.gradient_norms import LayerNorm
from nnviz.engine.message import message
from nnviz.engine.notation import plain
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, spoken

_HEIGHT, _NAME_PX, _NUMBER_PX = 18, 44, 66
# A bar's length is logarithmic: one that is so many times shorter is no bar at all.
_DECADES = 4.0


class NormBar(QAbstractButton):
    """One layer; made again when there is another number of layers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._norm: LayerNorm | None = None
        self._share = 0.0
        self._number = self._symbol = ""
        keep_height(self, _HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def number(self) -> str:
        """The number as it is written."""
        return self._number

    @property
    def share(self) -> float:
        """How much of its room the bar takes, 0 to 1."""
        return self._share

    def show_norm(self, norm: LayerNorm, largest: float, digits: int, tr: Translate) -> None:
        """Show a layer's norm beside the largest of all layers."""
        self._norm = norm
        self._share = share_of(norm.norm, largest)
        number = format_value(norm.norm, decimals_for([norm.norm], digits))
        self._number = spoken(tr, number)
        self._symbol = spoken(tr, plain(f"W{norm.layer}"))
        said = message(
            "Layer {layer}: the gradient of its weights is {norm} long. Click to see how it is"
            " computed.",
            layer=norm.layer,
            norm=number,
        )
        self.setToolTip(tr(said))
        self.setAccessibleName(tr(said))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(200, fonts.scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, bar and number."""
        del event
        if self._norm is None:
            return
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wide, tall = self.width(), self.height()
            if self.underMouse() or self.hasFocus():
                painter.fillRect(self.rect(), theme.blend(Role.BACKWARD, 0.1, over=Role.CARD))
            painter.setPen(theme.color(Role.TEXT))
            painter.setFont(fonts.text_font(12.5))
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(4, 0, fonts.scaled(_NAME_PX), tall), left, self._symbol)
            painter.setFont(fonts.number_font(12))
            painter.drawText(
                QRectF(wide - fonts.scaled(_NUMBER_PX), 0, fonts.scaled(_NUMBER_PX) - 4, tall),
                right,
                self._number,
            )
            room = max(wide - fonts.scaled(_NAME_PX) - fonts.scaled(_NUMBER_PX) - 8, 0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Role.OUTLINE))
            painter.drawRoundedRect(QRectF(fonts.scaled(_NAME_PX), tall / 2 - 1, room, 2), 1, 1)
            painter.setBrush(theme.color(Role.BACKWARD))
            painter.drawRoundedRect(
                QRectF(fonts.scaled(_NAME_PX), tall / 2 - 4, room * self._share, 8), 3, 3
            )


def share_of(norm: float, largest: float) -> float:
    """Return a bar's share of its room: 1 for the largest, one quarter less for each tenth."""
    if not norm > 0.0 or not math.isfinite(norm):
        return 1.0 if math.isinf(norm) else 0.0
    if not math.isfinite(largest):
        return 0.0
    return min(max(1.0 + math.log10(norm / largest) / _DECADES, 0.02), 1.0)
