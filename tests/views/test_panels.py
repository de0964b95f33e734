"""Build panel, inspector and loss curve: what they show and what they ask for."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from nnviz.app.edits import (
    AddLayer,
    RemoveLayer,
    SetActivation,
    SetActivationOption,
    SetBatchSize,
    SetBias,
    SetData,
    SetDtype,
    SetInitializer,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
    SetSeed,
    SetUnits,
)
from nnviz.app.experiment import example
from nnviz.engine.gradcheck import CellCheck, check_cell
from nnviz.engine.spec import LayerSpec, OptimizerSpec
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.scalar import scalar_lines
from nnviz.views.build.layer_card import LayerCard, shapes_text
from nnviz.views.build.optimizer_form import OptimizerForm
from nnviz.views.build.panel import BuildPanel
from nnviz.views.panels.inspected import inspect
from nnviz.views.panels.inspector import Inspector, check_text
from nnviz.views.panels.loss_curve import LossCurve


def english(text):
    return text.english()


@pytest.fixture
def build(qtbot):
    panel = BuildPanel(english)
    qtbot.addWidget(panel)
    panel.show_experiment(example("xor"), 4)
    return panel


@pytest.fixture
def wanted(build):
    seen = []
    build.edited.connect(seen.append)
    return seen


def test_the_build_panel_shows_the_experiment(build):
    assert [card.units.value() for card in build.cards] == [4, 1]
    assert build.data_form.name.value == "xor"
    assert build.loss.value == "mse"
    assert build.optimizer.field("lr").value() == 0.1
    assert (build.data_form.batch.value(), build.data_form.batch.maximum()) == (4, 4)
    assert build.cards[-1].remove.isHidden()


def test_showing_asks_for_nothing(build, wanted):
    build.show_experiment(example("digits"), 1797)
    assert len(build.cards) == 2
    assert wanted == []


def _choose(field, key):
    field.show_value(key)
    field.activated.emit(field.currentIndex())


@pytest.mark.parametrize(
    ("act", "edit"),
    [
        (lambda b: b.cards[0].units.stepUp(), SetUnits(1, 5)),
        (lambda b: _choose(b.cards[0].activation, "tanh"), SetActivation(1, "tanh")),
        (lambda b: b.cards[1].bias.click(), SetBias(2, False)),
        (lambda b: b.cards[0].remove.click(), RemoveLayer(1)),
        (lambda b: b.add_layer.click(), AddLayer(2)),
        (lambda b: _choose(b.loss, "half_mse"), SetLoss("half_mse")),
        (lambda b: _choose(b.optimizer.name, "adam"), SetOptimizer("adam")),
        (lambda b: b.optimizer.field("lr").setValue(0.5), SetOptimizerOption("lr", 0.5)),
        (lambda b: b.optimizer.field("nesterov").click(), SetOptimizerOption("nesterov", True)),
        (lambda b: _choose(b.start.initializer, "xavier"), SetInitializer("xavier")),
        (lambda b: b.start.seed.setValue(7), SetSeed(7)),
        (lambda b: _choose(b.start.dtype, "float32"), SetDtype("float32")),
        (lambda b: b.data_form.batch.setValue(2), SetBatchSize(2)),
    ],
)
def test_every_control_asks_for_its_edit(build, wanted, act, edit):
    act(build)
    assert wanted == [edit]


def test_the_whole_data_as_a_batch_is_all(build, wanted):
    build.data_form.batch.setValue(2)
    build.data_form.batch.setValue(4)
    assert wanted[-1] == SetBatchSize(None)


def test_another_data_set_comes_with_a_batch_to_watch(build, wanted):
    _choose(build.data_form.name, "digits")
    assert isinstance(wanted[0], SetData)
    assert wanted[0].data.name == "digits"
    assert wanted[0].data.batch_size == 32
    assert build.data_form.name.value == "xor"  # until it has come about


def test_a_csv_file_is_asked_for(qtbot, build):
    with qtbot.waitSignal(build.csv_wanted):
        _choose(build.data_form.name, "…csv")


def test_pairs_of_options(qtbot):
    form = OptimizerForm(english)
    qtbot.addWidget(form)
    form.show_optimizer(OptimizerSpec("adam"))
    with qtbot.waitSignal(form.edited) as caught:
        form.field("betas", 1).setValue(0.99)
    assert caught.args == [SetOptimizerOption("betas", (0.9, 0.99))]


def test_options_of_an_activation(qtbot):
    card = LayerCard(1, english)
    qtbot.addWidget(card)
    card.show_layer(LayerSpec(3, "leaky_relu", {"alpha": 0.2}), 2, output=False)
    assert card.option("alpha").value() == 0.2
    with qtbot.waitSignal(card.edited) as caught:
        card.option("alpha").setValue(0.3)
    assert caught.args == [SetActivationOption(1, "alpha", 0.3)]


def test_shapes():
    assert shapes_text(1, LayerSpec(4, "relu"), 2) == "W¹ 4 × 2   b¹ 4 × 1"
    assert shapes_text(2, LayerSpec(1, bias=False), 4) == "W² 1 × 4"


class TestInspected:
    @pytest.mark.parametrize("orientation", ["textbook", "rows"])
    def test_a_product(self, session, orientation):
        session.set_orientation(orientation)
        state = session.state
        found = inspect(state, CellRef("P1", 3, 1))
        assert found is not None
        expected = float(state.trace["P1"][3, 1])
        assert float(found.exact) == expected
        assert float(found.value.replace("−", "-")) == pytest.approx(expected, abs=0.006)
        assert found.letters
        assert found.numbers
        assert {entry.cell.name for entry in found.sources} == {"X", "W1"}
        assert {entry.cell.name for entry in found.targets} == {"Z1"}
        shown = (4, 2) if orientation == "rows" else (2, 4)
        assert (found.position.args["row"], found.position.args["col"]) == shown

    def test_it_says_what_the_stage_says(self, session):
        trace = session.state.trace
        for sample in (0, 2):
            session.select_sample(sample)
            for step in trace.steps:
                session.seek_step(step.index, 1.0)
                options = ComposeOptions(1200, 700, sample=sample)
                scene = compose(step, 1.0, options)
                if scene.focus is None:
                    continue
                found = inspect(session.state, scene.focus)
                assert found is not None, step.kind
                seen_of = step if step.sample is None else step.for_sample(sample)
                lines = scalar_lines(seen_of, scene.focus, options)
                if lines:
                    result = lines[1][-1].text
                    assert result == found.value, (step.kind, scene.focus)

    def test_what_was_given_says_so(self, session):
        found = inspect(session.state, CellRef("X", 1, 0))
        assert found is not None
        assert found.letters == ()
        assert found.origin is not None

    def test_no_such_cell(self, session):
        assert inspect(session.state, CellRef("Z9", 0, 0)) is None
        assert inspect(session.state, CellRef("Z1", 99, 0)) is None

    def test_every_cell_of_every_array_can_be_inspected(self, session):
        state = session.state
        for name in state.trace.names:
            table = np.atleast_2d(state.trace[name])
            for row, col in np.ndindex(table.shape):
                found = inspect(state, CellRef(name, row, col))
                assert found is not None, (name, row, col)
                assert found.value


class TestInspector:
    def test_empty_at_first(self, qtbot):
        panel = Inspector(english)
        qtbot.addWidget(panel)
        assert panel.cell is None
        assert panel.value.isHidden()

    def test_shows_a_cell(self, qtbot, session):
        panel = Inspector(english)
        qtbot.addWidget(panel)
        found = inspect(session.state, CellRef("P1", 0, 0))
        panel.show_cell(found, None)
        assert panel.cell == CellRef("P1", 0, 0)
        assert panel.value.text() == found.value
        panel.exact.setChecked(True)
        assert panel.value.text() == found.exact
        assert panel.about.isHidden()

    def test_a_number_is_not_shown_before_it_is_there(self, qtbot, session):
        panel = Inspector(english)
        qtbot.addWidget(panel)
        found = inspect(session.state, CellRef("P1", 3, 1), computed=False)
        panel.show_cell(found, None)
        assert found.value not in panel.value.text()
        assert panel.numbers.isHidden()
        assert panel.gradient.isHidden()

    def test_the_check(self, session):
        check = check_cell(session.state.trace, "W1", 0, 0)
        assert check is not None
        assert check_text(check, "float64").english().startswith("✓")
        assert "no gradient" in check_text(None, "float64").english()


class TestLossCurve:
    @pytest.fixture
    def curve(self, qtbot):
        made = LossCurve(english)
        qtbot.addWidget(made)
        made.resize(300, 200)
        made.show()
        return made

    def test_shows_every_finite_loss(self, curve):
        curve.set_losses(np.array([1.0, 0.5, np.inf, 0.1]), 1, 3)
        x, y = curve.shown
        assert x.tolist() == [0, 1, 3]
        assert y.tolist() == [1.0, 0.5, 0.1]

    def test_on_a_log_axis_zero_is_left_out(self, curve):
        curve.set_losses(np.array([1.0, 0.0, 0.01]), 2, 3)
        curve.set_log(True)
        x, y = curve.shown
        assert x.tolist() == [0, 2]
        assert y == pytest.approx([0.0, -2.0])

    def test_nothing_yet(self, curve):
        curve.set_losses(np.empty(0), 0, 3)
        assert curve.shown[0].size == 0

    def test_a_click_asks_for_the_iteration(self, qtbot, curve):
        curve.set_losses(np.linspace(1, 0.1, 50), 0, 3)
        with qtbot.waitSignal(curve.iteration_chosen) as caught:
            curve.choose_at(QPointF(1e6, 10))
        assert caught.args == [49]
        plot = curve.plot
        with qtbot.waitSignal(curve.iteration_chosen) as caught:
            qtbot.mouseClick(
                plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.viewport().rect().center()
            )
        assert 10 < caught.args[0] < 40


@pytest.mark.parametrize(
    ("check", "beginning"),
    [
        (CellCheck(1.0, 1.0, 1e-9, 1e-5), "✓"),
        (CellCheck(1.0, 2.0, 0.5, 1e-5), "≠"),
        (CellCheck(1.0, 0.5, 0.5, 1e-5, kink=True), "The function has a corner"),
    ],
)
def test_what_a_check_says(check, beginning):
    assert check_text(check, "float64").english().startswith(beginning)
