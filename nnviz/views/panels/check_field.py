"""A check box that can be seen in every theme."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from nnviz.views.look import icons

_SIZE = 15.0


class CheckField(QCheckBox):
    """Fusion frames a box in a shade of the window, which on a dark ground is no frame at all."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick, its text and the focus."""
        del event
        option = QStyleOptionButton()
        self.initStyleOption(option)
        element = QStyle.SubElement
        place = self.style().subElementRect(element.SE_CheckBoxIndicator, option, self)
        words = self.style().subElementRect(element.SE_CheckBoxContents, option, self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._box(painter, QRectF(place))
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
            if self.hasFocus():
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _box(self, painter: QPainter, place: QRectF) -> None:
        colors = self.palette()
        box = QRectF(0, 0, _SIZE, _SIZE)
        box.moveCenter(place.center())
        box.moveLeft(max(box.left(), 1.0))  # its frame is half a line wider
        edge = QPalette.ColorRole.Highlight if self.isChecked() else (
            QPalette.ColorRole.PlaceholderText
        )  # fmt: skip
        ground = QPalette.ColorRole.Highlight if self.isChecked() else QPalette.ColorRole.Base
        painter.setPen(QPen(colors.color(edge), 1.3))
        painter.setBrush(colors.color(ground))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            tick = colors.color(QPalette.ColorRole.HighlightedText)
            icons.draw(painter, "check", tick, box.adjusted(1, 1, -1, -1))
