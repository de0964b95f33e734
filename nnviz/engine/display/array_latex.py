"""A written array as a LaTeX formula."""

import re

from nnviz.engine.display.arrays import GAP, Shown
from nnviz.engine.numerals import to_latex

_COMMA = re.compile(r"(?<=\d),(?=\d)")


def matrix(array: Shown) -> str:
    """Return ``symbol = [numbers]`` as a LaTeX formula."""
    if array.shape == (1, 1):
        return f"{array.latex} = {_number(array.rows[0][0])}"
    rows = r" \\ ".join(" & ".join(map(_number, row)) for row in array.rows)
    return f"{array.latex} = \\begin{{bmatrix}} {rows} \\end{{bmatrix}}"


def _number(cell: str) -> str:
    if cell == GAP:
        return r"\cdots"
    # In LaTeX a comma between figures would be followed by a space.
    return _COMMA.sub("{,}", to_latex(cell)).replace("\N{NO-BREAK SPACE}", r"\,")
