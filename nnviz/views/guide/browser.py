"""Shows one page, in a column that the eye can follow."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from nnviz.app.guide import Page
from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.guide import illustrations
from nnviz.views.guide.reader import Reader
from nnviz.views.guide.writer import Writer
from nnviz.views.look import fonts

_TEXT_PX, _MARGIN_PX, _WIDEST_PX = 15.0, 26, 800
_BAR_PX = 18  # kept for the scroll bar, so that its coming does not lay the page out anew


class PageBrowser(QTextBrowser):
    """One page of the guide.

    Signals:
        followed: the address of a link: page:, show: or do: and a name.
    """

    followed = Signal(str)

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._page: Page | None = None
        self._zoom = 1.0
        self._anchor, self._arrived = "", 0
        self._written: tuple[object, ...] = ()
        self._writer = Writer(reader, _TEXT_PX, _WIDEST_PX)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(_MARGIN_PX)
        self.anchorClicked.connect(lambda url: self.followed.emit(url.toString()))
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def show_page(self, page: Page, anchor: str = "") -> None:
        """Show a page, from an anchor on it."""
        self._page = page
        self._write()
        self.setAccessibleName(self._reader.said(page.title))
        self._anchor = anchor if anchor != page.name else ""
        self._go_to_anchor()

    def set_reader(self, reader: Reader, page: Page | None = None) -> None:
        """Show the page (or the same one in another language) as another reader wants it.

        It stays at the same place.
        """
        same = reader.same_as(self._reader)
        self._reader, self._page = reader, page or self._page
        self._write(force=not same)

    def set_zoom(self, zoom: float) -> None:
        """Make words, formulas and pictures larger."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave going back and forward to the window, which knows all pages."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Back) or event.matches(keys.Forward):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; leave zooming to the window."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the page for another width."""
        super().resizeEvent(event)
        self._write()

    def _write(self, force: bool = False) -> None:
        large = self._zoom * fonts.scale()
        width = min(self.width() - 2 * _MARGIN_PX - _BAR_PX, _WIDEST_PX * large)
        wanted = (self._page, width, large)
        if self._page is None or width <= 0 or (wanted == self._written and not force):
            return
        bar = self.verticalScrollBar()
        at_anchor = bar.value() == self._arrived  # nobody has scrolled since
        share = bar.value() / max(1, bar.maximum())
        self._written = wanted
        self._dress()
        self._writer = Writer(self._reader, _TEXT_PX * large, width, self.devicePixelRatioF())
        self.setLineWrapColumnOrWidth(round(width) + 2 * _MARGIN_PX)
        html = self._writer.html(self._page)
        self.document().setDefaultStyleSheet(self._writer.css())
        self.document().setDefaultFont(fonts.text_font(_TEXT_PX * self._zoom))
        self._put_images()
        self.setHtml(f"<title>{self._reader.said(self._page.title)}</title>{html}")
        if at_anchor:
            self._go_to_anchor()
        else:
            bar.setValue(round(share * bar.maximum()))

    def _go_to_anchor(self) -> None:
        if self._anchor:
            self.scrollToAnchor(self._anchor)
        else:
            self.verticalScrollBar().setValue(0)
        self._arrived = self.verticalScrollBar().value()

    def _dress(self) -> None:
        theme = self._reader.theme
        ground, ink = theme.color(Role.SURFACE).name(), theme.color(Role.TEXT).name()
        self.setStyleSheet(f"QTextBrowser {{ background: {ground}; color: {ink}; }}")

    def _put_images(self) -> None:
        ratio = self.devicePixelRatioF()
        self.document().clear()
        for name, (latex, size) in self._writer.formulas.items():
            self._put(name, illustrations.draw_formula(latex, size, self._reader, ratio))
        for name, image in self._writer.pictures.items():
            self._put(name, image)

    def _put(self, name: str, image: QImage) -> None:
        kind = QTextDocument.ResourceType.ImageResource
        self.document().addResource(kind.value, QUrl(name), image)

    def tell_name(self, reader: Reader) -> None:
        """Say to those who do not see it what this is."""
        self.setAccessibleDescription(reader.catalogue.translate(message("Page of the guide")))
