"""How many pixels of a text are missing where it stands, for every kind of widget that has one."""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QTabBar,
    QToolButton,
    QTreeView,
    QWidget,
)  # fmt: skip

from nnviz.views.gallery.card import ExampleCard
from nnviz.views.panels.elided_label import ElidedLabel
from tests.views.places import way_to

# A line can end at a space, a dash, and between any two Chinese characters.
_UNBROKEN = re.compile(r"[^\s\u2013\u2014\u2e80-\uffef/-]+")
SLACK = 1  # a pixel, for what is rounded


def without_mnemonic(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def advance(metrics: QFontMetrics, text: str) -> int:
    return max(metrics.horizontalAdvance(line) for line in text.split("\n"))


def missing(widget: QWidget) -> Iterator[tuple[str, int, int]]:
    """Yield each text of a widget with the pixels it lacks in width and in height."""
    if isinstance(widget, ExampleCard):
        yield widget.accessibleName(), 0 if widget.words_fit() else SLACK + 1, 0
        return
    if isinstance(widget, ElidedLabel):
        lacks = widget.fontMetrics().horizontalAdvance(widget.text()) - widget.width()
        yield widget.text(), lacks, 0
        return
    for kinds, measure in _MEASURES:
        if isinstance(widget, kinds):
            yield from measure(widget)
            return


def _label(widget: QLabel) -> Iterator[tuple[str, int, int]]:
    text = widget.text()
    if not text or not widget.pixmap().isNull():
        return
    if widget.wordWrap():
        high = widget.heightForWidth(widget.width())
        longest = 0
        if widget.textFormat() == Qt.TextFormat.PlainText or not Text.mightBeRichText(text):
            metrics = widget.fontMetrics()
            longest = max(map(metrics.horizontalAdvance, _UNBROKEN.findall(text)), default=0)
        elif widget.minimumSizeHint().width() > widget.width():
            longest = widget.minimumSizeHint().width()
        yield text, longest - widget.width(), high - widget.height()
    else:
        wanted = widget.sizeHint()
        yield text, wanted.width() - widget.width(), wanted.height() - widget.height()


def _ticked(widget: QAbstractButton) -> Iterator[tuple[str, int, int]]:
    option = QStyleOptionButton()
    widget.initStyleOption(option)
    part = (
        QStyle.SubElement.SE_CheckBoxContents
        if isinstance(widget, QCheckBox)
        else QStyle.SubElement.SE_RadioButtonContents
    )
    yield from _in_room(widget, widget.style().subElementRect(part, option, widget).width())


def _pushed(widget: QPushButton) -> Iterator[tuple[str, int, int]]:
    icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
    yield from _in_room(widget, widget.width() - icon - 4)


def _button(widget: QAbstractButton) -> Iterator[tuple[str, int, int]]:
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == icon_only:
        if widget.icon().isNull():
            yield from _in_room(widget, widget.width())
        return
    yield from _in_room(widget, widget.width())


def _in_room(widget: QAbstractButton, room: int) -> Iterator[tuple[str, int, int]]:
    text = without_mnemonic(widget.text())
    if not text:
        return
    metrics = widget.fontMetrics()
    lines = text.split("\n")
    yield text, advance(metrics, text) - room, metrics.height() * len(lines) - widget.height() - 2


def _combo(widget: QComboBox) -> Iterator[tuple[str, int, int]]:
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    room = widget.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
    )
    metrics = widget.fontMetrics()
    icon = (
        widget.iconSize().width() + 4 if not widget.itemIcon(widget.currentIndex()).isNull() else 0
    )
    shown = widget.currentText()
    yield shown, advance(metrics, shown) + icon - room.width(), metrics.height() - widget.height()
    yield from _list_of(widget)


def _list_of(widget: QComboBox) -> Iterator[tuple[str, int, int]]:
    """Yield the names in the list that a field opens; each list is opened once."""
    view = widget.view()
    names = tuple(widget.itemText(k) for k in range(widget.count()))
    if not widget.isEnabled() or view.property("measured") == (at := f"{names} {widget.width()}"):
        return
    widget.showPopup()
    view.setProperty("measured", at)
    room = view.viewport().width() - 2 * view.style().pixelMetric(
        QStyle.PixelMetric.PM_FocusFrameHMargin
    )
    for name in names:
        yield f"(in the list) {name}", view.fontMetrics().horizontalAdvance(name) - room, 0
    widget.hidePopup()


def _spin(widget: QAbstractSpinBox) -> Iterator[tuple[str, int, int]]:
    option = QStyleOptionSpinBox()
    widget.initStyleOption(option)
    room = widget.style().subControlRect(
        QStyle.ComplexControl.CC_SpinBox, option, QStyle.SubControl.SC_SpinBoxEditField, widget
    )
    yield widget.text(), advance(widget.fontMetrics(), widget.text()) - room.width(), 0


def _line(widget: QLineEdit) -> Iterator[tuple[str, int, int]]:
    if isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox) or widget.text():
        return  # measured with its owner; what a person types scrolls
    words = widget.placeholderText()
    yield words, advance(widget.fontMetrics(), words) - (widget.width() - 8), 0


def _group(widget: QGroupBox) -> Iterator[tuple[str, int, int]]:
    text = without_mnemonic(widget.title())
    yield text, advance(widget.fontMetrics(), text) - (widget.width() - 16), 0


