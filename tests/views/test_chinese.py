"""No English is left over in the Chinese window: in words, tool tips, names for screen readers."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QTabBar,
    QWidget,
)

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.views.application import QtLanguage
from nnviz.views.window.main_window import MainWindow
from tests.app.test_catalogue import NAMES
from tests.views.everywhere import everywhere, menus, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEYS = {
    "Alt", "Backspace", "Ctrl", "Del", "Delete", "End", "Enter", "Esc", "Home", "PageDown",
    "PageUp", "PgDn", "PgDown", "PgUp", "Shift", "Tab",
}  # fmt: skip
# Names of programs and files, of keys, and of what stands in formulas and code.
ALLOWED = NAMES | KEYS | {
    "Linear", "PyTorch", "Windows", "Big", "csv", "dW", "float",
    "flowers", "label", "length", "nn", "onnx", "pdf", "petal", "png", "safetensors",
    "state", "dict", "svg", "weight", "bias", "width", "xor",
}  # fmt: skip
_MARKUP = re.compile(r"<[^>]*>|&[a-z]+;|&#\d+;|/[\w./-]+|\d+/\d+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_SETTERS = ("text", "title", "placeholderText", "suffix", "prefix", "specialValueText")
_ACCESSIBLE = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Help)
MOST = 60


def english_in(text: str) -> list[str]:
    """Return the words of a text that are neither Chinese, nor abbreviations, nor allowed."""
    words = _WORD.findall(_MARKUP.sub(" ", text).replace("&", ""))
    return [word for word in words if not word.isupper() and word not in ALLOWED]


def said_by(widget: QWidget) -> Iterator[str]:
    """Yield all that a widget shows, and all that it tells to those who cannot see it."""
    yield from (widget.toolTip(), widget.whatsThis(), widget.statusTip())
    interface = QAccessible.queryAccessibleInterface(widget)
    yield from (interface.text(kind) for kind in _ACCESSIBLE if interface is not None)
    for name in _SETTERS:
        said = getattr(widget, name, None)
        if callable(said) and isinstance(words := said(), str):
            yield words
    if isinstance(widget, QComboBox):
        for k in range(widget.count()):
            yield widget.itemText(k)
            yield str(widget.itemData(k, Qt.ItemDataRole.ToolTipRole) or "")
    if isinstance(widget, QTabBar):
        for k in range(widget.count()):
            yield from (widget.tabText(k), widget.tabToolTip(k))
    if isinstance(widget, QHeaderView) and (model := widget.model()) is not None:
        for k in range(min(widget.count(), MOST)):
            yield from (str(model.headerData(k, widget.orientation(), r) or "") for r in _ROLES[:2])
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        root = widget.rootIndex()
        for row in range(min(model.rowCount(root), MOST)):
            yield from (str(model.index(row, 0, root).data(role) or "") for role in _ROLES)


def of_the_system(widget: QWidget) -> bool:
    """Say whether a widget shows what lies on this machine: folders, files, what one types."""
    if isinstance(widget, QLineEdit):
        return True
    lists = isinstance(widget, QAbstractItemView | QComboBox | QHeaderView)
    return lists and isinstance(widget.window(), QFileDialog)


@pytest.mark.parametrize("name", ["xor", "softmax"])
def test_no_english_is_left_over(qtbot, qapp, tmp_path, name):
    QtLanguage(qapp).speak("zh")
    chosen = Settings(language="zh", theme="light")
    window = MainWindow(Session(example(name), chosen), Settings(welcomed=True))
    window.resize(1280, 720)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    left, read = {}, set()
    for place, root in everywhere(window, tmp_path):
        settle()
        texts = [root.windowTitle()] if not isinstance(root, QFileDialog) else []
        for widget in (root, *root.findChildren(QWidget)):
            if widget.window() is root and not of_the_system(widget):
                texts += said_by(widget)
            elif isinstance(widget, QLineEdit):
                texts.append(widget.placeholderText())
        read.update(texts)
        for text in texts:
            if english_in(text):
                left.setdefault(text, place)
    for title, menu in menus(window):
        texts = [words for action in menu.actions() for words in (action.text(), action.toolTip())]
        read.update(texts)
        left |= {text: f"menu {title}" for text in texts if english_in(text)}
    QtLanguage(qapp).speak("en")
    assert sum(bool(re.search("[\u4e00-\u9fff]", text)) for text in read) > 500
    assert not left, "\n" + "\n".join(
        f"{place}: {english_in(text)} in {text!r}" for text, place in left.items()
    )


def test_the_check_knows_english_when_it_sees_it():
    assert english_in("Learning rate η") == ["Learning", "rate"]
    assert english_in("学习率 rate") == ["rate"]
    assert english_in("P1 = X @ W1.T  # on screen P1.T") == ["on", "screen"]
    assert english_in("用 <b>PyTorch</b> 的 Ctrl+K 打开 /home/me/file.csv，ONNX") == []
    assert english_in("&Look in:") == ["Look", "in"]
