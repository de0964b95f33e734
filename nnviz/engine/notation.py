"""How the name of a trace array is written: Z1 is Z¹, dW2 is ∂L/∂W², its cell ∂L/∂w²₃,₁.

Every array has one LaTeX form; the parts of a line and the plain text are read from it. With a
stored row and column the form is that of one cell: a small letter with its indices, which count
from 1 and follow the orientation (unit, sample in a textbook; sample, unit in rows).
"""

import re
from collections.abc import Callable
from functools import lru_cache

from nnviz.engine.errors import SpecError
from nnviz.engine.math_text import MathText, Part, parse, to_unicode
from nnviz.engine.orientation import Orientation, to_display

__all__ = ["Part", "dimensions", "latex", "parts", "plain", "transposed"]

_SCALARS = frozenset({"L", "L_data", "R", "gnorm", "lr"})
_SCALAR_OF_PARAMETER = re.compile(r"(rms|alpha)_[Wb]\d+")
_VECTOR = re.compile(r"Ls|(Zmax|sumexp|d?b)\d+|.*_b\d+(_new)?|d?b\d+_\w+")


def parts(
    name: str,
    orientation: Orientation = "textbook",
    row: int | None = None,
    col: int | None = None,
    *,
    expanded: bool = False,
) -> tuple[Part, ...]:
    """Return the written form of an array, or of its stored cell, as the parts of one line.

    Raises:
        SpecError: no trace has an array of this name.
    """
    return parse(latex(name, orientation, row, col, expanded=expanded))


def plain(
    name: str,
    orientation: Orientation = "textbook",
    row: int | None = None,
    col: int | None = None,
    *,
    expanded: bool = False,
) -> MathText:
    """Return the written form as Unicode text, such as ``∂L/∂w¹₂,₄``."""
    return to_unicode(parts(name, orientation, row, col, expanded=expanded))


@lru_cache(maxsize=8192)
def latex(
    name: str,
    orientation: Orientation = "textbook",
    row: int | None = None,
    col: int | None = None,
    *,
    expanded: bool = False,
) -> str:
    r"""Return the written form as LaTeX.

    ``row`` and ``col`` are the stored position, a vector being one row. ``expanded`` writes out
    what a short symbol stands for: δ¹ as ∂L/∂Z¹, the sum s¹ as a sum of powers of e.

    Raises:
        SpecError: no trace has an array of this name.
    """
    index = None if row is None or col is None else _index(name, row, col, orientation)
    if expanded and index is None:
        for pattern, long_form in _EXPANDED:
            if found := pattern.fullmatch(name):
                return long_form(found[1])
    for pattern, form in _FORMS:
        if found := pattern.fullmatch(name):
            return form(found, orientation, index)
    raise SpecError("A training step has no array named {name}.", name=name)


def dimensions(name: str) -> int:
    """Return how many axes the array of this name has when it is stored whole."""
    if name in _SCALARS or _SCALAR_OF_PARAMETER.fullmatch(name):
        return 0
    return 1 if _VECTOR.fullmatch(name) else 2


def transposed(formula: str) -> str:
    """Return the LaTeX of the transpose of one matrix symbol."""
    return rf"({formula})^{{\top}}" if "^" in formula else rf"{formula}^{{\top}}"


def _index(name: str, row: int, col: int, orientation: Orientation) -> str:
    match dimensions(name):
        case 0:
            return ""
        case 1:
            return str(col + 1)
        case _:
            shown = to_display(name, 2, row, col, orientation)
            return f"{shown[0] + 1},{shown[1] + 1}"


# A form takes the match of the name, the orientation and the index (None: the whole array).
_Form = Callable[["re.Match[str]", Orientation, "str | None"], str]


def _letter(letter: str, layer: str, index: str | None, accent: str = "") -> str:
    if index is not None and letter.isupper():
        letter = letter.lower()
    base = rf"\{accent}{{{letter}}}" if accent else letter
    return base + (f"^{{{layer}}}" if layer else "") + (f"_{{{index}}}" if index else "")


