"""The second part of "why this number?": who uses a cell, step by step, and on from there."""

from collections.abc import Iterator
from itertools import islice

from nnviz.engine.ancestry import FIRST, Ancestor, Use
from nnviz.engine.message import Message, message
from nnviz.scene.narration import title
from nnviz.scene.numbers import grouped
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Role, Run
from nnviz.views.panels.why_rows import CellRow, Line, Moment, Row, muted


class UsesRow(Row):
    """The head of the second part: who uses the cell."""

    key = ("uses",)

    def __init__(self, options: ComposeOptions, node: Ancestor) -> None:
        super().__init__(None, options)
        self._node = node

    @property
    def opens(self) -> bool:
        """Say whether anything uses the cell."""
        return bool(self._node.uses)

    def line(self, now: Moment, most_terms: int) -> Line:
        """Say how many later numbers use it."""
        count = sum(use.count for use in self._node.uses)
        text = Message(
            "Used by {count} later number", plural="Used by {count} later numbers", count=count
        )  # fmt: skip
        if not count:
            text = message("Nothing later in this training step uses it")
        return Line((Run(text, bold=True),))

    def _made(self) -> Iterator[Row]:
        return use_rows(self, self.options, self._node)


class UseRow(Row):
    """A step that uses the cell; below it what the step makes of it."""

    def __init__(self, parent: Row, options: ComposeOptions, node: Ancestor, use: Use) -> None:
        super().__init__(parent, options)
        self._node, self.use = node, use
        self.key = ("use", use.step_index)

    @property
    def opens(self) -> bool:
        """There is always something below."""
        return True

    def line(self, now: Moment, most_terms: int) -> Line:
        """Name the step and say how many of its numbers use the cell."""
        count = Message("{count} number", plural="{count} numbers", count=self.use.count)
        named = Run(title(self._node.trace.steps[self.use.step_index]))
        return Line((named,), (), (Run("  "), Run(count, role=Role.MUTED)))

    def _made(self) -> Iterator[Row]:
        return user_rows(self, self._node, self.use, 0)


class MoreUsersRow(Row):
    """The numbers of a step that were not named; below it the next of them."""

    def __init__(self, parent: Row, node: Ancestor, use: Use, first: int) -> None:
        super().__init__(parent, parent.options)
        self._node, self._use, self._first = node, use, first
        self.key = ("more", first)

    @property
    def opens(self) -> bool:
        """There is always something below."""
        return True

    def line(self, now: Moment, most_terms: int) -> Line:
        """Say how many there are."""
        count = grouped(self._use.count - self._first)
        return Line((muted(message("and {count} more", count=count)),))

    def _made(self) -> Iterator[Row]:
        return user_rows(self, self._node, self._use, self._first)


class UserRow(CellRow):
    """A later number that was made from the cell above; below it who uses this one."""

    @property
    def opens(self) -> bool:
        """Say whether anything uses it in turn."""
        return bool(self.node.uses)

    def _made(self) -> Iterator[Row]:
        return use_rows(self, self.options, self.node)


def use_rows(parent: Row, options: ComposeOptions, node: Ancestor) -> Iterator[Row]:
    """Yield a row for each step that uses a cell."""
    return (UseRow(parent, options, node, use) for use in node.uses)


def user_rows(parent: Row, node: Ancestor, use: Use, first: int) -> Iterator[Row]:
    """Yield rows for what a step makes of a cell from the ``first`` on, then one for the rest."""
    stop = first + FIRST
    for place in islice(use.places(node.place.sample), first, stop):
        user = Ancestor(node.trace, place, node.orientation)
        row = UserRow(parent, parent.options, user)
        found = user.of_place(node.place)
        row.whole, row.bar = row, None if found is None else row.source_bar(found)
        yield row
    if stop < use.count:
        yield MoreUsersRow(parent, node, use, stop)
