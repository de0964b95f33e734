"""Which mark is which class."""

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.class_marks import color_of, glyph_of
from nnviz.views.look.theme import Theme

_MARK, _GAP, _BETWEEN, _LINE = 10.0, 5.0, 14.0, 18


class ClassLegend(QWidget):
    """Marks and names side by side, in as many lines as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[tuple[int | None, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are shown."""
        return tuple(name for _, name in self._entries)

    def set_entries(self, entries: tuple[tuple[int | None, str], ...]) -> None:
        """Show classes by number and name; None stands for samples that are held out."""
        if entries != self._entries:
            self._entries = entries
            self.setVisible(bool(entries))
            self.setAccessibleName(", ".join(self.names))
            self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow legend has more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that are needed."""
        return fonts.scaled(_LINE) * (1 + max((line for _, line in self._places(width)), default=0))

    def sizeHint(self) -> QSize:
        """Return the room of the legend at its width."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def resizeEvent(self, event: object) -> None:
        """Take the height of the lines."""
        del event
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw marks and names."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(fonts.text_font(12))
            for (label, name), (x, line) in zip(
                self._entries, self._places(self.width()), strict=True
            ):
                middle = QPointF(
                    x + _MARK / 2, line * fonts.scaled(_LINE) + fonts.scaled(_LINE) / 2
                )
                self._mark(painter, label, middle)
                painter.setPen(self._theme.color(Role.TEXT))
                room = QRectF(
                    x + _MARK + _GAP,
                    line * fonts.scaled(_LINE),
                    self.width() - x,
                    fonts.scaled(_LINE),
                )
                painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.update()

    def _mark(self, painter: QPainter, label: int | None, at: QPointF) -> None:
        painter.save()
        painter.translate(at)
        painter.scale(_MARK, _MARK)
        color = self._theme.color(Role.MUTED) if label is None else color_of(self._theme, label)
        pen = QPen(color, 2.0 if label is None else 0.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush if label is None else color)
        painter.drawPath(Symbols["o" if label is None else glyph_of(label)])
        painter.restore()

    def _places(self, width: int) -> list[tuple[float, int]]:
        metrics = QFontMetricsF(fonts.text_font(12))
        places, x, line = [], 0.0, 0
        for _, name in self._entries:
            wide = _MARK + _GAP + metrics.horizontalAdvance(name)
            if x > 0 and x + wide > width:
                x, line = 0.0, line + 1
            places.append((x, line))
            x += wide + _BETWEEN
        return places
