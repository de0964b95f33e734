"""Which letter stands for which, and what gives way so that no letter means two things.

The program's own letters are the keys. Where a notation gives a letter away that the
program uses elsewhere, that other thing takes one that is free: with s for the pre-activation, the
sum of a softmax is r; with t for the target, the count of the updates is ν.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from nnviz.engine.writing.notation import Notation

LAYERED: Final = frozenset("WwbZzAaδsMmPp")  # a raised number on these is that of their layer

_RENAMED: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType(
    {
        ("loss", "J"): {"L": "J"},
        # The record of a column's squared gradients, and one of its cells, make room.
        ("loss", "C"): {"L": "C", "C": "K", "c_": "k"},
        ("weights", "Θ"): {"W": r"\Theta", "w": r"\theta"},
        ("activation", "h"): {"A": "H", "a": "h"},
        ("preactivation", "s"): {"Z": "S", "z": "s", "s": "r"},
        # Prediction minus target; where a warm-up ends; where an update is clipped.
        ("error", "e"): {"δ": "e", "E": "D", "e_": "d", "e": "q", "d": "c"},
        ("target", "t"): {"Y": "T", "y": "t", "t": r"\nu", "T": "N"},
        ("rate", "α"): {"η": r"\alpha"},
        ("slope", "κ"): {"α": r"\kappa"},
    }
)
COMMANDS: Mapping[str, str] = MappingProxyType({"delta": "δ", "eta": "η", "alpha": "α"})
_LATEX = {letter: f"\\{name}" for name, letter in COMMANDS.items()}
_UNICODE = {r"\Theta": "Θ", r"\theta": "θ", r"\nu": "ν", r"\alpha": "α", r"\kappa": "κ"}


@lru_cache(maxsize=64)
def renamed(notation: Notation) -> Mapping[str, str]:
    """Return the letters that are written otherwise, as LaTeX; "e_" is an e with an index."""
    found: dict[str, str] = {}
    for (field, choice), letters in _RENAMED.items():
        if getattr(notation, field) == choice:
            found |= letters
    return MappingProxyType(found)


def letter(sign: str, notation: Notation, *, indexed: bool = False) -> str:
    """Return the LaTeX of one of the program's letters; some differ where they are ``indexed``."""
    new = renamed(notation)
    if indexed and f"{sign}_" in new:
        return new[f"{sign}_"]
    return new.get(sign, _LATEX.get(sign, sign))


def unicode_letter(sign: str, notation: Notation) -> str:
    """Return one of the program's letters as it stands in a sentence."""
    found = renamed(notation).get(sign, sign)
    return _UNICODE.get(found, found)
