"""What can be done in the table of data, as one list: its menu and its keys are made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate


@dataclass(frozen=True, slots=True)
class TableCommand:
    """One command; ``id`` names a method of the table's panel. ``separator`` draws a line above."""

    id: str
    text: Message
    key: str = ""
    separator: bool = False


COMMANDS: Final = (
    TableCommand("cut", message("Cut"), "Ctrl+X"),
    TableCommand("copy", message("Copy"), "Ctrl+C"),
    TableCommand("paste", message("Paste"), "Ctrl+V"),
    TableCommand("paste_new", message("Paste as a new table"), "Ctrl+Alt+V"),
    TableCommand("fill_down", message("Fill down"), "Ctrl+Return"),
    TableCommand("clear", message("Clear cells, or remove whole rows and columns"), "Del"),
    TableCommand("insert_above", message("Insert rows above"), "Ctrl++", separator=True),
    TableCommand("insert_below", message("Insert rows below")),
    TableCommand("remove_rows", message("Remove rows"), "Ctrl+-"),
    TableCommand("add_input", message("Insert an input column"), separator=True),
    TableCommand("remove_columns", message("Remove columns")),
    TableCommand("rename", message("Rename the column…"), "Ctrl+F2"),
    TableCommand("swap_targets", message("Targets: classes or numbers")),
    TableCommand("ascending", message("Sort rows, smallest first"), separator=True),
    TableCommand("descending", message("Sort rows, largest first")),
    TableCommand("find", message("Find…"), "Ctrl+F"),
    TableCommand("find_next", message("Find the next"), "F3"),
    TableCommand("select_all", message("Select all"), "Ctrl+A"),
    TableCommand("export", message("Export data as CSV…"), separator=True),
)


def menu_of(run: Callable[[str], None], tr: Translate, parent: QWidget) -> QMenu:
    """Return the menu of all commands; ``run`` is called with the id of the one chosen."""
    menu = QMenu(parent)
    for command in COMMANDS:
        if command.separator:
            menu.addSeparator()
        action = menu.addAction(tr(command.text))
        # Shown, not heard: the table hears its keys itself, and only while it has the focus.
        key = QKeySequence(command.key).toString(QKeySequence.SequenceFormat.NativeText)
        if key:
            action.setText(f"{tr(command.text)}\t{key}")
        action.triggered.connect(lambda _=False, name=command.id: run(name))
    return menu


def command_of(key: QKeySequence) -> str | None:
    """Return the id of the command that a key means, or None."""
    for command in COMMANDS:
        if command.key and QKeySequence(command.key) == key:
            return command.id
    return None
