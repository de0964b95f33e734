"""The arithmetic of one cell with the numbers as they stand on the stage.

Every number is written with the decimals of the matrix it comes from. Where the rounded numbers
would then not lead to the rounded result, they get one digit more.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from types import MappingProxyType

import numpy as np

from nnviz.engine.explanation import Explanation
from nnviz.engine.expression import Expr, Product, Ref, Sum, evaluate, mapped, references
from nnviz.engine.expression_text import Part, cell_parts, expression_parts
from nnviz.engine.orientation import HostArray, Orientation
from nnviz.engine.step import Step
from nnviz.scene.figures import figures
from nnviz.scene.numbers import decimals_for, format_value, one_more, parse_value
from nnviz.scene.primitives import CellRef

MAX_TERMS = 8
_CHECKED_REFERENCES = 24  # longer arithmetic is not written in full, so nobody can redo it
_FEW_REFERENCES = 8  # beside many terms one that vanishes may do so
# Digits more for (the numbers that go in, the result), in the order in which they are tried.
# More than one is needed only where a number or a change is too small to be seen at all.
_REMEDIES = ((0, 0), (1, 0), (1, 1), (2, 0), (2, 2), (3, 0), (3, 3))


@dataclass(frozen=True, slots=True)
class Writing:
    """How the numbers of one cell's arithmetic are written: decimals by array, and digits more."""

    decimals: Mapping[str, int]
    digits: int
    result: int
    extra: int = 0
    extra_result: int = 0
    own: bool = False  # a number too small for its matrix's decimals gets its own

    def source(self, ref: Ref) -> str:
        """Write the value of a cell that goes in."""
        known = self.decimals.get(ref.name)
        decimals = self._decimals(ref.value, known)
        text = format_value(ref.value, decimals)
        # A number that is exact as it stands (a 0 or 1 of the data) needs no idle digit.
        if not self.extra or parse_value(text) == ref.value:
            return text
        return format_value(ref.value, one_more(decimals, self.extra))

    def outcome(self, value: float) -> str:
        """Write the result, or a partial result."""
        decimals = self._decimals(value, one_more(self.result, self.extra_result))
        return format_value(value, decimals)

    def _decimals(self, value: float, known: int | None) -> int:
        # A matrix writes one digit of it, having no room for more; arithmetic needs the others.
        vanishes = known is not None and self.own and _vanishes(value, known)
        if known is None or vanishes:
            return decimals_for([value], self.digits)
        return known


def _vanishes(value: float, decimals: int) -> bool:
    return value != 0 and decimals >= 0 and abs(value) < 0.5 * 10.0**-decimals


@dataclass(frozen=True)
class Worked:
    """One cell, the arithmetic that made it and the way its numbers are written."""

    explanation: Explanation
    cell: CellRef
    writing: Writing
    orientation: Orientation

    @cached_property
    def name(self) -> tuple[Part, ...]:
        """The cell as a letter with its indices."""
        return cell_parts(self.explanation.cell, self.orientation)

    @property
    def result(self) -> str:
        """The recorded value of the cell, as it is written."""
        return self.writing.outcome(self.explanation.recorded)

    @cached_property
    def references(self) -> tuple[Ref, ...]:
        """The cells that go in, in written order, repeats included."""
        return tuple(references(self.explanation.expression))

    def source(self, position: int) -> str:
        """Return how the value of the cell that goes in at this position is written."""
        return self.writing.source(self.references[position])

    def letters(self, max_terms: int = MAX_TERMS) -> tuple[Part, ...]:
        """Return the arithmetic with letters."""
        return expression_parts(
            self.explanation.expression, False, self.orientation, max_terms=max_terms
        )

    def numbers(
        self, max_terms: int = MAX_TERMS, expression: "Expr | None" = None
    ) -> tuple[Part, ...]:
        """Return the arithmetic (or another expression of the same cells) with numbers."""
        expr = self.explanation.expression if expression is None else expression
        line = expression_parts(expr, True, self.orientation, self.writing.outcome, max_terms)
        return tuple(self._as_shown(part) for part in line)

    def _as_shown(self, part: Part) -> Part:
        if part.ref is None or part.number is None or part.script:
            return part
        return replace(part, text=self.writing.source(part.ref))


