"""Having been everywhere, nothing is left behind: what is opened goes when it is closed."""

from collections import Counter

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from nnviz.views.playing.iteration_jump import IterationJump
from nnviz.views.plots.feature import Plots
from tests.views.everywhere import everywhere
from tests.views.places import settle

# Qt lays an unseen widget over a separator of one pixel, another one each time a panel is opened.
SEPARATOR = "qt_qmainwindow_extended_splitter"


def held(window):
    """Return how many objects of each class there are under the window, and windows beside it."""
    below = Counter(
        thing.metaObject().className()
        for thing in window.findChildren(QObject)
        if thing.objectName() != SEPARATOR
    )
    return below + Counter(
        f"top {widget.metaObject().className()}" for widget in QApplication.topLevelWidgets()
    )


def go_everywhere(window, folder, qtbot):
    pages = window.feature(Plots).panel.pages
    for _ in everywhere(window, folder):
        # A page that has not found out yet what it shows would make its picture in a later round.
        qtbot.waitUntil(lambda: not any(getattr(page, "is_busy", False) for page in pages))
        settle()
    for field in window.findChildren(IterationJump):
        field.deleteLater()  # it goes with the focus, which the platform of tests does not move
    settle()


def test_going_everywhere_once_more_leaves_nothing_behind(window, tmp_path, qtbot):
    for _ in range(2):  # some things are made when they are first needed
        go_everywhere(window, tmp_path, qtbot)
    before = held(window)
    go_everywhere(window, tmp_path, qtbot)
    assert held(window) == before
