"""The parts of a window between which one goes by key, and the way back to the stage."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QScrollArea, QWidget

from nnviz.views.reaching.tab_order import chain, in_order


def go_to_part(window: QMainWindow, top: QWidget, by: int) -> None:
    """Give the focus to the first widget of the next part, or with -1 of the one before.

    The parts are the top bar, what stands in the middle, and each panel that is open, in the order
    of Tab; after the last one comes the first.
    """
    firsts = [found for part in in_order(window, top) if (found := first_of(part)) is not None]
    if not firsts:
        return
    parts = [part for part in in_order(window, top) if first_of(part) is not None]
    focused = QApplication.focusWidget()
    here = next((k for k, part in enumerate(parts) if _holds(part, focused)), None)
    at = (0 if by > 0 else -1) if here is None else (here + by) % len(parts)
    reason = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
    firsts[at].setFocus(reason)


def first_of(part: QWidget) -> QWidget | None:
    """Return the first widget of a part that can be seen, used and have the focus."""
    seen = [w for w in chain(part) if w.isVisible() and not w.visibleRegion().isEmpty()]
    used = [w for w in seen if w.isEnabled()]
    # What only scrolls comes last: one goes to a panel for what is in it.
    return min(used, key=lambda w: isinstance(w, QScrollArea), default=None)


def go_into(dock: QDockWidget) -> None:
    """Give the focus to the first field of a panel, once what is in it is shown."""

    def enter() -> None:
        found = first_of(dock.widget())
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    QTimer.singleShot(0, dock, enter)


def is_in(widgets: Sequence[QWidget]) -> bool:
    """Say whether one of these widgets, or something in it, has the focus."""
    focused = QApplication.focusWidget()
    return any(_holds(widget, focused) for widget in widgets)


def _holds(part: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (part is focused or part.isAncestorOf(focused))