# The same cell is asked about by the strip, the sentence and the inspector, in every frame in which
# it is made; with hundreds of terms each answer takes milliseconds. A step that is kept here with
# its answer cannot give its id to another.
_ANSWERS: OrderedDict[tuple[int, CellRef, Orientation, int], tuple[Step, "Worked | None"]] = (
    OrderedDict()
)
_MOST_ANSWERS = 8


def work_out(step: Step, cell: CellRef, orientation: Orientation, digits: int) -> Worked | None:
    """Return the arithmetic of a cell that ``step`` made, or None if it made no such cell."""
    key = (id(step), cell, orientation, digits)
    known = _ANSWERS.get(key)
    if known is not None and known[0] is step:
        return known[1]
    worked = _work_out(step, cell, orientation, digits)
    _ANSWERS[key] = (step, worked)
    if len(_ANSWERS) > _MOST_ANSWERS:
        _ANSWERS.popitem(last=False)
    return worked


def _work_out(step: Step, cell: CellRef, orientation: Orientation, digits: int) -> Worked | None:
    array = _made(step).get(cell.name)
    if array is None:
        return None
    rows, cols = np.atleast_2d(array).shape
    # One sample's row of a whole array: the cell is known by its sample, the vector has one row.
    per_sample = array.ndim < 2 and step.sample is not None
    row = 0 if per_sample else cell.row
    if not (0 <= row < rows and 0 <= cell.col < cols):
        return None
    explanation = step.explain(row, cell.col, orientation, cell.name)
    shown = replace(cell, row=step.sample) if per_sample and step.sample is not None else cell
    writing = _writing_of(step, array, digits)
    return Worked(explanation, shown, _that_add_up(explanation, writing), orientation)


def _made(step: Step) -> Mapping[str, HostArray]:
    return {step.output: step.value, **step.also}


def _writing_of(step: Step, array: HostArray, digits: int) -> Writing:
    arrays = {**step.inputs, **_made(step)}
    decimals = {name: figures(values, digits).decimals for name, values in arrays.items()}
    return Writing(MappingProxyType(decimals), digits, figures(array, digits).decimals)


def _that_add_up(explanation: Explanation, writing: Writing) -> Writing:
    """Return the writing with as few digits more as make the written arithmetic right."""
    expression = explanation.expression
    # Only whether there are too many matters, not how many hundreds there are.
    count = sum(1 for _ in islice(references(expression), _CHECKED_REFERENCES + 1))
    if count > _CHECKED_REFERENCES:
        return writing
    writing = replace(writing, own=count <= _FEW_REFERENCES)
    for extra, extra_result in _REMEDIES:
        tried = replace(writing, extra=extra, extra_result=extra_result)
        if looks_right(expression, explanation.recorded, tried):
            return tried
    return replace(writing, extra=1, extra_result=1)


def looks_right(expression: Expr, recorded: float, writing: Writing) -> bool:
    """Say whether redoing the arithmetic with the written numbers gives the written result."""
    if _change_is_hidden(expression, recorded, writing):
        return False
    try:
        redone = evaluate(_rounded(expression, writing))
    except (ArithmeticError, ValueError):
        return True  # infinities and NaN: there is no arithmetic to redo
    shown = writing.outcome(recorded)
    near = (1 - 1e-12, 1.0, 1 + 1e-12)  # 0.295 may be rounded either way
    return shown in {writing.outcome(redone * factor) for factor in near}


def _change_is_hidden(expression: Expr, recorded: float, writing: Writing) -> bool:
    # "0.30 − 0.10 · 0.05 = 0.30" looks as if nothing had happened.
    changed = _changed_cell(expression)
    if changed is None:
        return False
    before = changed.value
    return before != recorded and writing.outcome(before) == writing.outcome(recorded)


def _changed_cell(expression: Expr) -> Ref | None:
    """Return the cell that the arithmetic changes a little: w of w − …, or of (1 − ηλ)·w."""
    match expression:
        case Sum((Ref() as first, *_)):
            return first
        case Product((*factors, Ref() as last)) if not any(map(_has_cell, factors)):
            return last
        case _:
            return None


def _has_cell(expression: Expr) -> bool:
    return next(references(expression), None) is not None


def _rounded(expression: Expr, writing: Writing) -> Expr:
    return mapped(expression, lambda ref: replace(ref, value=parse_value(writing.source(ref))))
