"""Where a sample of the data can be watched: in the batch on the stage, or in another iteration."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np

from nnviz.app import data
from nnviz.app.experiment import Experiment
from nnviz.app.portraits.seen_in import seen_in
from nnviz.app.supposing import before
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.errors import NnvizError
from nnviz.engine.orientation import HostArray

Kind: TypeAlias = Literal["here", "there", "later", "held_out", "unknown"]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """``sample``, ``number`` in the whole data, is row ``place`` of the batch of ``iteration``.

    ``here``: that is on the stage. ``there``: it has been run. ``later``: it will come first in
    that iteration, which has not been run. ``held_out``: it is never trained on. ``unknown``: this
    part of the run had other batches.
    """

    kind: Kind
    sample: int
    number: int
    iteration: int = 0
    place: int = 0


def whereabouts(state: ViewState, sample: int, held_out: bool = False) -> Whereabouts:
    """Return where a sample, a row of the training data or of what is held out, is seen."""
    number = number_of(state, sample, held_out)
    if held_out:
        return Whereabouts("held_out", sample, number)
    rows = rows_on_stage(state)
    if rows is None:
        return Whereabouts("unknown", sample, number)
    here = np.flatnonzero(rows == sample)
    if len(here):
        return Whereabouts("here", sample, number, state.iteration, int(here[0]))
    batches = data.batches(state.experiment)
    found = seen_in(batches, sample, state.iteration, state.last_iteration)
    if found is None:
        return Whereabouts("unknown", sample, number)
    return Whereabouts(
        "there" if found.trained else "later", sample, number, found.iteration, found.place
    )


def number_of(state: ViewState, sample: int, held_out: bool) -> int:
    """Return the place of a part's sample among all samples of the data, from 0."""
    parts = data.parts(state.experiment.data)
    return int((parts.validation_rows if held_out else parts.training_rows)[sample])


def rows_on_stage(state: ViewState) -> HostArray | None:
    """Return which training samples the batch on the stage holds, in its order.

    None if that cannot be known: the batch was dealt out before batches were changed.
    """
    return _rows(before(state), state.experiment, state.iteration)


@lru_cache(maxsize=4)
def _rows(trace: Trace, experiment: Experiment, iteration: int) -> HostArray | None:
    try:
        batches = data.batches(experiment)
    except NnvizError:  # a file that has gone since it was opened
        return None
    rows = batches.indices(iteration)
    X = np.asarray(trace["X"])
    # Iterations before a change of the batches belong to others; the numbers themselves tell.
    fits = X.shape == (len(rows), batches.X.shape[1])
    return rows if fits and np.array_equal(batches.X[rows].astype(X.dtype), X) else None
