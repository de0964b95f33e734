"""Rows of a key and what it does, in as many columns as there is room for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnviz.views.look import fonts

_ROW_PX, _HEADING_PX, _KEYS_PX, _GAP = 19, 28, 158, 10
_COLUMN_PX = 340  # at least
_MOST_COLUMNS = 3
_TEXT_PX = 13


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of the sheet: a key and what it does, or a heading."""

    keys: str
    text: str
    is_heading: bool = False

    @property
    def height(self) -> int:
        """Return the height in logical pixels."""
        return fonts.scaled(_HEADING_PX) if self.is_heading else fonts.scaled(_ROW_PX)


class KeyColumns(QWidget):
    """Breaks the rows into columns of about equal height; no heading ends one."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[KeyRow] = ()
        self._widgets: list[tuple[QLabel, QLabel]] = []

    @property
    def rows(self) -> Sequence[KeyRow]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[KeyRow]) -> None:
        """Show other rows."""
        for pair in self._widgets:
            for label in pair:
                label.setParent(None)
                label.deleteLater()
        self._rows = rows
        self._widgets = [_labels(row, self) for row in rows]
        self._place()

    def sizeHint(self) -> QSize:
        """Return the room for all rows in the most columns."""
        return QSize(_MOST_COLUMNS * fonts.scaled(_COLUMN_PX), self._height(_MOST_COLUMNS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the columns anew."""
        super().resizeEvent(event)
        self._place()

    def _height(self, columns: int) -> int:
        return max(
            (y + row.height for _, y, row in self._places(columns)), default=fonts.scaled(_ROW_PX)
        )

    def _places(self, columns: int) -> Iterator[tuple[int, int, KeyRow]]:
        """Yield the column and the y of each row."""
        whole = sum(row.height for row in self._rows)
        share = -(-whole // columns) + fonts.scaled(_ROW_PX)
        column, y = 0, 0
        for row in self._rows:
            needed = row.height + (
                fonts.scaled(_ROW_PX) if row.is_heading else 0
            )  # with one row below it
            if y and y + needed > share and column < columns - 1:
                column, y = column + 1, 0
            yield column, y, row
            y += row.height

    def _place(self) -> None:
        columns = min(max(1, self.width() // fonts.scaled(_COLUMN_PX)), _MOST_COLUMNS)
        width = self.width() // columns
        for (keys, text), (column, y, row) in zip(
            self._widgets, self._places(columns), strict=True
        ):
            x = column * width
            left = x if row.is_heading else x + fonts.scaled(_KEYS_PX) + _GAP
            keys.setGeometry(x, y, fonts.scaled(_KEYS_PX), row.height)
            text.setGeometry(left, y, x + width - _GAP - left, row.height)
            _fit(text, row.text)
        self.setMinimumHeight(self._height(columns))


def _labels(row: KeyRow, parent: QWidget) -> tuple[QLabel, QLabel]:
    keys, text = QLabel(row.keys, parent), QLabel(row.text, parent)
    keys.setFont(_fitting(row.keys))
    keys.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    text.setFont(fonts.text_font(_TEXT_PX, bold=row.is_heading))
    text.show()
    keys.setVisible(not row.is_heading)
    return keys, text


def _fit(label: QLabel, text: str) -> None:
    """Show as much of a text as there is room for, and all of it to whoever points at it."""
    sizes = [fonts.text_font(px, bold=label.font().bold()) for px in (_TEXT_PX, 12, 11)]
    fitting = (f for f in sizes if QFontMetrics(f).horizontalAdvance(text) <= label.width())
    label.setFont(next(fitting, sizes[-1]))
    shown = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, label.width())
    label.setText(shown)
    label.setToolTip("" if shown == text else text)
    label.setAccessibleName(text)


def _fitting(keys: str) -> QFont:
    """Return the largest face in which the keys fit into their place."""
    sizes = [fonts.number_font(px) for px in (12, 11, 10)]
    fitting = (
        f for f in sizes if QFontMetrics(f).horizontalAdvance(keys) <= fonts.scaled(_KEYS_PX)
    )
    return next(fitting, sizes[-1])
