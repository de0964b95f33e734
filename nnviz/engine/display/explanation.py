"""How an explanation shows itself: its line, its value, and the cells that it was made from."""

from html import escape

from nnviz.engine.display.markup import element, line, output, paragraph
from nnviz.engine.display.words import say
from nnviz.engine.explanation import DIGITS, Explanation
from nnviz.engine.expression import Ref, references
from nnviz.engine.expression_text import cell_parts
from nnviz.engine.message import Message, message
from nnviz.engine.notation import dimensions
from nnviz.engine.numerals import significant
from nnviz.engine.writing import PLAIN, Notation

MOST_SOURCES = 12
_EXACT = 10  # digits of a value that is compared


def explanation_html(explained: Explanation) -> str:
    """Return the worked line, the value twice, and the sources as a table."""
    values = message(
        "recorded {recorded}, recomputed from the sources {value}",
        recorded=significant(explained.recorded, _EXACT),
        value=significant(explained.value, _EXACT),
    )
    blocks = [worked_html(explained), paragraph(say(values), css="nv-u")]
    if explained.note is not None:
        blocks.append(paragraph(say(explained.note)))
    return output("".join(blocks) + _sources(explained))


def explanation_latex(explained: Explanation) -> str:
    """Return the line as a formula between dollar signs."""
    return rf"$\displaystyle {explained.latex}$"


def explanation_repr(explained: Explanation) -> str:
    """Return one short line."""
    return f"<Explanation {_place(explained.cell)} = {explained.recorded:.6g}>"


def worked_html(explained: Explanation, digits: int = DIGITS, notation: Notation = PLAIN) -> str:
    """Return the cell = letters = numbers = value as one line."""
    return element("p", " = ".join(map(line, explained.links(digits, notation))), css="nv-f")


def _sources(explained: Explanation) -> str:
    sources = tuple(dict.fromkeys(references(explained.expression)))
    if not sources:
        return ""
    left_out = len(sources) - MOST_SOURCES
    listed = sources if left_out <= 0 else sources[: MOST_SOURCES - 1]
    rows = [_source(explained, source) for source in listed]
    if left_out > 0:
        gap = message("… and {count} more", count=left_out)
        rows.append(f'<tr><td colspan="3">{escape(say(gap))}</td></tr>')
        rows.append(_source(explained, sources[-1]))
    titles = (message("Source"), message("In the trace"), message("Value"))
    head = "".join(element("th", escape(say(title)), scope="col") for title in titles)
    inside = f"{_caption(len(sources))}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return element("div", element("table", inside, css="nv-t"), css="nv-w")


def _caption(count: int) -> str:
    said = Message("made from {count} cell", plural="made from {count} cells", count=count)
    return element("caption", escape(say(said)), css="nv-u")


def _source(explained: Explanation, source: Ref) -> str:
    symbol = line(cell_parts(source, explained.orientation))
    place = f"<td><code>{escape(_place(source))}</code></td>"
    value = element("td", significant(source.value, 6), css="nv-n")
    return f'<tr><th scope="row">{symbol}</th>{place}{value}</tr>'


def _place(cell: Ref) -> str:
    """Return how the cell is reached in a trace: W1[1, 0], b1[3], L."""
    row = cell.row if cell.sample is None else cell.sample
    index = {0: "", 1: f"[{cell.col}]", 2: f"[{row}, {cell.col}]"}
    return cell.name + index[dimensions(cell.name)]
