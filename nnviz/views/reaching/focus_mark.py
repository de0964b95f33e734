"""A frame around what has the keyboard's focus, the same everywhere and in every theme."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QSplitter,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from nnviz.scene.primitives import Role
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import Theme

_WIDE_PX = 2
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})
_OWN = (StageView, QMenu, QMenuBar)  # these show it themselves
# They would take the frame for one of their parts, and lose a button out of Tab's order.
_ARRANGING = (QSplitter, QDialogButtonBox)
_TYPED = (QLineEdit, QTextEdit, QPlainTextEdit)


class _Frame(QWidget):
    """Lies over a widget and lets everything through."""

    def __init__(self, around: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._around, self._ground = around, parent
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focusFrame")

    def follow(self) -> None:
        """Lie over the widget again; where there is room, around it."""
        parent = self._ground
        corner = self._around.mapTo(parent, self._around.rect().topLeft())
        wide = QRect(corner, self._around.size()).adjusted(-_WIDE_PX, -_WIDE_PX, _WIDE_PX, _WIDE_PX)
        self.setGeometry(wide.intersected(parent.rect()))
        self.setVisible(self._around.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw two lines, one of which stands out from any ground."""
        del event
        with QPainter(self) as painter:
            lines = ((Role.FOCUS, 1.0, 2.0), (Role.SURFACE, 2.5, 1.0))
            for role, inset, wide in lines:
                painter.setPen(QPen(self._theme.color(role), wide, j=Qt.PenJoinStyle.MiterJoin))
                painter.drawRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset))


class FocusMark(QObject):
    """Frames the widget of a window, or of one of its dialogs, that has the focus.

    Not what was clicked: whoever clicks knows where. What is typed into is framed in any case.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._frame: _Frame | None = None
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # there is a window
        app.focusChanged.connect(self._on_focus)

    @property
    def framed(self) -> QWidget | None:
        """What is framed now."""
        return self._watched

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        if self._watched is not None and isValid(self._watched):
            self._mark(self._watched)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the framed widget goes."""
        if event.type() in _MOVES and self._frame is not None and isValid(self._frame):
            self._frame.follow()
        return super().eventFilter(watched, event)

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        del old
        self._unmark()
        if now is not None and self._is_ours(now) and not self._was_clicked(now):
            self._mark(now)

    def _is_ours(self, widget: QWidget) -> bool:
        top = widget.window()
        ours = _belongs(top, self._window)
        # The first widget of a window without parts is the window itself: nothing to tell apart.
        return ours and widget is not top and not isinstance(widget, _OWN)

    @staticmethod
    def _was_clicked(widget: QWidget) -> bool:
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return pressed and not isinstance(widget, _TYPED)

    def _mark(self, widget: QWidget) -> None:
        self._unmark()
        parent = widget.parentWidget()
        while isinstance(parent, _ARRANGING):
            parent = parent.parentWidget()
        if parent is None:
            return
        self._watched, self._frame = widget, _Frame(widget, self._theme, parent)
        widget.installEventFilter(self)
        self._frame.follow()

    def _unmark(self) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        if self._frame is not None and isValid(self._frame):
            self._frame.hide()
            self._frame.deleteLater()
        self._watched = self._frame = None


def _belongs(top: QWidget, window: QWidget) -> bool:
    """Say whether a window is this one, or one of its dialogs."""
    at: QWidget | None = top
    while at is not None and at is not window:
        at = at.parentWidget()
    return at is window
