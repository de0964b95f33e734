"""What advice has to know of the data: a handful of numbers, worked out once for a data set."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.app.data import has_labels, load, n_classes, training
from nnviz.app.experiment import DataSpec
from nnviz.engine.datasets import Dataset
from nnviz.engine.decimals import decimals_for, format_value
from nnviz.engine.orientation import HostArray

_MOST_CURVED = 256  # inputs; of more the curvature is not worked out


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the training samples: how many, of what size, and what is to be learnt.

    ``largest`` and ``least`` are the root mean squares of the features with the largest and the
    least values (constant ones left out), ``largest_name`` and ``least_name`` their names.
    ``typical`` is that of all values. ``y_low`` and ``y_high`` are the least and the greatest
    target. ``curvature`` is the largest eigenvalue of the mean of x·xᵀ with a 1 for the bias, None
    for very many features.
    """

    n_samples: int
    n_in: int
    classes: int | None
    labelled: bool
    y_low: float
    y_high: float
    typical: float
    largest: float
    least: float
    largest_name: str
    least_name: str
    curvature: float | None


def facts_of(data: DataSpec) -> Facts:
    """Return the facts of the data.

    Raises:
        NnvizError: they cannot be read.
    """
    return _facts(load(data), training(data))


def written(value: float) -> str:
    """Return a number as remarks write it."""
    return format_value(value, decimals_for([value], 3))


@lru_cache(maxsize=16)
def _facts(whole: Dataset, samples: Dataset) -> Facts:
    X, Y = np.asarray(samples.X, dtype=np.float64), np.asarray(samples.Y, dtype=np.float64)
    sizes = np.sqrt(np.mean(np.square(X), axis=0))
    varied = np.flatnonzero(np.ptp(X, axis=0) > 0)
    if not varied.size:
        varied = np.arange(len(sizes))
    top = int(varied[np.argmax(sizes[varied])])
    low = int(varied[np.argmin(sizes[varied])])
    return Facts(
        n_samples=samples.n_samples,
        n_in=samples.n_in,
        classes=n_classes(whole),
        labelled=has_labels(whole),
        y_low=float(Y.min()),
        y_high=float(Y.max()),
        typical=float(np.sqrt(np.mean(np.square(sizes)))),
        largest=float(sizes[top]),
        least=float(sizes[low]),
        largest_name=samples.feature_names[top],
        least_name=samples.feature_names[low],
        curvature=_curvature(X) if samples.n_in <= _MOST_CURVED else None,
    )


def _curvature(X: HostArray) -> float:
    extended = np.column_stack([X, np.ones(len(X))])
    return float(np.linalg.eigvalsh(extended.T @ extended / len(X))[-1])
