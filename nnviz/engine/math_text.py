"""Small LaTeX formulas as lines of text with raised and lowered parts.

The engine writes mathematics once, as LaTeX. Where only a line of text can be drawn (a label, the
scalar line, a terminal) the same string is read into :class:`Part` s or into Unicode, so that the
two can never disagree. Only the commands that the engine itself writes are known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeAlias

from nnviz.engine.expression import Ref

Script: TypeAlias = Literal[-1, 0, 1]

_SUPERSCRIPTS = str.maketrans("0123456789+−()=ntT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁼ⁿᵗᵀ")
_SUBSCRIPTS = str.maketrans("0123456789+−()=ijkmnt", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎₌ᵢⱼₖₘₙₜ")
# The comma has no small form; it stands between indices and needs none. The prime is raised anyway.
_HAS_SUPERSCRIPT = re.compile(r"[0-9+−()=ntT,′]*")
_BRACKETED = re.compile(r"(\[\w+\])([T′]*)")  # Unicode has no small square brackets
# What :func:`to_unicode` makes of them, to be raised where text can be.
RAISED = re.compile(r"\^(\[\w+\][ᵀ′]*)")
_HAS_SUBSCRIPT = re.compile(r"[0-9+−()=ijkmnt,;]*")

_ITALIC = {
    "partial": "∂", "delta": "δ", "ell": "ℓ", "eta": "η", "beta": "β", "lambda": "λ", "mu": "μ",
    "epsilon": "ε", "varepsilon": "ε", "alpha": "α", "sigma": "σ", "Phi": "Φ",
    "varphi": "φ", "pi": "π", "rho": "ρ", "gamma": "γ", "tau": "τ", "prime": "′",
    "Theta": "Θ", "theta": "θ", "kappa": "κ", "nu": "ν",
}  # fmt: skip
_UPRIGHT = {
    "odot": " ⊙ ", "cdot": "·", "times": " × ", "leftarrow": " ← ", "sum": "Σ", "prod": "Π",
    "top": "T", "max": "max", "min": "min", "log": "log", "ln": "ln", "exp": "exp", "tanh": "tanh",
    "cos": "cos", "erf": "erf", "quad": "  ", "dots": "…", "left": "", "right": "",
    "le": " ≤ ", "ge": " ≥ ",
    "nabla": "∇", "otimes": " ⊗ ", "infty": "∞", "ldots": "…", "cdots": "⋯", "operatorname": "",
    # Narrow spaces: without them the bars run into the letter.
    "lVert": "‖\u202f", "rVert": "\u202f‖", "lfloor": "⌊", "rfloor": "⌋",
}  # fmt: skip
_ACCENTS = {"tilde": "\u0303", "hat": "\u0302", "bar": "\u0304"}
_BINARY = {"+": " + ", "-": " − ", "=": " = ", "<": " < ", ">": " > ", "|": "|"}
_INSIDE = re.compile(r"\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\[,;:! ]|[{}^_]|\s+|[^\\{}^_\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that is drawn in one way.

    ``script`` is 1 for raised, -1 for lowered, 0 for the line itself; a lowered part right after
    a raised one (or the reverse) belongs to the same letter and may be stacked with it. ``math``
    asks for the italic of mathematics. ``ref`` is the cell that the part stands for, ``number``
    the unrounded number that it shows.
    """

    text: str
    script: Script = 0
    math: bool = False
    ref: Ref | None = None
    number: float | None = None


class MathText(str):
    """A line of mathematics as plain text that still knows its ``parts``.

    So that it can be written in another notation where it is shown.
    """

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    def __new__(cls, text: str, parts: tuple[Part, ...]) -> "MathText":
        """Return the text with the parts that it was made of."""
        made = super().__new__(cls, text)
        made.parts = parts
        return made


def to_unicode(parts: tuple[Part, ...]) -> MathText:
    """Return the line as plain text: ¹ and ₂ where Unicode has them, else ^ and _."""
    runs = groupby(parts, key=lambda part: part.script)
    text = "".join(_plain("".join(part.text for part in run), script) for script, run in runs)
    return MathText(text, parts)


def _plain(text: str, script: Script) -> str:
    if script == 1 and (found := _BRACKETED.fullmatch(text)):
        return f"^{found[1]}{found[2].translate(_SUPERSCRIPTS)}"
    if script == 1:
        return text.translate(_SUPERSCRIPTS) if _HAS_SUPERSCRIPT.fullmatch(text) else f"^{text}"
    if script == -1:
        return text.translate(_SUBSCRIPTS) if _HAS_SUBSCRIPT.fullmatch(text) else f"_{text}"
    return text


