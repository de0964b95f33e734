"""What each column of a file is for: input, target, or left out."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableWidget, QTableWidgetItem, QWidget

from nnviz.engine.datasets.glance import Glance
from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate

INPUT, TARGET, IGNORE = "input", "target", "ignore"
_ROLES: tuple[tuple[str, Message], ...] = (
    (INPUT, message("Input")),
    (TARGET, message("Target")),
    (IGNORE, message("Leave out")),
)
MOST_SHOWN = 100  # columns; those beyond are inputs


class CsvRoles(QTableWidget):
    """The first rows of a file under a choice for each column.

    Several columns of numbers may be targets; one of text is the only target.
    """

    def __init__(self, tr: Translate, changed: Callable[[], None], parent: QWidget | None = None):
        super().__init__(parent)
        self._tr = tr
        self._changed = changed
        self._columns: tuple[str, ...] = ()
        self._found: Glance | None = None
        self.boxes: list[QComboBox] = []
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName(tr(message("First rows of the file, and what each column is for")))

    def show_glance(self, found: Glance | None) -> None:
        """Show a file; roles stay where the columns have the same names."""
        old = dict(zip(self._columns, self.roles, strict=False))
        self._columns = () if found is None else found.columns
        self._found = found
        self.clear()
        self.boxes = []
        self.setRowCount(0 if found is None else len(found.rows) + 2)
        self.setColumnCount(0 if found is None else min(len(found.columns), MOST_SHOWN))
        if found is None:
            return
        target = likely_target(found.columns)
        kept = TARGET in [old.get(name) for name in found.columns]
        for place in range(self.columnCount()):
            fresh = TARGET if place == target and not kept else INPUT
            self._show_column(found, place, old.get(found.columns[place], fresh))
        self.setHorizontalHeaderLabels([n or " " for n in found.columns[: self.columnCount()]])
        heads = [self._tr(message("Use as")), self._tr(message("Looks like"))]
        self.setVerticalHeaderLabels([*heads, *(str(k + 1) for k in range(len(found.rows)))])
        self.resizeColumnsToContents()
        for place in range(self.columnCount()):
            width = max(self.columnWidth(place), self.boxes[place].sizeHint().width() + 8)
            self.setColumnWidth(place, min(width, 180))

    @property
    def roles(self) -> list[str]:
        """The role of each column that is shown."""
        return [str(box.currentData()) for box in self.boxes]

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of the columns to be learnt."""
        roles = self.roles
        if TARGET in roles:
            named = zip(self._columns, roles, strict=False)
            return tuple(name for name, role in named if role == TARGET)
        hidden = len(self._columns) > len(roles)
        return self._columns[-1:] if hidden else ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the columns to leave out."""
        named = zip(self._columns, self.roles, strict=False)
        return tuple(name for name, role in named if role == IGNORE)

    def set_role(self, place: int, role: str) -> None:
        """Give a column a role; a target stays beside another one only if both are numbers."""
        if role == TARGET:
            for other, box in enumerate(self.boxes):
                both = self._is_number(place) and self._is_number(other)
                if other != place and box.currentData() == TARGET and not both:
                    box.setCurrentIndex(box.findData(INPUT))
        self.boxes[place].setCurrentIndex(self.boxes[place].findData(role))
        self._changed()

    def _is_number(self, place: int) -> bool:
        return self._found is not None and self._found.is_number(place)

    def _show_column(self, found: Glance, place: int, role: str) -> None:
        box = QComboBox()
        for key, words in _ROLES:
            box.addItem(self._tr(words), key)
        box.setCurrentIndex(box.findData(role))
        name = found.columns[place]
        box.setAccessibleName(self._tr(message("Use of column “{column}”", column=name)))
        box.activated.connect(lambda _, p=place, b=box: self.set_role(p, str(b.currentData())))
        self.boxes.append(box)
        self.setCellWidget(0, place, box)
        kind = message("Number") if found.is_number(place) else message("Text")
        self.setItem(1, place, QTableWidgetItem(self._tr(kind)))
        for row, cells in enumerate(found.rows):
            text = cells[place]
            self.setItem(row + 2, place, QTableWidgetItem(text[:80]))


def likely_target(columns: tuple[str, ...]) -> int:
    """Return the column that is probably the target: one that says so, else the last."""
    for name in ("label", "target", "class", "species", "y"):
        for index, column in enumerate(columns):
            if column.strip().lower() == name:
                return index
    return len(columns) - 1
