"""Nothing is cut off: every text of every place, on three screens, in each language and in none.

The third language is made from English, two fifths longer; see ``nnviz.app.pseudo``.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTabBar,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from nnviz.app.experiment import example
from nnviz.app.pseudo import PSEUDO
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.views.application import QtLanguage
from nnviz.views.panels.elided_label import ElidedLabel
from nnviz.views.window.main_window import MainWindow
from tests.views.clipping import cut
from tests.views.everywhere import everywhere, menus, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SIZES = ((1024, 768), (1280, 720), (1920, 1080))
LANGUAGES = ("en", "zh", PSEUDO)


def still_cut(root, place):
    """Return what is cut off once everything has come to rest, and how much was measured."""
    bad, seen = cut(root, place)
    if bad:
        settle()  # numbers that another thread has checked may just have come
        bad, _ = cut(root, place)
    return bad, seen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_anywhere(qtbot, qapp, tmp_path, size, language):
    chosen = Settings(language=language, theme="light")
    QtLanguage(qapp).speak(language)
    window = MainWindow(Session(example("xor"), chosen), Settings(welcomed=True))
    window.resize(*size)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    bad, seen, been = set(), 0, 0
    screen = window.screen().size()
    for place, root in everywhere(window, tmp_path):
        settle()
        been += 1
        found, count = still_cut(root, place)
        bad |= found
        seen += count
        if root is window:
            assert (root.width(), root.height()) == size, place
        else:
            room = screen if root.parentWidget() is None else window.size().expandedTo(screen)
            assert root.size().boundedTo(room) == root.size(), (place, root.size())
    for name, menu in menus(window):
        assert menu.sizeHint().width() <= size[0], name
    QtLanguage(qapp).speak("en")
    assert been > 55
    assert seen > 1500
    assert not bad, "\n" + "\n".join(sorted(bad))


def labelled(text, wide, wrap=False):
    label = QLabel(text)
    label.setWordWrap(wrap)
    label.setFixedWidth(wide)
    return label


def _combo(wide):
    field = QComboBox()
    field.addItems(["short", "a name that is a good deal longer"])
    field.setCurrentIndex(1)
    field.setFixedWidth(wide)
    return field


def _tick(wide):
    box = QCheckBox("switch it on at once")
    box.setFixedWidth(wide)
    return box


def _push(wide):
    button = QPushButton("&Train until stopped")
    button.setFixedWidth(wide)
    return button


def _line(wide):
    line = QLineEdit()
    line.setPlaceholderText("search for something")
    line.setFixedWidth(wide)
    return line


def _items(wide):
    items = QListWidget()
    items.addItem("one item with many words in it")
    items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    items.setFixedWidth(wide)
    return items


def _head(wide):
    table = QTableWidget(1, 1)
    table.setHorizontalHeaderLabels(["a heading of a column"])
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().resizeSection(0, wide - 60)
    table.setFixedWidth(wide)
    return table


def _tabs(wide):
    bar = QTabBar()
    for name in ("a first long name", "a second long name"):
        bar.addTab(name)
    bar.setElideMode(Qt.TextElideMode.ElideRight)
    bar.setUsesScrollButtons(False)
    bar.setFixedWidth(wide)
    return bar


MAKERS = {
    "label": lambda wide: labelled("a sentence in one line", wide),
    "long word": lambda wide: labelled("incomprehensibilities everywhere", wide, wrap=True),
    "choice": _combo,
    "tick": _tick,
    "button": _push,
    "line": _line,
    "items": _items,
    "heading": _head,
    "tabs": _tabs,
}


def shown(qtbot, widget):
    root = QWidget()
    QVBoxLayout(root).addWidget(widget, alignment=Qt.AlignmentFlag.AlignLeft)
    root.resize(700, 400)
    qtbot.addWidget(root)
    with qtbot.waitExposed(root):
        root.show()
    settle()
    return root


@pytest.mark.parametrize("kind", MAKERS)
def test_the_check_sees_what_is_cut_off_in_every_kind_of_widget(qtbot, kind):
    assert cut(shown(qtbot, MAKERS[kind](80)), kind)[0]


@pytest.mark.parametrize("kind", MAKERS)
def test_the_check_is_content_with_enough_room(qtbot, kind):
    bad, seen = cut(shown(qtbot, MAKERS[kind](600)), kind)
    assert bad == set()
    assert seen >= 1


def test_the_check_sees_words_below_the_edge_and_those_that_a_tool_tip_tells(qtbot):
    label = labelled("some words that need several lines in a narrow column", 90, wrap=True)
    label.setFixedHeight(20)
    root = shown(qtbot, label)
    assert cut(root, "")[0]
    label.setToolTip("another thing")
    assert cut(root, "")[0]
    label.setToolTip(label.text())
    assert not cut(root, "")[0]


def test_the_check_asks_for_the_tool_tip_of_what_is_elided(qtbot):
    label = ElidedLabel()
    label.setText("XOR with a long name that never fits")
    label.setFixedWidth(90)
    root = shown(qtbot, label)
    assert not cut(root, "")[0]
    label.setToolTip("")
    assert cut(root, "")[0]
