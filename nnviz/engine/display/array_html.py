"""An array as HTML: a table with brackets, and for a large one a picture and a few numbers."""

from dataclasses import replace
from html import escape

import numpy as np

from nnviz.engine.decimals import grouped
from nnviz.engine.display.arrays import GAP, Shown, shown
from nnviz.engine.display.heat import Heat, heat, level, top_of
from nnviz.engine.display.markup import element, formula, paragraph, size
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.style import LEVELS
from nnviz.engine.display.words import say
from nnviz.engine.message import message
from nnviz.engine.numerals import significant
from nnviz.engine.orientation import HostArray, displayed

CORNER = 6  # cells shown along a side beside the picture of a large array


def array_html(
    name: str, value: HostArray, options: DisplayOptions, *, picture: bool = True
) -> str:
    """Return the array with its symbol and shape; ``picture=False`` leaves out the heat map.

    Of an array with more than ``options.side`` rows or columns the first ones and the last are
    shown, and a line says so.
    """
    table = displayed(name, value, options.orientation)
    if table.shape == (1, 1):
        return _scalar(shown(name, value, options), float(table[0, 0]))
    whole = options.side is None or max(table.shape) <= options.side
    if whole:
        return _block(_matrix(shown(name, value, options), table))
    cut = replace(options, side=CORNER, sample=None)
    array = shown(name, value, cut)
    notes = (*_facts(table), _left_out(array))
    cells = _matrix(array, table) + "".join(paragraph(note, css="nv-u") for note in notes)
    # A picture of one colour would say nothing.
    picture = picture and bool((table != table[0, 0]).any())
    return _block(cells, *([_picture(array, heat(table))] if picture else []))


def _block(*pieces: str) -> str:
    return element("div", "".join(element("div", piece) for piece in pieces), css="nv-a")


def _scalar(array: Shown, value: float) -> str:
    return element("p", f"{formula(array.latex)} = {array.rows[0][0]}", css="nv-f")


def _caption(array: Shown) -> str:
    shape = element("span", size(array.shape), css="nv-u")
    return element("caption", f"{formula(array.latex)} {shape}")


def _matrix(array: Shown, table: HostArray) -> str:
    head = "".join(_header(place, "col") for place in array.col_places)
    header = element("tr", f"<td></td><td></td>{head}<td></td>")
    top = top_of(table)
    rows = [element("tr", _row(array, table, index, top)) for index in range(len(array.row_places))]
    inside = f"{_caption(array)}<thead>{header}</thead><tbody>{''.join(rows)}</tbody>"
    return element("div", element("table", inside, css="nv-m"), css="nv-w")


def _header(place: int | None, scope: str) -> str:
    text = GAP if place is None else str(place + 1)
    return f'<th scope="{scope}">{text}</th>'


def _row(array: Shown, table: HostArray, index: int, top: float) -> str:
    row = array.row_places[index]
    cells = "".join(
        _cell(text, 0.0 if row is None or col is None else float(table[row, col]), top)
        for text, col in zip(array.rows[index], array.col_places, strict=True)
    )
    left, right = ("", "") if index else (_bracket(array, "nv-l"), _bracket(array, "nv-r"))
    return _header(row, "row") + left + cells + right


def _bracket(array: Shown, css: str) -> str:
    return f'<td class="{css}" rowspan="{len(array.rows)}" aria-hidden="true"></td>'


def _cell(text: str, value: float, top: float) -> str:
    shade = level(value, top, LEVELS)
    if shade == 0:
        return f"<td>{text}</td>"
    return f'<td class="{"p" if shade > 0 else "n"}{abs(shade)}">{text}</td>'


def _facts(table: HostArray) -> list[str]:
    """Return the least, mean and greatest finite value, and how many are not finite."""
    finite = np.asarray(table[np.isfinite(table)], dtype=np.float64)
    facts = []
    if finite.size:
        with np.errstate(all="ignore"):
            found = (finite.min(), finite.mean(), finite.max())
        least, mean, greatest = (significant(float(value)) for value in found)
        said = message(
            "min {least} · mean {mean} · max {greatest}", least=least, mean=mean, greatest=greatest
        )
        facts.append(say(said))
    if bad := int(table.size - finite.size):
        facts.append(say(message("not finite: {count}", count=bad)))
    return facts


def _left_out(array: Shown) -> str:
    cells = sum(cell != GAP for row in array.rows for cell in row)
    total = int(np.prod(array.shape))
    return say(
        message(
            "{shown} of {total} cells; {gap} stands for the others",
            shown=grouped(cells),
            total=grouped(total),
            gap=GAP,
        )
    )


def _picture(array: Shown, found: Heat) -> str:
    said = message("Heat map of {symbol}, {shape}", symbol=array.symbol, shape=size(array.shape))
    image = (
        f'<img src="{found.uri}" width="{found.width}" height="{found.height}" '
        f'alt="{escape(say(said))}">'
    )
    legend = say(message("blue is positive, orange negative"))
    lines = [image, paragraph(legend, css="nv-u")]
    if found.block != (1, 1):
        dot = message("each dot is the mean of {cells} cells", cells=size(found.block))
        lines.append(paragraph(say(dot), css="nv-u"))
    return "".join(lines)
