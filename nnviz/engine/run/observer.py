"""Looking at a run from a third side: with memory of one's own, in nobody's way."""

from typing import TYPE_CHECKING

from nnviz.engine.run.cursor import Cursor

if TYPE_CHECKING:
    from nnviz.engine.run.run import Run


class Observer:
    """Stands before any iteration that a run has made, to evaluate or record it there.

    Neither the thread that trains the run nor the one that looks at it waits for this one; only
    the copy of one state is made under a lock. Not to be shared between threads.
    """

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._owner: Run | None = None
        self._cursor: Cursor | None = None

    def before(self, iteration: int) -> Cursor:
        """Return a cursor of this observer's own that stands before an iteration made.

        It may be recorded from; the next call brings it where it is wanted.

        Raises:
            SpecError: the run has not made this iteration.
        """
        owner = self._run.owner(iteration)
        if owner is not self._owner or self._cursor is None:
            self._owner, self._cursor = owner, owner.twin()
        owner.bring(self._cursor, iteration)
        return self._cursor
