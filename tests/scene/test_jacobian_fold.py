"""The Jacobian's step: the numbers stay the same while its diagonal slides out."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.step import StepKind
from nnviz.scene.compose import compose
from nnviz.scene.numbers import format_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Card, Formula, Label, MatrixBlock
from nnviz.scene.snapshot import scene_to_json
from tests.scene.traces import random_steps, softmax_steps, xor_steps

SIZES = [(620.0, 330.0), (979.0, 388.0), (1460.0, 640.0)]
ORIENTATIONS = ("textbook", "rows")


def jacobian(steps, sample=1):
    return next(s for s in steps if s.kind is StepKind.JACOBIAN).for_sample(sample)


def picture(step, alpha, size=SIZES[1], orientation="textbook", **more):
    options = ComposeOptions(*size, orientation, sample=step.sample, **more)
    return compose(step, alpha, options)


def blocks(scene):
    return {p.name: p for p in scene.primitives if isinstance(p, MatrixBlock)}


def texts(scene):
    return {p.id: p for p in scene.primitives if isinstance(p, Label)}


def english(label):
    return "".join(r.text if isinstance(r.text, str) else r.text.english() for r in label.runs)


def written(values, decimals):
    return [format_value(float(v), decimals) for v in np.ravel(values)]


STEPS = {
    "tanh": jacobian(xor_steps("tanh")),
    "relu": jacobian(xor_steps("relu")),
    "softmax": jacobian(softmax_steps()),
    "one": jacobian(random_steps([2, 1, 1], 3)),
    "sixteen": jacobian(random_steps([4, 16, 1], 3)),
}


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("name", STEPS)
def test_the_result_is_the_recorded_signal_at_every_moment(name, orientation):
    step = STEPS[name]
    (delta,) = step.also.values()
    for alpha in np.linspace(0.5, 1.0, 11):
        shown = blocks(picture(step, float(alpha), orientation=orientation))
        block = shown[next(iter(step.also))]
        assert block.revealed == delta.size
        np.testing.assert_array_equal(block.values.ravel(), delta)
        if block.decimals is not None:
            assert written(block.values, block.decimals) == written(delta, block.decimals)


@pytest.mark.parametrize("name", ["tanh", "relu", "one", "sixteen"])
def test_the_diagonal_alone_gives_the_same_numbers(name):
    shown = blocks(picture(STEPS[name], 1.0))
    kept, upstream, signal = (shown[n].values.ravel() for n in ("D1", "dA1", "dZ1"))
    J = shown["J1"].values
    np.testing.assert_array_equal(np.diag(J), kept)
    assert not (J - np.diag(np.diag(J))).any()
    np.testing.assert_allclose(kept * upstream, signal, rtol=1e-12)
    np.testing.assert_allclose(J @ upstream, signal, rtol=1e-12)


def test_what_softmax_computes_instead_gives_the_same_numbers():
    step = STEPS["softmax"]
    scene = picture(step, 1.0)
    shown = blocks(scene)
    a, g, signal = (shown[n].values.ravel() for n in ("A2", "dA2", "dZ2"))
    np.testing.assert_allclose(a * (g - a @ g), signal, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(shown["J2"].values @ g, signal, rtol=1e-9, atol=1e-15)
    minus = english(texts(scene)["sign.2"])
    decimals = shown["dA2"].decimals
    assert format_value(float(a @ g), decimals) in minus


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_at_its_start_the_kept_vector_lies_on_the_diagonal(orientation):
    scene = picture(STEPS["tanh"], 0.5 + 1e-4, orientation=orientation)
    shown = blocks(scene)
    J, kept = shown["J1"], shown["D1"]
    for k in range(4):
        place = (k, 0) if orientation == "textbook" else (0, k)
        mine, its = kept.cell_rect(*place), J.cell_rect(k, k)
        for side in ("x", "y", "right", "bottom"):
            assert getattr(mine, side) == pytest.approx(getattr(its, side), abs=0.5)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["tanh", "softmax", "sixteen"])
def test_nothing_jumps_from_moment_to_moment(name, size, orientation):
    frames = [
        blocks(picture(STEPS[name], a, size, orientation)) for a in np.linspace(0.5, 1.0, 201)
    ]
    for before, after in pairwise(frames):
        for key in before.keys() & after.keys():
            for side in ("x", "y", "right", "bottom"):
                moved = getattr(after[key].rect, side) - getattr(before[key].rect, side)
                assert abs(moved) < 0.03 * max(size), key
            assert abs(after[key].strength - before[key].strength) < 0.05, key
        for key in after.keys() - before.keys():
            sheared = any(after[key].shear)
            assert sheared or after[key].strength < 0.05, key


def test_rows_of_the_diagonal_keep_their_height_while_they_slide():
    tops = {}
    for alpha in (0.55, 0.7, 0.9, 1.0):
        kept = blocks(picture(STEPS["tanh"], alpha))["D1"]
        tops[alpha] = [kept.cell_rect(k, 0).y for k in range(4)]
    assert all(found == pytest.approx(tops[1.0]) for found in tops.values())


def test_a_sliding_cell_can_be_pointed_at():
    kept = blocks(picture(STEPS["tanh"], 0.7))["D1"]
    assert any(kept.shear)
    for k in range(4):
        rect = kept.cell_rect(k, 0)
        cell = kept.cell_at(rect.x + rect.width / 2, rect.y + rect.height / 2)
        assert (cell.name, cell.row, cell.col) == ("D1", 1, k)
    last = kept.cell_rect(3, 0)
    assert kept.cell_at(last.x + 1, kept.rect.y + 1) is None


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_with_reduced_motion_nothing_slides(orientation):
    step = STEPS["tanh"]
    for alpha in np.linspace(0.0, 1.0, 41):
        shown = blocks(picture(step, float(alpha), SIZES[2], orientation, reduced_motion=True))
        end = blocks(picture(step, 1.0, SIZES[2], orientation, reduced_motion=True))
        start = blocks(picture(step, 0.0, SIZES[2], orientation, reduced_motion=True))
        for key, block in shown.items():
            assert not any(block.shear)
            places = {end[key].rect, start[key].rect if key in start else end[key].rect}
            assert block.rect in places
    moved, still = (picture(step, 1.0, SIZES[2], orientation, reduced_motion=r) for r in (0, 1))
    assert scene_to_json(moved) == scene_to_json(still)


@pytest.mark.parametrize("name", STEPS)
def test_the_costs_are_those_of_the_products(name):
    step = STEPS[name]
    n = step.value.shape[0]
    full = sum(1 for _ in range(n) for _ in range(n))
    cheap = sum(1 for _ in range(n)) * (2 if name == "softmax" else 1)
    labels = texts(picture(step, 1.0))
    note = english(labels["strip.note.0"])
    assert f"n² = {full};" in note
    assert f"n = {cheap}." in note
    assert english(labels["strip.1"]).startswith(f"{full} multiplications against {cheap}:")


def test_the_sentence_tells_of_the_fold():
    said = picture(STEPS["tanh"], 0.8).sentence.english()
    assert "f′ ⊙ g" in said
    assert "4 multiplications instead of 16" in said
    assert "f′ ⊙ g" not in picture(STEPS["tanh"], 0.4).sentence.english()


def test_pointing_at_a_cell_of_the_result_tells_about_it_in_the_fold_too():
    from nnviz.scene.primitives import CellRef

    step = STEPS["tanh"]
    scene = picture(step, 1.0, hovered=CellRef("dZ1", 1, 2))
    assert scene.focus == CellRef("dZ1", 1, 2)
    assert "multiplications against" not in english(texts(scene)["strip.1"])


def box(item):
    return item.rect if isinstance(item, MatrixBlock) else item.box


def overlap(a, b):
    across = min(a.right, b.right) - max(a.x, b.x)
    down = min(a.bottom, b.bottom) - max(a.y, b.y)
    return across > 0.01 and down > 0.01


def check(scene):
    things = [p for p in scene.primitives if isinstance(p, (Label, Formula, MatrixBlock))]
    for item in things:
        rect = box(item)
        assert rect.width > 0, item.id
        assert rect.height > 0, item.id
        assert rect.x >= -0.01, item.id
        assert rect.right <= scene.width + 0.01, item.id
        assert rect.y >= -0.01, item.id
        assert rect.bottom <= scene.height + 0.01, item.id
    for first, second in combinations(things, 2):
        # The diagonal slides out of its own matrix and past the sign that is just coming.
        sliding = any(isinstance(t, MatrixBlock) and any(t.shear) for t in (first, second))
        faint = any(getattr(t, "strength", 1.0) < 0.5 for t in (first, second))
        if not (sliding or faint):
            assert not overlap(box(first), box(second)), (first.id, second.id)
    (card,) = (p for p in scene.primitives if isinstance(p, Card))
    for item in things:
        assert overlap(box(item), card.rect) == item.id.startswith("strip."), item.id


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 20),
    st.sampled_from(["tanh", "relu", "gelu"]),
    st.sampled_from(SIZES),
    st.sampled_from(ORIENTATIONS),
    st.sampled_from([0.0, 0.3, 0.5, 0.6, 0.75, 0.9, 1.0]),
    st.booleans(),
)
def test_nothing_overlaps_and_nothing_leaves_the_stage(
    units, activation, size, orientation, alpha, projector
):
    step = jacobian(random_steps([3, units, 2], 4, activation), 2)
    check(picture(step, alpha, size, orientation, projector=projector))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("name", STEPS)
def test_nothing_overlaps_while_the_signal_comes_to_its_place(name, size, orientation):
    for alpha in np.linspace(0.9, 1.0, 21).tolist():
        check(picture(STEPS[name], alpha, size, orientation))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.8, 1.0])
def test_a_softmax_and_a_wide_layer_fit_as_well(size, orientation, alpha):
    check(picture(STEPS["softmax"], alpha, size, orientation))
    check(picture(jacobian(random_steps([2, 512, 1], 2)), alpha, size, orientation))


def test_the_same_moment_gives_the_same_picture_in_any_order():
    step = STEPS["tanh"]
    forwards = {a: scene_to_json(picture(step, a)) for a in (0.2, 0.6, 0.9, 1.0)}
    for a in (1.0, 0.2, 0.9, 0.6):
        assert scene_to_json(picture(replace(step), a)) == forwards[a]
