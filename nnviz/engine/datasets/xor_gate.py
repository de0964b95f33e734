"""XOR: exclusive or, which no single line divides."""

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.gates import gate


def load() -> Dataset:
    """Return the four samples of XOR."""
    return gate("xor", (0.0, 1.0, 1.0, 0.0))
