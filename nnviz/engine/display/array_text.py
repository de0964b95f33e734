"""Written arrays and long formulas as lines of plain text, aligned and no wider than a page."""

import textwrap
import unicodedata

from nnviz.engine.display.arrays import Shown, shown
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.orientation import HostArray

WIDTH = 100
_FEWEST_COLUMNS = 3


def matrix_lines(array: Shown) -> list[str]:
    """Return ``symbol (shape) = [ numbers ]`` over as many lines as there are rows."""
    widths = [max(len(cell) for cell in column) for column in zip(*array.rows, strict=True)]
    head = f"  {array.symbol} ({'×'.join(map(str, array.shape))}) = "
    lines = []
    for row in array.rows:
        cells = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(head + f"[ {cells} ]")
        head = " " * columns(head)
    return lines


def fitting_lines(name: str, value: HostArray, options: DisplayOptions) -> list[str]:
    """Return the lines of an array with as many of its columns as a page has room for."""
    if value.ndim == 0 or value.shape == (1, 1):
        cell = shown(name, value, options)
        return [f"  {cell.symbol} = {cell.rows[0][0]}"]
    most = DisplayOptions.SIDE if options.side is None else options.side
    for max_cols in range(most, _FEWEST_COLUMNS - 1, -1):
        lines = matrix_lines(shown(name, value, options, max_cols))
        if max(map(columns, lines)) <= WIDTH:
            break
    return lines


def columns(text: str) -> int:
    """Return how many columns of a terminal a line takes: wide signs two, accents none."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """Return a long formula as lines no wider than a page, later ones set in deeper."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "    ")


def underlined(title: str) -> list[str]:
    """Return a title and the line under it."""
    return [title, "─" * columns(title)]


def text_table(header: tuple[str, ...], rows: list[tuple[str, ...]], right: set[int]) -> list[str]:
    """Return an aligned table under a header; columns in ``right`` are flush right."""
    every = [header, *rows]
    widths = [max(columns(row[place]) for row in every) for place in range(len(header))]

    def line(row: tuple[str, ...]) -> str:
        cells = []
        for place, cell in enumerate(row):
            room = " " * (widths[place] - columns(cell))
            cells.append(room + cell if place in right else cell + room)
        return ("  " + "  ".join(cells)).rstrip()

    rule = "  " + "  ".join("─" * width for width in widths)
    return [line(header), rule, *map(line, rows)]
