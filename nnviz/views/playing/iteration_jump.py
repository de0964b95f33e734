"""A small field in which one types the number of an iteration."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from nnviz.engine.message import message
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_width
from nnviz.views.look.words import Translate

_MOST = 1_000_000
_FIELD_PX = 96
_TEXT = message("Go to iteration")
_HINT = message("A number beyond the last one trains the run on.")


class IterationJump(QFrame):
    """Stands over the transport until Enter, Esc, or until the focus goes elsewhere.

    Signals:
        chosen: the number typed.
    """

    chosen = Signal(int)

    def __init__(self, tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        label = QLabel(tr(_TEXT))
        label.setFont(fonts.text_font(14))
        self.field = QLineEdit()
        self.field.setFont(fonts.number_font(14))
        keep_width(self.field, _FIELD_PX)
        self.field.setValidator(QIntValidator(0, _MOST, self.field))
        self.field.setAccessibleName(tr(_TEXT))
        self.field.setToolTip(tr(_HINT))
        self.field.returnPressed.connect(self._on_return)
        self.field.installEventFilter(self)
        row = QHBoxLayout(self)
        row.addWidget(label)
        row.addWidget(self.field)

    def open_over(self, widget: QWidget, iteration: int) -> None:
        """Stand above a widget, with the present number to be typed over."""
        self.field.setText(str(iteration))
        self.adjustSize()
        window = self.parentWidget() or self.window()
        corner = widget.mapTo(window, QPoint(0, 0))
        left = max(0, min(corner.x(), window.width() - self.width()))
        self.move(left, max(0, corner.y() - self.height() - 4))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away on Esc, and when another widget is used."""
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # the window's own Esc waits for its turn
            if event.type() == QEvent.Type.KeyPress:
                self._leave()
            return True
        return super().eventFilter(watched, event)

    def _on_return(self) -> None:
        wanted = self.field.text()
        self._leave()
        if wanted:
            self.chosen.emit(int(wanted))

    def _leave(self) -> None:
        if not self.isHidden():
            self.hide()
            self.deleteLater()
