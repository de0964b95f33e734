"""The rows of "why this number?" as Qt's item model: children come when they are asked for."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nnviz.engine.message import Message
from nnviz.scene.primitives import Run
from nnviz.views.look.words import Translate
from nnviz.views.panels.why_rows import CellRow, Key, Line, Moment, Row, reached
from nnviz.views.panels.why_uses import UsesRow

_TOLD_TERMS = 6
_NOWHERE = QModelIndex()


class WhyItems(QAbstractItemModel):
    """One cell's ancestry, and below it who uses the cell."""

    def __init__(self, tr: Translate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tr = tr
        self._tops: tuple[Row, ...] = ()
        self._now: Moment = (0, 0.0)
        # An index holds a number: Qt would not keep a row alive.
        self._rows: dict[int, Row] = {}
        self._places: dict[int, int] = {}

    @property
    def now(self) -> Moment:
        """The moment of the stage."""
        return self._now

    @property
    def root(self) -> CellRow | None:
        """The cell that was asked about."""
        top = self._tops[0] if self._tops else None
        return top if isinstance(top, CellRow) else None

    def show(self, root: CellRow | None) -> None:
        """Show the ancestry of another cell, or nothing."""
        self.beginResetModel()
        self._rows, self._places = {}, {}
        self._tops = () if root is None else (root, UsesRow(root.options, root.node))
        for number, top in enumerate(self._tops):
            self._keep(top, number)
        self.endResetModel()

    def set_now(self, now: Moment) -> None:
        """Follow the stage: what is not yet computed there has no number here either."""
        before, self._now = self._now, now
        if any(reached(r.when, before) != reached(r.when, now) for r in self._rows.values()):
            self.layoutChanged.emit()

    def set_translator(self, tr: Translate) -> None:
        """Speak another language."""
        self._tr = tr
        self.layoutChanged.emit()

    def row_at(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        """Return the row at an index."""
        return self._rows.get(index.internalId()) if index.isValid() else None

    def index_of(self, path: tuple[Key, ...]) -> QModelIndex:
        """Return the index of the row with this path; an invalid one if there is none."""
        rows, found = self._tops, _NOWHERE
        for key in path:
            number = next((i for i, row in enumerate(rows) if row.key == key), None)
            if number is None:
                return QModelIndex()
            found = self.index(number, 0, found)
            rows = rows[number].children
        return found

    def line(self, row: Row, most_terms: int) -> Line:
        """Return what a row says now."""
        return row.line(self._now, most_terms)

    def told(self, row: Row) -> str:
        """Return what a row says in plain text."""
        line = self.line(row, _TOLD_TERMS)
        return "".join(self._plain((*line.head, *line.middle, *line.end, *line.remark)))

    # Qt's questions

    def index(
        self, row: int, column: int, parent: QModelIndex | QPersistentModelIndex = _NOWHERE
    ) -> QModelIndex:
        """Return the index of a child."""
        rows = self._below(parent)
        if column != 0 or not 0 <= row < len(rows):
            return QModelIndex()
        return self.createIndex(row, 0, self._keep(rows[row], row))

    def parent(self, index: QModelIndex | QPersistentModelIndex) -> QModelIndex:  # type: ignore[override]
        """Return the index of the row above."""
        row = self.row_at(index)
        if row is None or row.parent is None:
            return QModelIndex()
        return self.createIndex(self._places[id(row.parent)], 0, id(row.parent))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return the number of children, making them if need be."""
        return len(self._below(parent))

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """There is one column."""
        return 1

    def hasChildren(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> bool:
        """Say whether a row can be opened, without making what is below it."""
        row = self.row_at(parent)
        return bool(self._tops) if row is None else row.opens

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the plain text, also for screen readers; the picture is painted from the row."""
        row = self.row_at(index)
        if row is None or role not in {
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole,
        }:  # fmt: skip
            return None
        return self.told(row)

    def _below(self, parent: QModelIndex | QPersistentModelIndex) -> tuple[Row, ...]:
        row = self.row_at(parent)
        return self._tops if row is None else row.children

    def _keep(self, row: Row, number: int) -> int:
        key = id(row)
        self._rows[key], self._places[key] = row, number
        return key

    def _plain(self, runs: tuple[Run, ...]) -> Iterator[str]:
        small = {1: _RAISED, -1: _LOWERED, 0: {}}
        for run in runs:
            text = self._tr(run.text) if isinstance(run.text, Message) else run.text
            yield text.translate(small[run.script])


_RAISED = str.maketrans("0123456789+−()nT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿᵀ")
_LOWERED = str.maketrans("0123456789+−()ijn", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ᵢⱼₙ")
