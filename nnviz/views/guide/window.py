"""The window of the guide: contents and search on the left, the page on the right."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.guide import Guide, find, guide
from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.guide.browser import PageBrowser
from nnviz.views.guide.contents_tree import ContentsTree
from nnviz.views.guide.reader import Reader
from nnviz.views.look import fonts, icons
from nnviz.views.look.text_size import scaled_size
from nnviz.views.look.words import Words
from nnviz.views.reaching.focus_mark import FocusMark

_SIZE, _LEFT_PX = QSize(1080, 680), 262
_LEFT_MOST = 0.36  # of the width of the window
ZOOMS = (80, 90, 100, 115, 130, 150, 175, 200)
_BUTTONS = (
    ("back", "previous", message("Back")),
    ("forward", "next", message("Forward")),
    ("smaller", "zoom-out", message("Smaller")),
    ("larger", "zoom-in", message("Larger")),
)
_Key = QKeySequence.StandardKey
_KEYS = {
    "back": _Key.Back,
    "forward": _Key.Forward,
    "smaller": _Key.ZoomOut,
    "larger": _Key.ZoomIn,
    "search_again": _Key.Find,
}


class GuideWindow(QWidget):
    """Shows the guide beside the program; Escape closes it.

    Signals:
        show_wanted: the kind of op that the person wants to see on the stage.
        action_wanted: the id of an action that a page offers.
    """

    show_wanted = Signal(str)
    action_wanted = Signal(str)

    def __init__(self, reader: Reader, zoom: int = 100) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.installEventFilter(self)
        self._reader = reader
        self._guide = guide(reader.catalogue.language)
        self._words = Words(reader.catalogue.translate)
        self._zoom = min(ZOOMS, key=lambda known: abs(known - zoom))
        self._past: list[tuple[str, int]] = []
        self._coming: list[tuple[str, int]] = []
        self._target = ""
        self.search, self.tree = QLineEdit(), ContentsTree()
        self.browser = PageBrowser(reader)
        self.buttons: dict[str, QToolButton] = {}
        self.resize(scaled_size(_SIZE).boundedTo(self.screen().availableSize()))
        self._mark = FocusMark(self, reader.theme)
        self._lay_out()
        self._connect()
        self.browser.set_zoom(self._zoom / 100)
        self._speak()
        self._dress()

    @property
    def target(self) -> str:
        """The page or the anchor that was opened last."""
        return self._target

    @property
    def zoom(self) -> int:
        """How large the words are, in hundredths."""
        return self._zoom

    @property
    def guide(self) -> Guide:
        """The pages in the reader's language."""
        return self._guide

    def open(self, target: str) -> None:
        """Open a page, or the place of an anchor; what is not known leads to the first page."""
        if self._guide.page_of(target) is None:
            target = "start"
        if self._target and target != self._target:
            self._past.append(self._place())
            self._coming.clear()
        self._go(target)

    def set_reader(self, reader: Reader) -> None:
        """Show everything as another reader wants it."""
        spoke, theme = self._reader.catalogue.language, self._reader.theme
        wrote = self._reader.notation
        self._reader = reader
        if reader.catalogue.language != spoke:
            self._guide = guide(reader.catalogue.language)
            self._words.retranslate(reader.catalogue.translate)
            page = self.browser.page
            self.browser.set_reader(reader, page and self._guide.pages[page.name])
            self._speak()
        else:
            self.browser.set_reader(reader)
            if reader.notation != wrote:
                self._words.retranslate(reader.catalogue.translate)
                self._speak()
        if reader.theme is not theme or self._large != fonts.scale():
            self._dress()

    def back(self) -> None:
        """Go where one was before."""
        if self._past:
            self._coming.append(self._place())
            self._return_to(*self._past.pop())

    def forward(self) -> None:
        """Go where one had come back from."""
        if self._coming:
            self._past.append(self._place())
            self._return_to(*self._coming.pop())

    def larger(self) -> None:
        """Make the page larger."""
        self._set_zoom(1)

    def smaller(self) -> None:
        """Make the page smaller."""
        self._set_zoom(-1)

    def _lay_out(self) -> None:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(10, 8, 6, 8)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        for name, _, text in _BUTTONS:
            bar.addWidget(self._button(name))
            self._words.put(self.buttons[name].setToolTip, text)
            self._words.put(self.buttons[name].setAccessibleName, text)
        bar.addStretch(1)
        self.search.setClearButtonEnabled(True)
        column.addLayout(bar)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        split = QSplitter()
        split.addWidget(self._left)
        split.addWidget(self.browser)
        left = min(fonts.scaled(_LEFT_PX), round(_LEFT_MOST * self.width()))
        split.setSizes([left, max(left, self.width() - left)])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(getattr(self, name))
        self.buttons[name] = button
        return button

    def _connect(self) -> None:
        self.tree.chosen.connect(self.open)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.browser.followed.connect(self._follow)

    def _speak(self) -> None:
        tr = self._reader.catalogue.translate
        self._words.put(self.search.setPlaceholderText, message("Search the guide"))
        self._words.put(self.search.setToolTip, message("Search the guide"))
        self._words.put(self.search.setAccessibleName, message("Search the guide"))
        self.browser.tell_name(self._reader)
        self._find(self.search.text())
        page = self.browser.page
        name = self._reader.said(page.title) if page is not None else ""
        self.setWindowTitle(tr(message("{page} – nnviz guide", page=name)))

    def _dress(self) -> None:
        theme, self._large = self._reader.theme, fonts.scale()
        self._mark.set_theme(theme)
        side = fonts.scaled(18)
        for name, icon, _ in _BUTTONS:
            self.buttons[name].setIconSize(QSize(side, side))
            self.buttons[name].setIcon(QIcon(icons.icon(icon, theme.color(Role.TEXT))))
        self.setStyleSheet(
            f"QSplitter::handle {{ background: {theme.color(Role.OUTLINE).name()}; }}"
        )
        self._enable()

    def _find(self, query: str) -> None:
        tr, language = self._reader.catalogue.translate, self._guide.language
        if query.strip():
            self.tree.show_hits(find(query, language), tr, self._reader.said)
        else:
            self.tree.show_contents(self._guide, tr, self._reader.said)
            if self.browser.page is not None:
                self.tree.mark(self.browser.page.name)

    def _follow(self, address: str) -> None:
        scheme, _, name = address.partition(":")
        if scheme == "page":
            self.open(name)
        elif scheme == "show":
            self.show_wanted.emit(name)
        elif scheme == "do":
            self.action_wanted.emit(name)

    def _go(self, target: str) -> None:
        self._target = target
        name = self._guide.page_of(target)
        assert name is not None  # the caller has asked
        page = self._guide.pages[name]
        self.browser.show_page(page, target)
        tr = self._reader.catalogue.translate
        title = self._reader.said(page.title)
        self.setWindowTitle(tr(message("{page} – nnviz guide", page=title)))
        if not self.search.text().strip():
            self.tree.mark(name)
        self._enable()

    def _return_to(self, target: str, at: int) -> None:
        self._go(target)
        self.browser.verticalScrollBar().setValue(at)

    def _place(self) -> tuple[str, int]:
        return self._target, self.browser.verticalScrollBar().value()

    def _enable(self) -> None:
        able = {
            "back": bool(self._past),
            "forward": bool(self._coming),
            "smaller": self._zoom > ZOOMS[0],
            "larger": self._zoom < ZOOMS[-1],
        }
        for name, is_able in able.items():
            self.buttons[name].setEnabled(is_able)

    def _set_zoom(self, by: int) -> None:
        at = ZOOMS.index(self._zoom) + by
        self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at))]
        self.browser.set_zoom(self._zoom / 100)
        self._enable()

    def search_again(self) -> None:
        """Go to the search."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back and forward, zoom; empty the search with Escape, or close."""
        name = _own(event)
        if name is not None:
            getattr(self, name)()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        self._set_zoom(1 if event.angleDelta().y() > 0 else -1)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let keys lead from the search to what was found; keep the keys of reading here.

        Everywhere else they move the stage.
        """
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self and event.type() == QEvent.Type.ShortcutOverride:
            with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if _own(event) or not (with_ctrl or is_function):
                event.accept()
                return True
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.tree.choose_current()
                return True
        return super().eventFilter(watched, event)


def _own(event: QKeyEvent) -> str | None:
    """Return what a key does in this window."""
    return next((name for name, key in _KEYS.items() if event.matches(key)), None)
