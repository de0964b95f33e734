"""An expression as a line that can be drawn: text with raised and lowered parts, cell by cell."""

from collections.abc import Callable
from functools import lru_cache

from nnviz.engine.expression import Const, Expr, Ref
from nnviz.engine.expression_latex import (
    MAX_TERMS,
    Leaves,
    const_latex,
    const_number,
    ref_latex,
    write,
)
from nnviz.engine.math_text import Part, parse, read, to_unicode
from nnviz.engine.numerals import significant
from nnviz.engine.orientation import Orientation

__all__ = ["Part", "cell_parts", "expression_parts", "expression_text"]


def expression_parts(
    expr: Expr,
    numeric: bool = False,
    orientation: Orientation = "textbook",
    number_format: Callable[[float], str] = significant,
    max_terms: int = MAX_TERMS,
) -> tuple[Part, ...]:
    """Return the expression as the parts of one line, with letters or with numbers.

    Every part that stands for a cell has the cell as ``ref`` and, when ``numeric``, its unrounded
    value as ``number``. ``number_format`` writes the values of cells; constants (η, a count) are
    always written in full. Of a sum longer than ``max_terms`` the largest terms are written in
    their order, and then the number of those left out between dots: ``⋯(61)⋯``.
    """
    cells: list[tuple[Part, ...]] = []

    def cell(ref: Ref) -> str:
        if numeric:
            cells.append((Part(number_format(ref.value), ref=ref, number=ref.value),))
        else:
            cells.append(cell_parts(ref, orientation))
        return rf"\cell{{{len(cells) - 1}}}"

    def const(leaf: Const) -> str:
        if not numeric:
            return const_latex(leaf, numeric=False)
        cells.append((Part(const_number(leaf), number=leaf.value),))
        return rf"\cell{{{len(cells) - 1}}}"

    return read(write(expr, Leaves(cell, const, numeric, max_terms)), cells)


# A cell in every term of a few sums; its value is part of the key, so each iteration brings others.
@lru_cache(maxsize=1024)
def cell_parts(ref: Ref, orientation: Orientation = "textbook") -> tuple[Part, ...]:
    """Return the letter of one cell with its indices, each part knowing the cell."""
    letters = parse(ref_latex(ref, orientation))
    return tuple(Part(p.text, p.script, p.math, ref) for p in letters)


def expression_text(
    expr: Expr,
    numeric: bool = False,
    orientation: Orientation = "textbook",
    number_format: Callable[[float], str] = significant,
    max_terms: int = MAX_TERMS,
) -> str:
    """Return the expression as Unicode text, for a terminal or a tooltip."""
    return to_unicode(expression_parts(expr, numeric, orientation, number_format, max_terms))
