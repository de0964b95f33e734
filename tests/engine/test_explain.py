"""Every cell of every step is recomputed from its explanation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.engine import ops
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.expression import (
    Call,
    Const,
    Expr,
    Neg,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    evaluate,
)
from nnviz.engine.ops.rule import at, shape_as_table
from nnviz.engine.orientation import has_sample_axis
from nnviz.engine.step import Step, StepKind
from tests.engine.explained_nets import Case, cases, every_kind


def magnitude(expr: Expr) -> float:
    """Return a size beside which a rounding of any number inside ``expr`` is to be seen."""
    match expr:
        case Ref() | Const():
            return abs(expr.value)
        case Sum(terms):
            return sum(map(magnitude, terms))
        case Product(factors):
            return math.prod(map(magnitude, factors))
        case Quotient(above, below):
            size = abs(evaluate(below))
            return magnitude(above) / size * (1 + magnitude(below) / size)
        case Neg(operand):
            return magnitude(operand)
        case Power(base, exponent):
            return magnitude(base) ** exponent
        case Call("exp", (power,)):
            return evaluate(expr) * (1 + magnitude(power))
        case Call("log", (argument,)):
            return abs(evaluate(expr)) + magnitude(argument) / abs(evaluate(argument))
        case Call(_, arguments):
            return abs(evaluate(expr)) + sum(map(magnitude, arguments))


def made_by(step: Step) -> dict[str, np.ndarray]:
    return {step.output: step.value, **step.also}


def cells(array: np.ndarray) -> list[tuple[int, int]]:
    rows, columns = shape_as_table(array)
    return [(row, col) for row in range(rows) for col in range(columns)]


def check_step(step: Step, eps: float) -> None:
    for name, array in made_by(step).items():
        for row, col in cells(array):
            found = step.explain(row, col, name=name)
            assert found.recorded == at(array, row, col)
            allowed = 64 * eps * magnitude(found.expression) + 1e-37
            assert found.value == pytest.approx(found.recorded, rel=0, abs=allowed), found.text
            for source in found.sources:
                assert source.name in step.inputs
                assert source.value == at(step.inputs[source.name], source.row, source.col)


def check_targets(step: Step) -> None:
    for made, array in made_by(step).items():
        used: dict[tuple[str, int, int], set[tuple[int, int]]] = {}
        for row, col in cells(array):
            for source in step.explain(row, col, name=made).sources:
                used.setdefault((source.name, source.row, source.col), set()).add((row, col))
        for name, given_array in step.inputs.items():
            for row, col in cells(given_array):
                regions = ops.targets(step, name, row, col, made)
                hit = [
                    (r, c)
                    for rows, columns in regions
                    for r in range(rows.start, rows.stop)
                    for c in range(columns.start, columns.stop)
                ]
                assert len(hit) == len(set(hit)), "a cell is named twice"
                assert set(hit) == used.get((name, row, col), set()), (made, name, row, col)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_every_cell_is_recomputed_and_its_sources_are_the_inputs_cells(case: Case) -> None:
    eps = float(np.finfo(case.dtype).eps)
    for step in case.trace().steps:
        for sample in range(case.n_samples if step.sample is not None else 1):
            check_step(step.for_sample(sample), eps)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_targets_are_the_reverse_of_sources(case: Case) -> None:
    for step in case.trace().steps:
        check_targets(step)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_derived_steps_lead_to_the_recorded_result(case: Case) -> None:
    trace = case.trace()
    eps = float(np.finfo(case.dtype).eps)
    for step in trace.steps:
        samples = [step.for_sample(i) for i in range(case.n_samples)]
        if step.kind is StepKind.JACOBIAN:
            name = f"dZ{step.layer}"
            for i, one in enumerate(samples):
                g, J = trace[f"dA{step.layer}"][i], one.value
                size = (np.abs(J).T @ np.abs(g)).max()
                if "A" in next(iter(step.inputs)):
                    # The unformed product with a softmax's Jacobian subtracts a mean from g.
                    size = max(size, (trace[f"A{step.layer}"][i] * np.abs(g).max()).max())
                allowed = 64 * eps * size + 1e-37
                np.testing.assert_allclose(one.also[name], J.T @ g, rtol=0, atol=allowed)
                np.testing.assert_allclose(one.also[name], trace[name][i], rtol=0, atol=allowed)
        if step.kind is StepKind.OUTER_PRODUCT:
            whole = f"dW{step.layer}_data" if case.limits.get("l2") else f"dW{step.layer}"
            total = np.sum([one.value for one in samples], axis=0, dtype=np.float64)
            scale = np.sum([np.abs(one.value) for one in samples], axis=0).max()
            np.testing.assert_allclose(total, trace[whole], rtol=0, atol=64 * eps * scale + 1e-37)


def test_the_fixed_cases_have_every_kind_and_each_kind_has_a_rule() -> None:
    seen = {step.kind for case in every_kind() for step in case.trace().steps}
    assert seen == set(StepKind)
    for kind in StepKind:
        assert ops.rule(kind).kind is kind


@pytest.mark.parametrize("case", every_kind())
def test_targets_are_the_reverse_of_sources_for_every_kind(case: Case) -> None:
    for step in case.trace().steps:
        check_targets(step)


def xor_step(kind: StepKind, loss: str = "mse") -> Step:
    case = every_kind()[0 if loss == "mse" else 1]
    return next(step for step in case.trace().steps if step.kind is kind)


def test_a_cell_that_is_not_there_is_one_clear_sentence() -> None:
    step = xor_step(StepKind.ADD_BIAS)
    for row, col in ((3, 0), (0, 3), (-1, 0), (0, -1)):
        with pytest.raises(ShapeError, match=r"Z1 has 3 × 3 stored cells.*no cell"):
            step.explain(row, col)
    with pytest.raises(ShapeError, match="b1 has 1 × 3 stored cells"):
        ops.targets(step, "b1", 1, 0)


def test_an_array_that_the_step_does_not_make_is_one_clear_sentence() -> None:
    step = xor_step(StepKind.ADD_BIAS)
    with pytest.raises(SpecError, match="add_bias makes no array W1"):
        step.explain(0, 0, name="W1")
    with pytest.raises(SpecError, match="add_bias has no input W7"):
        ops.targets(step, "W7", 0, 0)


def test_a_sample_that_is_not_there_is_one_clear_sentence() -> None:
    step = xor_step(StepKind.OUTER_PRODUCT)
    for sample in (-1, 3):
        with pytest.raises(ShapeError, match=f"samples 0 to 2; there is no sample {sample}"):
            step.for_sample(sample)


def test_another_sample_is_written_with_its_own_index() -> None:
    step = xor_step(StepKind.JACOBIAN, loss="cross_entropy").for_sample(2)
    found = step.explain(0, 1)
    assert found.text.startswith("∂a³₁/∂z³₂ = −a³₁,₃·a³₂,₃ = ")
    assert {(source.row, source.name) for source in found.sources} == {(0, "A3")}
    assert xor_step(StepKind.ADD_BIAS).for_sample(5).kind is StepKind.ADD_BIAS


def test_a_zero_beside_the_diagonal_has_its_reason() -> None:
    steps = every_kind()[1].trace().steps
    diagonal = next(s for s in steps if s.kind is StepKind.JACOBIAN and s.layer == 1)
    off, on = diagonal.explain(2, 0), diagonal.explain(2, 2)
    assert off.sources == ()
    assert off.note is not None
    assert "output 3 does not depend on z 1" in off.note.english()
    assert on.note is None


def test_relu_at_exactly_zero_says_which_derivative_is_taken() -> None:
    step = Step(
        0,
        StepKind.DERIVATIVE,
        "backward",
        1,
        {"Z1": np.array([[0.0, 1.0]])},
        "D1",
        np.array([[0.0, 1.0]]),
        options={"activation": "relu"},
    )
    note = step.explain(0, 0).note
    assert note is not None
    assert "exactly 0" in note.english()
    assert step.explain(0, 1).note is None


def test_the_text_has_letters_numbers_and_result() -> None:
    weights, samples = np.array([[0.1, 0.3], [-0.27, -0.89]]), np.array([[0.0, 0.0], [1.0, 1.0]])
    step = Step(
        0,
        StepKind.MATMUL,
        "forward",
        1,
        {"X": samples, "W1": weights},
        "Z1",
        samples @ weights.T,
    )
    textbook = step.explain(1, 1)
    assert textbook.text == ("z¹₂,₂ = w¹₂,₁·x₁,₂ + w¹₂,₂·x₂,₂ = (−0.27)(1) + (−0.89)(1) = −1.16")
    rows = step.explain(1, 1, "rows")
    assert rows.text.startswith("z¹₂,₂ = w¹₂,₁·x₂,₁ + w¹₂,₂·x₂,₂")
    assert textbook.latex == (
        r"z^{1}_{2,2} = w^{1}_{2,1} \cdot x_{1,2} + w^{1}_{2,2} \cdot x_{2,2}"
        r" = (-0.27)(1) + (-0.89)(1) = -1.16"
    )


def test_a_long_sum_is_elided_in_writing_but_complete_in_its_sources() -> None:
    samples, weights = np.ones((1, 64)), np.full((1, 64), 0.5)
    step = Step(
        0,
        StepKind.MATMUL,
        "forward",
        1,
        {"X": samples, "W1": weights},
        "Z1",
        samples @ weights.T,
    )
    found = step.explain(0, 0)
    assert "w¹₁,₆·x₆,₁ + ⋯(58)⋯ = " in found.text
    assert len(found.sources) == 128
    assert found.value == 32


def test_the_first_update_of_adam_reads_like_the_textbook() -> None:
    step = xor_step(StepKind.UPDATE, loss="cross_entropy")
    letters = step.explain(1, 0).text.split(" = ")[1]
    assert letters == "w¹₂,₁ − η·m̂_w¹₂,₁/(√v̂_w¹₂,₁ + ε)"
    assert "w¹₂,₁" in step.explain(1, 0, "rows").text, "parameters are never transposed"


def test_every_name_in_a_trace_has_a_sample_axis_or_not_as_its_shape_says() -> None:
    for case in every_kind():
        trace = case.trace()
        for name in trace.names:
            per_sample = has_sample_axis(name) and not name.endswith("_sample")
            if per_sample:
                assert trace[name].shape[0] == case.n_samples, name
