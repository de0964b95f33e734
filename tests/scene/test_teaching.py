"""What single steps do to be understood: gates that shut, terms that are lit, graphs, signs."""

import numpy as np
import pytest

from nnviz.engine.step import StepKind
from nnviz.scene.compose import compose
from nnviz.scene.gates import Gates
from nnviz.scene.levels.camera import moved
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Curve, Highlight, Label
from tests.scene.traces import random_steps, softmax_steps, trace, xor_steps

STAGE = ComposeOptions(1619.0, 657.0)


def first(steps, kind, output=None):
    return next(s for s in steps if s.kind is kind and output in {None, s.output})


def found(scene, kind):
    return {item.id: item for item in scene.primitives if isinstance(item, kind)}


def line(scene):
    """The equation on the stage: signs and the labels of its matrices, from left to right."""
    texts = found(scene, Label)
    parts = [t for key, t in texts.items() if key.startswith("sign.") or key.endswith(".label")]
    return " ".join(said(part) for part in sorted(parts, key=lambda part: part.box.x))


def said(label):
    return "".join(r.text if isinstance(r.text, str) else r.text.english() for r in label.runs)


def test_closed_gates_swallow_the_cells_that_have_been_decided():
    step = first(xor_steps(), StepKind.HADAMARD)
    slope = compose(step, 1.0, STAGE).block("D1").values
    (gates,) = found(compose(step, 1.0, STAGE), Gates).values()
    np.testing.assert_array_equal(gates.closed, slope == 0)
    (half,) = found(compose(step, 0.5, STAGE), Gates).values()
    assert half.closed[:2].any()
    assert not half.closed[2:].any()
    assert gates.rect == compose(step, 1.0, STAGE).block("dA1").rect


def test_a_gate_shuts_while_its_cell_is_made():
    step = first(xor_steps(), StepKind.HADAMARD)
    slope = compose(step, 1.0, STAGE).block("D1").values
    place = int(np.flatnonzero(slope.ravel() == 0)[0])
    early = found(compose(step, (place + 0.2) / 16, STAGE), Gates)["dA1.gates"]
    late = found(compose(step, (place + 0.45) / 16, STAGE), Gates)["dA1.gates"]
    assert early.moving == late.moving == divmod(place, 4)
    assert 0 < early.fraction < late.fraction < 1
    still = ComposeOptions(1619.0, 657.0, reduced_motion=True)
    assert not found(compose(step, (place + 0.2) / 16, still), Gates)["dA1.gates"].fraction


def test_an_open_gate_does_not_move():
    step = first(xor_steps("tanh"), StepKind.HADAMARD)
    assert not found(compose(step, 0.55, STAGE), Gates)


def test_gates_go_along_when_the_picture_is_magnified():
    step = first(xor_steps(), StepKind.ACTIVATION)
    (gates,) = found(compose(step, 1.0, STAGE), Gates).values()
    larger = moved(gates, 2.0, 10.0, 20.0)
    assert (larger.rect.x, larger.rect.width) == (2 * gates.rect.x + 10, 2 * gates.rect.width)


@pytest.mark.parametrize(
    ("steps", "kind", "block"),
    [
        (softmax_steps(), StepKind.SOFTMAX_SUM, "expZ2"),
        (xor_steps(), StepKind.LOSS, "Ls"),
        (random_steps([2, 3, 2], 3), StepKind.SAMPLE_LOSS, "E"),
        (xor_steps(optimizer="adafactor"), StepKind.ROW_MEAN, "dW1"),
    ],
)
def test_the_term_that_a_sum_takes_in_is_lit_and_the_sum_is_told(steps, kind, block):
    step = first(steps, kind)
    lit = []
    for part in (0.1, 0.9):
        scene = compose(step, part / step.value.size, STAGE)
        lit.append(found(scene, Highlight)[f"term.{block}"].rect)
    assert lit[0] != lit[1]
    early = compose(step, 0.1 / step.value.size, STAGE)
    assert "so far" in said(found(early, Label)["strip.1"])


