"""Which class was taken for which, and how often."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.verdicts import Verdicts
from nnviz.engine.metrics import confusion_matrix
from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """``counts`` (classes, classes): the row is the true class, the column the one given.

    ``shares`` are counts of their row's sum; ``precision`` and ``recall`` are by class. A share of
    nothing is NaN: it is not known, not 0.
    """

    counts: HostArray
    shares: HostArray
    precision: HostArray
    recall: HostArray

    @property
    def total(self) -> int:
        """How many samples were judged."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """How many were given their class."""
        return int(np.trace(self.counts))

    @property
    def accuracy(self) -> float:
        """The share of samples that were given their class."""
        return self.right / self.total if self.total else math.nan


def confusion(found: Verdicts, n_classes: int) -> Confusion:
    """Return the confusion matrix of verdicts over ``n_classes`` classes."""
    counts = confusion_matrix(found.guesses, found.labels, n_classes)
    right = np.diag(counts)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    return Confusion(
        counts, _share(counts, rows[:, None]), _share(right, columns), _share(right, rows)
    )


def _share(part: HostArray, whole: HostArray) -> HostArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
