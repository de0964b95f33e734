"""The rows of the tree that says why a number is what it is, as data, without a widget.

A row makes its children when it is opened: below a cell the cells that made it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from nnviz.engine.ancestry import FIRST, Ancestor, Place
from nnviz.engine.expression import Ref
from nnviz.engine.expression_text import cell_parts
from nnviz.engine.math_text import Part
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import has_sample_axis
from nnviz.engine.writing import in_text, number
from nnviz.scene.arrival import arrival
from nnviz.scene.figures import figures
from nnviz.scene.numbers import format_value, grouped
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Role, Run
from nnviz.scene.symbols import run_of
from nnviz.scene.worked import Worked, work_out
from nnviz.scene.writing import in_notation

Moment: TypeAlias = tuple[int, float]  # step index, alpha
Key: TypeAlias = tuple[str | int, ...]

_ALWAYS: Moment = (-1, 0.0)
_SLACK = 1e-9
_MOST_SHOWN = 24  # rows that one opened row adds at a time
_NOT_YET = message("not computed yet")
_ORIGINS = (
    (re.compile(r"X"), Message("input", context="origin")),
    (re.compile(r"Y"), Message("target", context="origin")),
    (re.compile(r"W\d+"), Message("weight", context="origin")),
    (re.compile(r"b\d+"), Message("bias", context="origin")),
    (re.compile(r".*"), Message("state of the optimizer", context="origin")),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """What a cell has to do with the value beside which it stands.

    ``length`` is the part of the longest bar there. An amount that is not ``exact`` is
    slope × value, not a share of a sum.
    """

    amount: float
    text: str
    length: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says: a beginning and, where there is arithmetic, how it goes on.

    ``end`` is the result, or what is there instead; the three stand on one line where there is
    room. ``remark`` is left out where there is none.
    """

    head: tuple[Run, ...]
    middle: tuple[Run, ...] = ()
    end: tuple[Run, ...] = ()
    remark: tuple[Run, ...] = ()


class Row:
    """A row; ``key`` tells it from its neighbours, also after the tree was made anew."""

    key: Key = ()
    bar: Bar | None = None
    place: Place | None = None

    def __init__(self, parent: "Row | None", options: ComposeOptions) -> None:
        self.parent = parent
        self.options = options

    @cached_property
    def children(self) -> tuple["Row", ...]:
        """The rows below, made when they are first asked for."""
        return tuple(self._made())

    @property
    def opens(self) -> bool:
        """Say whether there is anything below."""
        return bool(self.children)

    @property
    def when(self) -> Moment:
        """The moment from which on what the row tells is computed."""
        return _ALWAYS

    @property
    def path(self) -> tuple[Key, ...]:
        """The keys from the top down to this row."""
        above = () if self.parent is None else self.parent.path
        return (*above, self.key)

    def line(self, now: Moment, most_terms: int) -> Line:
        """Return what the row says at a moment, a long sum with so many terms."""
        raise NotImplementedError

    def _made(self) -> Iterable["Row"]:
        return ()


