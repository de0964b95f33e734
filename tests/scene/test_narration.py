import re
from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine.message import Message
from nnviz.engine.step import Phase, StepKind
from nnviz.scene.narration import (
    NARRATIONS,
    about,
    activation_name,
    kind_name,
    loss_name,
    phase_name,
    sentence,
    subtitle,
    title,
)
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.worked import work_out
from tests.scene.traces import all_steps, made_cells, trace

ORIENTATIONS = ("textbook", "rows")


def options(orientation="textbook"):
    return ComposeOptions(1100, 600, orientation)


def assert_said(said):
    """A text is filled, has no idle places and no hyphen for a minus."""
    english = said.english()
    assert english.strip() == english
    assert english
    assert not re.search(r"[{}]", english)
    assert not re.search(r"-\d", english)
    places = set(re.findall(r"{(\w+)}", said.text + (said.plural or "")))
    assert places - {"count"} == set(said.args) - {"count"}
    return english


def test_every_kind_of_step_is_in_the_traces_and_has_its_words():
    assert {step.kind for step in all_steps()} == set(StepKind)
    assert set(NARRATIONS) == set(StepKind)
    names = {assert_said(kind_name(kind)) for kind in StepKind}
    assert len(names) == len(StepKind)
    assert len({assert_said(about(kind)) for kind in StepKind}) == len(StepKind)
    for kind in StepKind:
        assert about(kind).english().endswith(".")


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("step", all_steps(), ids=lambda step: f"{step.kind}-{step.output}")
def test_every_step_is_introduced(step, orientation):
    assert len(assert_said(title(step))) <= 60
    clause = assert_said(subtitle(step, orientation))
    assert not clause.endswith(".")
    whole = assert_said(sentence(step, None, options(orientation)))
    assert whole == f"{title(step).english()}: {clause}."


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(
    ("step", "cell"),
    [
        pytest.param(step, CellRef(*cell), id=f"{step.kind}-{cell}")
        for step in all_steps()
        for cell in made_cells(step)
    ],
)
def test_every_cell_is_told_with_its_value(step, cell, orientation):
    told = assert_said(sentence(step, cell, options(orientation)))
    assert told.endswith(".")
    result = work_out(step, cell, orientation, 3).result
    assert result in told or float(result) == 0.0 or "unchanged" in told


def test_a_product_is_told_by_row_and_column():
    step = trace("xor").steps[0]
    cell = CellRef("P1", 3, 1)
    shown = sentence(step, cell, options()).english()
    assert shown.startswith("Row 2 of W¹ meets column 4 of X: (")
    as_rows = sentence(step, cell, options("rows")).english()
    assert as_rows.startswith("Row 4 of X meets row 2 of W¹: (")


def test_titles():
    titles = [title(step).english() for step in trace("xor").steps]
    assert titles[0] == "Matrix multiply · layer 1"
    assert "ReLU · layer 1" in titles
    assert "Jacobian of ReLU · layer 1 · sample 1" in titles
    assert "Weight update · layer 2" in titles
    assert "Bias update · layer 2" in titles
    assert "Velocity · W¹" in titles


def test_the_sample_of_a_title_is_the_one_shown():
    step = next(s for s in trace("xor").steps if s.kind is StepKind.JACOBIAN)
    assert title(step.for_sample(2)).english().endswith("sample 3")


def test_a_closed_gate_is_told():
    step = next(s for s in trace("xor").steps if s.kind is StepKind.HADAMARD)
    closed = np.argwhere(step.inputs["D1"] == 0)[0]
    told = sentence(step, CellRef("dZ1", *map(int, closed)), options()).english()
    assert "no error passes this gate" in told


def test_a_relu_says_what_it_does_with_the_sign():
    step = next(s for s in trace("xor").steps if s.kind is StepKind.ACTIVATION)
    ends = {-1.0: "is negative, so ReLU gives 0.", 1.0: "passes unchanged.", 0.0: "slope 0."}
    for row, col in np.ndindex(step.value.shape):
        told = sentence(step, CellRef("A1", row, col), options()).english()
        assert told.endswith(ends[float(np.sign(step.inputs["Z1"][row, col]))])


def test_a_kink_is_mentioned_with_the_slope_that_is_taken():
    step = next(s for s in trace("xor").steps if s.kind is StepKind.DERIVATIVE)
    count = int((step.inputs["Z1"] == 0).sum())
    assert count > 1
    said = subtitle(step).english()
    assert said == f"{count} cells have z exactly 0, at the kink: their slope is taken to be 0"
    smooth = replace(step, inputs={"Z1": np.ones_like(step.inputs["Z1"])})
    assert "kink" not in subtitle(smooth).english()


def test_phases_activations_and_losses_have_names():
    assert len({phase_name(phase).english() for phase in Phase}) == len(Phase)
    assert activation_name("leaky_relu").english() == "leaky ReLU"
    assert loss_name("bce").english() == "binary cross-entropy"
    assert activation_name("brand_new") == Message("{name}", {"name": "brand_new"})


def test_every_registered_activation_and_loss_has_a_name_of_its_own():
    from nnviz.engine import activations, losses

    for name in activations.names():
        assert activation_name(name).text != "{name}", name
    for name in losses.names():
        assert loss_name(name).text != "{name}", name


def test_a_kink_depends_on_the_options_of_the_function():
    step = next(s for s in trace("xor").steps if s.kind is StepKind.DERIVATIVE)
    for name, options_, kinked in [
        ("elu", {"alpha": 1.0}, False),
        ("elu", {"alpha": 0.5}, True),
        ("selu", {}, True),
        ("gelu", {}, False),
    ]:
        other = replace(step, options={"activation": name, **options_})
        assert ("kink" in subtitle(other).english()) is kinked
