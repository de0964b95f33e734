"""The iteration in whose batch a training sample is, nearest to the one looked at."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine.run import Batches


@dataclass(frozen=True, slots=True)
class SeenIn:
    """A sample is row ``place`` of the batch of ``iteration``; ``trained``: that has been run."""

    iteration: int
    place: int
    trained: bool


def seen_in(batches: Batches, sample: int, iteration: int, last: int) -> SeenIn | None:
    """Return where a sample is trained on: in this pass over the data, or in the one before.

    ``last`` is the last iteration that has been run. Where the sample comes later than that, the
    pass before is taken; in the very first pass the iteration to come is returned, not yet
    trained. None if the pass began in another run, with other batches.
    """
    which, _ = batches.place(iteration)
    if which < 0:
        return None
    here = _in_pass(batches, sample, which, last)
    if here.trained or which == 0:
        return here
    return _in_pass(batches, sample, which - 1, last)


def _in_pass(batches: Batches, sample: int, which: int, last: int) -> SeenIn:
    position = int(np.flatnonzero(batches.order(which) == sample)[0])
    size = min(batches.batch_size, batches.n_samples)
    batch, place = divmod(position, size)
    iteration = batches.start + which * batches.per_pass + batch
    return SeenIn(iteration, place, iteration <= last)
