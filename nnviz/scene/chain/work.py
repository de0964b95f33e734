"""The arithmetic of one cell of a product in a chain, with the numbers as they stand in sight."""

import math
from dataclasses import dataclass

from nnviz.engine.message import message
from nnviz.scene.numbers import format_value, one_more, parse_value
from nnviz.scene.primitives import FloatArray, Role, Run

# Digits more for (the numbers that go in, the result), in the order in which they are tried.
_REMEDIES = ((0, 0), (1, 0), (1, 1), (2, 0), (2, 2), (3, 0), (3, 3), (4, 0), (6, 0), (6, 6))
_CHECKED = 12  # longer sums are not written in full, so nobody can redo them
_SIGN_CHARS = 3
_RESULT_CHARS = 14


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A row and a column that meet, the number they make, and the decimals of all three."""

    row: FloatArray
    column: FloatArray
    value: float
    decimals: tuple[int, int, int]


def worked(cell: Cell, fraction: float, max_chars: int) -> tuple[Run, ...]:
    """Return the sum of products; below ``fraction`` 1 as far as it has grown."""
    extra, extra_result = _that_adds_up(cell)
    texts = _terms(cell, extra)
    if fraction < 1:
        texts = texts[: max(math.ceil(fraction * len(texts)), 1)]
    kept = _fitting(texts, max_chars - _RESULT_CHARS)
    line = [Run("= " + " + ".join(texts[:kept]), style="number")]
    left = len(texts) - kept
    if left:
        line.append(Run(message(" + {count} more", count=left)))
    if fraction < 1:
        return (*line, Run(" + …", style="number"))
    result = format_value(cell.value, one_more(cell.decimals[2], extra_result))
    return (*line, Run(f" = {result}", style="number", role=Role.FOCUS))


def _terms(cell: Cell, extra: int) -> list[str]:
    first, second = (one_more(decimals, extra) for decimals in cell.decimals[:2])
    pairs = zip(cell.row.tolist(), cell.column.tolist(), strict=True)
    return [f"({_written(a, first)})({_written(b, second)})" for a, b in pairs]


def _written(value: float, decimals: int) -> str:
    # A number that is exact as it stands (the 0 of a diagonal) needs no idle digits.
    return "0" if value == 0 else format_value(value, decimals)


def _that_adds_up(cell: Cell) -> tuple[int, int]:
    """Return how many digits more make the written arithmetic lead to the written result."""
    if cell.row.size > _CHECKED:
        return 0, 0
    pairs = list(zip(cell.row.tolist(), cell.column.tolist(), strict=True))
    for extra, extra_result in _REMEDIES:
        first, second = (one_more(decimals, extra) for decimals in cell.decimals[:2])
        third = one_more(cell.decimals[2], extra_result)
        total = math.fsum(
            parse_value(_written(a, first)) * parse_value(_written(b, second)) for a, b in pairs
        )
        if format_value(total, third) == format_value(cell.value, third):
            return extra, extra_result
    return 1, 1


def _fitting(texts: list[str], max_chars: int) -> int:
    """Return how many terms fit, at least one."""
    used = 0
    for count, text in enumerate(texts):
        used += len(text) + _SIGN_CHARS
        if used > max_chars and count:
            return count
    return len(texts)
