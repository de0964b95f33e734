"""The lens: the numbers of a heat map where one points, with their indices, and nowhere else."""

import pytest

from nnviz.scene.compose import compose
from nnviz.scene.lens import Looking, lens, needs_lens
from nnviz.scene.nearest_box import matrix_at
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Card, Highlight, Label, MatrixBlock, Rect
from tests.scene.traces import trace, wide_trace

SIZE = (980.0, 400.0)
VIEW = Rect(0.0, 0.0, *SIZE)


def looking(x, y, digits=3):
    return Looking(x, y, VIEW, 1.0, digits, "textbook")


@pytest.fixture
def stage():
    return compose(wide_trace((64, 32, 10), 12).steps[0], 0.4, ComposeOptions(*SIZE))


def test_readable_numbers_need_no_lens():
    scene = compose(trace("xor").steps[0], 1.0, ComposeOptions(*SIZE))
    block = scene.block("W1")
    assert not needs_lens(scene, block.rect.x + 2, block.rect.y + 2, 1.0)
    assert lens(scene, looking(1.0, 1.0)) is None


@pytest.mark.parametrize("spot", [(0.01, 0.01), (0.51, 0.51), (0.99, 0.99)])
def test_the_numbers_are_those_around_the_pointer(stage, spot):
    block = stage.block("W1")
    x = block.rect.x + spot[0] * block.rect.width
    y = block.rect.y + spot[1] * block.rect.height
    assert matrix_at(stage, x, y) is block
    seen = lens(stage, looking(x, y))
    lines = [item for item in seen.primitives if isinstance(item, MatrixBlock)]
    rows = [int(i.runs[0].text) - 1 for i in labels(seen, "lens.row.")]
    cols = [int(i.runs[0].text) - 1 for i in labels(seen, "lens.column.")]
    for line, row in zip(lines, rows, strict=True):
        assert line.decimals is not None
        assert line.values[0].tolist() == [block.values[row, col] for col in cols]
        for place, col in enumerate(cols):
            assert line.stored(0, place) == block.stored(row, col)
    mark = next(item for item in seen.primitives if isinstance(item, Highlight))
    row = min(int(spot[1] * block.shape[0]), block.shape[0] - 1)
    col = min(int(spot[0] * block.shape[1]), block.shape[1] - 1)
    line = lines[rows.index(row)]
    cell = line.cell_rect(0, cols.index(col))
    assert mark.rect.inset(-1.0).x == pytest.approx(cell.x)
    assert mark.rect.inset(-1.0).y == pytest.approx(cell.y)


def labels(scene, start):
    return [i for i in scene.primitives if isinstance(i, Label) and i.id.startswith(start)]


def test_what_is_not_made_is_empty_in_the_lens_too(stage):
    block = stage.block("P1")
    for row in range(0, block.shape[0], 3):
        y = block.cell_rect(row, 0).y + 1
        seen = lens(stage, looking(block.rect.x + 1, y))
        if seen is None:
            continue
        rows = [int(i.runs[0].text) - 1 for i in labels(seen, "lens.row.")]
        lines = [item for item in seen.primitives if isinstance(item, MatrixBlock)]
        for line, at in zip(lines, rows, strict=True):
            for place in range(line.shape[1]):
                assert line.is_known(0, place) == block.is_known(at, place)


@pytest.mark.parametrize("at", [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)])
def test_the_lens_stays_in_the_view(stage, at):
    block = stage.block("W1")
    x = block.rect.x + at[0] * (block.rect.width - 0.5)
    y = block.rect.y + at[1] * (block.rect.height - 0.5)
    seen = lens(stage, looking(x, y, digits=6))
    card = next(item for item in seen.primitives if isinstance(item, Card)).rect
    assert 0 <= card.x <= card.right <= SIZE[0]
    assert 0 <= card.y <= card.bottom <= SIZE[1]
