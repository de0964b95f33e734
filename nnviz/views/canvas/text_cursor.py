"""Pointing at a letter or a number in a line of mathematics on the stage."""

from collections.abc import Sequence

from nnviz.engine.writing import PLAIN, Notation
from nnviz.scene.primitives import CellRef, Label, Run
from nnviz.scene.scene import Scene
from nnviz.scene.writing import in_notation
from nnviz.views.painting import rich_text
from nnviz.views.painting.rich_text import Line, Translate

_BESIDE_PX = 2.0


def cell_at(
    scene: Scene, x: float, y: float, translate: Translate, notation: Notation = PLAIN
) -> CellRef | None:
    """Return the cell whose letter or number is under a point of the scene, None elsewhere."""
    for item in reversed(scene.primitives):
        if isinstance(item, Label) and item.box.contains(x, y):
            if not any(run.cell for run in item.runs):
                continue
            runs = in_notation(item.runs, notation)
            words = rich_text.words(runs, translate, item.bold)
            line = rich_text.fit(words, item.size_px, item.box.width, item.box.height)
            at = rich_text.place(line, item.box, item.align)
            return _run_at(line, runs, x - at.x())
    return None


def _run_at(line: Line, runs: Sequence[Run], x: float) -> CellRef | None:
    for index, (left, right) in rich_text.spans(line).items():
        if runs[index].cell and left - _BESIDE_PX <= x <= right + _BESIDE_PX:
            return runs[index].cell
    return None
