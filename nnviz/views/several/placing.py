"""A window where it can be seen and taken hold of, whichever screens are left."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

STEP = QPoint(32, 32)  # from one window to the next
_BAR_PX, _GRIP_PX = 32, 120  # the title bar, and how much of it has to be seen


def placed(frame: QRect, screens: Sequence[QRect]) -> QRect:
    """Return where a window with this frame stands: as it is if its title bar can be taken hold of.

    Otherwise it goes onto the screen on which most of it is, else onto the first one, no larger
    than that.
    """
    bar = QRect(frame.left(), frame.top(), frame.width(), _BAR_PX)
    if not screens or any(_held(bar, screen) for screen in screens):
        return frame
    home = max(screens, key=lambda screen: _area(screen.intersected(frame)))
    if not home.intersects(frame):
        home = screens[0]
    size = frame.size().boundedTo(home.size())
    left = min(max(frame.left(), home.left()), home.right() + 1 - size.width())
    top = min(max(frame.top(), home.top()), home.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


def keep_on_screen(window: QWidget) -> None:
    """Bring a window back onto a screen, if it cannot be reached where it is."""
    if window.isFullScreen() or window.isMaximized():
        return  # where the system puts it
    frame = window.frameGeometry()
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    wanted = placed(frame, screens)
    if wanted != frame:
        border = frame.size() - window.size()
        window.resize(wanted.size() - border)
        window.move(wanted.topLeft())


def _held(bar: QRect, screen: QRect) -> bool:
    seen = bar.intersected(screen)
    return seen.width() >= min(_GRIP_PX, bar.width()) and seen.height() >= bar.height() // 2


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0
