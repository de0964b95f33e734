"""Where one was, in another trace: an edit should not throw a person back to the beginning."""

from nnviz.engine import Trace
from nnviz.engine.step import Step
from nnviz.playback.timeline import Position


def same_place(old: Trace, position: Position, new: Trace) -> Position:
    """Return the position in ``new`` that shows what ``position`` shows in ``old``.

    Where the step is gone it is the end of the nearest step before it that is still there, or
    the very beginning.
    """
    places = {_key(step): step.index for step in new.steps}
    here = old.steps[position.step_index]
    if _key(here) in places:
        return Position(places[_key(here)], position.alpha)
    for step in reversed(old.steps[: position.step_index]):
        if _key(step) in places:
            return Position(places[_key(step)], 1.0)
    return Position(0, 0.0)


def _key(step: Step) -> tuple[str, str, int, str]:
    return step.phase, step.kind, step.layer, step.output
