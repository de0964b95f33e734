"""Room for every word of a dialog, however large the words are."""

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QWidget

_MADE = "roomWasMade"


class DialogRoom(QObject):
    """Makes a dialog of the program large enough when it gets the focus for the first time.

    Lines that wrap need more height than a dialog asks for by itself, and a least width of its
    own hides what its parts would ask for.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # there is a window
        app.focusChanged.connect(self._on_focus)

    @staticmethod
    def _on_focus(old: QWidget | None, now: QWidget | None) -> None:
        del old
        dialog = None if now is None else now.window()
        if isinstance(dialog, QDialog) and not dialog.property(_MADE):
            dialog.setProperty(_MADE, True)
            make_room(dialog)
            reach_every_button(dialog)


def make_room(dialog: QDialog) -> None:
    """Let a dialog be as large as its words need, but no larger than window and screen."""
    layout = dialog.layout()
    if layout is None:
        return
    least = layout.totalMinimumSize()
    wide = max(dialog.width(), least.width())
    high = max(dialog.height(), least.height())
    if layout.hasHeightForWidth():
        high = max(high, layout.totalHeightForWidth(wide))
    room = dialog.screen().availableSize().expandedTo(dialog.size())
    if (window := dialog.parentWidget()) is not None:
        room = room.expandedTo(window.window().size())
    wanted = QSize(wide, high).boundedTo(room)
    if wanted != dialog.size():
        dialog.resize(wanted)


def reach_every_button(dialog: QDialog) -> None:
    """Let Tab come to all buttons at the foot of a dialog.

    Their box takes the focus for one of them, and Tab would go past those before that one.
    """
    for box in dialog.findChildren(QDialogButtonBox):
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
