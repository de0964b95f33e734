import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.app.document import opened
from nnviz.app.edits import AddLayer, SetLoss, SetOptimizer
from nnviz.app.experiment import example
from nnviz.app.place import same_place
from nnviz.app.relations import NO_RELATIONS, blocks, has_cell, relations
from nnviz.playback.timeline import Position
from nnviz.scene.options import CellRange
from nnviz.scene.primitives import CellRef

XOR = example("xor")
TRACE = opened(XOR).run.trace(0)
ADAM = opened(SetOptimizer("adam").apply(XOR)).run.trace(0)
CLASSES = opened(SetLoss("cross_entropy").apply(XOR)).run.trace(0)


def ranges(name, row, col, sample=0, trace=TRACE):
    return relations(trace, CellRef(name, row, col), sample, "textbook")


def test_a_cell_of_a_product_comes_from_a_row_and_a_row_and_goes_where_the_bias_is_added():
    found = ranges("P1", 1, 2)
    assert set(found.sources) == {
        CellRange("W1", slice(2, 3), slice(0, 2)),
        CellRange("X", slice(1, 2), slice(0, 2)),
    }
    assert found.targets == (CellRange("Z1", slice(1, 2), slice(2, 3)),)


def test_what_was_given_comes_from_nowhere_and_goes_somewhere():
    found = ranges("X", 0, 0)
    assert found.sources == ()
    assert CellRange("P1", slice(0, 1), slice(0, 4)) in found.targets


@pytest.mark.parametrize("sample", [0, 2])
def test_a_per_sample_step_comes_from_the_row_of_the_sample_shown(sample):
    found = ranges("dW1_sample", 1, 0, sample)
    assert set(found.sources) == {
        CellRange("dZ1", slice(sample, sample + 1), slice(1, 2)),
        CellRange("X", slice(sample, sample + 1), slice(0, 1)),
    }
    jacobian = ranges("J1", 1, 1, sample)
    assert [source.rows for source in jacobian.sources] == [slice(sample, sample + 1)]


def test_a_per_sample_step_is_a_target_only_for_the_sample_shown():
    here = {cells.name for cells in ranges("dZ1", 2, 1, sample=2).targets}
    elsewhere = {cells.name for cells in ranges("dZ1", 2, 1, sample=0).targets}
    assert here - elsewhere == {"dW1_sample"}


@pytest.mark.parametrize(
    ("cell", "there"),
    [
        (CellRef("P1", 3, 3), True),
        (CellRef("P1", 4, 0), False),
        (CellRef("P1", 0, 4), False),
        (CellRef("P1", -1, 0), False),
        (CellRef("b1", 0, 3), True),
        (CellRef("b1", 1, 0), False),
        (CellRef("L", 0, 0), True),
        (CellRef("L", 0, 1), False),
        (CellRef("nothing", 0, 0), False),
    ],
)
def test_only_cells_of_the_trace_are_known(cell, there):
    assert has_cell(TRACE, cell) is there
    if not there:
        assert relations(TRACE, cell, 0, "rows") is NO_RELATIONS


@pytest.mark.parametrize("trace", [TRACE, ADAM, CLASSES], ids=["sgd", "adam", "classes"])
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_cell_of_every_array_has_relations_inside_the_arrays(trace, orientation):
    for name in trace.names:
        table = np.atleast_2d(trace[name])
        for row, col in np.ndindex(table.shape):
            found = relations(trace, CellRef(name, row, col), 1, orientation)
            for cells in (*found.sources, *found.targets):
                last = CellRef(cells.name, cells.rows.stop - 1, cells.cols.stop - 1)
                assert has_cell(trace, last)


@given(st.sets(st.tuples(st.sampled_from("ab"), st.integers(0, 4), st.integers(0, 4))))
def test_blocks_hold_exactly_the_cells(cells):
    held = [
        (block.name, row, col)
        for block in blocks(sorted(cells))
        for row in range(block.rows.start, block.rows.stop)
        for col in range(block.cols.start, block.cols.stop)
    ]
    assert len(held) == len(set(held))
    assert set(held) == cells


def test_a_rectangle_is_one_block():
    cells = [("W", row, col) for row in range(2, 5) for col in range(3)]
    assert blocks(cells) == (CellRange("W", slice(2, 5), slice(0, 3)),)


def test_nothing_pointed_at_has_no_relations():
    assert relations(TRACE, None, 0, "textbook") is NO_RELATIONS


def step_index(trace, kind, layer):
    return next(s.index for s in trace.steps if (s.kind, s.layer) == (kind, layer))


def test_the_same_step_is_found_in_another_trace():
    old = step_index(TRACE, "update", 2)
    found = same_place(TRACE, Position(old, 0.25), ADAM)
    assert ADAM.steps[found.step_index].output == TRACE.steps[old].output
    assert found.alpha == 0.25


def test_where_the_step_is_gone_it_is_the_end_of_the_one_before():
    old = step_index(TRACE, "error", 2)
    found = same_place(TRACE, Position(old, 0.5), CLASSES)
    assert CLASSES.steps[found.step_index].output == "Z2"
    assert found.alpha == 1.0


def test_where_nothing_before_is_left_it_is_the_beginning():
    without_bias = opened(AddLayer(1, units=2, bias=False).apply(XOR)).run.trace(0)
    assert without_bias.steps[0].output == "Z1"
    assert same_place(TRACE, Position(0, 0.5), without_bias) == Position(0, 0.0)
