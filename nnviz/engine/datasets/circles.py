"""Circles: one ring inside another."""

import numpy as np

from nnviz.engine.datasets.checks import generator, not_negative, sample_count
from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.labelled import from_classes, shares
from nnviz.engine.orientation import HostArray


def load(n_samples: int = 200, noise: float = 0.08, inner: float = 0.5, seed: int = 0) -> Dataset:
    """Return points on a ring of radius 1 (class 0) and one of radius ``inner`` (class 1)."""
    count = sample_count("circles", n_samples)
    spread = not_negative("circles", "noise", noise)
    radii = (1.0, not_negative("circles", "inner", inner))
    rng = generator("circles", seed)
    rings = [_ring(n, radius, rng) for n, radius in zip(shares(count, 2), radii, strict=True)]
    noisy = [ring + spread * rng.standard_normal(ring.shape) for ring in rings]
    return from_classes("circles", noisy, rng)


def _ring(n: int, radius: float, rng: np.random.Generator) -> HostArray:
    angle = rng.uniform(0.0, 2.0 * np.pi, n)
    return radius * np.stack((np.cos(angle), np.sin(angle)), axis=1)
