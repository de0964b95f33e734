"""The symptoms and the gradient norms of the iteration on the stage; worked out once for it."""

from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from nnviz.app.view_state import ViewState
from nnviz.engine.gradient_norms import LayerNorm, gradient_norms
from nnviz.engine.message import Message
from nnviz.engine.symptom import Symptom, SymptomKind
from nnviz.engine.symptoms import symptoms, worst_update
from nnviz.engine.trace import Trace

_SYMPTOMS: "WeakKeyDictionary[Trace, tuple[Symptom, ...]]" = WeakKeyDictionary()
_NORMS: "WeakKeyDictionary[Trace, tuple[LayerNorm, ...]]" = WeakKeyDictionary()

_NEWEST = 64  # losses before this one; more than any symptom looks back


def symptoms_of(state: ViewState) -> tuple[Symptom, ...]:
    """Return what is conspicuous in the iteration on the stage.

    A run that could not go on counts as an exploding loss, with the words of the notice.
    """
    known = _SYMPTOMS.get(state.trace)
    if known is None:
        before = _telling(state.losses[: state.iteration])
        known = symptoms(state.trace, [*before, state.trace.loss])
        _SYMPTOMS[state.trace] = known
    if state.notice is None or not diverged(state.notice):
        return known
    return (*(s for s in known if s.kind is not SymptomKind.EXPLODED), _stopped(state))


def _telling(losses: npt.NDArray[np.float64]) -> list[float]:
    """Return the losses that symptoms are told by: the first, the least and the newest."""
    if len(losses) <= 2 * _NEWEST:
        return [float(loss) for loss in losses]
    return [float(losses[0]), float(losses.min()), *losses[-_NEWEST:].tolist()]


def norms_of(state: ViewState) -> tuple[LayerNorm, ...]:
    """Return the norms of the weight gradients of the iteration on the stage."""
    known = _NORMS.get(state.trace)
    if known is None:
        known = _NORMS[state.trace] = gradient_norms(state.trace)
    return known


def diverged(notice: Message) -> bool:
    """Say whether a notice tells that a run stopped being finite."""
    begins = ("In iteration {iteration}, ", "After the update of iteration {iteration}, ")
    return notice.text.startswith(begins)


def _stopped(state: ViewState) -> Symptom:
    assert state.notice is not None
    found = worst_update(state.trace)
    return replace(found, kind=SymptomKind.EXPLODED, message=state.notice)
