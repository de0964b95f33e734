"""Iris: Fisher's 150 flowers of three species, measured in centimetres."""

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.shuffled import shuffled
from nnviz.engine.datasets.table import from_csv
from nnviz.paths import resource


def load(seed: int = 0) -> Dataset:
    """Return the 150 flowers in a shuffled order; source and licence are in resources/data."""
    flowers = from_csv(resource("data", "iris.csv"), target="species", name="iris")
    # The file is sorted by species: unshuffled, the first batch would know only one.
    return shuffled(flowers, seed)
