"""The round buttons, the pills and the slider of the transport."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QSlider, QStyle, QWidget

from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views import icons, rich_text
from nnviz.views.theme import Theme

_FAINT = 0.4
_KNOB = 9.0


class RoundButton(QAbstractButton):
    """A round button with an icon; the ``prominent`` one is larger and filled."""

    def __init__(
        self, icon: str, theme: Theme, prominent: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._theme = theme
        self._prominent = prominent
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return its size: wide enough for a finger on the prominent one."""
        side = 46 if self._prominent else 38
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc, the icon, the ring of the focus."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else _FAINT)
        filled = self._prominent or self.isChecked()
        ground = theme.color(Role.TEXT if filled else Role.CARD)
        if self.isDown() or (self.underMouse() and self.isEnabled()):
            ground = theme.blend(Role.FORWARD, 0.85 if filled else 0.16, over=Role.CARD)
        painter.setPen(QPen(theme.color(Role.TEXT if filled else Role.OUTLINE), 1.2))
        painter.setBrush(ground)
        disc = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.drawEllipse(disc)
        side = disc.width() * 0.58
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(disc.center())
        icons.draw(painter, self._icon, theme.ink_on(ground), spot)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(Role.FOCUS), 2.0))
            painter.drawEllipse(disc.adjusted(-2, -2, 2, 2))
        painter.end()


class PillButton(QAbstractButton):
    """One of several choices: a pill with a word, filled when it is the chosen one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for its word."""
        line = rich_text.lay_out(((self.text(), 0, "text", False),), 14.0)
        return QSize(max(54, round(line.width) + 26), 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill, its word, the ring of the focus."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else _FAINT)
        ground = theme.color(Role.TEXT if self.isChecked() else Role.CARD)
        if self.underMouse() and not self.isChecked():
            ground = theme.blend(Role.FORWARD, 0.16, over=Role.CARD)
        edge = Role.FOCUS if self.hasFocus() else Role.OUTLINE
        painter.setPen(QPen(theme.color(edge), 2.0 if self.hasFocus() else 1.2))
        painter.setBrush(ground)
        pill = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        ink = theme.ink_on(ground)
        box = Rect(8.0, 0.0, self.width() - 16.0, float(self.height()))
        runs = (Run(self.text()),)
        rich_text.draw_runs(
            painter, runs, box, 14.0, lambda _role: ink, lambda m: m.english(), align="center"
        )
        painter.end()


class CalmSlider(QSlider):
    """A horizontal slider: a thin groove and a round knob that goes where one clicks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def _value_at(self, x: float) -> int:
        room = self.width() - 2 * _KNOB
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - _KNOB), round(room)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the pointer is and follow it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self.setValue(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where the pointer was let go."""
        del event
        self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove, the part that is done, the knob."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else _FAINT)
        span = (self.maximum() - self.minimum()) or 1
        part = (self.value() - self.minimum()) / span
        x, y = _KNOB + part * (self.width() - 2 * _KNOB), self.height() / 2
        pen = QPen(theme.color(Role.OUTLINE), 4.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(_KNOB, y), QPointF(self.width() - _KNOB, y))
        painter.setPen(QPen(theme.color(Role.FOCUS if self.hasFocus() else Role.CARD), 2.0))
        painter.setBrush(theme.color(Role.TEXT))
        painter.drawEllipse(QPointF(x, y), _KNOB - 1, _KNOB - 1)
        painter.end()
