"""Digits: 1 797 real handwritten digits of 8 by 8 pixels."""

import numpy as np

from nnviz.engine.datasets.checks import sample_count
from nnviz.engine.datasets.dataset import Dataset
from nnviz.paths import resource

SIDE = 8
DARKEST = 16.0
ALL = 1797


def load(n_samples: int = ALL) -> Dataset:
    """Return the first ``n_samples`` digits, pixels from 0 (paper) to 1 (ink), row by row.

    Source and licence are in resources/data. The digits come in the order of the source, which
    is mixed.
    """
    count = sample_count("digits", n_samples, least=1, most=ALL)
    with np.load(resource("data", "digits.npz"), allow_pickle=False) as file:
        pixels, labels = file["pixels"][:count], file["labels"][:count]
    return Dataset(
        X=pixels / DARKEST,
        Y=labels.astype(np.int64),
        feature_names=tuple(f"pixel {row},{col}" for row in range(1, 9) for col in range(1, 9)),
        target_names=tuple(str(digit) for digit in range(10)),
        name="digits",
        task="classification",
        image_shape=(SIDE, SIDE),
    )