def _simple(letter: str, accent: str = "") -> _Form:
    return lambda found, _, index: _letter(letter, found["layer"], index, accent)


def _gradient(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    below = _letter(found["of"], found["layer"], index)
    return rf"\frac{{\partial L}}{{\partial {below}}}"


def _data_gradient(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    below = _letter(found["of"], found["layer"], index)
    return rf"\frac{{\partial {_DATA_LOSS}}}{{\partial {below}}}"


def _weighted_sum(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    weights, feed = rf"W^{{{found['layer']}}}", _feed(found["layer"], "X", "A")
    product = (
        rf"{weights} {feed}" if orientation == "textbook" else rf"{feed} W^{{{found['layer']}\top}}"
    )
    return product if index is None else f"({product})_{{{index}}}"


def _feed(layer: str, first: str, later: str) -> str:
    return first if layer == "1" else rf"{later}^{{{int(layer) - 1}}}"


def _outer(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    layer = found["layer"]
    feed = _feed(layer, "x", "a")
    if orientation == "textbook":
        turned = r"x^{\top}" if layer == "1" else rf"a^{{{int(layer) - 1}\top}}"
        product = rf"\delta^{{{layer}}} {turned}"
    else:
        product = rf"\delta^{{{layer}\top}} {feed}"
    return product if index is None else f"({product})_{{{index}}}"


def _derivative(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    return rf"f^{{\prime}}({_letter('Z', found['layer'], index)})"


def _exponential(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    exponent = _letter("Z", found["layer"], index, "tilde")
    # A cell's two scripts would be unreadably small in an exponent.
    return rf"e^{{{exponent}}}" if index is None else rf"\exp({exponent})"


def _maximum(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    below = "" if index is None else f"_{{{index}}}"
    return rf"\max\, z^{{{found['layer']}}}{below}"


def _jacobian(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    layer = found["layer"]
    if index is None:
        return rf"\frac{{\partial a^{{{layer}}}}}{{\partial z^{{{layer}}}}}"
    above, below = index.split(",")
    return rf"\frac{{\partial a^{{{layer}}}_{{{above}}}}}{{\partial z^{{{layer}}}_{{{below}}}}}"


def _of_parameter(letter: str, accent: str = "") -> _Form:
    def form(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
        base = rf"\{accent}{{{letter}}}" if accent else letter
        new = r"^{\prime}" if found.groupdict().get("new") else ""
        return rf"{base}{new}_{{{_letter(found['of'], found['layer'], index)}}}"

    return form


def _factor(letter: str, axis: int, accent: str = "") -> _Form:
    """Return the form of an array with one number for each row (axis 0) or column of a weight."""

    def form(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
        name = letter if index is None else letter.lower()
        base = rf"\{accent}{{{name}}}" if accent else name
        new = r"^{\prime}" if found.groupdict().get("new") else ""
        place = "" if index is None else "," + index.split(",")[axis]
        return rf"{base}{new}_{{{_letter(found['of'], found['layer'], None)}{place}}}"

    return form


def _number_of_parameter(before: str, after: str = "") -> _Form:
    """Return the form of a single number of one parameter."""
    return lambda found, _, index: (
        rf"{before}_{{{_letter(found['of'], found['layer'], None)}}}{after}"
    )


def _new(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    return _letter(found["of"], found["layer"] + r"\prime", index)


def _shrunken(found: "re.Match[str]", orientation: Orientation, index: str | None) -> str:
    return _letter(found["of"], found["layer"], index, "bar")


# In braces, or typesetting would stretch the bars to whatever stands beside them.
_NORM = r"{\lVert g \rVert}"
_DATA_LOSS = r"L_{\mathrm{data}}"
_LAYER = r"(?P<layer>\d+)"
_PARAMETER = rf"(?P<of>[Wb]){_LAYER}"

_FORMS: tuple[tuple[re.Pattern[str], _Form], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"X(?P<layer>)", _simple("X")),
        (r"Y(?P<layer>)", _simple("Y")),
        (r"E(?P<layer>)", _simple("E")),
        (r"Ls(?P<layer>)", _simple(r"\ell")),
        (r"L(?P<layer>)", lambda found, orientation, index: "L"),
        (r"L_data(?P<layer>)", lambda found, orientation, index: _DATA_LOSS),
        (r"R(?P<layer>)", lambda found, orientation, index: "R"),
        (r"gnorm(?P<layer>)", lambda found, orientation, index: _NORM),
        (rf"W{_LAYER}", _simple("W")),
        (rf"b{_LAYER}", _simple("b")),
        (rf"Z{_LAYER}", _simple("Z")),
        (rf"A{_LAYER}", _simple("A")),
        (rf"M{_LAYER}", _simple("M")),
        (rf"P{_LAYER}", _weighted_sum),
        (rf"Zshift{_LAYER}", _simple("Z", "tilde")),
        (rf"Zmax{_LAYER}", _maximum),
        (rf"expZ{_LAYER}", _exponential),
        (rf"sumexp{_LAYER}", _simple("s")),
        (rf"dZ{_LAYER}", _simple(r"\delta")),
        (r"d(?P<of>X)(?P<layer>)", _gradient),
        (rf"d(?P<of>[AWbP]){_LAYER}", _gradient),
        (rf"D{_LAYER}", _derivative),
        (rf"J{_LAYER}", _jacobian),
        (rf"dW{_LAYER}_sample", _outer),
        (rf"velocity_{_PARAMETER}(?P<new>_new)?", _of_parameter("v")),
        (rf"m_{_PARAMETER}(?P<new>_new)?", _of_parameter("m")),
        (rf"v_{_PARAMETER}(?P<new>_new)?", _of_parameter("v")),
        (rf"mhat_{_PARAMETER}", _of_parameter("m", "hat")),
        (rf"vhat_{_PARAMETER}", _of_parameter("v", "hat")),
        (rf"u_{_PARAMETER}(?P<new>_new)?", _of_parameter("u")),
        (rf"s_{_PARAMETER}(?P<new>_new)?", _of_parameter("s")),
        (r"lr(?P<layer>)", lambda found, orientation, index: r"\eta"),
        (rf"R_{_PARAMETER}(?P<new>_new)?", _factor("R", 0)),
        (rf"C_{_PARAMETER}(?P<new>_new)?", _factor("C", 1)),
        (rf"Rmean_{_PARAMETER}", _factor("R", 0, "bar")),
        (rf"Cmean_{_PARAMETER}", _factor("C", 1, "bar")),
        (rf"U_{_PARAMETER}", _of_parameter("U")),
        (rf"Uhat_{_PARAMETER}", _of_parameter("U", "hat")),
        (rf"rms_{_PARAMETER}", _number_of_parameter(r"\mathrm{RMS}(U", ")")),
        (rf"alpha_{_PARAMETER}", _number_of_parameter(r"\alpha")),
        (rf"d{_PARAMETER}_data", _data_gradient),
        (rf"d{_PARAMETER}_clipped", _of_parameter("g", "bar")),
        (rf"d{_PARAMETER}_scaled", _of_parameter("g", "hat")),
        (rf"nesterov_{_PARAMETER}", _of_parameter("g", "tilde")),
        (rf"d{_PARAMETER}_decayed", _of_parameter("g")),
        (rf"{_PARAMETER}_decayed", _shrunken),
        (rf"{_PARAMETER}_new", _new),
    )
)

_EXPANDED: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"dZ(\d+)"), lambda layer: rf"\frac{{\partial L}}{{\partial Z^{{{layer}}}}}"),
    (re.compile(r"sumexp(\d+)"), lambda layer: rf"\sum e^{{\tilde{{Z}}^{{{layer}}}}}"),
    (re.compile(r"(E)"), lambda _: r"\hat{Y} - Y"),
)
