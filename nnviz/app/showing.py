"""From a document and a trace to the fields of the view state; pure but for the run's own work."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnviz.app.document import Document
from nnviz.app.laying import timeline_of
from nnviz.app.measures.course import course_of
from nnviz.app.notation_commands import remembered
from nnviz.app.relations import has_cell, relations
from nnviz.app.settings import Settings
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.playback.pace import Granularity
from nnviz.playback.player import Player
from nnviz.scene.primitives import CellRef


def first_state(document: Document, settings: Settings, language: str) -> tuple[ViewState, Player]:
    """Return the state before anything was done, and the player at its start.

    Raises:
        DivergenceError: the first iteration cannot be computed.
    """
    trace = document.run.trace(document.iteration)
    timeline = timeline_of(
        trace,
        settings.orientation,
        settings.granularity,
        samples=settings.samples,
        product_view=settings.product_view,
    )
    player = Player(timeline)
    player.set_speed(settings.speed)
    notation = remembered(settings)
    state = ViewState(
        experiment=document.experiment,
        trace=trace,
        timeline=player.timeline,
        status=player.status,
        iteration=document.iteration,
        last_iteration=document.run.last_iteration,
        losses=document.run.losses,
        orientation=settings.orientation,
        sample=telling_sample(trace),
        hovered=None,
        pinned=None,
        sources=(),
        targets=(),
        language=language,
        theme=settings.theme,
        digits=notation.digits_code if notation.places is not None else settings.digits,
        undo_name=None,
        redo_name=None,
        notice=None,
        samples=settings.samples,
        product_view=settings.product_view,
        motion=settings.motion,
        reduced_motion=settings.motion == "less",
        text_scale=settings.text_scale,
        lens=settings.lens,
        course=course_of(None, document.run, document.marks),
        notation=notation,
    )
    return state, player


def telling_sample(trace: Trace) -> int:
    """Return the first sample that is not zero throughout: a zero input has nothing to show."""
    return int(np.argmax(np.any(trace["X"] != 0, axis=1)))


def staged(
    state: ViewState, document: Document, trace: Trace, granularity: Granularity
) -> dict[str, Any]:
    """Return the fields that show ``trace`` as an iteration of ``document``."""
    sample = min(state.sample, trace.n_samples - 1)
    hovered, pinned = _still(state.hovered, trace), _still(state.pinned, trace)
    related = relations(trace, hovered or pinned, sample, state.orientation)
    return {
        "experiment": document.experiment,
        "trace": trace,
        "timeline": timeline_of(
            trace,
            state.orientation,
            granularity,
            state.timeline,
            state.samples,
            state.product_view,
        ),
        "iteration": document.iteration,
        "last_iteration": document.run.last_iteration,
        "losses": document.run.losses,
        "course": course_of(state.course, document.run, document.marks),
        "sample": sample,
        "hovered": hovered,
        "pinned": pinned,
        **related._asdict(),
    }


def look(state: ViewState, hovered: CellRef | None, pinned: CellRef | None) -> dict[str, Any]:
    """Return the fields that change when other cells are pointed at."""
    related = relations(state.trace, hovered or pinned, state.sample, state.orientation)
    return {"hovered": hovered, "pinned": pinned, **related._asdict()}


def differences(state: ViewState, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the changes that are any; equal values keep the object that was there."""
    return {key: new for key, new in changes.items() if not _same(getattr(state, key), new)}


def _same(old: Any, new: Any) -> bool:
    if old is new:
        return True
    return not isinstance(old, np.ndarray) and bool(old == new)


def _still(cell: CellRef | None, trace: Trace) -> CellRef | None:
    return cell if cell is not None and has_cell(trace, cell) else None
