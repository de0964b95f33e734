"""The chapters with their pages, or what a search has found."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QWidget

from nnviz.app.guide import CONTENTS, Guide, Hit
from nnviz.engine.message import message
from nnviz.views.look import fonts
from nnviz.views.look.words import Translate

Said: TypeAlias = Callable[[str], str]
_TARGET = Qt.ItemDataRole.UserRole


class ContentsTree(QTreeWidget):
    """Pages under their chapters, with their sections.

    Signals:
        chosen: the name of a page, or an anchor on one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._said: Said = str
        self.setFont(fonts.text_font(13.5))
        self.setIndentation(14)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def show_contents(self, guide: Guide, tr: Translate, said: Said = str) -> None:
        """Show every page under its chapter; ``said`` writes titles as the reader does."""
        self.clear()
        self._said = said
        self.setAccessibleName(tr(message("Contents")))
        for chapter in CONTENTS:
            top = _item(tr(chapter.title), "")
            top.setFont(0, fonts.text_font(13.5, bold=True))
            self.addTopLevelItem(top)
            for name in chapter.pages:
                top.addChild(self._page(guide, name))
            top.setExpanded(True)

    def show_hits(self, hits: Sequence[Hit], tr: Translate, said: Said = str) -> None:
        """Show the sections that were found."""
        self.clear()
        for hit in hits:
            section = hit.section
            item = _item(said(section.title), section.anchor or section.page)
            item.setToolTip(0, said(hit.around))
            self.addTopLevelItem(item)
        if not hits:
            nothing = _item(tr(message("No page has these words.")), "")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addTopLevelItem(nothing)
        else:
            self.setCurrentIndex(self.model().index(0, 0))

    def choose_current(self) -> None:
        """Open what the keyboard stands on."""
        item = self.currentItem()
        if item is not None:
            self._on_item(item)

    def mark(self, page: str) -> None:
        """Stand on the page that is shown."""
        if page == self._page_of(self.currentItem()):
            return
        for item in self._items():
            if item.data(0, _TARGET) == page:
                self.setCurrentItem(item)
                return

    @property
    def targets(self) -> tuple[str, ...]:
        """What can be chosen, from top to bottom."""
        return tuple(found for item in self._items() if (found := item.data(0, _TARGET)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a page with Enter on every platform."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose_current()
            event.accept()
            return
        super().keyPressEvent(event)

    def _page(self, guide: Guide, name: str) -> QTreeWidgetItem:
        page = guide.pages[name]
        item = _item(self._said(page.title), name)
        for section in page.sections[1:]:
            if section.anchor:
                item.addChild(_item(self._said(section.title), section.anchor))
        return item

    def _page_of(self, item: QTreeWidgetItem | None) -> str:
        above: QTreeWidgetItem | None = item and item.parent()
        while item is not None and above is not None and above.parent() is not None:
            item, above = above, above.parent()
        return "" if item is None else str(item.data(0, _TARGET))

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is None:
                continue
            found.append(item)
            waiting[:0] = [item.child(at) for at in range(item.childCount())]
        return found

    def _on_item(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        target = item.data(0, _TARGET)
        if target:
            self.chosen.emit(target)


def _item(title: str, target: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([title])
    item.setData(0, _TARGET, target)
    item.setToolTip(0, title)
    return item
