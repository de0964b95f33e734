"""Why a number is what it is: every node of the tree, its shares, and what uses a cell."""

import math
import re
from collections import deque
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Network
from nnviz.engine.ancestry import Place
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.expression import (
    FUNCTIONS,
    Call,
    Const,
    Neg,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    evaluate,
    mapped,
)
from nnviz.engine.sensitivity import SLOPES, shares, slopes
from tests.engine.explained_nets import cases, every_kind

GIVEN = re.compile(r"X|Y|[Wb]\d+|(velocity|m|v|s|g|square\w*|\w+)_[Wb]\d+")


def recorded(trace, place):
    step = trace.maker(place.name)
    array = trace[place.name]
    if step is not None and step.sample is not None:
        array = step.for_sample(place.sample).value
    return float(np.atleast_2d(array)[place.row, place.col])


def some_nodes(trace, start, most=60):
    """Breadth first from a root: everything of small nets, the beginning of larger ones."""
    waiting, seen = deque([start]), set()
    while waiting and len(seen) < most:
        node = waiting.popleft()
        if node.place in seen:
            continue
        seen.add(node.place)
        yield node
        waiting.extend(node.part(0, 10_000).ancestors)


def roots(trace):
    for step in trace.steps:
        rows, cols = np.atleast_2d(step.value).shape
        yield trace.ancestry(step.output, rows - 1, cols - 1, sample=trace.n_samples - 1)


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.data())
def test_every_node_is_recorded_and_its_shares_add_up(case, data):
    trace = case.trace()
    root = data.draw(st.sampled_from(list(roots(trace))))
    for node in some_nodes(trace, root):
        assert same(node.value, recorded(trace, node.place))
        made_before = [s for s in trace.steps if node.place.name in {s.output, *s.also}]
        if node.explanation is None:
            assert not made_before
            assert GIVEN.fullmatch(node.place.name)
            assert node.part().ancestors == ()
            continue
        value = node.explanation.value
        if not math.isfinite(value):
            continue
        amounts = [share.amount for share in node.shares]
        room = 1e-12 * (1 + sum(map(abs, amounts)))
        assert math.fsum(amounts) == pytest.approx(value, rel=1e-9, abs=room)
        sources = {(s.name, s.col) for s in node.explanation.sources}
        assert {(c.place.name, c.place.col) for c in node.part(0, 10_000).ancestors} == sources


@pytest.mark.parametrize("case", every_kind(), ids=lambda case: case.loss)
def test_every_root_leads_down_to_what_was_given(case):
    trace = case.trace()
    for root in roots(trace):
        for node in some_nodes(trace, root, 200):
            part = node.part(0, 10_000)
            if not part.ancestors and node.explanation is not None:
                assert node.explanation.sources == ()  # a zero beside a diagonal
            steps = [child.step.index for child in part.ancestors if child.step is not None]
            assert all(index < node.step.index for index in steps)


def test_the_largest_come_first_and_cells_of_a_product_together():
    net = Network([Dense(2, "linear")], n_in=3, backend="numpy")
    W = np.array([[0.1, -2.0, 0.5], [1.0, 1.0, 1.0]])
    net.set_parameters({"W1": W})
    trace = net.trace_step(np.array([[1.0, 1.0, -4.0]]), np.zeros((1, 2)))
    root = trace.ancestry("P1" if "P1" in trace else "Z1", 0, 0)
    assert [(c.place.name, c.place.col) for c in root.part().ancestors] == [
        ("W1", 1), ("X", 1), ("W1", 2), ("X", 2), ("W1", 0), ("X", 0),
    ]  # fmt: skip
    amounts = [c.contribution.amount for c in root.part().ancestors[::2]]
    assert amounts == pytest.approx([-2, -2, 0.1])
    assert all(c.contribution.exact for c in root.part().ancestors)


def wide():
    net = Network.mlp([784, 16, 10], hidden="relu", loss="cross_entropy", seed=0)
    X = np.random.default_rng(0).random((2, 784))
    return net.trace_step(X, np.array([3, 1]))


def test_a_wide_sum_names_a_few_and_counts_the_rest():
    trace = wide()
    root = trace.ancestry("P1", 1, 3)
    part = root.part(0, 12)
    assert (len(part.ancestors), part.rest) == (12, 2 * 784 - 12)
    shown = sum(c.contribution.amount for c in part.ancestors[::2])
    assert shown + part.rest_amount == pytest.approx(root.value)
    sizes = [abs(c.contribution.amount) for c in part.ancestors]
    assert sizes == sorted(sizes, reverse=True)
    more = root.part(12, 12)
    assert more.rest == part.rest - 12
    assert abs(more.ancestors[0].contribution.amount) <= sizes[-1]


