"""Sine: one wave, the smallest curve that needs hidden units."""

import numpy as np

from nnviz.engine.datasets.checks import generator, not_negative, sample_count
from nnviz.engine.datasets.dataset import Dataset


def load(n_samples: int = 100, noise: float = 0.05, seed: int = 0) -> Dataset:
    """Return samples of y = sin(pi x) plus noise, with x from -1 to 1."""
    count = sample_count("sine", n_samples)
    spread = not_negative("sine", "noise", noise)
    rng = generator("sine", seed)
    inputs = rng.uniform(-1.0, 1.0, (count, 1))
    return Dataset(
        X=inputs,
        Y=np.sin(np.pi * inputs) + spread * rng.standard_normal((count, 1)),
        feature_names=("x",),
        target_names=("y",),
        name="sine",
        task="regression",
    )
