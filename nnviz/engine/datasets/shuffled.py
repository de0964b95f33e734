"""The samples of a data set in another order."""

from nnviz.engine.datasets.checks import generator
from nnviz.engine.datasets.dataset import Dataset


def shuffled(dataset: Dataset, seed: int) -> Dataset:
    """Return the same samples in the order that ``seed`` draws."""
    return dataset.take(generator(dataset.name, seed).permutation(dataset.n_samples))
