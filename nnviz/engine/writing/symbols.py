r"""LaTeX of the engine in the LaTeX of a notation.

The engine writes with few forms: a letter with the number of its layer raised and its indices
lowered, ``w^{1}_{2,4}``, and a gradient ``\frac{\partial L}{\partial W^{1}}``. These are found and
written anew; everything else stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nnviz.engine.writing.letters import COMMANDS, LAYERED, letter
from nnviz.engine.writing.notation import Notation
from nnviz.engine.writing.numbers import in_latex

_DATA = r"(?P<data>_\{\\mathrm\{data\}\})?"
_FRACTION = re.compile(r"\\frac\{\\partial L" + _DATA + r"\}\{\\partial ")
_SLASHED = re.compile("∂L" + _DATA + "/∂")
_OPAQUE = re.compile(r"\\(?:mathrm|mathsf|text|operatorname|cell)\{[^{}]*\}|\\[A-Za-z]+|\\.")
_ACCENTED = re.compile(r"\\(tilde|hat|bar)\{(\\?[A-Za-z]+|[^{}\\])\}")
_GREEK = re.compile(r"\\(" + "|".join(COMMANDS) + r")(?![A-Za-z])")
_MARKS = r"(?:\\prime|\\top|′)"
_LAYER = re.compile(rf"\^\{{(\d+|l)({_MARKS}*)\}}")
_MARKED = re.compile(rf"\^\{{({_MARKS}+)\}}")
_INDEX = re.compile(r"_\{((?:[^{}]|\{[^{}]*\})*)\}")
_POWER_OF_E = re.compile(r"e\^\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_PAIR = re.compile(r"(\d|[a-z]),(\d|[a-z])")
# Where a z stands alone, a raised number on it is a power and no layer.
_LONE_Z = re.compile(r"(?<![A-Za-z\\])z(?=[\s),\]>]|$)")
_COMMAND_AT_END = re.compile(r"\\[A-Za-z]+$")


class Piece(NamedTuple):
    """A stretch of the old text and what stands in its place, None for the text itself."""

    start: int
    end: int
    new: str | None


@dataclass(frozen=True, slots=True)
class _Atom:
    """A letter with what belongs to it; ``index`` None is a whole array."""

    base: str
    accent: str
    layer: str
    marks: str
    index: str | None
    end: int


@lru_cache(maxsize=8192)
def latex(text: str, notation: Notation) -> str:
    """Return a formula that the engine wrote in the letters of a notation."""
    if notation.is_plain:
        return text
    return "".join(_joined(text, piece) for piece in pieces(text, notation))


def formula(text: str, notation: Notation) -> str:
    """Return a formula to be typeset: in the letters and with the numbers of a notation."""
    return in_latex(latex(text, notation), notation)


def _joined(text: str, piece: Piece) -> str:
    if piece.new is None:
        return text[piece.start : piece.end]
    after = text[piece.end : piece.end + 1]
    # A command would swallow a letter that follows it.
    return piece.new + (" " if after.isalpha() and _COMMAND_AT_END.search(piece.new) else "")


def pieces(text: str, notation: Notation) -> Iterator[Piece]:
    """Yield what is written anew and what stays, from left to right."""
    scan = _Scan(text, notation)
    at = 0
    while at < len(text):
        piece = scan.piece(at)
        yield piece
        at = piece.end


class _Scan:
    """Reads one formula; letters may be LaTeX commands or the signs themselves."""

    def __init__(self, text: str, notation: Notation) -> None:
        self._text = text
        self._notation = notation
        lone = _LONE_Z.search(text) is not None
        self._layered = LAYERED - {"z"} if lone else LAYERED

    def piece(self, at: int) -> Piece:
        """Return the piece that begins here."""
        text = self._text
        gradient = self._gradient(at)
        if gradient is not None:
            return gradient
        if text[at] == "e" and self._notation.error == "e" and (e := _POWER_OF_E.match(text, at)):
            # e¹ would be an error signal of the first layer.
            return Piece(at, e.end(), rf"\exp({latex(e[1], self._notation)})")
        atom = self._atom(at)
        if atom is not None:
            return Piece(at, atom.end, self._written(atom))
        if text[at] == "\\" and (opaque := _OPAQUE.match(text, at)):
            return Piece(at, opaque.end(), None)
        return Piece(at, at + 1, None)

    def _gradient(self, at: int) -> Piece | None:
        text = self._text
        if at == 0 and text.startswith("∂") and "/" not in text:
            return self._short_gradient()
        for form, closing in ((_FRACTION, 1), (_SLASHED, 0)):
            if (found := form.match(text, at)) and (of := self._atom(found.end())):
                data = found["data"] is not None
                return Piece(at, of.end + closing, self._slope(of, data=data))
        return None

    def _short_gradient(self) -> Piece | None:
        """Return what ∂W¹ is without its loss: on the timeline every gradient is one of it."""
        of = self._atom(1)
        return None if of is None else Piece(0, of.end, self._shortest(of))

    def _shortest(self, of: _Atom) -> str:
        sign = {"partial": r"\partial ", "d": "d", "nabla": r"\nabla "}[self._notation.gradient]
        return sign + self._written(of)

    def _slope(self, of: _Atom, *, data: bool) -> str:
        style = self._notation.gradient
        loss = letter("L", self._notation) + (r"_{\mathrm{data}}" if data else "")
        if style == "d":
            return "d" + self._written(of, r"\mathrm{data}" if data else "")
        below = self._written(of)
        # A single cell has a partial derivative; ∇ gathers those of a whole array.
        if style == "nabla" and of.index is None:
            return rf"\nabla_{{{below}}} \, {loss}"
        return rf"\frac{{\partial {loss}}}{{\partial {below}}}"

    def _atom(self, at: int) -> _Atom | None:
        text, accent = self._text, ""
        if found := _ACCENTED.match(text, at):
            accent, base, end = found[1], COMMANDS.get(found[2][1:], found[2]), found.end()
        elif found := _GREEK.match(text, at):
            base, end = COMMANDS[found[1]], found.end()
        elif at < len(text) and text[at].isalpha():
            base, end = text[at], at + 1
        else:
            return None
        layer = marks = ""
        if base in self._layered and (found := _LAYER.match(text, end)):
            layer, marks, end = found[1], found[2], found.end()
        elif found := _MARKED.match(text, end):
            marks, end = found[1], found.end()
        index = None
        if found := _INDEX.match(text, end):
            index, end = found[1], found.end()
        return _Atom(base, accent, layer, marks, index, end)

    def _written(self, atom: _Atom, first: str = "") -> str:
        """Return a letter with its scripts; ``first`` stands before its indices."""
        if atom.base == "δ" and self._notation.error == "gradient":
            return self._without_letter(atom)
        if atom.base == "Y" and atom.accent == "hat" and self._notation.target == "t":
            return "Y"  # where the target is t, the prediction is y
        base = letter(atom.base, self._notation, indexed=atom.index is not None)
        if atom.accent:
            base = rf"\{atom.accent}{{{base}}}"
        index = "" if atom.index is None else self._index(atom.index)
        raised, lowered = self._layer(atom.layer), ",".join(filter(None, (first, index)))
        below_it = bool(atom.layer) and self._notation.layer == "subscript"
        if below_it:
            raised, lowered = "", ";".join(filter(None, (atom.layer, lowered)))
        raised += atom.marks
        above, below = (f"^{{{raised}}}" if raised else ""), (f"_{{{lowered}}}" if lowered else "")
        # W₂ᵀ, not Wᵀ₂: the number belongs to the letter.
        return base + (below + above if below_it else above + below)

    def _without_letter(self, atom: _Atom) -> str:
        """Return the error signal as the gradient that it is; δ alone is said in short."""
        if not atom.layer and atom.index is None:
            return self._shortest(_Atom("Z", "", "", atom.marks, None, atom.end))
        of = _Atom("Z" if atom.index is None else "z", "", atom.layer, "", atom.index, atom.end)
        slope = self._slope(of, data=False)
        return rf"\left({slope}\right)^{{{atom.marks}}}" if atom.marks else slope

    def _layer(self, number: str) -> str:
        form = {"parentheses": "({})", "brackets": "[{}]"}.get(self._notation.layer, "{}")
        return form.format(number) if number else ""

    def _index(self, index: str) -> str:
        pair = _PAIR.fullmatch(index)
        if pair:
            return pair[1] + pair[2] if self._notation.indices == "joined" else index
        return latex(index, self._notation) if any(map(str.isalpha, index)) else index
