"""The palette: whatever the menus have, found by a few letters in both languages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.examples import EXAMPLES
from nnviz.app.settings import Settings
from nnviz.views.command_palette.dialog import PaletteDialog
from nnviz.views.command_palette.entries import entries, found
from nnviz.views.command_palette.recent import PaletteFeature
from nnviz.views.window.actions import ACTIONS


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def offered(window, session):
    return entries(session, window, window.translate)


@pytest.fixture
def palette(qtbot, window):
    window.menus.actions["palette"].trigger()
    dialog = window.findChild(PaletteDialog)
    qtbot.waitExposed(dialog)
    yield dialog
    if window.findChild(PaletteDialog) is not None:
        dialog.reject()
    settle()


def ids(dialog):
    return [entry.id for entry in dialog.shown]


def test_every_action_every_example_and_every_step_is_there(offered, session):
    assert [entry.id for entry in offered] == [
        *(f"action:{action.id}" for action in ACTIONS),
        *(f"example:{name}" for name in EXAMPLES),
        *(f"step:{step.index}" for step in session.state.trace.steps),
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("undo", "action:undo"),
        ("撤销", "action:undo"),
        ("cx", "action:undo"),
        ("full scr", "action:full_screen"),
        ("dark", "action:theme_dark"),
        ("theme dark", "action:theme_dark"),
        ("深色", "action:theme_dark"),
        ("dot product", "example:dot-product"),
        ("lr-too", "example:lr-too-large"),
        ("matmul 1", "step:0"),
        ("vanish", "example:vanishing"),
        ("消失", "example:vanishing"),
        ("draw on", "action:present_pen"),
        ("spot", "action:present_spotlight"),
        ("freeze", "action:present_freeze"),
        ("F11", None),
    ],
)
def test_a_few_letters_find_it(offered, query, first):
    best = [entry.id for entry in found(query, offered)]
    assert (best[0] if best else None) == first


def test_a_step_is_found_by_its_kind_and_by_its_symbol(offered, session):
    for query, wanted in (
        ("matmul 2", ("matmul", 2)),
        ("δ1", ("hadamard", 1)),
        ("dZ1", ("hadamard", 1)),
    ):
        entry = next(e for e in found(query, offered) if e.is_step)
        step = session.state.trace.steps[int(entry.id.removeprefix("step:"))]
        assert (str(step.kind), step.layer) == wanted


def test_every_action_finds_itself_by_its_own_name(offered):
    for entry in offered:
        if entry.id.startswith("action:"):
            assert entry in found(entry.name, offered)[:6], entry.id


def test_without_letters_the_steps_are_left_out_and_the_recent_come_first(offered):
    shown = found("", offered, ("example:iris", "action:loop"))
    assert [entry.id for entry in shown[:2]] == ["example:iris", "action:loop"]
    assert not any(entry.is_step for entry in shown)
    assert len(shown) == sum(not entry.is_step for entry in offered)


def test_it_shows_the_keys_and_the_menu(offered, window):
    entry = next(e for e in offered if e.id == "action:theme_dark")
    assert entry.place == "View › Theme"
    full = next(e for e in offered if e.id == "action:full_screen")
    assert full.keys.startswith("F11")


def test_typing_and_enter_run_it(qtbot, session, palette):
    qtbot.keyClicks(palette.search, "rows samples")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    settle()
    assert session.state.orientation == "rows"


def test_arrows_choose_another(qtbot, palette):
    qtbot.keyClicks(palette.search, "product")
    first = palette.list.currentRow()
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Up)
    assert (first, palette.list.currentRow()) == (0, 1)
    assert palette.search.text() == "product"


def test_a_click_runs_it(qtbot, session, palette):
    qtbot.keyClicks(palette.search, "matmul 2")
    rect = palette.list.visualItemRect(palette.list.item(0))
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    settle()
    step = session.state.trace.steps[session.state.status.position.step_index]
    assert (str(step.kind), step.layer) == ("matmul", 2)


def test_an_example_is_opened(qtbot, session, palette):
    qtbot.keyClicks(palette.search, "vanishing")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    settle()
    assert session.state.experiment is EXAMPLES["vanishing"]


def test_what_cannot_be_done_now_says_why_and_does_not_run(qtbot, window, session, palette):
    qtbot.keyClicks(palette.search, "undo")
    entry = palette.shown[0]
    assert (entry.id, entry.enabled, entry.place) == ("action:undo", False, "nothing to undo")
    before = session.state
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    settle()
    assert window.findChild(PaletteDialog) is palette
    assert session.state is before


def test_what_fits_nothing_is_said(qtbot, palette):
    qtbot.keyClicks(palette.search, "qqqqq")
    assert [entry.name for entry in palette.shown] == ["Nothing fits these letters."]
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_closes_it_and_nothing_is_remembered(qtbot, window, palette):
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    settle()
    assert window.findChild(PaletteDialog) is None
    assert window.feature(PaletteFeature).recent == ()


def test_the_last_eight_are_remembered_over_the_end_of_the_program(qtbot, window, session):
    feature = window.feature(PaletteFeature)
    wanted = ["loop", "textbook", "rows", "digits_2", "digits_3", "digits_4", "digits_5", "faster"]
    for name in ["theme_dark", *wanted, "loop"]:
        dialog = feature.open()
        entry = next(e for e in dialog.shown if e.id == f"action:{name}")
        dialog.list.setCurrentRow(dialog.shown.index(entry))
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        settle()
    expected = ("action:loop", *(f"action:{n}" for n in reversed(wanted[1:])))
    assert feature.recent == expected
    told = []
    window.closing.connect(told.append)
    window.close()
    assert Settings(**told[0]).recent_commands == expected


def test_in_chinese_it_shows_chinese(qtbot, window, session):
    session.set_language("zh")
    settle()
    dialog = window.feature(PaletteFeature).open()
    qtbot.keyClicks(dialog.search, "undo")
    assert dialog.shown[0].name == "撤销"
    dialog.reject()
    settle()


def test_it_opens_with_its_key_and_over_the_window(qtbot, window):
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_P, control)
    dialog = window.findChild(PaletteDialog)
    assert dialog is not None
    assert dialog.focusWidget() is dialog.search
    assert window.frameGeometry().contains(dialog.frameGeometry())
    dialog.reject()
    settle()
