"""AND: both inputs, which one line divides."""

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.gates import gate


def load() -> Dataset:
    """Return the four samples of AND."""
    return gate("and", (0.0, 0.0, 0.0, 1.0))
