"""What is in the data, in a few numbers."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.app import data
from nnviz.app.data import Parts
from nnviz.app.experiment import DataSpec
from nnviz.engine.message import Message


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest value of one feature or target."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many samples of a class there are to train with and to validate with."""

    name: str
    training: int
    validation: int


@dataclass(frozen=True, slots=True)
class DataSummary:
    """What is in the data, as the network sees them."""

    n_training: int
    n_validation: int
    features: tuple[Range, ...]
    targets: tuple[Range, ...]
    classes: tuple[ClassCount, ...]
    remarks: tuple[Message, ...]


def summary_of(spec: DataSpec) -> DataSummary:
    """Return what is in the data; the same object for the same data.

    Raises:
        FileError, DataError, SpecError: they cannot be read.
    """
    return _summary(data.parts(spec))


@lru_cache(maxsize=4)
def _summary(parts: Parts) -> DataSummary:
    whole, held = parts.whole, parts.validation
    low, high = whole.X.min(axis=0), whole.X.max(axis=0)
    features = tuple(
        Range(name, float(a), float(b))
        for name, a, b in zip(whole.feature_names, low, high, strict=True)
    )
    targets: tuple[Range, ...] = ()
    classes: tuple[ClassCount, ...] = ()
    if data.has_labels(whole):
        n = len(whole.target_names)
        first = np.bincount(parts.training.Y, minlength=n).tolist()
        second = [0] * n if held is None else np.bincount(held.Y, minlength=n).tolist()
        classes = tuple(map(ClassCount, whole.target_names, first, second))
    else:
        low, high = whole.Y.min(axis=0), whole.Y.max(axis=0)
        targets = tuple(
            Range(name, float(a), float(b))
            for name, a, b in zip(whole.target_names, low, high, strict=True)
        )
    n_held = 0 if held is None else held.n_samples
    return DataSummary(parts.training.n_samples, n_held, features, targets, classes, whole.remarks)