def test_the_largest_score_of_the_sample_is_framed():
    step = first(softmax_steps(), StepKind.SOFTMAX_SHIFT)
    scene = compose(step, 1.0, STAGE)
    scores = scene.block("Z2")
    top = int(np.argmax(scores.values[:, -1]))
    frame = found(scene, Highlight)["largest.Z2"].rect
    cell = scores.cell_rect(top, scores.shape[1] - 1)
    assert (frame.x, frame.y) == pytest.approx((cell.x, cell.y))


@pytest.mark.parametrize(
    ("steps", "kind", "written"),
    [
        (xor_steps(), StepKind.LOSS, "Σ ℓ ÷ 4 = L"),
        (xor_steps(), StepKind.SAMPLE_LOSS, "( E )2 ÷ 2 = ℓ"),
        (xor_steps(), StepKind.LOSS_GRADIENT, "E ÷ 4 = δ2"),
        (softmax_steps(), StepKind.SAMPLE_LOSS, "log s2 − Σ Y ⊙ Z̃2 = ℓ"),
        (softmax_steps(), StepKind.FUSED_GRADIENT, "( A2 − Y ) ÷ 5 = δ2"),
        (softmax_steps(), StepKind.LOSS_GRADIENT, "− Y ÷ (5 · A2 ) = ∂L/∂A2"),
        (softmax_steps("half_mse"), StepKind.LOSS_GRADIENT, "E ÷ 5 = ∂L/∂A2"),
        (xor_steps(l2=0.01), StepKind.PENALTY, "0.01 ÷ 2 · Σ[( W1 )2 + ( W2 )2] = R"),
    ],
)
def test_a_line_reads_as_its_formula(steps, kind, written):
    assert line(compose(first(steps, kind), 1.0, STAGE)) == written


def test_no_matrix_is_named_by_what_is_done_to_it():
    step = first(xor_steps(optimizer="adam"), StepKind.UPDATE, "W1_new")
    assert "√" not in said(found(compose(step, 1.0, STAGE), Label)["vhat_W1.label"])
    assert "÷ (√" in line(compose(step, 1.0, STAGE))


def test_a_root_stands_before_the_matrix_whose_root_is_taken():
    step = first(xor_steps(optimizer="adafactor"), StepKind.UNIT_UPDATE)
    written = line(compose(step, 1.0, STAGE))
    assert written.startswith("∂L/∂W1 ÷ √ v̂")


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        (xor_steps(), StepKind.SAMPLE_LOSS),
        (softmax_steps(), StepKind.SAMPLE_LOSS),
        (xor_steps("tanh", "sigmoid", loss="bce"), StepKind.SAMPLE_LOSS),
        (softmax_steps(), StepKind.SOFTMAX_EXP),
        (xor_steps("tanh"), StepKind.ACTIVATION),
    ],
)
def test_the_point_of_the_cell_lies_on_the_graph(steps, kind):
    step = first(steps, kind)
    scene = compose(step, 1.0, STAGE)
    curve = found(scene, Curve)["strip.curve"]
    x, y = curve.point
    assert y == pytest.approx(float(np.ravel(scene.block(step.output).values)[-1]), rel=1e-2)
    assert np.interp(x, curve.xs, curve.ys) == pytest.approx(y, rel=0.03, abs=0.01)


def test_a_graph_takes_more_room_only_where_the_matrices_can_spare_it():
    wide, low = STAGE, ComposeOptions(620.0, 330.0)
    step = first(xor_steps("tanh"), StepKind.ACTIVATION)
    assert found(compose(step, 1.0, wide), Curve)["strip.curve"].rect.height > 90
    assert found(compose(step, 1.0, low), Curve)["strip.curve"].rect.height < 70


def test_a_number_that_its_matrix_writes_as_zero_keeps_its_digits_in_the_arithmetic():
    step = first(trace("adafactor").steps, StepKind.SECOND_MOMENT)
    small = ComposeOptions(1619.0, 657.0, digits=2)
    numbers = said(found(compose(step, 1.0, small), Label)["strip.1"])
    for value in (float(np.ravel(array)[-1]) for array in step.inputs.values()):
        assert value == 0 or "(0.0)" not in numbers
