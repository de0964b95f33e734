"""Where the parts of the window meet: they say the same of one number, in whatever room."""

import pytest
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import Open
from nnviz.app.experiment import example
from nnviz.engine.step import StepKind
from nnviz.scene.primitives import CellRef

LOSS = CellRef("L", 0, 0)


def settle(session, kind, alpha):
    kinds = [step.kind for step in session.state.trace.steps]
    session.seek_step(kinds.index(kind), alpha)
    QApplication.processEvents()


def row_of_why(window):
    items = window.views.why.tree.items
    return items.told(items.root)


def test_inspector_and_why_agree_on_what_is_not_computed_yet(window, session):
    settle(session, StepKind.WEIGHT_GRADIENT, 0.55)
    window.why.ask(window.stage.scene.focus)
    QApplication.processEvents()
    assert "not computed yet" in row_of_why(window)
    assert window.views.inspector.value.text().startswith("will be ")
    settle(session, StepKind.WEIGHT_GRADIENT, 1.0)
    number = window.views.inspector.value.text()
    assert row_of_why(window).endswith(f"= {number}")


def test_a_kept_loss_is_told_before_its_time_also_in_a_what_if(window, session):
    session.pin(LOSS)
    settle(session, StepKind.MATMUL, 0.5)
    assert window.views.inspector.value.text() == "will be 1.35"
    session.suppose(CellRef("W1", 0, 0), 1.5)
    QApplication.processEvents()
    assert window.views.inspector.value.text() == "will be 0.93 (was 1.35)"


def test_what_is_being_made_has_no_value_yet(window, session):
    settle(session, StepKind.MATMUL, 0.55)
    assert window.views.inspector.value.text() == "not computed yet"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_button_of_the_inspector_is_cut_off(window, session, language):
    session.set_language(language)
    settle(session, StepKind.WEIGHT_GRADIENT, 0.55)
    for cell in (window.stage.scene.focus, CellRef("W1", 0, 0)):
        window.why.ask(cell)
        QApplication.processEvents()
        inspector = window.views.inspector
        assert inspector.widget().width() <= inspector.viewport().width()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_stage_keeps_its_height_while_a_number_is_nudged(window, session, language):
    session.set_language(language)
    heights = set()
    for value in (1.5, 0.05, -1.5, 2.345, 0.001):
        session.suppose(CellRef("X", 2, 1), value)
        for _ in range(3):  # a bar that comes, then the room that it takes
            QApplication.processEvents()
        heights.add(window.stage.height())
    assert len(heights) == 1


def test_what_is_open_is_named_as_far_as_there_is_room(window, session):
    title = window.views.top_bar.title_label
    assert title.shown == "XOR · 2–4–1"
    session.edit(Open(example("ner")))
    window.resize(900, 600)
    QApplication.processEvents()
    assert title.shown.endswith("…")
    assert title.toolTip() == window.views.top_bar.title


def test_code_keeps_inside_its_room_when_the_button_says_that_it_was_copied(qtbot, window):
    window.resize(900, 600)
    window.set_panel_open("code", True)
    QApplication.processEvents()
    for row in window.views.code.rows.values():
        row.copy.click()
        QApplication.processEvents()
        assert row.lines.sizeHint().width() <= row.lines.width()
        assert "…" in row.lines.text() or row.lines.toolTip() == ""
