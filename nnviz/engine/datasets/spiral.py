"""Spiral: arms that wind around each other, the hardest of the drawn data sets."""

import numpy as np

from nnviz.engine.datasets.checks import class_count, generator, not_negative, sample_count
from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.labelled import from_classes, shares
from nnviz.engine.orientation import HostArray


def load(
    n_samples: int = 300, n_classes: int = 2, turns: float = 1.5, noise: float = 0.03, seed: int = 0
) -> Dataset:
    """Return ``n_classes`` arms (2 to 10), each of ``turns`` turns from the middle outwards."""
    n_classes = class_count("spiral", n_classes)
    count = sample_count("spiral", n_samples, least=n_classes)
    winding = 2.0 * np.pi * not_negative("spiral", "turns", turns)
    spread = not_negative("spiral", "noise", noise)
    rng = generator("spiral", seed)
    starts = 2.0 * np.pi * np.arange(n_classes) / n_classes
    arms = [
        _arm(n, start, winding, rng)
        for n, start in zip(shares(count, n_classes), starts, strict=True)
    ]
    noisy = [arm + spread * rng.standard_normal(arm.shape) for arm in arms]
    return from_classes("spiral", noisy, rng)


def _arm(n: int, start: float, winding: float, rng: np.random.Generator) -> HostArray:
    # The square root spreads the points evenly along the arm, not crowded in the middle.
    radius = np.sqrt(rng.uniform(0.01, 1.0, n))
    angle = start + winding * radius
    arm: HostArray = radius[:, None] * np.stack((np.cos(angle), np.sin(angle)), axis=1)
    return arm
