"""The playback controls: each asks for one thing, and showing a state asks for nothing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy

from nnviz.views.look import icons
from nnviz.views.look.theme import THEMES
from nnviz.views.playing.transport import FASTEST, SLOWEST, Transport
from tests.views.canvas_scenes import english, pixels


@pytest.fixture
def transport(qtbot):
    made = Transport(THEMES["light"], english)
    made.resize(1500, 60)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_iteration(5, 10)
    return made


@pytest.mark.parametrize("name", ["home", "previous", "toggle", "next", "end"])
def test_buttons_ask(transport, qtbot, name):
    with qtbot.waitSignal(getattr(transport, name), timeout=1000):
        qtbot.mouseClick(transport.buttons[name], Qt.MouseButton.LeftButton)
    assert transport.buttons[name].toolTip()
    assert transport.buttons[name].accessibleName() == transport.buttons[name].toolTip()


@pytest.mark.parametrize("name", ["cell", "row", "matrix", "layer"])
def test_granularity(transport, qtbot, name):
    with qtbot.waitSignal(transport.granularity_chosen) as caught:
        qtbot.mouseClick(transport.pills[name], Qt.MouseButton.LeftButton)
    assert caught.args == [name]
    assert [n for n, pill in transport.pills.items() if pill.isChecked()] == [name]


def test_speed_goes_by_equal_ratios(transport):
    seen = []
    transport.speed_chosen.connect(seen.append)
    slider = transport.speed_slider
    transport.set_speed(2.0)
    for value in (0, slider.maximum() // 2, slider.maximum()):
        slider.setValue(value)
    assert seen == pytest.approx([SLOWEST, 1.0, FASTEST])
    for speed in (0.25, 0.5, 1.0, 2.0, 4.0):
        transport.set_speed(speed)
        assert slider.value() == [0.25, 0.5, 1.0, 2.0, 4.0].index(speed) * slider.maximum() // 4


def test_the_slider_goes_where_one_clicks(transport, qtbot):
    seen = []
    transport.speed_chosen.connect(seen.append)
    slider = transport.speed_slider
    place = QPoint(slider.width() - 10, slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    assert seen == [pytest.approx(4.0)]


def test_iterations(transport, qtbot):
    seen = []
    transport.iteration_chosen.connect(seen.append)
    qtbot.mouseClick(transport.earlier_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(transport.later_button, Qt.MouseButton.LeftButton)
    end = QPoint(transport.axis.width() - 2, transport.axis.height() // 2)
    qtbot.mouseClick(transport.axis, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [4, 6, 10]
    transport.set_iteration(0, 0)
    assert not transport.earlier_button.isEnabled()
    assert not transport.axis.isEnabled()


@pytest.mark.parametrize("last", [1, 7, 999, 1000, 1001, 123_456])
def test_the_axis_reaches_the_first_and_the_last_iteration(transport, last):
    transport.set_iteration(0, last)
    axis = transport.axis
    assert axis.iteration_at(axis.x_of(last)) == last
    assert axis.iteration_at(axis.x_of(0)) == 0
    assert axis.iteration_at(-50.0) == 0
    assert axis.iteration_at(axis.width() + 50.0) == last


def test_loop(transport, qtbot):
    with qtbot.waitSignal(transport.loop_toggled) as caught:
        qtbot.mouseClick(transport.loop_button, Qt.MouseButton.LeftButton)
    assert caught.args == [True]


def test_showing_a_state_asks_for_nothing(transport, qtbot):
    seen = []
    for signal in ("granularity_chosen", "speed_chosen", "loop_toggled", "iteration_chosen"):
        getattr(transport, signal).connect(seen.append)
    transport.set_granularity("layer")
    transport.set_speed(2.0)
    transport.set_loop(True)
    transport.set_iteration(3, 4000)
    transport.set_playing(True)
    transport.set_ends(True, False)
    transport.set_theme(THEMES["dark"])
    transport.retranslate()
    assert seen == []
    assert not transport.buttons["previous"].isEnabled()
    assert transport.buttons["next"].isEnabled()


def test_the_play_button_says_what_it_would_do(transport):
    transport.set_playing(True)
    assert transport.buttons["toggle"].accessibleName().startswith("Pause")
    transport.set_translator(lambda text: text.english().upper())
    assert transport.buttons["toggle"].accessibleName().startswith("PAUSE")
    transport.set_playing(False)
    assert transport.buttons["toggle"].accessibleName().startswith("PLAY")


@pytest.mark.parametrize("last", [0, 123_456])
@pytest.mark.parametrize("width", [340, 420, 560, 670, 720, 800, 900, 1000, 1280, 1900])
def test_no_control_is_cut_off(transport, qtbot, width, last):
    transport.set_iteration(last, last)
    transport.resize(width, 60)
    qtbot.wait(1)
    right = 0
    row = transport.layout()
    for number in range(row.count()):
        widget = row.itemAt(number).widget()
        if widget is not None and widget.isVisible():
            assert widget.geometry().left() >= right
            right = widget.geometry().right()
            assert widget.width() >= widget.minimumSizeHint().width()
            if widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
                assert widget.size() == widget.sizeHint()
    assert right < width


def test_little_room_folds_the_granularities_into_a_list(transport, qtbot):
    transport.set_granularity("matrix")
    transport.resize(670, 60)
    qtbot.wait(1)
    assert not any(pill.isVisible() for pill in transport.pills.values())
    assert transport.menu_pill.isVisible()
    assert transport.menu_pill.text() == transport.pills["matrix"].text()
    rows = {action.text(): action for action in transport.menu_pill.menu.actions()}
    assert [text for text, action in rows.items() if action.isChecked()] == ["matrix"]
    with qtbot.waitSignal(transport.granularity_chosen) as caught:
        rows["layer"].trigger()
    assert caught.args == ["layer"]
    transport.resize(1500, 60)
    assert transport.pills["matrix"].isVisible()
    assert not transport.menu_pill.isVisible()


def test_what_steps_is_kept_to_the_last(transport, qtbot):
    transport.resize(transport.minimumSizeHint().width(), 60)
    qtbot.wait(1)
    assert all(transport.buttons[name].isVisible() for name in ("previous", "toggle", "next"))


def test_the_speed_is_on_the_slider_from_the_first(transport):
    assert transport.speed_slider.value() == transport.speed_slider.maximum() // 2


def test_every_icon_draws_something_in_its_colour(qapp):
    assert {"home", "previous", "play", "pause", "next", "end", "loop"} <= set(icons.names())
    for name in icons.names():
        drawn = pixels(icons.pixmap(name, QColor("#ff0000"), 24, 2.0).toImage())
        visible = drawn[..., 3] > 128
        assert visible.sum() > 20, name
        assert (drawn[visible][:, 2] > 200).all(), name
        assert not visible[0].any(), name
        assert not visible[:, 0].any(), name


def test_an_unknown_icon_is_refused(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", QColor("#000000"), 24)
