"""The sum of all squares of a large network lists its largest cells and totals the others."""

import numpy as np
import pytest

from nnviz.engine import Network, StepKind
from nnviz.engine.expression import Rest
from nnviz.engine.ops.squares import LISTED, MOST_LISTED, sum_of_squares


def steps(sizes, **settings):
    net = Network.mlp(list(sizes), hidden="tanh", loss="cross_entropy", **settings)
    random = np.random.default_rng(0)
    X, Y = random.normal(size=(5, sizes[0])), random.integers(0, sizes[-1], 5)
    found = net.trace_step(X, Y).steps
    return {step.kind: step for step in found if step.kind in {"penalty", "gradient_norm"}}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", [StepKind.PENALTY, StepKind.GRADIENT_NORM])
def test_of_many_cells_the_largest_are_listed_and_the_value_is_that_of_all(kind, dtype):
    step = steps([64, 32, 10], l2=0.01, clip_norm=1.0, dtype=dtype)[kind]
    count = sum(array.size for array in step.inputs.values())
    assert count > MOST_LISTED
    found = step.explain(0, 0)
    assert found.value == pytest.approx(found.recorded, rel=1e-5 if dtype == "float32" else 1e-12)
    every = np.concatenate([np.abs(array).ravel() for array in step.inputs.values()])
    largest = np.sort(every)[-LISTED:]
    np.testing.assert_array_equal(np.sort([abs(s.value) for s in found.sources]), largest)
    for source in found.sources:
        array = np.atleast_2d(step.inputs[source.name])
        assert array[source.row, source.col] == source.value
    order = [(list(step.inputs).index(s.name), s.row, s.col) for s in found.sources]
    assert order == sorted(order)
    assert f"⋯({count - 6})⋯" in found.text


def test_of_few_cells_all_are_listed():
    found = steps([2, 3, 3], l2=0.01, clip_norm=1.0)
    assert len(found[StepKind.PENALTY].explain(0, 0).sources) == 2 * 3 + 3 * 3
    assert len(found[StepKind.GRADIENT_NORM].explain(0, 0).sources) == 2 * 3 + 3 * 3 + 6


def test_the_limit_itself_is_listed_in_full():
    net = Network.mlp([MOST_LISTED, 1], l2=0.1)
    trace = net.trace_step(np.ones((1, MOST_LISTED)), [[1.0]])
    total = sum_of_squares(next(s for s in trace.steps if s.kind == "penalty"))
    assert len(total.terms) == MOST_LISTED
    assert not any(isinstance(term, Rest) for term in total.terms)


def test_another_step_of_the_same_network_has_its_own_sum():
    net = Network.mlp([2, 3, 1], l2=0.1, optimizer="adam")
    X, Y = [[1.0, 2.0]], [[1.0]]
    first, second = (
        next(s for s in net.trace_step(X, Y).steps if s.kind == "penalty") for _ in range(2)
    )
    for step in (first, second, first):
        assert step.explain(0, 0).value == pytest.approx(float(step.value), rel=1e-13)
    assert first.explain(0, 0).value != second.explain(0, 0).value