class CellRow(Row):
    """A cell with its arithmetic; below it the cells that made it."""

    whole: "CellRow | None" = None  # of its value the bar is a part

    def __init__(self, parent: Row | None, options: ComposeOptions, node: Ancestor) -> None:
        super().__init__(parent, options)
        self.node = node
        self.place = node.place
        self.key = ("cell", node.place.name, node.place.row, node.place.col)

    @property
    def cell(self) -> CellRef:
        """The cell as the stage knows it."""
        return CellRef(self.node.place.name, self.node.place.row, self.node.place.col)

    @property
    def made(self) -> CellRef:
        """The cell by the name under which its step made it: A of a linear layer is its Z."""
        step, cell = self.node.step, self.cell
        if step is None or cell.name in {step.output, *step.also}:
            return cell
        return replace(cell, name=step.output)

    @property
    def opens(self) -> bool:
        """Say whether the cell was made from others."""
        return bool(self.node.contributions)

    @cached_property
    def when(self) -> Moment:
        """The moment from which on the cell is computed."""
        step = self.node.step
        if step is None:
            return _ALWAYS
        return step.index, arrival(step, self.made, self.options)

    @cached_property
    def worked(self) -> Worked | None:
        """The arithmetic as it is written on the stage, None for what was given."""
        step = self.node.step
        if step is None:
            return None
        return work_out(step, self.made, self.node.orientation, self.options.digits)

    @property
    def head(self) -> tuple[Run, ...]:
        """The cell as a letter with its indices."""
        place, orientation = self.node.place, self.node.orientation
        if self.node.explanation is not None:
            return self._written(cell_parts(self.node.explanation.cell, orientation))
        return self._written(cell_parts(Ref(place.name, place.row, place.col, 0.0), orientation))

    @property
    def result(self) -> str:
        """The value as it is written on the stage."""
        if self.worked is not None:
            return self.worked.result
        array = self.node.trace[self.node.place.name]
        return format_value(self.node.value, figures(array, self.options.digits).decimals)

    def line(self, now: Moment, most_terms: int) -> Line:
        """Return the cell = numbers = value; before it is computed, the cell = letters."""
        if self.worked is None:
            remark = () if self.origin is None else (Run("   "), muted(self.origin))
            return Line(self.head, (), (_equals(), self._number(self.result)), remark)
        if not reached(self.when, now):
            letters = self._written(self.worked.letters(most_terms))
            remark = (Run("   "), Run(_NOT_YET, role=Role.MUTED))
            return Line(self.head, (_equals(), *letters), remark)
        parts = self.worked.numbers(most_terms)
        end = (_equals(), self._number(self.result))
        if "".join(part.text for part in parts) == self.result:
            return Line(self.head, (), end)
        return Line(self.head, (_equals(), *self._written(parts)), end)

    def _written(self, parts: Iterable[Part]) -> tuple[Run, ...]:
        return in_notation(runs_of(parts), self.options.notation)

    def _number(self, text: str) -> Run:
        shown = number(text, self.node.value, self.options.notation)
        return Run(shown, style="number", bold=True)

    @property
    def origin(self) -> Message | None:
        """What a given cell is, in a word."""
        if self.node.step is not None:
            return None
        return next(text for name, text in _ORIGINS if name.fullmatch(self.node.place.name))

    def written(self, amount: float) -> str:
        """Write an amount in the way in which the value of the cell is written."""
        if self.worked is not None:
            return self.worked.writing.outcome(amount)
        array = self.node.trace[self.node.place.name]
        return format_value(amount, figures(array, self.options.digits).decimals)

    def source_bar(self, node: Ancestor) -> Bar | None:
        """Return the bar of a source cell: what it has to do with this cell's value."""
        part = node.contribution
        if part is None:
            return None
        longest = self._longest
        length = abs(part.amount) / longest if longest else 0.0
        text = in_text(self.written(part.amount), self.options.notation)
        return Bar(part.amount, text, min(length, 1.0), part.exact)

    @cached_property
    def _longest(self) -> float:
        sizes = (abs(part.amount) for part in self.node.contributions)
        return max((size for size in sizes if size < float("inf")), default=0.0)

    def _made(self) -> Iterator[Row]:
        return source_rows(self, self, 0, FIRST)


class RestRow(Row):
    """The source cells that were not named; below it the next of them."""

    def __init__(self, parent: Row, of: CellRow, first: int, amount: float | None) -> None:
        super().__init__(parent, of.options)
        self._of, self._first, self._amount = of, first, amount
        self.key = ("rest", first)

    @property
    def opens(self) -> bool:
        """There is always something below."""
        return True

    def line(self, now: Moment, most_terms: int) -> Line:
        """Say how many there are, and what they are worth where that is known."""
        count = grouped(len(self._of.node.contributions) - self._first)
        if self._amount is None or not reached(self._of.when, now):
            return Line((muted(message("and {count} more", count=count)),))
        amount = self._of.written(self._amount)
        text = message("and {count} more, together {amount}", count=count, amount=amount)
        return Line((muted(text),))

    def _made(self) -> Iterator[Row]:
        return source_rows(self, self._of, self._first, _MOST_SHOWN)


def source_rows(parent: Row, of: CellRow, first: int, most: int) -> Iterator[Row]:
    """Yield rows for the source cells of a cell from the ``first`` on, then one for the rest."""
    part = of.node.part(first, most)
    for node in part.ancestors:
        row = CellRow(parent, of.options, node)
        row.whole, row.bar = of, of.source_bar(node)
        yield row
    if part.rest:
        exact = all(one.exact for one in of.node.contributions[-part.rest :])
        after = first + len(part.ancestors)
        yield RestRow(parent, of, after, part.rest_amount if exact else None)


def reached(when: Moment, now: Moment) -> bool:
    """Say whether what is computed at one moment is there at another."""
    return when[0] < now[0] or (when[0] == now[0] and when[1] <= now[1] + _SLACK)


def going_to(row: Row) -> tuple[CellRow, Moment] | None:
    """Return the cell to go to from a row and the moment to see it; None where there is none.

    What was given before the step is seen where it is used: beside the cell above it.
    """
    if not isinstance(row, CellRow):
        return None
    above: Row | None = row
    while above is not None and (not isinstance(above, CellRow) or above.node.step is None):
        above = above.parent
    if above is None:
        uses = row.node.uses
        return row, ((uses[0].step_index, 0.0) if uses else (0, 0.0))
    return row, above.when


def sample_for(row: CellRow) -> int | None:
    """Return the sample that the stage has to show for a cell, None where that does not matter."""
    step, place = row.node.step, row.node.place
    if step is not None and step.sample is not None:
        return place.sample
    if not has_sample_axis(place.name):
        return None
    return place.row if row.node.trace[place.name].ndim == 2 else place.col


def runs_of(parts: Iterable[Part]) -> tuple[Run, ...]:
    """Return the runs that draw a line of mathematics."""
    return tuple(run_of(part) for part in parts)


def _equals() -> Run:
    return Run(" = ")


def muted(text: Message) -> Run:
    """Return a remark."""
    return Run(text, role=Role.MUTED)
