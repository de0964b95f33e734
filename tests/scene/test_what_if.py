"""What a what-if looks like: old numbers where something changed, and nowhere else."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.message import Message
from nnviz.engine.what_if import what_if
from nnviz.scene.compose import compose
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.narration.what_if import told, written
from nnviz.scene.numbers import parse_value, widest
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Delta, Edges, MatrixBlock, Node, Role
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.what_if.before import same_step
from nnviz.scene.what_if.former import TINTS, UNCHANGED
from nnviz.scene.what_if.numbers import former_form, told_apart
from tests.scene.traces import NAMES, trace

STAGE = ComposeOptions(1200.0, 620.0)
SIZES = ((960.0, 380.0), (1200.0, 620.0), (1640.0, 760.0))
CELL = ("W1", 1, 0)


def supposed(name, cell=CELL, by=0.3):
    before = trace(name)
    return what_if(before, {cell: float(before[cell[0]].reshape(-1, 2)[cell[1], cell[2]]) + by})


def blocks(scene):
    return [item for item in scene.primitives if isinstance(item, MatrixBlock)]


def scenes(found, alpha, **options):
    stage = replace(STAGE, before=found.before, **options)
    return [compose(step, alpha, stage) for step in found.after.steps]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_old_numbers_are_those_of_the_engine_and_only_where_something_changed(name, orientation):
    found = supposed(name)
    seen = set()
    for scene in scenes(found, 1.0, orientation=orientation):
        for block in blocks(scene):
            if block.former is UNCHANGED:
                continue
            tints = block.former_tints()
            assert np.array_equal(tints != 0, block.values != block.former.values)
            if block.name not in found.before or found.before[block.name].ndim != 2:
                continue
            for row, col in np.ndindex(block.shape):
                cell = block.stored(row, col)
                if block.values[row, col] != found.after[cell.name][cell.row, cell.col]:
                    continue  # a part of a sum that is shown by itself
                old = found.before[cell.name][cell.row, cell.col]
                # A view may add up in another order than the engine did.
                assert block.former.values[row, col] == pytest.approx(old, rel=1e-12)
                seen.add(block.name)
    assert {"W1", "W1_new", "A1"} <= seen


@pytest.mark.parametrize("name", ["xor", "classes", "yes_no"])
def test_nothing_is_marked_before_it_is_made(name):
    found = supposed(name)
    for alpha in (0.0, 0.37):
        for scene in scenes(found, alpha):
            for block in blocks(scene):
                tints = block.former_tints()
                for row, col in zip(*np.nonzero(tints), strict=True):
                    assert block.is_settled(int(row), int(col))


def test_without_a_what_if_nothing_is_other():
    for step in trace("xor").steps:
        assert all(block.former is UNCHANGED for block in blocks(compose(step, 1.0, STAGE)))


def test_the_largest_change_has_the_deepest_tint_and_its_sign_says_the_way():
    found = supposed("xor", by=-0.3)
    scene = scenes(found, 1.0)[0]
    weights = next(block for block in blocks(scene) if block.name == "W1")
    assert weights.former_tints().min() == -TINTS
    assert np.count_nonzero(weights.former_tints()) == 1
    difference = weights.values - weights.former.values
    assert np.abs(difference).max() == weights.former.deepest


@pytest.mark.parametrize("alpha", [0.2, 1.0])
def test_composing_is_pure(alpha):
    found = supposed("classes")
    once = [scene_to_json(scene) for scene in scenes(found, alpha)]
    again = [scene_to_json(scene) for scene in reversed(scenes(found, alpha))]
    assert once == again[::-1]


def test_a_step_is_found_in_the_other_trace():
    found = supposed("mixed")
    for step in found.after.steps:
        other = same_step(found.before, step)
        assert (other.kind, other.layer, other.output) == (step.kind, step.layer, step.output)
    last = found.after.steps[-1]
    assert same_step(trace("classes"), replace(last, output="W9_new")) is None


@given(
    width=st.floats(20, 160), height=st.floats(16, 90), number=st.floats(9, 34),
    chars=st.integers(1, 9),
)  # fmt: skip
def test_old_numbers_stay_in_their_cells_and_clear_of_the_new_ones(width, height, number, chars):
    form = former_form(width, height, number, chars)
    if form is None:
        return
    assert form.old_px >= 8.0
    assert form.pill.x >= 0
    assert form.pill.right <= width + 1e-9
    assert form.pill.bottom <= height
    assert form.middle - 0.365 * number >= 0
    assert form.middle + 0.365 * number <= form.pill.y
    assert form.old_px * 0.73 <= form.pill.height
    assert form.most_old >= chars
    assert form.sign_px + form.most_old * 0.6 * form.old_px <= form.pill.width
    assert form.most_new * 0.6 * number <= width


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["xor", "classes", "mixed"])
def test_numbers_that_are_shown_are_the_engines_and_can_be_told_apart(name, size):
    found = supposed(name, by=0.004)
    shown = 0
    for scene in scenes(found, 1.0, width=size[0], height=size[1]):
        for block in blocks(scene):
            if block.former is UNCHANGED or block.decimals is None:
                continue
            cell, most = block.cell_rect(0, 0), widest(block.former.values, block.decimals)
            form = former_form(cell.width, cell.height, block.font_px, most)
            for place in zip(*np.nonzero(block.former_tints()), strict=True):
                old, new = float(block.former.values[place]), float(block.values[place])
                texts = None if form is None else told_apart(old, new, block.decimals, form)
                if texts is None:
                    continue
                shown += 1
                assert texts[0] != texts[1]
                assert parse_value(texts[0]) == pytest.approx(old, abs=0.06)
                assert parse_value(texts[1]) == pytest.approx(new, abs=0.06)
    assert shown > 10


def test_numbers_that_would_read_the_same_get_a_digit_more():
    assert written(0.501, 0.504, 2) == ("0.501", "0.504")
    assert written(0.5, 0.7, 2) == ("0.50", "0.70")
    assert written(1e-9, 0.0, 2) == ("1e−9", "0.00")
    form = former_form(80.0, 50.0, 16.0, 6)
    assert told_apart(0.501, 0.504, 2, form) == ("0.501", "0.504")
    assert told_apart(0.5, 0.5 + 1e-9, 2, form) is None


def text(found, **options):
    return told(found, "textbook", 3, **options).english()


def test_the_sentence_has_the_engines_numbers():
    found = supposed("xor")
    said = text(found)
    assert said.startswith("What if w¹₂,₁ = ")
    before, after = found.before.loss, found.after.loss
    numbers = [parse_value(part) for part in re.findall(r"−?\d+\.\d+", said)][2:]
    wanted = [before, before + found.predicted, found.predicted, after, found.real]
    assert numbers == pytest.approx(wanted, abs=0.006)
    assert numbers[0] + numbers[2] == pytest.approx(numbers[1], abs=1e-9)
    assert numbers[0] + numbers[4] == pytest.approx(numbers[3], abs=1e-9)


def test_a_class_is_named_and_of_many_cells_the_first_are_listed():
    before = trace("classes")
    found = what_if(before, {("Y", 0, 2): 1.0})
    assert "the class of sample 1 is c (was a)" in text(found, classes=("a", "b", "c"))
    assert "the class of sample 1 is 3 (was 1)" in text(found)
    found = what_if(before, {("W1", row, 0): 0.5 for row in range(4)})
    assert "and 2 more? Loss" in text(found)
    assert isinstance(told(found, "rows", 3), Message)


def test_units_and_connections_of_the_map_are_marked():
    found = supposed("xor")
    options = MapOptions(1140.0, 260.0, before=found.before, sample=3)
    last = len(found.after.steps) - 1
    scene = compose_map(found.after, 7, 1.0, options)
    plain = compose_map(found.after, 7, 1.0, replace(options, before=None))
    marks = [item for item in scene.primitives if isinstance(item, Delta)]
    light = [item for item in scene.primitives if isinstance(item, Edges) and
             item.role is Role.CHANGED]  # fmt: skip
    assert len(light) == 1
    assert len(light[0].segments) == 1
    assert not any(isinstance(item, Delta) for item in plain.primitives)
    units = {item.id: item for item in plain.primitives if isinstance(item, Node)}
    for mark in marks:
        if mark.text:
            node = units[mark.id.removeprefix("changed.")]
            old = found.before[node.cell.name][node.cell.row, node.cell.col]
            assert parse_value(mark.text) == pytest.approx(old, abs=0.006)
            assert np.sign(mark.depth) == np.sign(node.value - old)
    ids = [item.id for item in scene.primitives]
    assert len(ids) == len(set(ids))
    assert ids.index(light[0].id) < ids.index("unit.0.0")
    compose_map(found.after, last, 1.0, options)


def test_a_map_mark_stays_on_the_map():
    found = supposed("classes")
    for width, height in ((420.0, 130.0), (900.0, 90.0), (1140.0, 260.0)):
        options = MapOptions(width, height, before=found.before)
        scene = compose_map(found.after, len(found.after.steps) - 1, 1.0, options)
        for item in scene.primitives:
            if isinstance(item, Delta):
                wide = 1.3 * item.size_px + 0.6 * item.size_px * len(item.text) + 5.0
                assert item.x - 0.65 * item.size_px >= 0
                assert item.x - 0.65 * item.size_px + wide <= width
                assert item.y - 0.65 * item.size_px >= 0
                assert item.y + 0.65 * item.size_px <= height


def test_the_sentence_writes_a_fraction_among_whole_numbers_as_the_stage_does():
    found = what_if(trace("xor"), {("X", 2, 1): 0.05})
    assert "= 0.05 (was 0.00)?" in told(found, "textbook", 3).english()
