"""The data of an experiment, and the arrays that a network of a given loss can train on."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from nnviz.app.data_spec import MOST_VALIDATION
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.table import Table
from nnviz.engine import datasets
from nnviz.engine.datasets import Dataset
from nnviz.engine.datasets.reading import Progress
from nnviz.engine.errors import DataError, FileError, SpecError
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.run import Batches

CLASS_LOSS, BINARY_LOSS = "cross_entropy", "bce"


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A data set, as the network sees it, and which of its samples are for what.

    ``training_rows`` and ``validation_rows`` say which samples of ``whole`` each part has, in
    order; without a validation the training is the whole.
    """

    whole: Dataset
    training: Dataset
    validation: Dataset | None
    training_rows: HostArray
    validation_rows: HostArray


def load(data: DataSpec) -> Dataset:
    """Return the whole data set; what was read before is not read again until its file changes.

    Raises:
        FileError: the file cannot be read or is no table.
        DataError: its values are not usable.
        SpecError: there is no built-in data set of that name.
    """
    return parts(data).whole


def training(data: DataSpec) -> Dataset:
    """Return the samples to train with.

    Raises:
        FileError, DataError, SpecError: as :func:`load`.
    """
    return parts(data).training


def validation(data: DataSpec) -> Dataset | None:
    """Return the samples that are held out, None without any.

    Raises:
        FileError, DataError, SpecError: as :func:`load`.
    """
    return parts(data).validation


def parts(data: DataSpec) -> Parts:
    """Return the data set and its parts; the same objects for the same data.

    Where features are standardised, the means and deviations are those of the training samples.

    Raises:
        FileError, DataError, SpecError: as :func:`load`, or nothing can be held out.
    """
    if not 0 <= data.validation <= MOST_VALIDATION:  # also NaN
        raise SpecError(
            "The share for validation must be between 0 and {most}, not {value}.",
            most=MOST_VALIDATION,
            value=data.validation,
        )
    seed = data.seed if data.validation else 0
    return _parts(raw(data), data.standardise, data.validation, seed, data.table)


def as_table(data: DataSpec) -> Table:
    """Return the samples as they were read, as a table; what is held out stays held out.

    Raises:
        FileError, DataError, SpecError: as :func:`load`.
    """
    return settled(data, data.table or Table.of(raw(data)))


def settled(data: DataSpec, table: Table) -> Table:
    """Return a table of the samples of ``data``, of which the same ones are held out."""
    if not data.validation or table.held(data.validation, data.seed) is not None:
        return table
    held = np.zeros(table.n_samples, dtype=np.int64)
    held[parts(data).validation_rows] = 1
    return replace(table, held_out=held, held_for=(data.validation, data.seed))


def raw(data: DataSpec, progress: Progress | None = None) -> Dataset:
    """Return the data set as it was read: not standardised; kept for the next time.

    ``progress`` is told how much of a file has been read, and can end the reading.

    Raises:
        FileError, DataError, SpecError: as :func:`load`.
        Cancelled: the reading was ended.
    """
    if data.kind == "table":
        if data.table is None:
            raise DataError("The table of the data is missing.")
        return _of_table(data.table, data.name)
    if data.kind == "builtin":
        return _builtin(data.name, Options(data.options))
    return _FILES.read(data, progress)


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
    """Return the batches of an experiment, dealt from its training samples.

    Raises:
        SpecError: the network does not fit the data, or the batch size is not positive.
    """
    spec, data = experiment.spec, experiment.data
    found = parts(data)
    _check_fit(experiment, found.whole)
    size = found.training.n_samples if data.batch_size is None else data.batch_size
    if size < 1:
        raise SpecError("A batch has at least one sample, not {size}.", size=size)
    Y = targets(found.whole, spec.loss)
    if found.validation is not None:
        Y = Y[found.training_rows]
    return Batches(found.training.X, Y, size, data.seed)


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
def _builtin(name: str, options: Options) -> Dataset:
    return datasets.load(name, **options)


@lru_cache(maxsize=8)
def _of_table(table: Table, name: str) -> Dataset:
    return table.dataset(name)


@lru_cache(maxsize=16)
def _parts(
    dataset: Dataset, standardise: bool, share: float, seed: int, table: Table | None
) -> Parts:
    everything = np.arange(dataset.n_samples)
    if not share:
        whole = dataset.standardised() if standardise else dataset
        return Parts(whole, whole, None, everything, everything[:0])
    mask = None if table is None else table.held(share, seed)
    if mask is None:
        rows, held = _divided(dataset, share, seed)
    else:
        rows, held = everything[~mask], everything[mask]
    first, second = dataset.take(rows), dataset.take(held)
    if standardise:
        first = first.standardised()
        second, dataset = second.standardised(like=first), dataset.standardised(like=first)
    return Parts(dataset, first, second, rows, held)


def _divided(dataset: Dataset, share: float, seed: int) -> tuple[HostArray, HostArray]:
    """Return the numbers of the training samples and of those held out, as the engine splits."""
    numbered = Dataset(
        X=np.arange(dataset.n_samples, dtype=np.float64)[:, None],
        Y=dataset.Y,
        feature_names=("row",),
        target_names=dataset.target_names,
        name=dataset.name,
        task=dataset.task,
        groups=dataset.groups,
    )
    first, second = datasets.split(numbered, share, seed)
    return first.X[:, 0].astype(np.intp), second.X[:, 0].astype(np.intp)


class _Files:
    """The last few files read, by what they are and when they were changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[object, ...], Dataset] = {}
        self._lock = Lock()

    def read(self, data: DataSpec, progress: Progress | None) -> Dataset:
        """Return the table in a file, read only if it has not been, or has changed since."""
        key = (data.name, data.target, data.missing, Options(data.options), *_stamp(data.name))
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            kept = datasets.from_csv(
                data.name,
                target=data.targets or None,
                missing=data.missing,
                progress=progress,
                **_reading_options(data),
            )
            with self._lock:
                self._kept[key] = kept
                while len(self._kept) > self._most:
                    del self._kept[next(iter(self._kept))]
        return kept


_FILES = _Files(most=2)
_READING: dict[str, type | tuple[type, ...]] = {
    "delimiter": str,
    "header": bool,
    "encoding": str,
    "ignore": tuple,
    "task": str,
    "targets": tuple,
}


def _reading_options(data: DataSpec) -> dict[str, Any]:
    """Return the options of a file, none of which a damaged description has made impossible."""
    for name, value in data.options.items():
        if name not in _READING or not isinstance(value, _READING[name]):
            raise SpecError(
                "{path} cannot be read with the option {name} = {value}.",
                path=data.name,
                name=name,
                value=repr(value),
            )
    return {name: value for name, value in data.options.items() if name != "targets"}


def _stamp(path: str) -> tuple[int, int]:
    """Return what changes when a file does."""
    try:
        about = Path(path).stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError("{path} cannot be read: {reason}.", path=path, reason=reason) from error
    return about.st_mtime_ns, about.st_size
