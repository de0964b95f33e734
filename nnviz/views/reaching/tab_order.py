"""In which order Tab goes through the window: as one reads it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QWidget

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


def order_tabs(window: QMainWindow, top: QWidget) -> None:
    """Let Tab go from the top bar over the left panels and the middle to the other panels.

    Inside each of them the order is that in which they were made, which is that of reading; what
    was made later is taken in. Call it before Tab is followed.
    """
    _skip_empty_bars(window)
    wanted = [widget for part in in_order(window, top) for widget in chain(part)]
    for first, second in pairwise(wanted):
        if first.nextInFocusChain() is not second:
            QWidget.setTabOrder(first, second)


def in_order(window: QMainWindow, top: QWidget) -> Sequence[QWidget]:
    """Return the top bar, the left panels, the parts of the middle and the other panels.

    A panel that floats is a window of its own, with an order of its own.
    """
    fixed = [dock for dock in window.findChildren(QDockWidget) if not dock.isFloating()]
    docks = sorted(fixed, key=lambda dock: (dock.y(), dock.x()))
    left = [dock for dock in docks if window.dockWidgetArea(dock) is _LEFT]
    rest = [dock for dock in docks if dock not in left]
    return (top, *left, *_in_rows(window.centralWidget()), *rest)


def _in_rows(middle: QWidget | None) -> Sequence[QWidget]:
    """Return the parts of the middle from the top to the bottom, from left to right."""
    if middle is None:
        return ()
    parts = [
        child
        for child in middle.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if not child.isWindow()
    ]
    return sorted(parts, key=lambda part: (part.y(), part.x()))


def chain(root: QWidget) -> Iterable[QWidget]:
    """Yield what can have the focus in a part, itself first, in the order of its making."""
    for widget in (root, *root.findChildren(QWidget)):
        policy = widget.focusPolicy()
        reached = policy & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if reached and widget.window() is root.window():
            yield widget


def _skip_empty_bars(window: QMainWindow) -> None:
    """Keep the focus off the tab bars that Qt holds in readiness and nobody sees."""
    for bar in window.findChildren(QTabBar):
        if bar.parentWidget() is window:
            several = bar.count() > 1
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus if several else Qt.FocusPolicy.NoFocus)
