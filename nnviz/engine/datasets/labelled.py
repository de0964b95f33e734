"""Points of the plane in two or more classes: shuffled, named and frozen."""

import numpy as np

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.orientation import HostArray


def shares(n_samples: int, n_classes: int) -> tuple[int, ...]:
    """Return how many samples each class gets: as even as can be, the first ones get the rest."""
    whole, rest = divmod(n_samples, n_classes)
    return tuple(whole + (label < rest) for label in range(n_classes))


def from_classes(name: str, classes: list[HostArray], rng: np.random.Generator) -> Dataset:
    """Return the data set of these classes' points, each (n, 2), in a shuffled order.

    Shuffled, because the first samples are the batch that is watched.
    """
    points = np.concatenate(classes)
    labels = np.repeat(np.arange(len(classes)), [len(one) for one in classes])
    order = rng.permutation(len(points))
    return Dataset(
        X=points[order],
        Y=labels[order],
        feature_names=("x1", "x2"),
        target_names=tuple(str(label) for label in range(len(classes))),
        name=name,
        task="classification",
    )
