"""Projector mode: what is put aside and comes back, and every tool by key and by mouse."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDockWidget

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.writing.presets import PRESETS
from nnviz.scene.presented.floors import DIGIT_HEIGHT, SMALL_SHARE
from nnviz.scene.primitives import MatrixBlock
from nnviz.views.dialogs.shortcuts import ShortcutsDialog
from nnviz.views.presenting.awake import Awake, described
from nnviz.views.presenting.feature import Presenting
from nnviz.views.presenting.ink import FADE_S, Ink
from nnviz.views.presenting.speaker import SpeakerView
from nnviz.views.presenting.tools import TOOLS, tool
from nnviz.views.presenting.typed_step import TypedStep
from nnviz.views.window.main_window import MainWindow

_Key = Qt.Key


def settle():
    for _ in range(4):
        QApplication.processEvents()


class Recording:
    """A means to keep a screen awake that writes down what it is asked for."""

    name = "a recording"

    def __init__(self, works=True):
        self.asked = []
        self._works = works

    def works(self):
        return self._works

    def hold(self, why):
        self.asked.append(("hold", why))
        return self._works

    def let_go(self):
        self.asked.append(("let go",))


@pytest.fixture
def hall(window):
    """The window's projector mode, with a means that only records."""
    made = window.feature(Presenting)
    made.awake = Awake(Recording())
    window.activateWindow()
    window.stage.setFocus()
    settle()
    yield made
    made.leave()
    settle()


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window, key, modifier)
    settle()


def seen(window):
    docks = {d.objectName(): d.isHidden() for d in window.findChildren(QDockWidget)}
    bars = (window.menuWidget(), window.views.timeline, window.views.transport, window.views.level)
    strips = [window.is_panel_open(name) for name in ("map", "symptoms", "code")]
    return docks, [bar.isHidden() for bar in bars], strips, window.isFullScreen()


# Beginning and leaving


def test_f5_shows_the_stage_alone_and_f5_brings_everything_back(qtbot, window, hall, session):
    window.set_panel_open("code", True)
    window.set_panel_open("build", True)
    settle()
    before, theme = seen(window), session.state.theme
    press(qtbot, window, _Key.Key_F5)
    assert hall.is_on
    assert window.isFullScreen()
    assert session.state.theme == "projector"
    assert window.stage.size() == window.size()
    assert all(dock.isHidden() for dock in window.findChildren(QDockWidget))
    assert window.menus.actions["present"].isChecked()
    press(qtbot, window, _Key.Key_F5)
    assert not hall.is_on
    assert seen(window) == before
    assert session.state.theme == theme
    assert not window.menus.actions["present"].isChecked()


def test_the_numbers_are_those_of_a_hall_and_then_those_of_a_desk_again(qtbot, window, hall):
    def smallest():
        found = [i for i in window.stage.scene.primitives if isinstance(i, MatrixBlock)]
        return min(b.font_px for b in found) * DIGIT_HEIGHT

    desk = smallest()
    press(qtbot, window, _Key.Key_F5)
    assert smallest() >= SMALL_SHARE * window.height()
    press(qtbot, window, _Key.Key_F5)
    assert smallest() == pytest.approx(desk)


def test_f5_begins_at_the_beginning_and_shift_f5_here(qtbot, window, hall, session):
    session.seek_step(5, 1.0)
    settle()
    press(qtbot, window, _Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert session.state.status.position.step_index == 5
    press(qtbot, window, _Key.Key_F5)
    session.seek_step(5, 1.0)
    press(qtbot, window, _Key.Key_F5)
    assert session.state.status.at_start


def test_escape_leaves(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_Escape)
    assert not hall.is_on


def test_whoever_was_full_screen_stays_so(qtbot, window, hall):
    window.set_full_screen(True)
    settle()
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_F5)
    assert window.isFullScreen()
    window.set_full_screen(False)


def test_a_panel_opened_meanwhile_is_closed_again(qtbot, window, hall):
    assert not window.is_panel_open("why")
    press(qtbot, window, _Key.Key_F5)
    window.set_panel_open("why", True)
    settle()
    press(qtbot, window, _Key.Key_F5)
    assert not window.is_panel_open("why")


