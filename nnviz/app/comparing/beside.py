"""The state as it is seen from the other run: what takes a state then works for run B as well."""

from dataclasses import replace
from functools import lru_cache

from nnviz.app.level_commands import there
from nnviz.app.relations import Relations, relations
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.orientation import Orientation
from nnviz.playback.timeline import Position
from nnviz.scene.primitives import CellRef


# Two: a state and the one before it, while they are being compared.
@lru_cache(maxsize=2)
def beside(state: ViewState) -> ViewState | None:
    """Return the state of run B, None while there is none or it has no such step.

    Nothing is supposed in it, and the chain of Jacobians is that of run A.
    """
    rival = state.rival
    if rival is None or rival.trace is None or rival.step_index is None:
        return None
    assert rival.other is not None  # it holds the two traces against each other
    sample = min(state.sample, rival.trace.n_samples - 1)
    cell = rival.hovered or rival.pinned
    found = _related(rival.trace, cell, sample, state.orientation)
    position = Position(rival.step_index, state.status.position.alpha)
    return replace(
        state,
        experiment=rival.experiment,
        trace=rival.trace,
        last_iteration=rival.last_iteration,
        losses=rival.losses,
        sample=sample,
        hovered=rival.hovered,
        pinned=rival.pinned,
        status=replace(state.status, position=position),
        what_if=None,
        chain=None,
        level=there(state.level, rival.trace),
        rival=replace(rival, other=rival.other.turned(), mirrored=True),
        **found._asdict(),
    )


@lru_cache(maxsize=4)
def _related(
    trace: Trace, cell: CellRef | None, sample: int, orientation: Orientation
) -> Relations:
    return relations(trace, cell, sample, orientation)


def aimed(state: ViewState) -> ViewState:
    """Return the state of the run that inspector and keys are about: A's, or B's."""
    if state.rival is None or state.rival.side == "a":
        return state
    return beside(state) or state
