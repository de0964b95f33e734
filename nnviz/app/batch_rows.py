"""Which samples of the whole data are in the batch of an iteration."""

from functools import lru_cache

import numpy as np

from nnviz.app import data
from nnviz.app.experiment import Experiment
from nnviz.engine import Trace, losses
from nnviz.engine.orientation import HostArray


@lru_cache(maxsize=4)
def batch_rows(experiment: Experiment, trace: Trace, iteration: int) -> HostArray | None:
    """Return the numbers (n_batch,) of the samples in a trace, among all samples of the data.

    None if the trace was computed from other data than there are now, or in other batches.

    Raises:
        FileError, DataError, SpecError: the data cannot be read any more.
    """
    dealt = data.batches(experiment)
    picked = dealt.indices(iteration)
    dtype, n_out = trace["X"].dtype, trace.spec.n_out
    if len(picked) != trace.n_samples or experiment.spec.loss != trace.spec.loss:
        return None
    if not np.array_equal(dealt.X[picked].astype(dtype), trace["X"]):
        return None
    Y = losses.get(trace.spec.loss).target(dealt.Y[picked], len(picked), n_out, dtype)
    if not np.array_equal(Y, trace["Y"]):
        return None
    found: HostArray = data.parts(experiment.data).training_rows[picked]
    return found
