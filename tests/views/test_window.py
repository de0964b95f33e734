"""The window as a whole: what changes in the session is seen, and what is done is passed on."""

import re

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QMenu,
    QMenuBar,
    QWidget,
)

from nnviz.app.edits import SetBatchSize, SetUnits
from nnviz.app.experiment import DataSpec, example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import CellRef, Role
from nnviz.views.dialogs.about import AboutDialog
from nnviz.views.dialogs.shortcuts import ShortcutsDialog
from nnviz.views.window.main_window import MainWindow


def settle():
    QApplication.processEvents()
    QApplication.processEvents()


def test_opens_ready_to_play(window):
    assert window.stage.scene is not None
    assert window.views.map.scene is not None
    assert window.views.top_bar.title == "XOR · 2–4–1"
    assert window.windowTitle() == "XOR · 2–4–1[*] — nnviz"
    assert window.welcome.text


def test_the_stage_keeps_most_of_a_small_window(window):
    window.welcome.set_notice(None)
    settle()
    assert window.stage.height() >= 380
    assert window.stage.width() >= 900
    assert not window.is_panel_open("build")


def test_space_computes_the_first_number(qtbot, window, session):
    before = window.stage.scene
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not session.state.status.playing, timeout=5000)
    settle()
    assert session.state.status.position.alpha > 0
    assert window.stage.scene is not before


def test_space_goes_through_a_whole_training_step(qtbot, window, session):
    session.set_granularity("layer")
    session.set_speed(4.0)
    for _ in session.state.timeline.stops:
        session.next()
        session.advance(60.0)
    settle()
    assert session.state.status.at_end
    assert window.stage.scene is not None
    session.next()
    settle()
    assert session.state.iteration == 1
    assert len(window.views.curve.shown[0]) == len(session.state.losses)


def test_every_step_can_be_shown(window, session):
    for step in session.state.trace.steps:
        for alpha in (0.0, 0.5, 1.0):
            session.seek_step(step.index, alpha)
            settle()
            assert window.stage.scene is not None
            assert window.stage.scene.sentence.english()


def test_hovering_shows_the_cell_in_the_inspector(window, session):
    session.seek_step(0, 1.0)
    settle()
    session.hover(CellRef("P1", 1, 2))
    settle()
    assert window.views.inspector.cell == CellRef("P1", 1, 2)
    assert window.views.inspector.sources.text()


def test_a_click_keeps_the_cell_and_another_lets_it_go(qtbot, window, session):
    session.seek_step(0, 1.0)
    settle()
    cell = CellRef("P1", 0, 0)
    point = window.stage.point_of(cell)
    assert point is not None
    for kept in (cell, None):
        qtbot.mouseClick(window.stage, Qt.MouseButton.LeftButton, pos=point.toPoint())
        assert session.state.pinned == kept


def test_a_resting_cell_is_checked(qtbot, window, session):
    session.seek_step(0, 1.0)
    session.pin(CellRef("W1", 1, 0))
    qtbot.waitUntil(lambda: "✓" in window.views.inspector.check.text(), timeout=5000)


def test_a_cell_is_checked_in_the_trace_in_which_it_was_asked_about(window, session, monkeypatch):
    session.seek_step(0, 1.0)
    session.pin(CellRef("A1", 3, 0))
    session.seek_step(4, 1.0)
    settle()
    jobs = []
    monkeypatch.setattr(window._worker, "submit", lambda _topic, job, _done: jobs.append(job))
    session.edit(SetBatchSize(2))  # the views are not told yet
    window.presenter._check()  # as when the pointer has rested long enough just now
    (job,) = jobs
    assert abs(job().gradient - job().numeric) < 1e-6


def test_a_link_goes_to_where_the_cell_was_made(window, session):
    session.seek_step(2, 1.0)
    session.pin(CellRef("A1", 1, 2))
    settle()
    assert "z¹₃,₂" in window.views.inspector.sources.text()
    window.views.inspector.sources.linkActivated.emit("0")
    settle()
    state = session.state
    assert state.pinned == CellRef("Z1", 1, 2)
    assert state.trace.steps[state.status.position.step_index].output == "Z1"


def test_the_timeline_is_dragged(qtbot, window, session):
    bar = window.views.timeline
    y = bar.height() // 2
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPointF(bar.width() * 0.9, y).toPoint())
    assert session.state.status.position.step_index > len(session.state.trace.steps) // 2
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton)


def test_ten_changes_in_a_turn_are_one_update(window, session):
    settle()
    seen = []
    window.shown.connect(lambda old, new: seen.append(new))
    for index in range(10):
        session.seek_step(index, 0.5)
    settle()
    assert len(seen) == 1
    assert seen[0] is session.state


def test_a_bad_edit_is_said_and_the_control_goes_back(window, session):
    window.set_panel_open("build", True)
    card = window.views.build.cards[-1]
    card.activation.show_value("softmax")
    before = session.state.experiment
    window.edit(SetUnits(2, 3))  # XOR has one output
    settle()
    assert session.state.experiment is before
    assert window.views.notice.text
    assert card.units.value() == 1
    assert card.activation.value == "linear"
    window.menus.actions["escape"].trigger()
    settle()
    assert not window.views.notice.text


def test_undo_is_named(window, session):
    assert not window.menus.actions["undo"].isEnabled()
    window.edit(SetUnits(1, 5))
    settle()
    undo = window.menus.actions["undo"]
    assert undo.isEnabled()
    assert "1" in undo.text()
    undo.trigger()
    settle()
    assert session.state.experiment.spec.layers[0].units == 4
    assert window.views.build.cards[0].units.value() == 4


