"""Light in the scalar line: the terms of the cell that is pointed at."""

from collections.abc import Iterable
from dataclasses import replace

from nnviz.scene.primitives import CellRef, Run


def lit_terms(
    lines: Iterable[tuple[Run, ...]], pointed: CellRef | None, told: CellRef | None
) -> tuple[tuple[Run, ...], ...]:
    """Return the lines with light on the letters and the number of ``pointed``.

    The cell of which the lines tell needs no light in its own line.
    """
    if pointed is None or pointed == told:
        return tuple(lines)
    return tuple(
        tuple(replace(run, lit=True) if run.cell == pointed else run for run in line)
        for line in lines
    )
