"""Small pieces of HTML: escaped text, formulas, elements.

Formulas are HTML with raised and lowered letters, read from the engine's LaTeX as the lines on
the stage are. It is the one form that every front end shows: JupyterLab runs MathJax over HTML,
VS Code and Colab do not always, and MathML is taken out of notebooks that are not trusted.
"""

from collections.abc import Iterable
from html import escape

from nnviz.engine.display.style import style_sheet
from nnviz.engine.math_text import Part, parse

_SCRIPTS = {1: "sup", -1: "sub"}


def element(tag: str, inside: str, **attributes: str) -> str:
    """Return an element; ``css`` is its class, a trailing underscore of a name is dropped."""
    said = "".join(
        f' {"class" if name == "css" else name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value
    )
    return f"<{tag}{said}>{inside}</{tag}>"


def paragraph(text: str, css: str = "") -> str:
    """Return a paragraph of plain text."""
    return element("p", escape(text), css=css)


def formula(latex: str) -> str:
    """Return a formula that the engine wrote as inline HTML."""
    return line(parse(latex))


def line(parts: Iterable[Part]) -> str:
    """Return the parts of one line as inline HTML: italic letters, raised and lowered scripts."""
    written = []
    for part in parts:
        text = escape(part.text)
        if part.math:
            text = f"<i>{text}</i>"
        tag = _SCRIPTS.get(part.script)
        written.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(written)


def folded(summary: str, inside: str, *, is_open: bool = False, css: str = "") -> str:
    """Return what can be folded away; ``summary`` and ``inside`` are HTML."""
    opening = f'<details class="{css}"' if css else "<details"
    return f"{opening}{' open' if is_open else ''}><summary>{summary}</summary>{inside}</details>"


def output(inside: str) -> str:
    """Return the whole output of one notebook cell."""
    return f'{style_sheet()}<div class="nnviz">{inside}</div>'


def size(shape: tuple[int, ...]) -> str:
    """Return a shape as it is read: 4×3."""
    return "×".join(map(str, shape))
