"""OR: at least one input, which one line divides."""

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.gates import gate


def load() -> Dataset:
    """Return the four samples of OR."""
    return gate("or", (0.0, 1.0, 1.0, 1.0))
