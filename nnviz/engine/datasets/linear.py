"""Linear: a plane through noise, which one layer without activation learns exactly."""

import numpy as np

from nnviz.engine.datasets.checks import generator, not_negative, sample_count
from nnviz.engine.datasets.dataset import Dataset

SLOPES = (2.0, -3.0)
OFFSET = 0.5


def load(n_samples: int = 100, noise: float = 0.05, seed: int = 0) -> Dataset:
    """Return samples of y = 2 x1 - 3 x2 + 0.5 plus noise, with x1 and x2 from -1 to 1."""
    count = sample_count("linear", n_samples)
    spread = not_negative("linear", "noise", noise)
    rng = generator("linear", seed)
    inputs = rng.uniform(-1.0, 1.0, (count, 2))
    targets = inputs @ np.array(SLOPES) + OFFSET + spread * rng.standard_normal(count)
    return Dataset(
        X=inputs,
        Y=targets[:, None],
        feature_names=("x1", "x2"),
        target_names=("y",),
        name="linear",
        task="regression",
    )
