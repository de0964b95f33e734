"""All steps of an iteration as a PDF, a page each, made between two turns of the event loop."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QPainter

from nnviz.app.view_state import ViewState
from nnviz.engine.errors import FileError
from nnviz.engine.message import Message
from nnviz.engine.whole_file import write_whole
from nnviz.playback.timeline import Position
from nnviz.views.printing.files import A4_RATIO, pdf_writer, put_on_page
from nnviz.views.printing.sheet import Compose, Sheet, sheet_of


class Booklet(QObject):
    """Makes one page a turn, so that the window goes on; the file appears whole at the end.

    Signals:
        progressed: how many pages there are, and how many there will be.
        finished: the sentence that says why there is no file, or None.
    """

    progressed = Signal(int, int)
    finished = Signal(object)

    def __init__(
        self,
        path: Path,
        state: ViewState,
        compose: Compose,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._state, self._compose = path, state, compose
        self._pages = len(state.trace.steps)
        self._made = 0
        self._buffer = QBuffer(self)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = pdf_writer(self._buffer, self._sheet(0).title)
        self._painter = QPainter(self._writer)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._page)
        self._timer.start()

    def cancel(self) -> None:
        """Stop; there will be no file."""
        self._timer.stop()
        if self._painter.isActive():
            self._painter.end()

    def _sheet(self, index: int) -> Sheet:
        return sheet_of(self._state, self._compose, A4_RATIO, Position(index, 1.0))

    def _page(self) -> None:
        if self._made:
            self._writer.newPage()
        put_on_page(self._painter, self._writer, self._sheet(self._made))
        self._made += 1
        self.progressed.emit(self._made, self._pages)
        if self._made == self._pages:
            self.cancel()
            self.finished.emit(self._written())

    def _written(self) -> Message | None:
        self._buffer.close()
        try:
            write_whole(self._path, bytes(self._buffer.data().data()))
        except FileError as error:
            return error.message
        return None
