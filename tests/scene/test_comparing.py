"""The marks of another run: only on cells that mean the same, and only where they differ."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nnviz.engine import Dense, Network
from nnviz.engine.what_if import what_if
from nnviz.scene.comparing.other import Other
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import MatrixBlock
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.what_if.former import TINTS, UNCHANGED
from tests.scene.traces import NAMES, trace

STAGE = ComposeOptions(800.0, 560.0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
Y = np.array([[0], [1], [1], [0.0]])


@cache
def run(seed=0, units=4, hidden="relu", layers=1, samples=4):
    net = Network([*(Dense(units, hidden) for _ in range(layers)), Dense(1)], n_in=2, loss="mse",
                  optimizer="adam", seed=seed)  # fmt: skip
    return net.trace_step(X[:samples], Y[:samples])


def blocks(scene):
    return [item for item in scene.primitives if isinstance(item, MatrixBlock)]


def composed(other, alpha=1.0, **options):
    stage = replace(STAGE, other=other, **options)
    return [compose(step, alpha, stage) for step in other.own.steps]


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("beneath", [False, True])
def test_marks_are_the_engines_numbers_of_the_other_run(orientation, beneath):
    other, seen = Other(run(0), run(1), True, beneath), set()
    for scene in composed(other, orientation=orientation):
        for block in blocks(scene):
            if block.former is UNCHANGED:
                continue
            assert block.former.quiet is not beneath
            assert not block.former.struck
            for place in np.ndindex(block.shape):
                cell = block.stored(*place)
                mine = np.atleast_2d(other.own[cell.name])[cell.row, cell.col]
                theirs = np.atleast_2d(other.trace[cell.name])[cell.row, cell.col]
                assert block.values[place] == mine
                assert block.former.values[place] == theirs
            assert np.array_equal(block.former_tints() != 0, block.values != block.former.values)
            seen.add(block.name)
    assert {"W1", "Z1", "A1", "dZ1", "dW1", "W1_new", "m_W1_new"} <= seen


def test_the_deepest_tint_is_the_largest_difference_of_the_whole_array():
    other = Other(run(0), run(1), True)
    scene = compose(other.own.steps[0], 1.0, replace(STAGE, other=other))
    weights = next(block for block in blocks(scene) if block.name == "W1")
    difference = run(0)["W1"] - run(1)["W1"]
    assert weights.former.deepest == np.abs(difference).max()
    assert np.abs(weights.former_tints()).max() == TINTS


@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.71])
def test_nothing_is_marked_before_it_is_made(alpha):
    marked = 0
    for scene in composed(Other(run(0), run(1), True), alpha):
        for block in blocks(scene):
            for row, col in zip(*np.nonzero(block.former_tints()), strict=True):
                marked += 1
                assert block.is_settled(int(row), int(col))
    assert marked


def test_the_same_run_has_no_marks():
    for scene in composed(Other(run(0), run(0), True)):
        assert all(block.former is UNCHANGED for block in blocks(scene))


@pytest.mark.parametrize("name", NAMES)
def test_without_another_run_the_picture_is_as_it_was(name):
    for step in trace(name).steps:
        plain = scene_to_json(compose(step, 0.6, STAGE))
        other = Other(trace(name), trace(name), True)
        assert scene_to_json(compose(step, 0.6, replace(STAGE, other=other))) == plain


def test_other_samples_leave_what_has_a_sample_axis_alone():
    other = Other(run(0), run(1), same_samples=False)
    seen = {b.name for s in composed(other) for b in blocks(s) if b.former is not UNCHANGED}
    assert "W1" in seen
    assert "dW1" in seen
    assert not seen & {"X", "Z1", "A1", "P1", "dZ1", "dA1", "dZ2", "Ls"}


def test_other_shapes_are_not_paired_and_nothing_breaks():
    for one, two in ((run(0), run(0, units=6)), (run(0, units=6), run(0))):
        other = Other(one, two, True)
        seen = {b.name for s in composed(other, 0.6) for b in blocks(s)
                if b.former is not UNCHANGED}  # fmt: skip
        assert not seen & {"W1", "Z1", "A1", "W2"}
        assert "Z2" in {b.name for s in composed(other) for b in blocks(s)
                        if b.former is not UNCHANGED}  # fmt: skip


def test_a_sample_that_the_other_batch_does_not_have_is_held_against_nothing():
    other, seen = Other(run(0), run(1, samples=2), same_samples=False), set()
    for scene in composed(other, sample=3, one_sample=True):
        seen |= {b.name for b in blocks(scene) if b.former is not UNCHANGED}
    assert "dW1" in seen
    assert not [name for name in seen if "sample" in name]


def test_another_number_of_layers_pairs_only_what_belongs_to_no_layer():
    other = Other(run(0), run(0, layers=2), True)
    assert run(0)["W1"].shape == run(0, layers=2)["W1"].shape
    assert not other.pairs("W1")
    assert other.pairs("X")
    assert other.pairs("L")
    assert not other.pairs("nothing")


def test_seen_from_the_other_side_it_is_the_same():
    other = Other(run(0), run(1), True, beneath=True)
    back = other.turned()
    assert (back.own, back.trace, back.same_samples, back.beneath) == (run(1), run(0), True, True)
    assert np.array_equal(other.differing("W1"), back.differing("W1"))


def test_a_what_if_is_marked_before_another_run():
    found = what_if(run(0), {("W1", 1, 0): 3.0})
    other = Other(found.after, run(1), True)
    stage = replace(STAGE, other=other, before=found.before)
    weights = next(b for b in blocks(compose(found.after.steps[0], 1.0, stage)) if b.name == "W1")
    assert weights.former.struck
    assert np.count_nonzero(weights.former_tints()) == 1


def test_per_sample_steps_are_marked_for_the_sample_that_is_seen():
    other, seen = Other(run(0, hidden="tanh"), run(1, hidden="tanh"), True), set()
    for scene in composed(other, sample=2):
        for block in blocks(scene):
            if block.former is not UNCHANGED and "sample" in block.name:
                seen.add(block.name)
                step = next(s for s in other.trace.steps if block.name in {s.output, *s.also})
                theirs = step.for_sample(2).value
                assert np.allclose(np.sort(block.former.values.ravel()), np.sort(theirs.ravel()))
    assert seen


@pytest.mark.parametrize("alpha", [0.25, 1.0])
def test_composing_is_pure(alpha):
    other = Other(run(0), run(1), True)
    once = [scene_to_json(scene) for scene in composed(other, alpha)]
    assert once == [scene_to_json(scene) for scene in composed(other, alpha)]
