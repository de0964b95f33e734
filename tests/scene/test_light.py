"""Light: terms of the scalar line, units and connections of the map, the moment a cell is made."""

import numpy as np
import pytest

from nnviz.app.relations import related_steps, relations
from nnviz.scene.arrival import arrival
from nnviz.scene.compose import compose
from nnviz.scene.map.layout import lay_out
from nnviz.scene.map.light import lit_edges, unit_of, units_in, weight_layer
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.nearest import connection_at
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.primitives import CellRef, Edges, Label, MatrixBlock, Node, Role, Run
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.steps import extent
from nnviz.scene.term_light import lit_terms
from tests.scene.traces import NAMES, all_steps, trace

SIZE = (1200.0, 700.0)
X, W = CellRef("X", 1, 0), CellRef("W1", 2, 0)


def line(*cells):
    return tuple(Run("1", cell=cell) for cell in cells)


def test_the_terms_of_the_pointed_cell_are_lit():
    found = lit_terms([line(X, W), line(W, None, W)], W, CellRef("Z1", 0, 0))
    assert [[run.lit for run in one] for one in found] == [[False, True], [True, False, True]]


@pytest.mark.parametrize("pointed", [None, X])
def test_no_term_is_lit_for_nothing_or_for_the_told_cell(pointed):
    lines = (line(X, W),)
    assert lit_terms(lines, pointed, X) == lines


def strip(scene):
    return [p for p in scene.primitives if isinstance(p, Label) and p.id in {"strip.0", "strip.1"}]


@pytest.mark.parametrize("step", all_steps(), ids=lambda s: f"{s.index}-{s.kind.value}")
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_cell_in_the_scalar_line_is_one_of_the_step(step, orientation):
    scene = compose(step, 1.0, ComposeOptions(*SIZE, orientation))
    known = {**step.inputs, **step.also, step.output: step.value}
    for label in strip(scene):
        for run in label.runs:
            assert run.cell is None or run.cell.name in known


def test_pointing_lights_the_line_and_moves_nothing():
    step = trace("xor").steps[0]
    plain = compose(step, 1.0, ComposeOptions(*SIZE))
    runs = [run for label in strip(plain) for run in label.runs]
    cell = next(run.cell for run in runs if run.cell not in {None, plain.focus})
    lit = compose(step, 1.0, ComposeOptions(*SIZE, hovered=cell))
    marked = [run for label in strip(lit) for run in label.runs if run.lit]
    assert marked
    assert {run.cell for run in marked} == {cell}
    assert [label.box for label in strip(lit)] == [label.box for label in strip(plain)]


def test_what_is_not_seen_is_not_in_a_snapshot():
    scene = compose(trace("xor").steps[0], 1.0, ComposeOptions(*SIZE))
    runs = [run for p in scene_to_json(scene)["primitives"] for run in p.get("runs", [])]
    assert runs
    assert not any("cell" in run for run in runs)


@pytest.mark.parametrize("step", all_steps(), ids=lambda s: f"{s.index}-{s.kind.value}")
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_a_cell_is_there_at_its_arrival_and_not_before(step, orientation):
    rows, cols = np.atleast_2d(step.value).shape
    options = ComposeOptions(*SIZE, orientation)
    for row, col in {(0, 0), (rows - 1, cols - 1), (rows // 2, cols // 2)}:
        cell = CellRef(step.output, row, col)
        at = arrival(step, cell, options)
        assert 0 < at <= 1
        assert shows(compose(step, at, options), cell)
        # A sum of outer products has every cell from the beginning, not yet with its value.
        if step.sample is None and not extent(step, options).terms:
            assert not shows(compose(step, at - 1e-4, options), cell)


def shows(scene, cell):
    for block in scene.primitives:
        if isinstance(block, MatrixBlock) and block.name == cell.name:
            place = block.place(cell)
            if place is not None and place[0] * block.shape[1] + place[1] < block.revealed:
                return True
    return False


# The map


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("W1", 1), ("dW2", 2), ("W1_new", 1), ("dW1_sample", 1), ("velocity_W2", 2),
        ("m_W1_new", 1), ("mhat_W1", 1), ("dW1_decayed", 1), ("Z1", None), ("b1", None),
    ],
)  # fmt: skip
def test_arrays_with_a_cell_for_each_connection(name, layer):
    assert weight_layer(name) == layer


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        (CellRef("X", 1, 0), (0, 0)), (CellRef("Z1", 0, 3), (1, 3)), (CellRef("db1", 0, 2), (1, 2)),
        (CellRef("velocity_b1", 0, 2), (1, 2)), (CellRef("Zshift2", 0, 1), (2, 1)),
        (CellRef("Y", 0, 0), (2, 0)), (CellRef("W1", 3, 1), (1, 3)), (CellRef("Ls", 0, 1), None),
        (CellRef("L", 0, 0), None), (None, None),
    ],
)  # fmt: skip
def test_the_unit_of_a_cell(cell, unit):
    assert unit_of(cell, 2) == unit


def test_units_and_connections_that_are_not_drawn_are_left_out():
    layout = lay_out((784, 128, 10), 900, 140, 400)
    drawn = layout.columns[1].drawn
    assert drawn < 128
    block = CellRange("A1", slice(0, 1), slice(0, 128))
    assert units_in([block], layout) == {(1, unit) for unit in range(drawn)}
    weights = CellRange("W2", slice(0, 10), slice(0, 128))
    (lit,) = lit_edges(layout, [(Role.SOURCE, [weights])])
    assert len(lit.segments) == layout.columns[2].drawn * drawn
    hidden = CellRange("W2", slice(0, 10), slice(127, 128))
    assert list(lit_edges(layout, [(Role.SOURCE, [hidden])])) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_map_lights_sources_and_targets(name):
    found = trace(name)
    for step in found.steps:
        cell = CellRef(step.output, 0, 0)
        related = relations(found, cell, 0, "textbook")
        options = MapOptions(
            900, 160, hovered=cell, source_cells=related.sources, target_cells=related.targets
        )
        scene = compose_map(found, step.index, 1.0, options)
        lights = [p for p in scene.primitives if isinstance(p, Edges) and p.role is not Role.TEXT]
        rings = {p.role for p in scene.primitives if isinstance(p, Node) and p.lit}
        weights = [b for b in related.sources if weight_layer(b.name) is not None]
        assert any(p.role is Role.SOURCE for p in lights) == bool(weights)
        units = {b.name for b in related.sources} & {"X", "Y", "A1", "Z1"}
        assert not units or Role.SOURCE in rings or unit_of(cell, 2) is not None


def test_a_connection_is_found_within_reach_only():
    scene = compose_map(trace("xor"), 0, 0.0, MapOptions(900, 160))
    edges = next(p for p in scene.primitives if isinstance(p, Edges) and p.name == "W2")
    x0, y0, x1, y1 = edges.segments[2]
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    assert connection_at(edges, *middle) == CellRef("W2", *edges.cells[2])
    assert connection_at(edges, middle[0], -50.0) is None


def test_the_steps_of_a_cell():
    found = trace("xor")
    made, used = related_steps(found, CellRef("W1", 0, 0), 0)
    assert made == ()
    assert "update" in {found.steps[i].kind.value for i in used}
    made, _ = related_steps(found, CellRef("Z1", 0, 0), 0)
    assert [found.steps[i].output for i in made] == ["Z1"]
    assert related_steps(found, None, 0) == ((), ())
    assert related_steps(found, CellRef("Z1", 99, 0), 0) == ((), ())
