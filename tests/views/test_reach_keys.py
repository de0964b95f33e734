"""By keyboard alone: Tab comes everywhere and on again, and one sees where one is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QScrollArea, QWidget
from shiboken6 import getCppPointer, isValid

from nnviz.views.look.theme import THEMES
from nnviz.views.reaching.feature import Reaching
from nnviz.views.reaching.tab_order import in_order, order_tabs
from tests.views.places import dialogs, places, reachable, settle, way_to

MOST = 400
LINKS = 12


def tab_round(root: QWidget) -> list[QWidget]:
    """Press Tab until the focus is where it began; return all that had it."""
    root.activateWindow()
    assert QTest.qWaitForWindowActive(root)
    if QApplication.focusWidget() is None or QApplication.focusWidget().window() is not root:
        QTest.keyClick(root, Qt.Key.Key_Tab)
    been: list[QWidget] = []
    stays = 0
    for _ in range(MOST):
        now = QApplication.focusWidget()
        if now is None or (been and now is been[0] and not stays):
            break
        if not stays:
            been.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        stays = stays + 1 if QApplication.focusWidget() is now else 0  # from link to link
        if stays > LINKS:
            break  # a trap, or all there is
    return been


def bring_into_view(widget: QWidget) -> None:
    """Scroll as Qt does when Tab comes to a widget."""
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea) and at.widget().isAncestorOf(widget):
            at.ensureWidgetVisible(widget)
        at = at.parentWidget()


def group_of(widget: QWidget) -> object:
    """Return what Tab takes for one: of buttons that exclude each other it stops at one."""
    group = getattr(widget, "group", lambda: None)()
    if group is not None and group.exclusive():
        return getCppPointer(group)
    if getattr(widget, "autoExclusive", lambda: False)():
        return getCppPointer(widget.parentWidget())
    return getCppPointer(widget)  # Python's own object may come and go


def test_tab_comes_to_everything_and_nothing_holds_it(window):
    bad = []
    for place, root in places(window):
        been = {group_of(w) for w in tab_round(root)}
        missed = [w for w in reachable(root) if group_of(w) not in been]
        bad += [f"{place}: {way_to(widget)}" for widget in missed]
    assert not bad, "\n" + "\n".join(sorted(set(bad)))


def test_tab_goes_through_the_window_from_the_top_to_the_bottom(window):
    window.stage.setFocus()
    order = [w for w in tab_round(window) if w.isVisible()]
    transport = [w for w in order if window.views.transport.isAncestorOf(w)]
    x = [w.mapTo(window, w.rect().center()).x() for w in transport]
    assert x == sorted(x)
    inspector = next(w for w in order if window.views.inspector.parentWidget().isAncestorOf(w))
    top = [w for w in order if window.views.top_bar.isAncestorOf(w)]
    marks = [*top, window.views.map, window.stage, window.views.timeline, *transport, inspector]
    places = [(order.index(w) - order.index(top[0])) % len(order) for w in marks]
    assert places == sorted(places)


@pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)
def test_a_panel_that_floats_has_an_order_of_its_own(window):
    dock = next(dock for dock in window.findChildren(QDockWidget) if dock.isVisible())
    dock.setFloating(True)
    settle()
    order_tabs(window, window.views.top_bar)  # Qt would complain
    assert dock not in in_order(window, window.views.top_bar)


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_is_seen_on_every_widget(window, session, theme):
    session.set_theme(theme)
    settle()
    bad = []
    for place, root in places(window):
        for widget in tab_round(root):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_view(widget)
            settle()
            top = widget.window()
            area = widget.rect().adjusted(-3, -3, 3, 3)
            area.moveTopLeft(widget.mapTo(top, area.topLeft()))
            with_focus = top.grab(area).toImage()
            widget.clearFocus()
            settle()
            if top.grab(area).toImage() == with_focus:
                bad.append(f"{place}: {way_to(widget)}")
    assert not bad, "\n" + "\n".join(sorted(set(bad)))


def test_what_is_clicked_is_not_framed(window, qtbot):
    mark = window.feature(Reaching).mark
    button = window.views.transport.loop_button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert mark.framed is button
    window.stage.setFocus()
    assert mark.framed is None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert mark.framed is None


def test_escape_closes_every_dialog(window):
    for name, dialog in dialogs(window):
        for _ in range(2):  # in a search the first one empties the field
            if isValid(dialog) and dialog.isVisible():
                QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
                settle()
        assert not isValid(dialog) or not dialog.isVisible(), name


def test_every_number_of_a_step_can_be_walked_to(window, session):
    session.seek_step(0, 1.0)
    settle()
    stage = window.stage
    start = None
    seen = set()
    moves = ("left", "right", "up", "down")
    window.menus.actions["walk_right"].trigger()
    start = stage.cursor_cell
    todo = [start]
    from nnviz.views.canvas.cell_cursor import step_from

    ways = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
    while todo:
        cell = todo.pop()
        if cell in seen:
            continue
        seen.add(cell)
        todo += [step_from(stage.scene, cell, ways[m]) for m in moves]
    blocks = [b for b in stage.scene.primitives if type(b).__name__ == "MatrixBlock"]
    wanted = {
        b.stored(r, c)
        for b in blocks
        for r in range(b.shape[0])
        for c in range(b.shape[1])
        if b.is_settled(r, c)
    }
    assert wanted <= seen


def test_the_number_walked_to_is_kept_and_let_go(window, session):
    session.seek_step(0, 1.0)
    settle()
    window.menus.actions["walk_down"].trigger()
    assert window.stage.hasFocus()
    window.menus.actions["walk_keep"].trigger()
    assert session.state.pinned == window.stage.cursor_cell
    window.menus.actions["walk_keep"].trigger()
    assert session.state.pinned is None


def test_the_map_is_walked_while_it_has_the_focus(window, session):
    window.views.map.setFocus()
    window.menus.actions["walk_right"].trigger()
    assert window.views.map.hasFocus()
    assert window.views.map.cursor_cell is None or window.stage.cursor_cell is None