def _tabs(widget: QTabBar) -> Iterator[tuple[str, int, int]]:
    for k in range(widget.count()):
        if widget.isTabVisible(k) and not widget.tabToolTip(k):
            text = without_mnemonic(widget.tabText(k))
            yield text, advance(widget.fontMetrics(), text) - widget.tabRect(k).width() + 8, 0


def _header(widget: QHeaderView) -> Iterator[tuple[str, int, int]]:
    model, upright = widget.model(), widget.orientation() is Qt.Orientation.Vertical
    for k in range(widget.count() if model is not None else 0):
        text = model.headerData(k, widget.orientation(), Qt.ItemDataRole.DisplayRole)
        tip = model.headerData(k, widget.orientation(), Qt.ItemDataRole.ToolTipRole)
        if text is None or tip or widget.isSectionHidden(k):
            continue
        room = widget.width() if upright else widget.sectionSize(k)
        yield str(text), advance(widget.fontMetrics(), str(text)) + 4 - room, 0


def _items(widget: QAbstractItemView) -> Iterator[tuple[str, int, int]]:
    model = widget.model()
    if model is None or isinstance(widget.window(), QMenu):
        return
    for index in _seen(widget):
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not isinstance(text, str) or index.data(Qt.ItemDataRole.ToolTipRole):
            continue
        room = widget.visualRect(index)
        wanted = widget.sizeHintForIndex(index)
        wraps = getattr(widget, "wordWrap", lambda: False)()
        sideways = widget.horizontalScrollBar().isVisible()
        left = widget.viewport().width() - room.x()
        room_there = left if isinstance(widget, QListView) else min(room.width(), left)
        wide = 0 if wraps or sideways else wanted.width() - room_there
        yield text, wide, wanted.height() - room.height() - 2


def _seen(widget: QAbstractItemView):
    model, root = widget.model(), widget.rootIndex()
    header = next((getattr(widget, name) for name in ("horizontalHeader", "header")
                   if hasattr(widget, name)), None)  # fmt: skip
    columns = 1 if header is None else min(20, header().count())
    todo = [model.index(r, c, root) for r in range(min(60, model.rowCount(root)))
            for c in range(columns)]  # fmt: skip
    for index in todo:
        if not widget.visualRect(index).isEmpty():
            yield index
        if isinstance(widget, QTreeView) and widget.isExpanded(index):
            todo += [model.index(r, 0, index) for r in range(model.rowCount(index))]


def _bar(widget: QMenuBar) -> Iterator[tuple[str, int, int]]:
    more = widget.findChild(QToolButton, "qt_menubar_ext_button")
    if more is not None and more.isVisible():
        return  # those without room are in its menu
    for action in widget.actions():
        box = widget.actionGeometry(action)
        yield action.text(), box.right() - widget.width(), box.height() - widget.height()


_MEASURES = (
    (QLabel, _label),
    ((QCheckBox, QRadioButton), _ticked),
    (QPushButton, _pushed),
    (QAbstractButton, _button),
    (QComboBox, _combo),
    (QAbstractSpinBox, _spin),
    (QLineEdit, _line),
    (QGroupBox, _group),
    (QTabBar, _tabs),
    (QHeaderView, _header),
    (QAbstractItemView, _items),
    (QMenuBar, _bar),
)


def scrolls(widget: QWidget, bar: str) -> bool:
    """Say whether a widget is on a page that can be scrolled that way, by a bar that is seen."""
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QAbstractScrollArea) and (found := getattr(at, bar)()).maximum() > 0:
            return found.isVisible()
        at = at.parentWidget()
    return False


def outside(widget: QWidget) -> bool:
    """Say whether a widget goes beyond the right or lower edge of what shows it."""
    at = widget.parentWidget()
    while at is not None and not widget.isWindow():
        corner = widget.mapTo(at, widget.rect().bottomRight())
        if corner.x() > at.width() + SLACK and not scrolls(widget, "horizontalScrollBar"):
            return True
        if corner.y() > at.height() + SLACK and not scrolls(widget, "verticalScrollBar"):
            return True
        if at.isWindow():
            return False
        at = at.parentWidget()
    return False


def tells_all(widget: QWidget, text: str) -> bool:
    """Say whether the tool tip of a widget says at least what is written on it."""
    return "".join(text.split()) in "".join(widget.toolTip().split()) or bool(
        widget.toolTip() and isinstance(widget, QAbstractButton)
    )


def texts_in(root: QWidget) -> Iterator[QWidget]:
    """Yield the widgets of a window that have words and are seen."""
    kinds = tuple(
        k for kinds, _ in _MEASURES for k in (kinds if isinstance(kinds, tuple) else (kinds,))
    )
    for widget in root.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible() and widget.window() is root:
            yield widget


def cut(root: QWidget, place: str) -> tuple[set[str], int]:
    """Return what is cut off in a window, and how many texts were measured."""
    bad: set[str] = set()
    seen = 0
    for widget in texts_in(root):
        for text, wide, high in missing(widget):
            if not text.strip():
                continue
            seen += 1
            away = isinstance(widget, QLabel | QAbstractButton) and outside(widget)
            if (wide > SLACK or high > SLACK or away) and not tells_all(widget, text):
                bad.add(f"{place}: {way_to(widget)} {text[:60]!r} lacks {wide}×{high}"
                        f"{' outside' if away else ''}")  # fmt: skip
    if isinstance(root, QDialog) and (layout := root.layout()) is not None:
        least = layout.totalMinimumSize()
        if least.width() > root.width() + SLACK or least.height() > root.height() + SLACK:
            bad.add(f"{place}: {type(root).__name__} {root.size()} needs {least}")
    return bad, seen
