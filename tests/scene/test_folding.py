"""Long vectors in several lines: every cell where it is said to be, with the engine's number."""

import numpy as np
import pytest

from nnviz.engine import Network, datasets
from nnviz.engine.orientation import has_sample_axis
from nnviz.engine.step import StepKind
from nnviz.scene.compose import compose
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.primitives import CellRef, Highlight, Label, MatrixBlock
from nnviz.scene.vectors import index_at, place_of, span_of

KINDS = {
    StepKind.ADD_BIAS,
    StepKind.ACTIVATION,
    StepKind.DERIVATIVE,
    StepKind.HADAMARD,
    StepKind.UPDATE,
}


@pytest.fixture(scope="module")
def trace():
    data = datasets.load("digits")
    net = Network.mlp([64, 32, 10], loss="cross_entropy", optimizer="adam", seed=1)
    for _ in range(3):
        net.train_step(data.X[:16], data.Y[:16])
    return net.trace_step(data.X[:16], data.Y[:16])


def steps(trace):
    vectors = (s for s in trace.steps if s.layer == 1 and s.kind in KINDS)
    return [s for s in vectors if has_sample_axis(s.output) or s.output == "b1_new"]


def shown(step, alpha, **options):
    found = {"one_sample": True, "sample": 3, **options}
    return compose(step, alpha, ComposeOptions(1280.0, 500.0, **found))


def same(one, other):
    sides = ("x", "y", "width", "height")
    return all(getattr(one, s) == pytest.approx(getattr(other, s), abs=1e-6) for s in sides)


def blocks(scene):
    return [p for p in scene.primitives if isinstance(p, MatrixBlock)]


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_cell_has_the_number_of_the_array_and_is_found_again(trace, orientation):
    folded = 0
    for step in steps(trace):
        arrays = {**step.inputs, **step.also, step.output: step.value}
        for block in blocks(shown(step, 1.0, orientation=orientation)):
            if block.name not in arrays or block.values.size == 1:
                continue
            assert block.decimals is not None, (step.kind, block.name)
            folded += bool(block.fold)
            stored = np.atleast_2d(arrays[block.name])
            cells = set()
            for row, col in np.ndindex(block.shape):
                cell = block.stored(row, col)
                assert stored[cell.row, cell.col] == block.values[row, col]
                assert block.place(cell) == (row, col)
                cells.add(cell)
            assert len(cells) == 32
    assert folded >= 8 if orientation == "textbook" else True


def test_cells_come_in_the_order_of_the_vector(trace):
    step = next(s for s in steps(trace) if s.kind is StepKind.ACTIVATION)
    for done in (1, 7, 8, 9, 20, 32):
        block = blocks(shown(step, done / 32))[-1]
        assert block.fold == "down"
        known = {block.stored(r, c).col for r, c in np.ndindex(block.shape) if block.is_known(r, c)}
        assert known == set(range(done))


def test_lights_are_on_the_cell_that_is_told_about(trace):
    for step in steps(trace):
        if step.kind is StepKind.UPDATE:
            continue
        for alpha in (0.1, 0.5, 0.93):
            scene = shown(step, alpha)
            last = blocks(scene)[-1]
            place = last.place(scene.focus)
            frame = next(p for p in scene.primitives
                         if isinstance(p, Highlight) and p.id == f"focus.{last.id}")  # fmt: skip
            assert same(frame.rect, last.cell_rect(*place))


def test_what_is_pointed_at_is_framed_in_its_line(trace):
    step = next(s for s in steps(trace) if s.kind is StepKind.ACTIVATION)
    cell = CellRef("Z1", 3, 21)
    source = CellRange("Z1", slice(3, 4), slice(2, 5))
    scene = shown(step, 1.0, pinned=cell, source_cells=(source,))
    block = next(b for b in blocks(scene) if b.name == "Z1")
    frames = {p.id: p.rect for p in scene.primitives if isinstance(p, Highlight)}
    assert same(frames["pinned.Z1"], block.cell_rect(*block.place(cell)))
    first, last = (block.cell_rect(*block.place(CellRef("Z1", 3, j))) for j in (2, 4))
    assert frames["source.0.Z1"].y == first.y
    assert frames["source.0.Z1"].bottom == pytest.approx(last.bottom)


def test_it_says_that_it_is_one_vector(trace):
    step = next(s for s in steps(trace) if s.kind is StepKind.ADD_BIAS)
    notes = [p for p in shown(step, 1.0).primitives if isinstance(p, Label) and p.id == "Z1.shape"]
    assert notes[0].runs[0].text.english().startswith("32 × 1, in ")


def test_what_can_be_read_stays_a_column(trace):
    step = next(s for s in steps(trace) if s.kind is StepKind.ACTIVATION)
    tall = compose(step, 1.0, ComposeOptions(1280.0, 1400.0, one_sample=True))
    assert {b.fold for b in blocks(tall)} == {""}
    small = Network.mlp([2, 4, 1], seed=0)
    data = datasets.load("xor")
    low = compose(small.trace_step(data.X, data.Y).steps[1], 1.0, ComposeOptions(900.0, 200.0))
    assert {b.fold for b in blocks(low)} == {""}


@pytest.mark.parametrize("fold", ["down", "along"])
@pytest.mark.parametrize("shape", [(8, 4), (3, 7)])
def test_places_and_indices_belong_together(fold, shape):
    size = shape[0] * shape[1]
    for index in range(size):
        assert index_at(fold, place_of(fold, index, shape), shape) == index
    assert span_of(fold, slice(0, size), shape) == (slice(0, shape[0]), slice(0, shape[1]))
