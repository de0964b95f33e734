"""Building on the network map, and a network built from another by mouse and by keyboard alone."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QStyle,
    QStyleOptionSpinBox,
    QTabBar,
    QToolButton,
)

from nnviz.app.edits import AddLayer, SetActivation, SetUnits
from nnviz.scene.primitives import Node
from nnviz.views.build.feature import BuildFeature
from nnviz.views.data.feature import DataFeature

BY_MOUSE, BY_KEY = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
# Said by Qt's offscreen platform for every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton


def settle():
    for _ in range(3):
        QApplication.processEvents()


def sizes(session):
    return session.state.experiment.spec.sizes


@pytest.fixture
def strips(window):
    window.set_panel_open("build", False)
    window.feature(BuildFeature).toggle_map()
    settle()
    return window.feature(BuildFeature).strips


def column(window, layer):
    return window.views.map.columns[layer].center()


def turn(window, layer, by, modifier=Qt.KeyboardModifier.ControlModifier):
    view = window.views.map
    at = QPointF(column(window, layer).x(), view.height() / 2)
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    settle()


def test_while_one_watches_there_is_only_a_pencil(window):
    strips = window.feature(BuildFeature).strips
    assert strips.strips == []
    assert strips.pencil.isVisible()
    assert not window.views.map.editable


def test_the_pencil_begins_and_ends_it(qtbot, window):
    strips = window.feature(BuildFeature).strips
    qtbot.mouseClick(strips.pencil, LEFT)
    settle()
    assert [strip.isVisible() for strip in strips.strips] == [True, True]
    assert window.menus.actions["build_on_map"].isChecked()
    qtbot.mouseClick(strips.pencil, LEFT)
    settle()
    assert strips.strips == []


def test_the_key_does_the_same(qtbot, window):
    qtbot.keyClick(
        window,
        Qt.Key.Key_M,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert window.feature(BuildFeature).builds_on_map


def test_a_strip_changes_units(qtbot, window, session, strips):
    strip = strips.strips[0]
    for _ in range(3):
        qtbot.mouseClick(strip.more, LEFT)
    qtbot.mouseClick(strip.fewer, LEFT)
    settle()
    assert sizes(session) == (2, 6, 1)
    assert strip.units.text() == "6"
    session.undo()
    assert sizes(session) == (2, 4, 1)


def test_a_plus_adds_a_layer_and_a_cross_takes_one_away(qtbot, window, session, strips):
    qtbot.mouseClick(strips.pluses[1], LEFT)
    settle()
    assert sizes(session) == (2, 4, 4, 1)
    assert len(strips.strips) == 3
    qtbot.mouseClick(strips.strips[0].remove, LEFT)
    settle()
    assert sizes(session) == (2, 4, 1)


def test_the_output_has_no_units_of_its_own_to_change(strips):
    output = strips.strips[-1]
    assert output.more.isHidden()
    assert output.remove.isHidden()
    assert output.menu.isVisible()


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
@pytest.mark.parametrize("size", [(1280, 720), (1000, 600)])
def test_no_strip_covers_a_unit_or_another_strip(window, session, strips, depth, size):
    window.resize(*size)
    for _ in range(depth - 1):
        window.edit(AddLayer(1, 12))
    settle()
    view = window.views.map
    nodes = [item for item in view.scene.primitives if isinstance(item, Node)]
    seen = [part for part in (*strips.strips, *strips.pluses) if part.isVisible()]
    for k, part in enumerate(seen):
        assert view.rect().contains(part.geometry())
        assert not any(part.geometry().intersects(other.geometry()) for other in seen[k + 1 :])
        for node in nodes:
            middle = view.to_view(node.x, node.y)
            assert middle.y() + node.radius * 0.7 <= part.y() or not part.geometry().contains(
                middle.toPoint()
            )


def test_ctrl_and_the_wheel_change_units_and_the_wheel_alone_zooms(window, session):
    turn(window, 1, 120)
    turn(window, 1, 240)
    assert sizes(session) == (2, 7, 1)
    turn(window, 1, -120 * 20)
    assert sizes(session) == (2, 1, 1)
    turn(window, 1, 120, Qt.KeyboardModifier.NoModifier)
    assert sizes(session) == (2, 1, 1)
    assert window.views.map.zoom > 1.0


def test_small_turns_of_the_wheel_add_up(window, session):
    for _ in range(4):
        turn(window, 1, 30)
    assert sizes(session) == (2, 5, 1)


def test_over_the_inputs_ctrl_and_the_wheel_zoom(window, session):
    turn(window, 0, 120)
    assert sizes(session) == (2, 4, 1)
    assert window.views.map.zoom > 1.0


def drag(qtbot, window, layer, x):
    view = window.views.map
    y = view.height() // 2
    start = QPoint(column(window, layer).x(), y)
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, QPoint((start.x() + x) // 2, y))
    qtbot.mouseMove(view, QPoint(x, y))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(x, y))
    settle()


def test_a_column_is_dragged_to_another_place(qtbot, window, session, strips):
    window.edit(AddLayer(2, 7))
    settle()
    drag(qtbot, window, 1, column(window, 2).x() + 30)
    assert sizes(session) == (2, 7, 4, 1)
    drag(qtbot, window, 2, column(window, 1).x() - 30)
    assert sizes(session) == (2, 4, 7, 1)
    assert strips._line.isHidden()


def test_a_column_dragged_a_little_stays_and_a_click_is_a_click(qtbot, window, session, strips):
    window.edit(AddLayer(2, 7))
    settle()
    drag(qtbot, window, 1, column(window, 1).x() + 20)
    assert sizes(session) == (2, 4, 7, 1)
    seen = []
    window.views.map.clicked.connect(seen.append)
    node = next(n for n in window.views.map.scene.primitives if isinstance(n, Node))
    qtbot.mouseClick(window.views.map, LEFT, pos=window.views.map.to_view(node.x, node.y).toPoint())
    assert len(seen) == 1


def test_while_one_watches_no_column_is_dragged(qtbot, window, session):
    window.edit(AddLayer(2, 7))
    settle()
    drag(qtbot, window, 1, column(window, 2).x() + 30)
    assert sizes(session) == (2, 4, 7, 1)


def menu_of(window):
    return next(w for w in window.findChildren(QMenu) if hasattr(w, "by_name"))


@pytest.mark.parametrize(
    "reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard]
)
def test_the_menu_of_a_layer(window, session, reason):
    view = window.views.map
    at = QPoint(column(window, 1).x(), view.height() // 2)
    event = QContextMenuEvent(reason, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    settle()
    menu = menu_of(window)
    menu.by_name["more"].trigger()
    menu.close()
    settle()
    assert sizes(session) == (2, 5, 1)


def test_beside_the_layers_there_is_no_menu(window):
    view = window.views.map
    for at in (QPoint(column(window, 0).x(), 40), QPoint(2, 2)):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
        QApplication.sendEvent(view, event)
    settle()
    assert not any(hasattr(w, "by_name") for w in window.findChildren(QMenu))


def test_the_captions_come_back(window, strips):
    def captions():
        return [i.id for i in window.views.map.scene.primitives if i.id.startswith("caption.")]

    assert captions() == ["caption.0"]
    window.feature(BuildFeature).toggle_map()
    settle()
    assert captions() == ["caption.0", "caption.1", "caption.2"]


def test_strips_say_what_there_is_after_an_edit_elsewhere(window, strips):
    window.edit(SetUnits(1, 9))
    window.edit(SetActivation(1, "tanh"))
    settle()
    assert strips.strips[0].units.text() == "9"
    assert strips.strips[0].menu.text().startswith("tanh")


# A student builds 2-8-8-3 on the spiral from XOR.


def in_sight(window, widget):
    form = window.feature(DataFeature).form
    (form if form.isAncestorOf(widget) else window.views.build).ensureWidgetVisible(widget)
    settle()
    assert not widget.visibleRegion().isEmpty()
    return widget


def press_up(qtbot, window, field, times):
    in_sight(window, field)
    option = QStyleOptionSpinBox()
    field.initStyleOption(option)
    up = field.style().subControlRect(
        QStyle.ComplexControl.CC_SpinBox, option, QStyle.SubControl.SC_SpinBoxUp, field
    )
    for _ in range(times):
        qtbot.mouseClick(field, LEFT, pos=up.center())
        settle()


def pick(qtbot, window, field, key):
    in_sight(window, field)
    qtbot.mouseClick(field, LEFT)
    settle()
    view = field.view()
    index = field.model().index(field.findData(key), 0)
    view.scrollTo(index)
    settle()
    qtbot.mouseMove(view.viewport(), view.visualRect(index).center())
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    settle()


def check_built(session):
    experiment = session.state.experiment
    assert experiment.data.name == "spiral"
    assert sizes(session) == (2, 8, 8, 3)
    spec = experiment.spec
    assert (spec.loss, spec.layers[-1].activation) == ("cross_entropy", "softmax")
    assert session.state.trace["A3"].shape[1] == 3
    session.train_to(60)
    assert session.state.losses[-1] < session.state.losses[0]


def test_by_the_mouse_alone(qtbot, window, session):
    build = window.views.build
    button = next(b for b in window.findChildren(QToolButton) if b.text() == "Build")
    if not window.is_panel_open("build"):
        qtbot.mouseClick(button, LEFT)
    settle()
    pick(qtbot, window, build.data_form.name, "spiral")
    assert sizes(session) == (2, 4, 2)
    qtbot.mouseClick(in_sight(window, build.data_form.more), LEFT)
    settle()
    press_up(qtbot, window, window.feature(DataFeature).form.options["n_classes"], 1)
    assert sizes(session) == (2, 4, 3)
    tabs = next(b for b in window.findChildren(QTabBar) if b.accessibleName() == "Panels")
    place = [tabs.tabText(k) for k in range(tabs.count())].index("Build")
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(place).center())
    settle()
    press_up(qtbot, window, build.cards[0].units, 4)
    qtbot.mouseClick(in_sight(window, build.add_layer), LEFT)
    settle()
    press_up(qtbot, window, build.cards[1].units, 4)
    check_built(session)


def key(qtbot, which, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), which, modifier)
    settle()


def go_to(qtbot, widget, back=False):
    which = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    for _ in range(80):
        if QApplication.focusWidget() is widget:
            return
        key(qtbot, which)
    raise AssertionError("the keyboard never came there")


def type_in(qtbot, field, text):
    go_to(qtbot, field)
    for letter in text:
        key(qtbot, getattr(Qt.Key, f"Key_{letter}"))
    key(qtbot, Qt.Key.Key_Tab)


def test_by_the_keyboard_alone(qtbot, window, session):
    build = window.views.build
    window.activateWindow()
    window.stage.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert QApplication.focusWidget() is build.groups["data"].head
    go_to(qtbot, build.data_form.name)
    key(qtbot, Qt.Key.Key_Return)
    popup = build.data_form.name.view()
    assert popup.isVisible()
    down = build.data_form.name.findData("spiral") - build.data_form.name.currentIndex()
    for _ in range(abs(down)):
        qtbot.keyClick(popup, Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    settle()
    assert sizes(session) == (2, 4, 2)
    go_to(qtbot, build.data_form.more)
    key(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, window.feature(DataFeature).form.options["n_classes"], "3")
    assert sizes(session) == (2, 4, 3)
    key(qtbot, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)  # behind: it comes forward
    assert window.is_panel_open("build")
    type_in(qtbot, build.cards[0].units, "8")
    go_to(qtbot, build.add_layer)
    key(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, build.cards[1].units, back=True)
    type_in(qtbot, build.cards[1].units, "8")
    check_built(session)


def test_the_focus_is_not_taken_when_the_window_opens(window):
    focused = QApplication.focusWidget()
    assert focused is None or not window.views.build.isAncestorOf(focused)


def test_leaving_the_map_ends_nothing_half_way(qtbot, window, strips):
    QApplication.sendEvent(window.views.map, QEvent(QEvent.Type.Leave))
    window.set_panel_open("map", False)
    settle()
    window.set_panel_open("map", True)
    settle()
    assert all(strip.isVisible() for strip in strips.strips)
