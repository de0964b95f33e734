"""One data set divided into two: one part to train with, one to check on."""

import numpy as np

from nnviz.engine.datasets.checks import generator, is_number
from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.errors import DataError, SpecError
from nnviz.engine.orientation import HostArray


def split(
    dataset: Dataset, validation: float = 0.2, seed: int = 0, stratify: bool = True
) -> tuple[Dataset, Dataset]:
    """Return (training, validation): every sample in exactly one of them, drawn by ``seed``.

    ``validation`` is the share of the second part, between 0 and 1. With ``stratify`` the classes
    of a classification have the same shares in both parts, as nearly as whole samples allow, and
    a class of one sample stays in the training. The samples of a group (``Dataset.groups``) stay
    together, so that the parts do not overlap; the shares then are as near as whole groups allow.
    Both parts keep the order of the data set. To standardise: ``train.standardised()``, and then
    ``validation.standardised(like=train)``.

    Raises:
        SpecError: ``validation`` is no number between 0 and 1.
        DataError: the data set has too few samples or groups for two parts, or a bad seed.
    """
    if not is_number(validation) or not 0 < validation < 1:
        raise SpecError(
            "The share for validation must be a number between 0 and 1, but {value} came.",
            value=repr(validation),
        )
    rng = generator(dataset.name, seed)
    labels = dataset.Y if stratify and dataset.task == "classification" else None
    if labels is None:
        labels = np.zeros(dataset.n_samples, dtype=np.int64)
    if dataset.groups is None:
        wanted = _shares(np.bincount(labels), _count(dataset, validation))
        chosen = _drawn(labels, wanted, rng)
    else:
        chosen = _drawn_groups(dataset.groups, labels, validation, rng)
        _check(dataset, validation, int(chosen.sum()))
    return dataset.take(~chosen), dataset.take(chosen)


def _count(dataset: Dataset, share: float) -> int:
    count = round(dataset.n_samples * float(share))
    _check(dataset, share, count)
    return count


def _check(dataset: Dataset, share: float, count: int) -> None:
    if not 0 < count < dataset.n_samples:
        raise DataError(
            "Data set {name} has {n_samples} samples; a share of {share} for validation would "
            "leave one of the two parts empty.",
            name=dataset.name,
            n_samples=dataset.n_samples,
            share=float(share),
        )


def _shares(counts: HostArray, total: int) -> HostArray:
    """Return how many of each class go to the validation, ``total`` in all: largest remainders."""
    exact = counts * (total / counts.sum())
    # Training keeps one of every class for as long as it can.
    room = np.maximum(counts - 1, 0)
    given: HostArray = np.minimum(np.floor(exact).astype(np.int64), room)
    while given.sum() < total:
        left = room if (given < room).any() else counts
        short = np.where(given < left, exact - given, -np.inf)
        given[int(np.argmax(short))] += 1
    return given


def _drawn(labels: HostArray, wanted: HostArray, rng: np.random.Generator) -> HostArray:
    chosen = np.zeros(len(labels), dtype=bool)
    for label, count in enumerate(wanted):
        rows = np.flatnonzero(labels == label)
        chosen[rng.permutation(rows)[:count]] = True
    return chosen


def _drawn_groups(
    groups: HostArray, labels: HostArray, share: float, rng: np.random.Generator
) -> HostArray:
    """Take groups in a drawn order, each one that brings the counts nearer to those wanted."""
    wanted = np.bincount(labels) * share
    have = np.zeros(len(wanted))
    chosen = np.zeros(len(groups), dtype=bool)
    for group in rng.permutation(np.unique(groups)):
        rows = groups == group
        more = have + np.bincount(labels[rows], minlength=len(wanted))
        if np.abs(more - wanted).sum() < np.abs(have - wanted).sum():
            have, chosen = more, chosen | rows
    return chosen