@lru_cache(maxsize=8192)
def parse(latex: str) -> tuple[Part, ...]:
    """Read a formula that the engine wrote into the parts of one line.

    Raises:
        KeyError: the formula has a command that is not known here.
    """
    return read(latex, ())


def read(latex: str, cells: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    r"""Read a formula in which ``\cell{k}`` stands for the parts of ``cells[k]``.

    Raises:
        KeyError: the formula has a command that is not known here.
    """
    return merged(_Reader(latex, cells).group(0))


def merged(parts: tuple[Part, ...] | list[Part]) -> tuple[Part, ...]:
    """Join neighbours that are drawn alike and stand for the same cell."""
    found: list[Part] = []
    for (script, math, ref, number), run in groupby(parts, key=_likeness):
        text = "".join(part.text for part in run)
        if text:
            found.append(Part(text, script, math, ref, number))
    return tuple(found)


def _likeness(part: Part) -> tuple[Script, bool, Ref | None, float | None]:
    return part.script, part.math, part.ref, part.number


class _Reader:
    """Reads the tokens of one formula from left to right."""

    def __init__(self, latex: str, cells: Sequence[tuple[Part, ...]]) -> None:
        self._tokens: Iterator[str] = iter(_TOKEN.findall(latex))
        self._cells = cells
        # A minus sign that nothing stands before is a sign, not a difference.
        self._opens = True

    def group(self, script: Script) -> list[Part]:
        """Read up to the closing brace (or the end)."""
        found: list[Part] = []
        self._opens = True
        for token in self._tokens:
            if token == "}":
                break
            found += self._one(token, script)
        self._opens = False
        return found

    def _argument(self, script: Script) -> list[Part]:
        token = next(self._tokens)
        return self.group(script) if token == "{" else self._one(token, script)

    def _one(self, token: str, script: Script) -> list[Part]:
        if token == "{":
            return self.group(script)
        if token in "^_":
            return self._scripted(1 if token == "^" else -1, script)
        if token.startswith("\\"):
            return self._command(token[1:], script)
        if token.isspace():
            return []
        return [self._character(token, script)]

    def _character(self, token: str, script: Script) -> Part:
        opens, self._opens = self._opens, token in "(,|[+-=<>"
        if token in _BINARY:
            text = _BINARY[token]
            return Part(text.strip() if script or opens else text, script)
        if token == ",":
            return Part("," if script else ", ", script)
        return Part(token, script, math=token.isalpha())

    def _scripted(self, inner: Script, outer: Script) -> list[Part]:
        argument = self._argument(inner)
        if not outer:
            return argument
        # A script within a script: small Unicode characters inside the one that is drawn.
        return [Part(to_unicode(tuple(argument)), outer, math=False)]

    def _command(self, name: str, script: Script) -> list[Part]:
        if name not in {"left", "right"}:
            self._opens = False
        if name == "cell":
            return self._cell(script)
        if name in _ACCENTS:
            accent = _ACCENTS[name]
            return [replace(part, text=part.text + accent) for part in self._argument(script)]
        if name == "frac":
            return self._fraction(script)
        if name == "sqrt":
            return [Part("√", script), *_radicand(self._argument(script))]
        if name in {"mathsf", "mathrm", "text"}:
            return [replace(part, math=False) for part in self._argument(script)]
        if name in _ITALIC:
            return [Part(_ITALIC[name], script, math=True)]
        return [Part(" " if name in {",", ";", ":", " "} else _UPRIGHT[name], script)]

    def _cell(self, script: Script) -> list[Part]:
        number = "".join(part.text for part in self._argument(0))
        cell = self._cells[int(number)]
        return list(cell) if not script else [Part(to_unicode(cell), script, ref=cell[0].ref)]

    def _fraction(self, script: Script) -> list[Part]:
        numerator, denominator = self._argument(script), self._argument(script)
        return [
            *_operand(numerator, (" + ", " − ")),
            Part("/", script),
            *_operand(denominator, (" + ", " − ", "·", "/", ")(")),
        ]


def _operand(parts: list[Part], loose: tuple[str, ...]) -> list[Part]:
    """Put brackets about parts that have one of the ``loose`` operators outside of brackets."""
    line = "".join(part.text for part in parts)
    outside = _INSIDE.sub("()", line)
    return bracketed(parts) if any(operator in outside for operator in loose) else parts


def _radicand(parts: list[Part]) -> list[Part]:
    letters = "".join(part.text for part in parts if part.script == 0)
    return parts if len(letters.rstrip("".join(_ACCENTS.values()))) <= 1 else bracketed(parts)


def bracketed(parts: list[Part]) -> list[Part]:
    """Put round brackets about a run of parts."""
    script = parts[0].script if parts else 0
    return [Part("(", script), *parts, Part(")", script)]
