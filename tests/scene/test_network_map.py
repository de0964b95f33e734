from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.step import Phase, StepKind
from nnviz.scene.map.layout import MOST_UNITS, lay_out
from nnviz.scene.map.network import MOST_EDGES, MapOptions, compose_map
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import Arrow, CellRef, Edges, Label, Node, Rect, Role
from tests.scene.traces import NAMES, trace, wide_trace

SIZES = st.lists(st.integers(1, 900), min_size=2, max_size=12).map(tuple)
WIDTHS = st.floats(600, 2400)
HEIGHTS = st.floats(110, 320)
OPTIONS = MapOptions(1140.0, 160.0)


def of(scene, kind):
    return [item for item in scene.primitives if isinstance(item, kind)]


def circle(node):
    return Rect(node.x - node.radius, node.y - node.radius, 2 * node.radius, 2 * node.radius)


def overlap(a, b):
    return (
        min(a.right, b.right) - max(a.x, b.x) > 0.01
        and min(a.bottom, b.bottom) - max(a.y, b.y) > 0.01
    )


def inside(box, width, height):
    return box.x >= 0 and box.y >= 0 and box.right <= width + 0.01 and box.bottom <= height + 0.01


def step_index(name, kind, layer=None):
    return next(
        step.index
        for step in trace(name).steps
        if step.kind == kind and layer in {None, step.layer}
    )


@given(SIZES, WIDTHS, HEIGHTS)
def test_nothing_on_the_map_overlaps(sizes, width, height):
    layout = lay_out(sizes, width, height, MOST_EDGES)
    boxes = [column.caption for column in layout.columns]
    boxes += [column.more for column in layout.columns if column.more is not None]
    boxes += [layout.omissions] if layout.omissions is not None else []
    r = layout.radius
    boxes += [Rect(c.x - r, y - r, 2 * r, 2 * r) for c in layout.columns for y in c.ys]
    assert all(inside(box, width, height) for box in boxes)
    for place, box in enumerate(boxes):
        assert not any(overlap(box, other) for other in boxes[place + 1 :])
    for column, units in zip(layout.columns, sizes, strict=True):
        assert 1 <= column.drawn <= min(units, MOST_UNITS)
        assert (column.more is None) == (layout.low or column.drawn == units)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(1, 70), min_size=2, max_size=7).map(lambda s: (*s, 3)),
    st.data(),
)
def test_a_map_of_any_network_keeps_its_limits(sizes, data):
    recorded = wide_trace(sizes)
    index = data.draw(st.integers(0, len(recorded.steps) - 1))
    alpha = data.draw(st.floats(0, 1))
    scene = compose_map(recorded, index, alpha, MapOptions(600.0, 110.0, sample=1))
    edges = of(scene, Edges)
    shown = sum(len(part.values) for part in edges)
    assert shown <= MOST_EDGES
    for part in edges:
        assert part.segments.shape == (len(part.values), 4)
        assert (np.abs(part.values) <= part.vmax).all()
    total = sum(a * b for a, b in pairwise(sizes))
    omissions = [label for label in of(scene, Label) if label.id == "omissions"]
    assert bool(omissions) == (shown < total)
    if omissions:
        assert omissions[0].runs[0].text.args["shown"] == str(shown)
    assert all(inside(label.box, 600, 110) for label in of(scene, Label))
    ids = [item.id for item in scene.primitives]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_moment_can_be_seen(name, orientation):
    recorded = trace(name)
    for step in recorded.steps:
        for alpha in (0.0, 0.5, 1.0):
            options = MapOptions(1140.0, 160.0, orientation, sample=3)
            scene = compose_map(recorded, step.index, alpha, options)
            assert "{" not in scene.sentence.english()
            for node in of(scene, Node):
                assert (node.cell is None) == (node.value is None)
                if node.cell is not None:
                    assert node.value == recorded[node.cell.name][3, node.cell.col]
                    assert scene.cell_at(node.x, node.y) == node.cell


def test_the_captions_stand_clear_and_say_the_layers():
    scene = compose_map(trace("xor"), 0, 0.5, OPTIONS)
    said = [label.runs[0].text.english() for label in of(scene, Label)]
    assert said == ["Input 2", "Dense 4 · ReLU", "Dense 1 · linear"]
    for label in of(scene, Label):
        assert not any(overlap(label.box, circle(node)) for node in of(scene, Node))


def test_numbers_stand_in_the_nodes_of_a_small_network():
    recorded = trace("xor")
    last = len(recorded.steps) - 1
    scene = compose_map(recorded, last, 1.0, MapOptions(1140.0, 160.0, sample=1))
    for node in of(scene, Node):
        array = recorded[node.cell.name]
        assert node.text == format_value(node.value, decimals_for(array))


def test_an_activation_fills_its_nodes_one_by_one():
    index = step_index("xor", StepKind.ACTIVATION)

    def filled(alpha, orientation):
        options = MapOptions(1140.0, 160.0, orientation, sample=1)
        scene = compose_map(trace("xor"), index, alpha, options)
        return [n.id for n in of(scene, Node) if n.id.startswith("unit.1") and n.value is not None]

    assert filled(0.0, "textbook") == []
    assert filled(6 / 16, "textbook") == ["unit.1.0", "unit.1.1"]
    assert filled(6 / 16, "rows") == ["unit.1.0", "unit.1.1"]
    assert filled(5 / 16, "rows") == ["unit.1.0"]
    assert len(filled(1.0, "textbook")) == 4


