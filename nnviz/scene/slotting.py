"""How much room the items of a picture ask for: matrices with their words, and signs."""

from collections.abc import Callable

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Sign
from nnviz.scene.layout.fit import sign_width, text_width
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Slot
from nnviz.scene.primitives import Run
from nnviz.scene.symbols import shape_runs

SIGN_SIZE = 1.3  # of the symbols beside it
_LEAST = 0.75  # of its size is what a line under a label is still written in


def slots_of(content: Content, sheet: Page) -> tuple[Slot, ...]:
    """Return the room for each item of a picture."""
    return tuple(_slot(item, sheet) for item in content.items)


def _slot(item: Block | Sign, sheet: Page) -> Slot:
    if isinstance(item, Sign):
        return Slot(0, 0, runs_width(item.runs, sheet.type.symbol * SIGN_SIZE, sign_width) + 4.0)
    words, note = (item.label, item.note) if item.room is None else item.room
    label = runs_width(words, sheet.type.symbol) + 8.0
    below = runs_width(note_of(item.but(note=note)), sheet.type.note) + 8.0
    return Slot(*item.shape, label, below)


def note_of(block: Block) -> tuple[Run, ...]:
    """Return the line under the label of a matrix: its shape, if nothing else is to be said."""
    return shape_runs(*block.shape) if block.note is None else (Run(block.note),)


def note_in(block: Block, size_px: float, room: float) -> tuple[Run, ...]:
    """Return the line under a label, or only the shape where the line would become too small."""
    line = note_of(block)
    small = runs_width(line, size_px) * _LEAST > room
    return shape_runs(*block.shape) if small else line


def runs_width(
    runs: tuple[Run, ...], size_px: float, width: Callable[[str, float], float] = text_width
) -> float:
    """Return a generous estimate of how wide a line of runs is drawn."""
    total = 0.0
    for run in runs:
        text = run.text if isinstance(run.text, str) else run.text.english()
        total += width(text, size_px * (0.72 if run.script else 1.0))
    return total