def test_parts_are_the_whole():
    root = wide().ancestry("A2", 0, 2)
    node, found, first = root.part().ancestors[1], [], 0
    while (part := node.part(first, 3)).ancestors:
        found += [child.place for child in part.ancestors]
        first += len(part.ancestors)
        assert part.rest == len(node.contributions) - first
    assert len(set(found)) == len(found) == len(node.explanation.sources)


def test_a_per_sample_step_is_taken_for_its_sample():
    trace = every_kind()[0].trace()
    root = trace.ancestry("dW1_sample", 1, 0, sample=2)
    assert {c.place.row for c in root.part().ancestors} == {2}
    assert root.value == pytest.approx(trace["dZ1"][2, 1] * trace["X"][2, 0])


def test_who_uses_a_cell_in_the_order_of_the_steps():
    trace = wide()
    uses = trace.ancestry("X", 1, 5).uses
    assert [trace.steps[u.step_index].kind.value for u in uses] == [
        "matmul", "outer_product", "weight_gradient",
    ]  # fmt: skip
    assert [u.count for u in uses] == [16, 16, 16]
    assert all(place.sample == 1 for place in uses[1].places(0))
    for use in uses:
        place = next(use.places(0))
        user = trace.ancestry(place.name, place.row, place.col, sample=place.sample)
        assert user.of_place(Place("X", 1, 5)).contribution is not None
        assert user.of_place(Place("X", 1, 4 if user.place.name.startswith("dW1") else 999)) is None


def test_what_is_not_there_is_refused():
    trace = wide()
    with pytest.raises(ShapeError):
        trace.ancestry("Z1", 0, 16)
    with pytest.raises(SpecError):
        trace.ancestry("Q1", 0, 0)


def test_a_linear_layer_is_told_by_its_own_name():
    trace = every_kind()[0].trace()
    root = trace.ancestry("A4", 0, 0)
    assert root.explanation.name == "A4"
    assert root.explanation.expression == trace.ancestry("Z4", 0, 0).explanation.expression


# Slopes


def test_every_function_has_its_slope():
    assert set(SLOPES) == set(FUNCTIONS)


def cells(values):
    return tuple(Ref("X", 0, k, value) for k, value in enumerate(values))


def numeric(expr, ref, h=1e-6):
    def moved(by):
        return evaluate(mapped(expr, lambda r: replace(r, value=r.value + by) if r == ref else r))

    return (moved(h) - moved(-h)) / (2 * h)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.parametrize("value", [0.3, 0.9, -0.4])
def test_slopes_of_functions_agree_with_differences(name, value):
    if name in {"log", "sqrt"}:  # not defined below zero
        value = abs(value)
    arguments = cells([value, 0.7, -0.1]) if name in {"max", "min"} else cells([value])
    expr = Call(name, arguments)
    for ref, slope in slopes(expr).items():
        assert slope == pytest.approx(numeric(expr, ref), abs=1e-6)


def test_slopes_of_arithmetic_agree_with_differences():
    a, b, c = cells([0.7, -1.3, 2.1])
    expr = Quotient(
        Product((a, Sum((Const(1.0), Neg(a))), Power(b, 3))), Sum((c, Call("exp", (b,)), a))
    )
    found = slopes(expr)
    assert set(found) == {a, b, c}
    for ref, slope in found.items():
        assert slope == pytest.approx(numeric(expr, ref), rel=1e-6)


def test_shares_of_a_scaled_difference():
    a, y = cells([0.8, 1.0])
    found = shares(Quotient(Sum((a, Neg(y))), Const(4.0, "n")))
    assert [(s.contributions[0].cell, s.amount) for s in found] == [(y, -0.25), (a, 0.2)]


def test_constants_are_a_share_without_cells():
    (a,) = cells([0.25])
    found = shares(Sum((Const(1.0), Neg(a))))
    assert [(len(s.contributions), s.amount) for s in found] == [(1, -0.25), (0, 1.0)]


def test_cells_that_stand_in_several_terms_have_one_share():
    z, y = cells([1.5, 1.0])
    found = shares(Sum((Call("max", (z, Const(0.0))), Neg(Product((z, y))))))
    assert len(found) == 1
    assert found[0].amount == pytest.approx(0.0)
    assert {c.cell: c.amount for c in found[0].contributions} == pytest.approx({z: 0.0, y: -1.5})
    assert not any(c.exact for c in found[0].contributions)


def test_infinities_come_first_and_break_nothing():
    a, b = cells([math.inf, 1.0])
    found = shares(Sum((b, a)))
    assert found[0].contributions[0].cell == a
