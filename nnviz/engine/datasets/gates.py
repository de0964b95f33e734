"""The truth tables of two inputs: the smallest data sets, worked by hand in every course."""

import numpy as np

from nnviz.engine.datasets.dataset import Dataset

INPUTS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


def gate(name: str, outputs: tuple[float, float, float, float]) -> Dataset:
    """Return the truth table with these outputs as numbers to be hit (a regression)."""
    return Dataset(
        X=np.array(INPUTS),
        Y=np.array(outputs).reshape(4, 1),
        feature_names=("x1", "x2"),
        target_names=("y",),
        name=name,
        task="regression",
    )
