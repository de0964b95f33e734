"""A list of samples or units, as pictures where they are pictures, else as lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from nnviz.engine.orientation import HostArray
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.painting.samples import pictures_image

_PICTURE_PX = 52
_OWN_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the list: the row it stands for, its words, and more words when pointed at."""

    row: int
    text: str
    tip: str = ""


class EntryList(QListWidget):
    """Entries to be chosen by a click or by Enter; arrow keys are its own while it has the focus.

    Signals:
        chosen: the row that an entry stands for.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self.setUniformItemSizes(True)
        self.setFont(fonts.text_font(12))
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._last: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that are listed, in order."""
        return self._last

    def set_entries(
        self, entries: Sequence[Entry], pictures: HostArray | None, vmax: float, theme: Theme
    ) -> None:
        """List these; ``pictures`` (n, height, width) belong to them, the deepest at ±``vmax``."""
        current = self.currentRow()
        place = self.verticalScrollBar().value()
        same = tuple(entry.row for entry in entries) == self._last
        self._last = tuple(entry.row for entry in entries)
        self.clear()
        icons = [] if pictures is None else _icons(pictures, vmax, theme)
        for k, entry in enumerate(entries):
            item = QListWidgetItem(entry.text)
            item.setData(Qt.ItemDataRole.UserRole, entry.row)
            item.setToolTip(entry.tip)
            if icons:
                item.setIcon(icons[k])
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)
        self._shape(bool(icons), [entry.text for entry in entries])
        if same:  # live: one goes on looking where one looked
            self.setCurrentRow(current)
            self.verticalScrollBar().setValue(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys that move in a list."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def _shape(self, as_pictures: bool, texts: list[str]) -> None:
        if not as_pictures:
            self.setViewMode(QListView.ViewMode.ListMode)
            self.setFlow(QListView.Flow.TopToBottom)
            self.setWrapping(False)
            self.setGridSize(QSize())
            self.setSpacing(1)
            return
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(line) for text in texts
                      for line in text.split("\n")), default=0)  # fmt: skip
        lines = max((text.count("\n") + 1 for text in texts), default=1)
        grid = QSize(max(_PICTURE_PX, widest) + 14, _PICTURE_PX + lines * metrics.height() + 12)
        self.setGridSize(grid)
        for row in range(self.count()):
            # Else the first item's width would be taken for all, and longer words be cut.
            self.item(row).setSizeHint(grid)


def _icons(pictures: HostArray, vmax: float, theme: Theme) -> list[QIcon]:
    count, height, width = pictures.shape
    sheet = pictures_image(np.ascontiguousarray(pictures), vmax or 1.0, theme)
    return [
        _icon(QPixmap.fromImage(sheet.copy(0, k * height, width, height)), theme)
        for k in range(count)
    ]


def _icon(picture: QPixmap, theme: Theme) -> QIcon:
    """Return a picture made large without smoothing, the same whether it is chosen or not."""
    board = QPixmap(_PICTURE_PX, _PICTURE_PX)
    board.fill(theme.color(Role.CARD))
    large = picture.scaled(
        _PICTURE_PX - 2, _PICTURE_PX - 2, Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
    )  # fmt: skip
    painter = QPainter(board)
    painter.drawPixmap(
        (board.width() - large.width()) // 2, (board.height() - large.height()) // 2, large
    )
    painter.setPen(theme.color(Role.OUTLINE))
    painter.drawRect(0, 0, _PICTURE_PX - 1, _PICTURE_PX - 1)
    painter.end()
    icon = QIcon(board)
    icon.addPixmap(board, QIcon.Mode.Selected)
    return icon
