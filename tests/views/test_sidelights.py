"""Code, gradient norms and symptoms: opened by keys, followed by clicks, remembered."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import SetInitializer, SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.symptoms import symptoms_of
from nnviz.engine.code import code_of
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import SymptomKind
from nnviz.scene.primitives import CellRef
from nnviz.views.code_text import arrays_of, colored, fitted, in_one_line, shown_lines
from nnviz.views.look import theme as themes
from nnviz.views.panels.norm_bars import share_of
from nnviz.views.window.main_window import MainWindow


def key(qtbot, window, code):
    qtbot.keyClick(window.stage, code)
    QApplication.processEvents()


def step_now(session):
    return session.state.trace.steps[session.state.status.position.step_index]


def test_strips_are_closed_at_first_and_opened_by_their_keys(qtbot, window):
    assert window.views.code.isHidden()
    assert window.views.symptoms.isHidden()
    key(qtbot, window, Qt.Key.Key_C)
    key(qtbot, window, Qt.Key.Key_S)
    assert window.views.code.isVisible()
    assert window.views.symptoms.isVisible()
    assert window.menus.actions["panel_code"].isChecked()
    key(qtbot, window, Qt.Key.Key_C)
    assert window.views.code.isHidden()


def test_open_strips_are_remembered(qtbot, window, session):
    window.set_panel_open("code", True)
    told = []
    window.closing.connect(told.append)
    window.close()
    assert told[0]["open_strips"] == ("code",)
    again = MainWindow(session, Settings(open_strips=("code",)))
    qtbot.addWidget(again)
    assert again.is_panel_open("code")
    assert not again.is_panel_open("symptoms")


def test_the_code_is_that_of_the_step_on_the_stage(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_C)
    for index in (0, 2, 5, len(session.state.trace.steps) - 1):
        session.seek_step(index, 0.5)
        QApplication.processEvents()
        for language, row in window.views.code.rows.items():
            assert row.text == str(code_of(step_now(session), language, "textbook"))


def test_the_copied_lines_can_be_run(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_C)
    step = next(s for s in session.state.trace.steps if s.kind is StepKind.UPDATE)
    session.seek_step(step.index, 1.0)
    QApplication.processEvents()
    row = window.views.code.rows["numpy"]
    qtbot.mouseClick(row.copy, Qt.MouseButton.LeftButton)
    names = {"np": np, **step.inputs}
    exec(QGuiApplication.clipboard().text(), names)
    np.testing.assert_allclose(names[step.output], step.value, rtol=1e-12)
    assert row.copy.text() == "Copied"


def test_the_strip_never_changes_its_height(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_C)
    heights = set()
    for step in session.state.trace.steps:
        session.seek_step(step.index, 0.5)
        QApplication.processEvents()
        heights.add((window.views.code.height(), window.views.stage.height()))
    assert len(heights) == 1


def test_a_low_window_has_one_line_of_code_for_each_language(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_C)
    tall = window.views.code.height()
    session.seek_step(2, 1.0)
    window.resize(1000, 560)
    qtbot.waitUntil(lambda: window.views.code.height() < 0.7 * tall, timeout=2000)
    code = code_of(step_now(session), "numpy", "textbook")
    (line,) = in_one_line(code)
    assert line.startswith("A1 = np.maximum(Z1, 0); M1 = np.where(")


def test_a_line_is_cut_at_its_comment_first():
    line = "Z1 = P1 + b1   # (4, 4) + (4,) -> (4, 4)"
    assert fitted(line, 100) == line
    assert fitted(line, 30) == line[:29] + "…"
    assert fitted(line, 14) == "Z1 = P1 + b1"
    assert fitted(line, 6) == "Z1 = …"


@pytest.mark.parametrize("name", ["light", "dark", "projector"])
def test_names_are_coloured_by_what_they_hold(name, session):
    step = next(s for s in session.state.trace.steps if s.kind is StepKind.UPDATE)
    code, theme = code_of(step, "numpy"), themes.THEMES[name]
    (line,) = shown_lines(code)
    assert line.endswith("lr = 0.1")
    text = colored(line, arrays_of((*step.inputs, *step.also, step.output)), code.settings, theme)
    for word, quantity in arrays_of((*step.inputs, *step.also, step.output)).items():
        assert f'color: {theme.tint(quantity).name()}">{word}<' in text


def test_the_badge_counts_and_the_list_leads_there(qtbot, window, session):
    assert window.views.top_bar.symptoms.text() == "Symptoms 1"
    qtbot.mouseClick(window.views.top_bar.symptoms, Qt.MouseButton.LeftButton)
    panel = window.views.symptoms
    assert panel.isVisible()
    (found,) = panel.symptoms
    assert found.kind is SymptomKind.DEAD
    assert "dead ReLU · layer 1, unit 1" in panel.list.text()
    panel.list.linkActivated.emit("0")
    assert session.state.pinned == CellRef(*found.cell)
    assert step_now(session).index == found.step_index
    assert session.state.status.position.alpha == 1.0


def test_a_bar_leads_to_its_gradient(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_S)
    bars = window.views.symptoms.bars
    assert [bar.number for bar in bars] == ["2.07", "4.14"]
    qtbot.mouseClick(bars[1], Qt.MouseButton.LeftButton)
    step = step_now(session)
    assert (step.kind, step.layer) == (StepKind.WEIGHT_GRADIENT, 2)


def test_bars_are_logarithmic():
    assert share_of(1.0, 1.0) == 1.0
    assert share_of(0.1, 1.0) == 0.75
    assert share_of(0.0, 1.0) == 0.0
    assert 0.0 < share_of(1e-12, 1.0) < 0.05


def test_the_list_follows_what_is_built(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_S)
    session.edit(SetInitializer("zeros"))
    QApplication.processEvents()
    kinds = {symptom.kind for symptom in window.views.symptoms.symptoms}
    assert SymptomKind.IDENTICAL in kinds
    assert window.views.top_bar.symptoms.text() == f"Symptoms {len(kinds)}"


def test_a_run_that_diverged_is_a_symptom_with_a_place(session):
    session.edit(SetOptimizerOption("lr", 50.0))
    session.train_to(400)
    assert session.state.notice is not None
    found = symptoms_of(session.state)[-1]
    assert found.kind is SymptomKind.EXPLODED
    assert found.message == session.state.notice
    assert found.cell.name in session.state.trace


def test_it_is_worked_out_once_for_a_trace():
    state = Session(example("xor"), Settings()).state
    assert symptoms_of(state) is symptoms_of(state)


def test_another_language(qtbot, window, session):
    key(qtbot, window, Qt.Key.Key_S)
    session.set_language("zh")
    QApplication.processEvents()
    assert window.views.symptoms.bars[0].accessibleName()


@pytest.mark.parametrize("order", ["reverse", "forward"])
def test_while_the_chain_is_open_the_code_is_that_of_its_product(qtbot, window, session, order):
    key(qtbot, window, Qt.Key.Key_C)
    before = window.views.code.rows["numpy"].text
    session.toggle_chain()
    session.set_chain_order(order)
    QApplication.processEvents()
    chain = session.state.chain.chain
    products = chain.products(order)
    seen = dict.fromkeys([window.views.code.rows["numpy"].text])
    for _ in range(40):
        session.next()
        session.advance(60.0)
        QApplication.processEvents()
        seen[window.views.code.rows["numpy"].text] = None
    assert len(seen) == len(products)
    known = {factor.name: factor.value for factor in chain.factors}
    known |= {f.name: np.repeat(f.value, 4, axis=0) for f in chain.factors if f.of == "L"}
    for text, product in zip(seen, products, strict=True):
        exec(text, {}, known)
        assert known[f"d{product.of}_d{product.wrt}"] == pytest.approx(product.value)
    session.close_chain()
    QApplication.processEvents()
    assert window.views.code.rows["numpy"].text == before
