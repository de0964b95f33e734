"""One sample alone on the stage: its part of every array with a sample axis."""

import numpy as np

from nnviz.engine.orientation import has_sample_axis
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block
from nnviz.scene.options import ComposeOptions


def batch_size(step: Step) -> int:
    """Return how many samples the arrays of a step hold; 1 if none has a sample axis."""
    if step.sample is not None:
        return len(next(iter(step.whole.values())))
    arrays = {**step.inputs, step.output: step.value}
    return next((a.shape[0] for name, a in arrays.items() if a.ndim and has_sample_axis(name)), 1)


def only_sample(step: Step, options: ComposeOptions) -> int | None:
    """Return the one sample that is shown of a step's arrays, None where all of them are."""
    if not options.one_sample or step.sample is not None or not has_sample_axis(step.output):
        return None
    return min(options.sample, batch_size(step) - 1)


def one_of(block: Block, ndim: int, sample: int) -> Block:
    """Return one sample's part of a block of a whole array with ``ndim`` dimensions.

    Digits and colours stay those of the whole array, so that samples can be compared.
    """
    if not has_sample_axis(block.name) or not ndim:
        return block
    along_rows = (ndim > 1) != block.flipped
    place = slice(sample, sample + 1)
    values = block.values[place] if along_rows else block.values[:, place]
    stored = {"stored_row": sample} if ndim > 1 else {"stored_col": sample}
    revealed = None if block.revealed is None else min(block.revealed, int(np.size(values)))
    return block.but(values=values, whole=block.values, revealed=revealed, **stored)