def test_what_is_not_computed_is_empty():
    scene = compose_map(trace("xor"), 0, 1.0, OPTIONS)
    empty = {node.id for node in of(scene, Node) if node.value is None}
    assert empty == {"unit.1.0", "unit.1.1", "unit.1.2", "unit.1.3", "unit.2.0"}


def test_a_new_weight_is_drawn_when_it_lands():
    recorded = trace("xor")
    index = next(s.index for s in recorded.steps if s.output == "W1_new")
    old, new = recorded["W1"].ravel(), recorded["W1_new"].ravel()
    for alpha, landed in ((0.0, 0), (3 / 8, 3), (1.0, 8)):
        scene = compose_map(recorded, index, alpha, OPTIONS)
        expected = np.concatenate([new[:landed], old[landed:]])
        np.testing.assert_array_equal(of(scene, Edges)[0].values, expected)
    after = compose_map(recorded, len(recorded.steps) - 1, 0.0, OPTIONS)
    np.testing.assert_array_equal(of(after, Edges)[0].values, new)


def test_the_arrow_runs_with_the_phase():
    forward = of(compose_map(trace("xor"), 0, 0.5, OPTIONS), Arrow)[0]
    assert forward.start[0] < forward.end[0]
    assert forward.role is Role.FORWARD
    index = step_index("xor", StepKind.WEIGHT_GRADIENT, 2)
    backward = of(compose_map(trace("xor"), index, 0.5, OPTIONS), Arrow)[0]
    assert backward.start[0] > backward.end[0] > forward.end[0]
    assert backward.role is Role.BACKWARD
    loss = step_index("xor", StepKind.LOSS)
    assert of(compose_map(trace("xor"), loss, 0.5, OPTIONS), Arrow) == []


def test_only_the_layer_at_work_is_lit():
    for step in trace("xor").steps:
        scene = compose_map(trace("xor"), step.index, 1.0, OPTIONS)
        lit = [part.id for part in of(scene, Edges) if part.lit.any()]
        of_weights = step.phase is not Phase.UPDATE or "W" in step.output
        expected = step.phase is not Phase.LOSS and of_weights
        assert lit == ([f"edges.{step.layer}"] if expected else [])
        ringed = {node.id.split(".")[1] for node in of(scene, Node) if node.lit}
        assert ringed == {str(step.layer)}


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        (CellRef("X", 2, 1), "unit.0.1"),
        (CellRef("dZ1", 2, 3), "unit.1.3"),
        (CellRef("W1", 3, 0), "unit.1.3"),
        (CellRef("dW2_sample", 0, 2), "unit.2.0"),
        (CellRef("b1_new", 0, 2), "unit.1.2"),
        (CellRef("E", 1, 0), "unit.2.0"),
    ],
)
def test_the_unit_of_a_hovered_or_pinned_cell_is_ringed(cell, unit):
    index = step_index("xor", StepKind.LOSS)
    for field, role in (("hovered", Role.FOCUS), ("pinned", Role.PINNED)):
        options = MapOptions(1140.0, 160.0, **{field: cell})
        scene = compose_map(trace("xor"), index, 0.0, options)
        assert [n.id for n in of(scene, Node) if n.lit and n.role is role] == [unit]


def test_the_unit_in_the_making_is_in_focus():
    scene = compose_map(trace("xor"), 0, 5.5 / 16, OPTIONS)
    assert scene.focus == CellRef("P1", 1, 1)
    assert [n.id for n in of(scene, Node) if n.role is Role.FOCUS and n.lit] == ["unit.1.1"]


def test_the_largest_weights_are_kept_when_there_are_too_many():
    recorded = wide_trace((12, 12, 12, 12, 3))
    scene = compose_map(recorded, 0, 0.0, MapOptions(1140.0, 320.0))
    edges = of(scene, Edges)
    kept = np.concatenate([np.abs(part.values) for part in edges])
    everything = np.concatenate(
        [
            np.maximum(np.abs(recorded[f"W{n}"]), np.abs(recorded[f"W{n}_new"])).ravel()
            for n in range(1, 5)
        ]
    )
    assert len(kept) == MOST_EDGES
    assert kept.min() >= np.sort(everything)[-MOST_EDGES] * 0.9
    said = [label.runs[0].text.english() for label in of(scene, Label) if label.id == "omissions"]
    assert said == ["400 of 468 weights are drawn: the largest between the units shown."]


def test_a_sample_that_the_batch_lacks_is_its_last():
    scene = compose_map(trace("xor"), 0, 0.0, MapOptions(1140.0, 160.0, sample=99))
    assert of(scene, Node)[0].cell == CellRef("X", 3, 0)


def test_a_low_map_says_in_its_captions_how_many_units_are_drawn():
    recorded = wide_trace((40, 30, 3))
    scene = compose_map(recorded, 0, 0.5, MapOptions(900.0, 90.0))
    said = {label.id: label.runs[0].text.english() for label in of(scene, Label)}
    drawn = sum(node.id.startswith("unit.0.") for node in of(scene, Node))
    assert said["caption.0"] == f"Input 40: {drawn} drawn"
    assert said["caption.2"].startswith("Dense 3 · ")
    assert "drawn" not in said["caption.2"]
    assert not any(name.startswith("more.") for name in said)
