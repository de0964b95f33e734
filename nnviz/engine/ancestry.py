"""Why a number is what it is: the cells that made it, and theirs, down to what was given.

The tree is opened node by node: a step of a large network has millions of nodes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from nnviz.engine.explanation import Explanation
from nnviz.engine.expression import Ref
from nnviz.engine.orientation import Orientation, has_sample_axis
from nnviz.engine.sensitivity import Contribution, Share, shares
from nnviz.engine.step import Step

if TYPE_CHECKING:
    from nnviz.engine.trace import Target, Trace

FIRST = 12  # cells of one node that are named before the others are counted


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a trace: array name, stored row and column, and the sample that is seen.

    The row counts in the whole array, also where a per-sample step has one row of it. Only the
    arrays of per-sample steps (a Jacobian, an outer product) depend on ``sample``.
    """

    name: str
    row: int
    col: int
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the cells that made a value: the next largest, and what is left after them.

    ``rest`` cells are left, which are worth ``rest_amount`` together.
    """

    ancestors: tuple["Ancestor", ...]
    rest: int
    rest_amount: float


@dataclass(frozen=True, slots=True)
class Use:
    """What one later step makes of a cell."""

    step_index: int
    targets: "tuple[Target, ...]"

    @property
    def count(self) -> int:
        """The number of cells made from it."""
        return sum(_size(t.rows) * _size(t.cols) for t in self.targets)

    def places(self, sample: int) -> Iterator[Place]:
        """Yield the cells; one that does not say of which sample it is, is of ``sample``."""
        for target in self.targets:
            seen = sample if target.sample is None else target.sample
            for row in range(target.rows.start, target.rows.stop):
                for col in range(target.cols.start, target.cols.stop):
                    yield Place(target.name, row, col, seen)


@dataclass(frozen=True, eq=False)
class Ancestor:
    """One cell in the ancestry of a value; everything about it is found when it is asked for.

    ``contribution`` says what it has to do with the value it was reached from; None at the root.
    """

    trace: "Trace"
    place: Place
    orientation: Orientation
    contribution: Contribution | None = None

    @cached_property
    def step(self) -> Step | None:
        """The step that made the cell, for its sample; None for what was there before."""
        step = self.trace.maker(self.place.name)
        return step if step is None or step.sample is None else step.for_sample(self.place.sample)

    @cached_property
    def explanation(self) -> Explanation | None:
        """The arithmetic that made the cell; None for what was there before the step."""
        step, place = self.step, self.place
        if step is None:
            return None
        made = place.name if place.name in step.also else step.output
        found = step.explain(place.row, place.col, self.orientation, made)
        # The output of a linear layer is its Z by another name.
        return found if made == place.name else replace(found, name=place.name)

    @property
    def value(self) -> float:
        """The recorded value."""
        if self.explanation is not None:
            return self.explanation.recorded
        array = self.trace[self.place.name]
        table = array.reshape((1, -1)) if array.ndim < 2 else array
        return float(table[self.place.row, self.place.col])

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """What the value is made of, the largest first; the amounts add up to the value."""
        return () if self.explanation is None else shares(self.explanation.expression)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """All source cells, the largest shares first; cells of one share stand together."""
        return tuple(part for share in self.shares for part in share.contributions)

    def part(self, first: int = 0, most: int = FIRST) -> Part:
        """Return about ``most`` source cells from the ``first`` on, and what is left.

        Cells that are multiplied stay together, so that what is left is a whole number of shares.
        """
        stop = first
        for share in self.shares:
            if stop >= first + most:
                break
            stop = self._after(share, stop, first, most)
        chosen = self.contributions[first:stop]
        left = self.contributions[stop:]
        return Part(tuple(map(self._child, chosen)), len(left), self._amount_from(stop))

    def of_place(self, place: Place) -> "Ancestor | None":
        """Return the source cell at a place, or None if the value was not made from it."""
        for part in self.contributions:
            child = self._child(part)
            if (child.place.name, child.place.row, child.place.col) == (
                place.name, place.row, place.col,
            ):  # fmt: skip
                return child
        return None

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """The later steps that use the cell, in their order, with what they make of it.

        A per-sample step that shows one sample after the other is there with that of the cell.
        """
        place = self.place
        wanted = {None, place.row if has_sample_axis(place.name) else place.sample}
        every = self.trace.targets(place.name, place.row, place.col)
        found = (target for target in every if target.sample in wanted)
        steps = groupby(found, key=lambda target: target.step_index)
        return tuple(Use(index, tuple(targets)) for index, targets in steps)

    def _child(self, part: Contribution) -> "Ancestor":
        return Ancestor(self.trace, self._place_of(part.cell), self.orientation, part)

    def _place_of(self, ref: Ref) -> Place:
        # A per-sample step sees one row of what it reads.
        row = ref.row if ref.sample is None else ref.sample
        return Place(ref.name, row, ref.col, self.place.sample)

    def _after(self, share: Share, stop: int, first: int, most: int) -> int:
        """Return where the cells chosen end when this share is taken in as far as it goes."""
        start = self._starts[id(share)]
        end = start + len(share.contributions)
        if end <= stop:
            return stop
        whole = all(part.exact for part in share.contributions)
        return end if whole else min(end, first + most)

    @cached_property
    def _starts(self) -> dict[int, int]:
        starts, place = {}, 0
        for share in self.shares:
            starts[id(share)] = place
            place += len(share.contributions)
        return starts

    def _amount_from(self, stop: int) -> float:
        """Return what the cells from ``stop`` on are worth together."""
        total = 0.0
        for share in self.shares:
            left = share.contributions[max(stop - self._starts[id(share)], 0) :]
            if len(left) == len(share.contributions):
                total += share.amount if left else 0.0
            else:
                total += sum(part.amount for part in left)
        return total


def _size(span: slice) -> int:
    return int(span.stop) - int(span.start)
