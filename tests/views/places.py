"""Everything of the program in which one can be: the window, its panels, its dialogs."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from nnviz.views.window.actions import ACTIONS
from nnviz.views.window.main_window import MainWindow

# These ask the system for a file, end the program or print.
_FILES = {
    "open", "open_csv", "save", "save_as", "quit", "import_csv", "export_csv", "print",
    "print_step", "print_preview", "new_window",
}  # fmt: skip
PANELS = tuple(
    str(action.choice).removeprefix("panel_") for action in ACTIONS if action.slot == "toggle_panel"
)


def _opens(action) -> bool:
    return action.choice is None and (
        action.text.text.endswith("…") or action.id in {"shortcuts", "about"}
    )


DIALOGS = tuple(action.id for action in ACTIONS if _opens(action) and action.id not in _FILES)


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def places(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Yield the window as it is, then with each panel, then each dialog, and close it again."""
    yield "window", window
    for panel in PANELS:
        was = window.is_panel_open(panel)
        window.set_panel_open(panel, True)
        settle()
        yield panel, window
        window.set_panel_open(panel, was)
    yield from dialogs(window)


def dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    for name in DIALOGS:
        before = set(QApplication.topLevelWidgets())
        window.menus.actions[name].trigger()
        settle()
        opened = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w not in before]
        for dialog in opened:
            yield name, dialog
            if isValid(dialog):
                dialog.close()
        settle()


def reachable(root: QWidget) -> list[QWidget]:
    """Return the widgets that Tab should come to, in no order."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.window() is root
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.visibleRegion().isEmpty()
    ]


def way_to(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None:
        names.append(type(at).__name__ + (f"#{at.objectName()}" if at.objectName() else ""))
        at = at.parentWidget()
    return " < ".join(names[:5])
