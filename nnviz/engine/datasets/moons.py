"""Moons: two half rings that reach into each other."""

import numpy as np

from nnviz.engine.datasets.checks import generator, not_negative, sample_count
from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.labelled import from_classes, shares


def load(n_samples: int = 200, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Return points on an upper half ring (class 0) and a lower, shifted one (class 1)."""
    count = sample_count("moons", n_samples)
    spread = not_negative("moons", "noise", noise)
    rng = generator("moons", seed)
    above, below = (rng.uniform(0.0, np.pi, n) for n in shares(count, 2))
    upper = np.stack((np.cos(above), np.sin(above)), axis=1)
    lower = np.stack((1.0 - np.cos(below), 0.5 - np.sin(below)), axis=1)
    noisy = [moon + spread * rng.standard_normal(moon.shape) for moon in (upper, lower)]
    return from_classes("moons", noisy, rng)