def test_examples(window, session):
    digits = next(a for a in window.menus.examples.actions() if a.text() == "Handwritten digits")
    digits.trigger()
    settle()
    assert session.state.experiment.spec.n_in == 64
    assert "64–16–10" in window.views.top_bar.title


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_themes(window, session, theme):
    session.set_theme(theme)
    settle()
    assert window.theme.name == theme
    assert window.palette().window().color() == window.theme.color("surface")


@pytest.mark.parametrize("dialog", [AboutDialog, ShortcutsDialog])
def test_dialogs_open_and_close(qtbot, window, dialog):
    opened = window.open_dialog(dialog)
    qtbot.waitExposed(opened)
    opened.reject()
    settle()


def test_the_window_remembers(qtbot, window, session):
    window.set_panel_open("curve", False)
    window.set_panel_open("build", True)
    window.set_panel_open("map", False)
    told = []
    window.closing.connect(told.append)
    window.close()
    again = MainWindow(Session(example("xor"), Settings()), Settings(**told[0]))
    qtbot.addWidget(again)
    again.show()
    settle()
    assert not again.is_panel_open("curve")
    assert again.is_panel_open("build")
    assert not again.is_panel_open("map")
    assert not again.welcome.text
    again.close()


def test_damaged_memory_is_forgotten(qtbot):
    settings = Settings(window_geometry="%%%", window_panels="bm9uc2Vuc2U=")
    window = MainWindow(Session(example("xor"), settings), settings)
    qtbot.addWidget(window)
    window.show()
    settle()
    assert window.is_panel_open("inspector")
    window.close()


_LETTERS = re.compile(r"[A-Za-z]{3,}")
# Names and signs that are the same in both languages.
_SAME = re.compile(
    r"nnviz|English|Space|Enter|Backspace|PyTorch|PageUp|PageDown|Page|PgUp|PgDn|PgDown|Home|End|Ctrl|Shift|Esc|XOR|AdamW?|SGD|"
    r"ReLU|tanh|softmax|He\b|Xavier|float\d+|CSV|Nesterov|AND|Tab|max|exp|log|NumPy|Python|Qt|"
    r"Alt|Delete|CuPy|GPU|leaky|sigmoid|SELU|GELU|ELU|Adafactor|Adagrad|RMSprop|swish|softplus"
)


def visible_texts(widget: QWidget):
    for part in (widget, *widget.findChildren(QWidget)):
        if part.objectName().startswith("qt_dockwidget_"):
            continue  # Qt's own buttons, which our panel titles replace
        if isinstance(part, QLabel | QAbstractButton):
            yield part, part.text()
        if isinstance(part, QComboBox):
            yield from ((part, part.itemText(i)) for i in range(part.count()))
        if isinstance(part, QMenu | QMenuBar):
            yield from ((part, action.text()) for action in part.actions())
        for text in (part.toolTip(), part.accessibleName(), part.accessibleDescription()):
            yield part, text
        if part is widget or isinstance(part, QDockWidget):
            yield part, part.windowTitle()


def test_in_chinese_nothing_is_left_in_english(window, session):
    window.set_panel_open("build", True)
    session.seek_step(2, 1.0)
    session.pin(CellRef("A1", 1, 2))
    session.set_language("zh")
    settle()
    left = {
        text: type(part).__name__
        for part, text in visible_texts(window)
        if _LETTERS.search(re.sub(r"<[^>]*>|&\w+;|&", "", _SAME.sub("", text)))
    }
    assert left == {}
    assert window.menus.actions["undo"].text() != "&Undo"


def test_back_in_english(window, session):
    def said():
        return {text for _, text in visible_texts(window)}

    before = said()
    session.set_language("zh")
    settle()
    session.set_language("en")
    settle()
    assert said() == before


def test_everything_that_takes_the_focus_has_a_name(window):
    window.set_panel_open("build", True)
    settle()
    unnamed = [
        part
        for part in window.findChildren(QWidget)
        if part.isVisibleTo(window)
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
        and not part.inherits("QScrollArea")
    ]
    assert [type(part).__name__ for part in unnamed] == []


def test_the_first_sentence_is_put_away_and_never_comes_again(qtbot, window, session):
    assert window.dismiss_welcome()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.dismiss_welcome()
    seen = []
    window.closing.connect(seen.append)
    window.close()
    again = MainWindow(session, Settings(**seen[0]))
    qtbot.addWidget(again)
    assert not again.dismiss_welcome()
    again.close()


def test_escape_puts_the_first_sentence_away(qtbot, window, session):
    session.pin(CellRef("W1", 0, 0))
    settle()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.dismiss_welcome()
    assert session.state.pinned is not None
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert session.state.pinned is None


def test_what_a_smaller_data_set_changed_is_said(window, session, tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("a,b,label\n1,2,x\n3,4,y\n", encoding="utf-8")
    window.open_data(DataSpec("csv", str(path), target="label"))
    settle()
    assert session.state.experiment.spec.loss == "cross_entropy"
    assert "cross-entropy" in window.views.notice.text
    assert window.views.build.data_form.batch.value() == 2


def test_links_take_the_colour_of_the_theme(window, session):
    session.pin(CellRef("Z1", 0, 0))
    for theme in ("light", "dark"):
        session.set_theme(theme)
        settle()
        color = window.theme.color(Role.FORWARD).name()
        assert f"color: {color}" in window.views.inspector.sources.text()


def test_a_panel_opened_again_has_its_height(qtbot, window):
    before = window.views.curve.height()
    for is_open in (False, True):
        for panel in ("inspector", "curve"):
            window.set_panel_open(panel, is_open)
        settle()
        qtbot.wait(20)
    assert window.views.curve.height() == pytest.approx(before, abs=12)


def test_the_highest_tick_of_the_curve_is_whole(window):
    settle()
    item = window.views.curve.plot.getPlotItem()
    assert item.vb.geometry().top() >= 5
