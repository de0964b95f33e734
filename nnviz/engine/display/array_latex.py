"""A written array as a LaTeX formula."""

from nnviz.engine.display.arrays import GAP, Shown
from nnviz.engine.numerals import to_latex


def matrix(array: Shown) -> str:
    """Return ``symbol = [numbers]`` as a LaTeX formula."""
    if array.shape == (1, 1):
        return f"{array.latex} = {_number(array.rows[0][0])}"
    rows = r" \\ ".join(" & ".join(map(_number, row)) for row in array.rows)
    return f"{array.latex} = \\begin{{bmatrix}} {rows} \\end{{bmatrix}}"


def _number(cell: str) -> str:
    return r"\cdots" if cell == GAP else to_latex(cell)
