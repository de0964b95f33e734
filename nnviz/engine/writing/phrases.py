"""Letters in the middle of a sentence: δ, ∂L/∂W, "at z = …"."""

import re
from functools import lru_cache

from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.writing.letters import unicode_letter
from nnviz.engine.writing.notation import Notation
from nnviz.engine.writing.numbers import in_text
from nnviz.engine.writing.symbols import latex

# Letters that are no word of any language; a Latin letter alone must be told from a key, an
# article, or a name of the program.
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LAYERED = re.compile(rf"(?:(∂L/∂)|(?<![A-Za-z0-9_]))([WbZAδ])([{_RAISED}]+)")
_GRADIENT = re.compile(r"∂L/∂([WbZA])")
_GREEK = re.compile(r"[δηα](?![₁₂₃])")
_LOSS = re.compile(r"(?<![A-Za-z0-9_(+{.])L(?![A-Za-z0-9_)}₂'])")
_EQUATION = re.compile(r"Z = (?:W ?X|X ?Wᵀ) \+ b")
_Z = re.compile(r"(?<![A-Za-z0-9_{])z(?![A-Za-z0-9_}]| must)")
_A = re.compile(r"(?<![A-Za-z0-9_{])a(?= ⊙|·)")
_S = re.compile(r"(?<=squares )s(?= ·)|(?<=平方和 )s(?= ·)")
_WEIGHT = re.compile(r"(?<=[λΣ])W|(?<=· )W(?=·)")
# An array alone; in brackets, in quotes, behind a plus or after "press" it is a key.
_ARRAY = re.compile(
    r"(?<![A-Za-z0-9_&+(（{“'])(?<![Pp]ress )(?<!按 )([WZ])(?![A-Za-z0-9_'’”)）{}])"
)
_LINE = re.compile(r"(?<![A-Za-z0-9_{])w(?=·x)")
_TARGET = re.compile(r"(?<=p − )y(?![A-Za-z0-9_])")
_LETTERS = ((_Z, "z"), (_A, "a"), (_S, "s"), (_WEIGHT, "W"), (_LINE, "w"), (_TARGET, "y"))
_KEYS = re.compile(r"(?:press|按) L\b")


@lru_cache(maxsize=4096)
def phrase(text: str, notation: Notation) -> str:
    """Return a sentence, or its template, with the letters of a notation."""
    if notation.is_plain:
        return text
    text = _EQUATION.sub(lambda found: _in_equation(found[0], notation), text)
    text = _LAYERED.sub(lambda found: _layered(found, notation), text)
    text = _GRADIENT.sub(lambda found: _gradient(found[1], notation), text)
    if notation.error == "gradient":
        text = text.replace("δ", _gradient("Z", notation))
    text = _ARRAY.sub(lambda found: unicode_letter(found[1], notation), text)
    for form, letter in _LETTERS:
        text = form.sub(unicode_letter(letter, notation), text)
    if not _KEYS.search(text):
        text = _LOSS.sub(unicode_letter("L", notation), text)
    text = _GREEK.sub(lambda found: unicode_letter(found[0], notation), text)
    return in_text(text, notation)


def _layered(found: "re.Match[str]", notation: Notation) -> str:
    letter = {"δ": r"\delta"}.get(found[2], found[2])
    number = "".join(str(_RAISED.index(sign)) for sign in found[3])
    symbol = f"{letter}^{{{number}}}"
    if found[1]:
        symbol = rf"\frac{{\partial L}}{{\partial {symbol}}}"
    return to_unicode(parse(latex(symbol, notation)))


def _gradient(of: str, notation: Notation) -> str:
    return to_unicode(parse(latex(rf"\frac{{\partial L}}{{\partial {of}}}", notation)))


def _in_equation(text: str, notation: Notation) -> str:
    return "".join(unicode_letter(sign, notation) if sign in "ZW" else sign for sign in text)
