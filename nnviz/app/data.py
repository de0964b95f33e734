"""From a description of data to the arrays that a network of a given loss can train on."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from nnviz.app.experiment import DataSpec, Experiment
from nnviz.engine import datasets
from nnviz.engine.datasets import Dataset, Missing
from nnviz.engine.errors import FileError, SpecError
from nnviz.engine.orientation import HostArray
from nnviz.engine.run import Batches

CLASS_LOSS, BINARY_LOSS = "cross_entropy", "bce"


def load(data: DataSpec) -> Dataset:
    """Return the data set; one that was read before is not read again until its file changes.

    Raises:
        FileError: the file cannot be read or is no table.
        DataError: its values are not usable.
        SpecError: there is no built-in data set of that name.
    """
    if data.kind == "builtin":
        return _builtin(data.name, data.standardise)
    try:
        changed_ns = Path(data.name).stat().st_mtime_ns
    except OSError as error:
        raise FileError(
            "{path} cannot be read: {reason}.", path=data.name, reason=error.strerror or str(error)
        ) from error
    return _csv(data.name, data.target, data.standardise, data.missing, changed_ns)


def n_classes(dataset: Dataset) -> int | None:
    """Return how many classes the targets name, or None if the targets are plain numbers."""
    if has_labels(dataset):
        return len(dataset.target_names)
    return 2 if _one_bit(dataset.Y) else None


def has_labels(dataset: Dataset) -> bool:
    """Say whether the targets are numbers of classes rather than numbers to be hit."""
    return dataset.task == "classification"


def units_needed(dataset: Dataset, loss: str) -> int:
    """Return how many units the output layer has for these targets and this loss.

    Raises:
        SpecError: the loss cannot be computed for such targets.
    """
    classes = n_classes(dataset)
    if loss == CLASS_LOSS:
        if classes is None:
            raise SpecError(
                "The loss cross_entropy needs classes, but the targets of {data} are numbers; "
                "use mse.",
                data=dataset.name,
            )
        return classes
    if has_labels(dataset) and classes is not None:
        return 1 if classes == 2 and loss == BINARY_LOSS else classes
    Y = dataset.Y
    if loss == BINARY_LOSS and not (Y.min() >= 0 and Y.max() <= 1):
        raise SpecError(
            "The loss bce needs targets between 0 and 1, but those of {data} are not; use mse.",
            data=dataset.name,
        )
    return 1 if Y.ndim == 1 else int(Y.shape[1])


def targets(dataset: Dataset, loss: str) -> HostArray:
    """Return Y as the loss wants it: labels (n,) for cross_entropy, else numbers (n, n_out)."""
    n_out = units_needed(dataset, loss)
    Y = dataset.Y
    if loss == CLASS_LOSS:
        return Y.reshape(-1).astype(np.intp)
    if has_labels(dataset) and n_out > 1:
        return np.eye(n_out)[Y]
    return Y.reshape(len(Y), n_out).astype(np.float64)


def batches(experiment: Experiment) -> Batches:
    """Return the batches of an experiment.

    Raises:
        SpecError: the network does not fit the data, or the batch size is not positive.
    """
    spec, data = experiment.spec, experiment.data
    dataset = load(data)
    _check_fit(experiment, dataset)
    size = dataset.n_samples if data.batch_size is None else data.batch_size
    if size < 1:
        raise SpecError("A batch has at least one sample, not {size}.", size=size)
    return Batches(dataset.X, targets(dataset, spec.loss), size, data.seed)


def _check_fit(experiment: Experiment, dataset: Dataset) -> None:
    spec = experiment.spec
    n_in, n_out = dataset.n_in, units_needed(dataset, spec.loss)
    if spec.n_in != n_in:
        raise SpecError(
            "{data} has {found} inputs per sample, but the network takes {expected}.",
            data=dataset.name,
            found=n_in,
            expected=spec.n_in,
        )
    if spec.layers[-1].units != n_out:
        raise SpecError(
            "With {data} and the loss {loss} the output layer has to have {needed} units, "
            "not {units}.",
            data=dataset.name,
            loss=spec.loss,
            needed=n_out,
            units=spec.layers[-1].units,
        )


def _one_bit(Y: HostArray) -> bool:
    """Say whether Y is one column of zeros and ones, which may also be read as two classes."""
    return bool(Y.size == len(Y) and np.isin(Y, (0, 1)).all())


@lru_cache(maxsize=16)
def _builtin(name: str, standardise: bool) -> Dataset:
    return datasets.load(name, standardise=standardise)


@lru_cache(maxsize=4)
def _csv(
    path: str, target: str | None, standardise: bool, missing: Missing, changed_ns: int
) -> Dataset:
    del changed_ns  # only part of the key: a file that changed is read again
    return datasets.from_csv(path, target=target, missing=missing, standardise=standardise)
