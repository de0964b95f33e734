"""What one sample adds to a sum over the batch, and what all the others add together."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine.orientation import HostArray
from nnviz.engine.step import Step, StepKind


@dataclass(frozen=True, slots=True, eq=False)
class SampleShare:
    """Two parts of one sum, shaped like the step's output: of one sample and of the others.

    ``total`` is what training recorded. For a loss that is a mean the parts are those of the sum
    before it is divided.
    """

    part: HostArray
    others: HostArray
    total: HostArray


# Only the newest is kept: a step is looked at many times in a row, for one sample.
_NEWEST: list[tuple[HostArray, int, SampleShare]] = []


def sample_share(step: Step, sample: int) -> SampleShare:
    """Return what ``sample`` and what the other samples add to a step that sums over the batch.

    The step is a weight gradient, a bias gradient or the loss. Training computes only the sum.
    """
    if not (_NEWEST and _NEWEST[0][0] is step.value and _NEWEST[0][1] == sample):
        _NEWEST[:] = [(step.value, sample, _shared(step, sample))]
    return _NEWEST[0][2]


def _shared(step: Step, sample: int) -> SampleShare:
    arrays = list(step.inputs.values())
    rest = [np.delete(array, sample, axis=0) for array in arrays]
    if step.kind is StepKind.WEIGHT_GRADIENT:
        part, others = np.outer(arrays[0][sample], arrays[1][sample]), rest[0].T @ rest[1]
    else:
        part, others = np.array(arrays[0][sample]), np.array(rest[0].sum(axis=0))
    for array in (part, others):
        array.flags.writeable = False
    return SampleShare(part, others, step.value)


def input_gradient(signal: HostArray, weights: HostArray, sample: int) -> HostArray:
    """Return ∂L/∂x of one sample (I,) from δ¹ (N, O) and W¹ (O, I); training skips it.

    Nothing is learnt from it, so it is worked out only where somebody looks at it.
    """
    return np.asarray(signal[sample] @ weights)
