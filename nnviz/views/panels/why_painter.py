"""Paints a row of "why this number?": a line of mathematics, and a bar for what it contributes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from nnviz.scene.numbers import MINUS
from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.painting import rich_text
from nnviz.views.panels.why_items import WhyItems
from nnviz.views.panels.why_rows import Bar, CellRow, Line, Row, reached

_SIZE, _SMALL = 15.0, 12.0
_LINE, _SECOND, _PAD = 23.0, 21.0, 3.0
_BAR_ROOM, _BAR_HEIGHT, _GLYPH = 72.0, 7.0, 11.0
_INDENT = 14.0  # of a second line
_TERMS = (6, 4, 3, 2)
_SELECTED, _POINTED = 0.20, 0.09
_LEAST = 120.0


@dataclass(frozen=True, slots=True)
class _Lines:
    """The line or the two lines that fit a width."""

    first: tuple[Run, ...]
    second: tuple[Run, ...] = ()

    @property
    def height(self) -> float:
        return _LINE + (_SECOND if self.second else 0.0) + 2 * _PAD


class WhyPainter(QStyledItemDelegate):
    """The delegate of the tree; a row takes a second line where one is too short."""

    def __init__(self, theme: Theme, tr: Translate, view: QTreeView) -> None:
        super().__init__(view)
        self._theme = theme
        self._tr = tr
        self._view = view

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme

    def set_translator(self, tr: Translate) -> None:
        """Speak another language."""
        self._tr = tr

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that the row needs at the width of the view."""
        del option
        row = self._row(index)
        if row is None:
            return QSize(0, 0)
        width = (self._view.viewport().width() - self._left(index)) / fonts.scale()
        high = self._lines(row, width).height
        return QSize(fonts.scaled(_LEAST), fonts.scaled(high))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row: what it says at the left, its bar at the right."""
        row = self._row(index)
        if row is None:
            return
        area = option.rect
        large = fonts.scale()
        left, top = area.x() / large, area.y() / large
        rect = Rect(left, top, area.width() / large, area.height() / large)
        painter.save()
        painter.scale(large, large)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, rect, index)
        lines = self._lines(row, rect.width)
        room = max(1.0, rect.width - _reserved(row) - 4)
        self._text(painter, lines.first, Rect(rect.x + 2, rect.y + _PAD, room, _LINE))
        if lines.second:
            top = rect.y + _PAD + _LINE
            wide = rect.width - _INDENT - 6
            self._text(painter, lines.second, Rect(rect.x + _INDENT, top, wide, _SECOND))
        if row.bar is not None and self._knows(row):
            self._bar(painter, row.bar, Rect(rect.right - _BAR_ROOM, rect.y + _PAD, 66.0, _LINE))
        painter.restore()

    def _row(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        items = index.model()
        return items.row_at(index) if isinstance(items, WhyItems) else None

    def _knows(self, row: Row) -> bool:
        """Say whether the number of which the bar is a share is computed already."""
        items = self._view.model()
        whole = row.whole if isinstance(row, CellRow) else None
        if whole is None or not isinstance(items, WhyItems):
            return False
        return reached(whole.when, items.now)

    def _left(self, index: QModelIndex | QPersistentModelIndex) -> float:
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return float(depth * self._view.indentation())

    def _lines(self, row: Row, width: float) -> _Lines:
        """Return one line if all of it fits, else the arithmetic on a line of its own."""
        room = max(_LEAST, width - _reserved(row) - 6)
        items = self._view.model()
        assert isinstance(items, WhyItems)
        whole = items.line(row, _TERMS[0])
        everything = (*whole.head, *whole.middle, *whole.end)
        if whole.remark and self._wide((*everything, *whole.remark)) <= room:
            return _Lines((*everything, *whole.remark))
        if not whole.middle or self._wide(everything) <= room:
            return _Lines(everything)
        below = max(_LEAST, width - _INDENT - 6)
        for terms in _TERMS:
            line = whole if terms == _TERMS[0] else items.line(row, terms)
            if self._wide(line.middle) <= below:
                break
        return _two(line)

    def _wide(self, runs: Sequence[Run]) -> float:
        return rich_text.lay_out(rich_text.words(runs, self._tr), _SIZE).width

    def _text(self, painter: QPainter, runs: tuple[Run, ...], box: Rect) -> None:
        rich_text.draw_runs(painter, runs, box, _SIZE, self._theme.color, self._tr)

    def _ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: Rect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state = option.state
        current = self._view.currentIndex() == index
        if state & QStyle.StateFlag.State_MouseOver and not current:
            area = QRectF(rect.x, rect.y, rect.width, rect.height)
            painter.fillRect(area, self._theme.blend(Role.SOURCE, _POINTED, over=Role.CARD))

    def _bar(self, painter: QPainter, bar: Bar, box: Rect) -> None:
        """Draw sign, bar and amount; what is no share of a sum has only an outline."""
        if not bar.amount:
            return
        role = Role.NEGATIVE if bar.amount < 0 else Role.POSITIVE
        color = self._theme.color(role)
        glyph = (Run(MINUS if bar.amount < 0 else "+", style="number", role=role, bold=True),)
        self._amount(painter, glyph, Rect(box.x, box.y, _GLYPH, 13.0), "center")
        number = (Run(bar.text.removeprefix(MINUS), style="number", role=Role.MUTED),)
        full = box.width - _GLYPH
        self._amount(painter, number, Rect(box.x + _GLYPH, box.y, full, 13.0), "right")
        area = QRectF(box.x + _GLYPH, box.y + 14.5, max(1.5, full * bar.length), _BAR_HEIGHT)
        painter.setPen(color)
        painter.setBrush(color if bar.exact else Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _amount(
        self, painter: QPainter, runs: tuple[Run, ...], box: Rect, align: str = "left"
    ) -> None:
        rich_text.draw_runs(painter, runs, box, _SMALL, self._theme.color, self._tr, align=align)


def selection(theme: Theme) -> QColor:
    """Return the ground of the row that is walked to."""
    return theme.blend(Role.SOURCE, _SELECTED, over=Role.CARD)


def _reserved(row: Row) -> float:
    """Return what is kept free for the bar at the right."""
    return _BAR_ROOM if isinstance(row, CellRow) else 0.0


def _two(line: Line) -> _Lines:
    return _Lines((*line.head, *line.end), line.middle)
