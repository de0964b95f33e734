"""Lines of runs in the letters of a notation: the last thing before they are drawn."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from nnviz.engine.decimals import Numeral
from nnviz.engine.math_text import MathText, Part
from nnviz.engine.message import Message
from nnviz.engine.writing import Notation, in_text, number, phrase
from nnviz.engine.writing.lines import Item, Made, rewritten
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Sign
from nnviz.scene.primitives import CellRef, Role, Run

# Words that mean something only beside a sign of arithmetic: a class may be called L.
_Behind: TypeAlias = tuple[CellRef | None, float | None]
_LONGER = 0.85  # as many letters of a line in W¹ as in W⁽¹⁾
_ARITHMETIC = re.compile(r"[·⊙Σ=÷√−×+(]")


@lru_cache(maxsize=2048)
def _known(
    runs: tuple[Run, ...], behind: tuple[_Behind, ...], notation: Notation
) -> tuple[Run, ...]:
    del behind  # two runs that look the same are equal, whatever they stand for
    signed = [_signed(run, notation) for run in runs]
    items = tuple(Item(str(run.text), run.script, run.style == "math") for run in signed)
    return tuple(_made(made, signed) for made in rewritten(items, notation))


def in_notation(runs: tuple[Run, ...], notation: Notation) -> tuple[Run, ...]:
    """Return a line as a notation writes it; Messages are left to whoever says them."""
    if notation.is_plain:
        return runs
    found: list[Run] = []
    for is_words, group in groupby(runs, key=lambda run: isinstance(run.text, Message)):
        line = tuple(group)
        if not is_words:
            behind = tuple((run.cell, getattr(run.text, "value", None)) for run in line)
            line = _known(line, behind, notation)
        found += line
    return tuple(found)


def with_room(content: Content, notation: Notation) -> Content:
    """Return the content with as much room at its matrices as their names will take."""
    if notation.is_plain:
        return content
    items = tuple(_roomy(item, notation) for item in content.items)
    return replace(content, items=items)


def room_of_letters(chars: int, notation: Notation) -> int:
    """Return how many of the program's own letters a line holds that a notation makes longer."""
    longer = notation.layer in {"parentheses", "brackets"}
    return int(chars * _LONGER) if longer else chars


def _roomy(item: Block | Sign, notation: Notation) -> Block | Sign:
    if isinstance(item, Sign):
        return item
    label, note = (item.label, item.note) if item.room is None else item.room
    return item.but(room=(in_notation(label, notation), note))


def text_of(runs: tuple[Run, ...]) -> MathText:
    """Return a line without Messages as plain text that knows its parts."""
    parts = tuple(Part(str(run.text), run.script, run.style == "math") for run in runs)
    return MathText("".join(_small(run) for run in runs), parts)


_RAISED = str.maketrans("0123456789T", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ")


def _small(run: Run) -> str:
    text = run.text if isinstance(run.text, str) else run.text.english()
    return text.translate(_RAISED) if run.script == 1 else text


def _signed(run: Run, notation: Notation) -> Run:
    """Return a run with its numbers in the signs of the notation, its words in its letters."""
    text = run.text
    assert isinstance(text, str)  # Messages were set aside
    if run.style == "math" or run.script:
        return run
    if isinstance(text, Numeral):
        return _but(run, number(text, text.value, notation))
    if run.style == "number":
        return _but(run, in_text(text, notation))
    return _but(run, phrase(text, notation)) if _ARITHMETIC.search(text) else run


def _but(run: Run, text: str) -> Run:
    return Run(text, run.script, run.style, run.role, run.bold, run.lit, run.cell)


def _made(made: Made, runs: list[Run]) -> Run:
    old = runs[made.owner]
    role: Role | None = old.role
    style = old.style if old.style == "number" else ("math" if made.math else "text")
    return Run(made.text, made.script, style, role, old.bold, old.lit, old.cell)
