"""The samples of the batch on the stage: what is known about each, and which are shown at once."""

from functools import lru_cache

import numpy as np

from nnviz.app import data
from nnviz.app.experiment import Experiment
from nnviz.app.view_state import Samples, ViewState
from nnviz.engine import Trace
from nnviz.engine.datasets import Dataset
from nnviz.engine.errors import NnvizError
from nnviz.engine.orientation import HostArray, has_sample_axis
from nnviz.scene.primitives import CellRef
from nnviz.scene.samples.batch import Batch

# Up to here all columns can be read on a small stage; wider batches show one sample, large, and
# leave the others to the strip, the picker and one key.
FEW_SAMPLES = 8


def shows_one(choice: Samples, n_samples: int) -> bool:
    """Say whether one sample stands alone, as it is chosen or as the batch suggests."""
    return choice == "one" or (choice == "auto" and n_samples > FEW_SAMPLES)


def one_sample(state: ViewState) -> bool:
    """Say whether the stage shows one sample instead of the whole batch."""
    return shows_one(state.samples, state.trace.n_samples)


def batch_of(state: ViewState) -> Batch:
    """Return what is known about the samples on the stage; the same object for the same trace."""
    return _batch(state.trace, state.experiment, state.iteration)


def in_one_batch(state: ViewState) -> bool:
    """Say whether every iteration has all samples: no other batch is to be chosen."""
    size = state.experiment.data.batch_size
    return size is None or size >= data.training(state.experiment.data).n_samples


def sample_of(trace: Trace, cell: CellRef) -> int | None:
    """Return the sample that a cell belongs to, None where it belongs to all of them."""
    if cell.name not in trace or not has_sample_axis(cell.name):
        return None
    return cell.row if trace[cell.name].ndim > 1 else cell.col


# Two: an iteration and the one before it, while they are being compared.
@lru_cache(maxsize=2)
def _batch(trace: Trace, experiment: Experiment, iteration: int) -> Batch:
    inputs, outputs = trace["X"], trace[f"A{len(trace.spec.layers)}"]
    try:
        dataset = data.training(experiment.data)
    except NnvizError:  # a file that has gone since it was opened: its numbers are still there
        return Batch(inputs, outputs)
    labelled = data.has_labels(dataset)
    return Batch(
        inputs,
        outputs,
        _classes(trace["Y"]) if labelled else (),
        _classes(outputs) if labelled else (),
        dataset.target_names,
        dataset.image_shape,
        _names(dataset, experiment, iteration, len(inputs)),
    )


def _classes(outputs: HostArray) -> tuple[int, ...]:
    """Return the class of each row of outputs: the largest, or which side of one half it is on."""
    if outputs.shape[1] > 1:
        return tuple(np.argmax(outputs, axis=1).tolist())
    return tuple((outputs[:, 0] > 0.5).astype(int).tolist())


def _names(dataset: Dataset, experiment: Experiment, iteration: int, count: int) -> tuple[str, ...]:
    names = getattr(dataset, "sample_names", None)
    if not names:
        return ()
    rows = data.batches(experiment).indices(iteration)
    return tuple(str(names[row]) for row in rows) if len(rows) == count else ()
