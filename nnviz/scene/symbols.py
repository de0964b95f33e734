"""Names and shapes as runs of text: ∂L/∂W¹₂,₄ and 4 × 2."""

from functools import lru_cache

from nnviz.engine.decimals import Numeral
from nnviz.engine.expression import Ref
from nnviz.engine.expression_text import Part
from nnviz.engine.notation import parts
from nnviz.engine.orientation import Orientation
from nnviz.scene.primitives import CellRef, Run


def run_of(part: Part) -> Run:
    """Return the run that draws one part of a line of mathematics."""
    style = "number" if part.number is not None else "math" if part.math else "text"
    # The raised dots of a formula are missing in the text font; on a line the usual ones will do.
    text = part.text.replace("⋯", "…") if "⋯" in part.text else part.text
    if part.number is not None:
        text = Numeral(text, part.number)
    return Run(text, part.script, style, cell=_cell(part.ref))  # type: ignore[arg-type]


def _cell(ref: Ref | None) -> CellRef | None:
    if ref is None:
        return None
    # A per-sample step sees one row of what it reads.
    return CellRef(ref.name, ref.row if ref.sample is None else ref.sample, ref.col)


@lru_cache(maxsize=4096)
def runs(
    name: str,
    orientation: Orientation = "textbook",
    row: int | None = None,
    col: int | None = None,
) -> tuple[Run, ...]:
    """Return how a trace array, or its stored cell (a vector is one row), is written.

    Raises:
        SpecError: no trace has an array of this name.
    """
    return tuple(run_of(part) for part in parts(name, orientation, row, col))


def shape_runs(rows: int, cols: int) -> tuple[Run, ...]:
    """Return a shape as it is shown, such as 4 × 2."""
    return (Run(str(rows), style="number"), Run(" × "), Run(str(cols), style="number"))