def test_the_map_is_a_key_away(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    assert not window.is_panel_open("map")
    press(qtbot, window, _Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert window.is_panel_open("map")
    assert window.stage.presented == window.height()  # it is still the same screen


def test_closing_remembers_the_window_as_it_was(qtbot, session):
    window = MainWindow(session, Settings())
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    kept = []
    window.closing.connect(kept.append)
    theme = session.state.theme
    window.feature(Presenting).awake = Awake(Recording())
    window.feature(Presenting).begin()
    settle()
    window.close()
    assert session.settings.theme == theme
    assert not window.isFullScreen()
    assert kept[0]["speaker_view"] is True
    window.deleteLater()


def test_the_screen_is_kept_awake_so_long(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    assert hall.awake.is_held
    press(qtbot, window, _Key.Key_F5)
    assert not hall.awake.is_held


# The presenter's remote


def test_page_keys_go_through_the_stops(qtbot, window, hall, session):
    session.set_granularity("matrix")
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_PageDown)
    qtbot.waitUntil(lambda: not session.state.status.playing, timeout=9000)
    assert session.state.status.position.alpha == 1.0
    press(qtbot, window, _Key.Key_PageUp)
    qtbot.waitUntil(lambda: session.state.status.at_start, timeout=9000)


@pytest.mark.parametrize("key", [_Key.Key_B, _Key.Key_Period])
def test_a_black_screen_and_back(qtbot, window, hall, session, key):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, key)
    picture = window.grab().toImage()
    points = [(5, 5), (picture.width() // 2, picture.height() // 2)]
    assert all(picture.pixelColor(*at) == QColor("black") for at in points)
    before = session.state.status
    press(qtbot, window, _Key.Key_PageDown)  # any key brings it back, and does no more
    assert not hall.tools
    assert session.state.status == before
    assert window.grab().toImage().pixelColor(5, 5) != QColor("black")


def test_on_a_black_screen_there_is_no_bar_either(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    hall.bar.come()
    press(qtbot, window, _Key.Key_B)
    assert hall.bar.isHidden()
    qtbot.mouseMove(window, QPoint(300, window.height() - 20))
    settle()
    assert hall.bar.isHidden()
    assert hall.tools == {"black"}


def test_b_is_the_backward_pass_outside(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_B)
    assert session.state.trace.steps[session.state.status.position.step_index].phase == "backward"
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_B)
    assert hall.tools == {"black"}
    assert session.state.status.at_start


def test_a_white_screen_wakes_by_a_click(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_W)
    assert window.grab().toImage().pixelColor(9, 9) == QColor("white")
    qtbot.mouseClick(hall.overlay, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    settle()
    assert not hall.tools


@pytest.mark.parametrize("name", [t.name for t in TOOLS if t.stays])
def test_every_tool_by_its_key_and_by_its_button(qtbot, window, hall, name):
    press(qtbot, window, _Key.Key_F5)
    hall.bar.come()
    settle()
    button = hall.bar.buttons[name]
    assert button.isVisible()
    assert button.accessibleName()
    assert tool(name).told in button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert name in hall.tools
    assert button.isChecked()
    assert window.menus.actions[f"present_{name}"].isEnabled()
    press(qtbot, window, tool(name).keys[0])
    assert name not in hall.tools
    assert not button.isChecked()


def test_the_bar_steps_and_leaves(qtbot, window, hall, session):
    session.set_granularity("matrix")
    press(qtbot, window, _Key.Key_F5)
    qtbot.mouseClick(hall.bar.buttons["next"], Qt.MouseButton.LeftButton)
    assert session.state.status.playing
    qtbot.waitUntil(lambda: not session.state.status.playing, timeout=9000)
    qtbot.mouseClick(hall.bar.buttons["previous"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.state.status.at_start, timeout=9000)
    assert hall.bar.place.text() == "Step 1 of 23"
    qtbot.mouseClick(hall.bar.buttons["leave"], Qt.MouseButton.LeftButton)
    assert not hall.is_on


def test_the_bar_comes_for_the_pointer_and_goes_by_itself(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    qtbot.waitUntil(hall.bar.isHidden, timeout=6000)
    qtbot.mouseMove(window.stage, QPoint(300, 100))
    settle()
    assert hall.bar.isHidden()
    qtbot.mouseMove(window.stage, QPoint(300, window.height() - 30))
    settle()
    assert hall.bar.isVisible()
    assert window.rect().contains(hall.bar.geometry())


def test_a_notice_does_not_stay_over_the_stage(qtbot, window, hall, session):
    session.take_notation(PRESETS["nabla"])
    settle()
    assert session.state.notice is not None
    press(qtbot, window, _Key.Key_F5)
    assert session.state.notice is None
    hall._told.setInterval(50)
    session.take_notation(PRESETS["brackets"])
    settle()
    assert session.state.notice is not None
    qtbot.waitUntil(lambda: session.state.notice is None, timeout=4000)


# Light, glass, ink


def middle(box):
    return QPoint(int(box.x + box.width / 2), int(box.y + box.height / 2))


def test_light_falls_on_the_pointer_alone(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    window.resize(1280, 720)
    settle()
    hall.bar.go()
    at = middle(window.stage.scene.block("W1").cell_rect(1, 0))
    bright = window.grab().toImage()
    press(qtbot, window, _Key.Key_S)
    qtbot.mouseMove(window.stage, at)
    settle()
    dim = window.grab().toImage()
    near, far = at + QPoint(2, -14), QPoint(700, 640)
    assert dim.pixelColor(near) == bright.pixelColor(near)
    assert dim.pixelColor(far).lightness() <= bright.pixelColor(far).lightness()
    title = [(x, y) for x in range(20, 140) for y in range(12, 40)]
    lights = [sum(p.pixelColor(*at).lightness() for at in title) for p in (dim, bright)]
    assert lights[0] < 0.5 * lights[1]
    wide = hall.overlay.radius
    press(qtbot, window, _Key.Key_Plus)
    assert hall.overlay.radius > wide
    press(qtbot, window, _Key.Key_Minus)
    assert hall.overlay.radius == pytest.approx(wide)
    assert window.stage.zoom == 1.0


def test_the_glass_shows_what_is_under_the_pointer_larger(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    window.resize(1280, 720)
    settle()
    hall.bar.go()
    cell = window.stage.scene.block("W1").cell_rect(1, 1)
    at = middle(cell)
    press(qtbot, window, _Key.Key_M)
    qtbot.mouseMove(window.stage, at)
    settle()
    picture = window.grab().toImage()
    # The cell's ground reaches twice as far now.
    beyond = at + QPoint(int(0.75 * cell.width), int(0.3 * cell.height))
    ground = picture.pixelColor(at + QPoint(int(0.3 * cell.width), int(0.3 * cell.height)))
    assert picture.pixelColor(beyond) == ground
    press(qtbot, window, _Key.Key_Plus)
    assert hall.overlay.power > 2.0


def test_only_one_of_light_glass_and_pen(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    for key, name in ((_Key.Key_S, "spotlight"), (_Key.Key_M, "magnifier"), (_Key.Key_D, "pen")):
        press(qtbot, window, key)
        assert hall.tools == {name}
    press(qtbot, window, _Key.Key_Escape)
    assert hall.is_on
    assert not hall.tools


def draw(qtbot, hall, points):
    qtbot.mousePress(hall.overlay, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for at in points[1:]:
        qtbot.mouseMove(hall.overlay, QPoint(*at))
    qtbot.mouseRelease(hall.overlay, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))
    settle()


def test_the_pen_draws_on_top_and_is_wiped_away(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_F5)
    hall.bar.go()
    before = window.grab().toImage()
    press(qtbot, window, _Key.Key_D)
    draw(qtbot, hall, [(40, 300), (140, 300), (240, 300)])
    assert window.grab().toImage().pixelColor(140, 300) != before.pixelColor(140, 300)
    assert session.state.pinned is None  # nothing beneath was clicked
    press(qtbot, window, _Key.Key_E)
    assert hall.overlay.ink.is_empty
    assert window.grab().toImage().pixelColor(140, 300) == before.pixelColor(140, 300)


def test_ink_stays_a_while_and_fades():
    now = [0.0]
    ink = Ink(6.0, lambda: now[0])
    ink.begin(QPointF(0, 0))
    ink.draw_to(QPointF(10, 0))
    now[0] = 60.0
    assert ink.strengths() == [1.0]  # as long as the pen is down
    ink.end()
    now[0] = 65.9
    assert ink.strengths() == [1.0]
    now[0] = 66.0 + FADE_S / 2
    assert 0.0 < ink.strengths()[0] < 1.0
    now[0] = 66.0 + FADE_S
    assert ink.is_empty


def test_ink_vanishes_from_the_screen_by_itself(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    hall.overlay.ink.seconds = 0.05
    press(qtbot, window, _Key.Key_D)
    draw(qtbot, hall, [(40, 300), (140, 300)])
    qtbot.waitUntil(lambda: hall.overlay.ink.is_empty, timeout=5000)


def test_the_picture_stands_while_one_works_behind_it(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_F5)
    hall.bar.go()
    press(qtbot, window, _Key.Key_F)
    frozen = window.grab().toImage()
    session.seek_step(9, 1.0)
    settle()
    assert window.grab().toImage() == frozen
    assert window.stage.scene.primitives  # behind it the other step is shown
    press(qtbot, window, _Key.Key_F)
    assert window.grab().toImage() != frozen


# Going to a step by its number


def type_number(qtbot, window, text):
    for digit in text:
        qtbot.keyClicks(window, digit)
    settle()


def test_a_number_and_enter_go_to_a_step(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_F5)
    type_number(qtbot, window, "12")
    assert hall.overlay.over.number == "12"
    assert hall.overlay.over.words == "Bias gradient · layer 2"
    press(qtbot, window, _Key.Key_Return)
    assert session.state.status.position.step_index == 11
    assert hall.overlay.over.number == ""
    assert hall.bar.place.text() == "Step 12 of 23"


def test_a_step_that_is_not_there(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_F5)
    type_number(qtbot, window, "99")
    assert hall.overlay.over.words == "There are steps 1 to 23."
    press(qtbot, window, _Key.Key_Return)
    assert session.state.status.at_start
    press(qtbot, window, _Key.Key_Backspace)
    assert hall.overlay.over.number == "9"
    press(qtbot, window, _Key.Key_Escape)
    assert hall.overlay.over.number == ""
    assert hall.is_on


def test_digits_are_the_pace_again_outside(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_2)
    assert session.state.status.granularity == "row"
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_3)
    assert session.state.status.granularity == "row"


def test_typed_numbers():
    typed = TypedStep()
    typed.type("0")
    assert typed.number is None
    for digit in "10234":
        typed.type(digit)
    assert typed.number == 1023
    typed.take_back()
    assert typed.text == "102"
    typed.forget()
    assert typed.number is None


# The pointer


def test_a_pointer_at_rest_is_hidden(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    hall.resting._timer.setInterval(30)
    qtbot.mouseMove(window.stage, QPoint(200, 200))
    qtbot.waitUntil(lambda: hall.resting.is_hidden, timeout=4000)
    assert QApplication.overrideCursor().shape() is Qt.CursorShape.BlankCursor
    hall.resting._timer.setInterval(60_000)
    qtbot.mouseMove(window.stage, QPoint(230, 240))
    settle()
    assert not hall.resting.is_hidden
    assert QApplication.overrideCursor() is None


def test_a_pointer_at_rest_asks_about_nothing(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_F5)
    cell = window.stage.scene.block("W1").cell_rect(0, 0)
    qtbot.mouseMove(window.stage, middle(cell))
    settle()
    assert session.state.hovered is not None
    hall.resting._on_rest()
    settle()
    assert session.state.hovered is None


def test_leaving_shows_the_pointer(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    hall.resting._on_rest()
    assert hall.resting.is_hidden
    press(qtbot, window, _Key.Key_F5)
    assert QApplication.overrideCursor() is None


# The speaker's view


def test_the_speaker_sees_what_comes_next_and_what_to_say(qtbot, window, hall, session):
    session.set_granularity("matrix")
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    view = hall.second.view
    assert isinstance(view, SpeakerView)
    assert view.isVisible()
    session.seek_step(1, 1.0)
    settle()
    assert view.place.text() == "Step 2 of 23 · iteration 0"
    assert view.coming.text() == "Next: ReLU · layer 1"
    assert view.now.scene.block("Z1").name == "Z1"
    assert view.next.scene.block("A1").revealed == 16
    assert view.sentence.text()
    assert view.watch.text() != view.sentence.text()
    session.end()
    settle()
    assert view.coming.text() == "Next: The next iteration begins."
    assert view.next.scene is None
    press(qtbot, window, _Key.Key_V)
    assert hall.second.view is None


def test_the_speaker_is_told_that_the_hall_sees_something_else(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    press(qtbot, window, _Key.Key_B)
    assert hall.second.view.status.text() == "The hall sees nothing."
    press(qtbot, window, _Key.Key_B)
    press(qtbot, window, _Key.Key_F)
    assert hall.second.view.status.text() == "The hall sees a frozen picture."
    press(qtbot, window, _Key.Key_F)
    assert hall.second.view.status.text() == ""


def test_the_speaker_reads_larger_words_on_a_larger_screen(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    view, sizes = hall.second.view, []
    for size in ((1180, 700), (1920, 1080)):
        view.resize(*size)
        settle()
        sizes.append([x.font().pixelSize() for x in (view.place, view.sentence, view.elapsed)])
    assert all(b >= 1.5 * a for a, b in zip(*sizes, strict=True))


def test_the_remote_works_in_the_speakers_view_too(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    press(qtbot, hall.second.view, _Key.Key_B)
    assert hall.tools == {"speaker", "black"}


def test_the_time_counts_from_the_beginning_and_again(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    view, now = hall.second.view, [100.0]
    view._clock = lambda: now[0]
    view.restart()
    now[0] += 3725
    view._tick()
    assert view.elapsed.text() == "1:02:05"
    qtbot.mouseClick(view.again, Qt.MouseButton.LeftButton)
    assert view.elapsed.text() == "0:00:00"


def test_closing_the_speakers_view_is_putting_it_away(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    hall.second.view.close()
    settle()
    assert "speaker" not in hall.tools
    assert hall.is_on


# Words, keys, other parts


def test_it_speaks_chinese_at_once(qtbot, window, hall, session):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_V)
    session.set_language("zh")
    settle()
    assert window.stage.scene is not None
    assert hall.second.view.next.accessibleName() != ""
    session.set_language("en")
    settle()
    assert hall.bar.place.text() == "Step 1 of 23"


def test_a_dialog_keeps_its_keys(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    press(qtbot, window, _Key.Key_F1)
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.search, "b")
    assert dialog.search.text() == "b"
    assert not hall.tools
    dialog.close()


def test_every_key_of_a_presenter_is_on_the_sheet(window):
    dialog = window.open_dialog(ShortcutsDialog)
    told = {(row.keys, row.text) for row in dialog.columns.rows}
    for made in TOOLS:
        assert (made.told, made.text.english()) in told
    dialog.close()


def test_no_two_tools_have_one_key():
    keys = [key for made in TOOLS for key in made.keys]
    assert len(keys) == len(set(keys))


def test_the_menu_begins_with_a_tool(window, hall, session):
    session.seek_step(3)
    window.menus.actions["present_spotlight"].trigger()
    settle()
    assert hall.is_on
    assert hall.tools == {"spotlight"}
    assert session.state.status.position.step_index == 3


def test_another_size_of_screen(qtbot, window, hall):
    press(qtbot, window, _Key.Key_F5)
    for size in ((1024, 768), (1920, 1080)):
        window.resize(*size)
        settle()
        assert window.stage.presented == size[1]
        assert hall.overlay.size() == window.size()


# The screen stays awake


def test_what_fails_fails_quietly():
    recording = Recording(works=False)
    awake = Awake(recording)
    awake.hold("a test")
    assert not awake.is_held
    awake.let_go()
    assert recording.asked == [("hold", "a test")]
    nothing = Awake(None)
    nothing.hold("a test")
    assert not nothing.is_held


def test_what_is_said_about_it():
    assert "a recording" in described(Recording()).english()
    assert described(Recording()).text != described(Recording(works=False)).text


# A lesson by the keyboard alone


def test_a_lesson_by_the_keyboard_alone(qtbot):
    session = Session(example("iris"), Settings(language="en", theme="light"))
    window = MainWindow(session, Settings())
    window.resize(1280, 720)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    hall = window.feature(Presenting)
    hall.awake = Awake(Recording())
    settle()
    press(qtbot, window, _Key.Key_3)
    press(qtbot, window, _Key.Key_F5)
    for _ in range(3):
        press(qtbot, window, _Key.Key_PageDown)
        qtbot.waitUntil(lambda: not session.state.status.playing, timeout=9000)
    assert session.state.status.position.step_index == 2
    type_number(qtbot, window, "13")
    press(qtbot, window, _Key.Key_Enter)
    assert session.state.status.position.step_index == 12
    press(qtbot, window, _Key.Key_B)
    press(qtbot, window, _Key.Key_B)
    press(qtbot, window, _Key.Key_D)
    assert hall.tools == {"pen"}
    press(qtbot, window, _Key.Key_Escape)
    press(qtbot, window, _Key.Key_M)
    press(qtbot, window, _Key.Key_Escape)
    press(qtbot, window, _Key.Key_PageDown)
    qtbot.waitUntil(lambda: not session.state.status.playing, timeout=9000)
    press(qtbot, window, _Key.Key_Escape)
    assert not hall.is_on
    assert session.state.theme == "light"
    assert window.is_panel_open("map")
