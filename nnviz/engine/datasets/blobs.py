"""Blobs: round clouds of points around centres on a circle."""

import numpy as np

from nnviz.engine.datasets.checks import class_count, generator, not_negative, sample_count
from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.labelled import from_classes, shares


def load(n_samples: int = 150, n_classes: int = 3, noise: float = 0.25, seed: int = 0) -> Dataset:
    """Return ``n_classes`` normal clouds (2 to 10) of standard deviation ``noise``."""
    n_classes = class_count("blobs", n_classes)
    count = sample_count("blobs", n_samples, least=n_classes)
    spread = not_negative("blobs", "noise", noise)
    rng = generator("blobs", seed)
    angles = 2.0 * np.pi * np.arange(n_classes) / n_classes
    centres = np.stack((np.cos(angles), np.sin(angles)), axis=1)
    clouds = [
        centre + spread * rng.standard_normal((n, 2))
        for centre, n in zip(centres, shares(count, n_classes), strict=True)
    ]
    return from_classes("blobs", clouds, rng)
