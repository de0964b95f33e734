"""The round buttons, the pills and the slider of the transport."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QSlider, QStyle, QWidget

from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.painting import rich_text

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
        side = fonts.scaled(46 if self._prominent else 38)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc, the icon, the ring of the focus."""
        del event
        theme = self._theme
        with QPainter(self) as painter:
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


class PillButton(QAbstractButton):
    """One of several choices: a pill with a word, filled when it is the chosen one."""

    _SIGN_PX = 0  # room at the right for a sign after the word

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
        line = rich_text.lay_out(((self.text(), 0, "text", False),), fonts.scaled(14))
        return QSize(max(54, round(line.width) + 26) + self._SIGN_PX, fonts.scaled(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill, its word, the ring of the focus."""
        del event
        theme = self._theme
        with QPainter(self) as painter:
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
            box = Rect(8.0, 0.0, self.width() - 16.0 - self._SIGN_PX, float(self.height()))
            runs = (Run(self.text()),)
            rich_text.draw_runs(
                painter,
                runs,
                box,
                fonts.scaled(14),
                lambda _role: ink,
                lambda m: m.english(),
                align="center",
            )


class MenuPill(PillButton):
    """All the choices in one pill: it says the chosen one and opens a list of them.

    Signals:
        chosen: the key of the choice made by the person.
    """

    chosen = Signal(str)
    _SIGN_PX = 14

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setCheckable(False)
        self.menu = QMenu(self)
        self._actions: dict[str, QAction] = {}
        self.clicked.connect(self._open)

    def set_choices(self, choices: Mapping[str, str]) -> None:
        """Offer these keys with their words."""
        self.menu.clear()
        self._actions = {key: self.menu.addAction(text) for key, text in choices.items()}
        for key, action in self._actions.items():
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, k=key: self.chosen.emit(k))

    def set_choice(self, key: str) -> None:
        """Show which one is chosen."""
        for name, action in self._actions.items():
            action.setChecked(name == key)
        self.setText(self._actions[key].text())
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill and the sign of a list."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color(Role.TEXT), 1.6))
            x, y = self.width() - 15.0, self.height() / 2 + 1.5
            painter.drawPolyline([QPointF(x - 4, y - 3), QPointF(x, y + 1), QPointF(x + 4, y - 3)])

    def _open(self) -> None:
        # Upwards: the row is the lowest of the window.
        height = self.menu.sizeHint().height()
        self.menu.popup(self.mapToGlobal(QPoint(0, -height)))


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
        with QPainter(self) as painter:
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
