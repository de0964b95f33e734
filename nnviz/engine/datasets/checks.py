"""The options that made data sets share, checked before anything is drawn."""

import math

import numpy as np

from nnviz.engine.errors import DataError

MOST_SAMPLES = 1_000_000


def sample_count(name: str, n_samples: int, least: int = 2, most: int = MOST_SAMPLES) -> int:
    """Return ``n_samples`` if it is a whole number from ``least`` to ``most``.

    Raises:
        DataError: it is not.
    """
    if not is_whole(n_samples) or not least <= n_samples <= most:
        raise DataError(
            "Data set {name}: n_samples must be a whole number from {least} to {most}, "
            "but {value} came.",
            name=name,
            least=least,
            most=most,
            value=repr(n_samples),
        )
    return int(n_samples)


def not_negative(name: str, option: str, value: float) -> float:
    """Return ``value`` if it is a finite number of at least zero.

    Raises:
        DataError: it is not.
    """
    if not is_number(value) or value < 0:
        raise DataError(
            "Data set {name}: {option} must be a number of at least 0, but {value} came.",
            name=name,
            option=option,
            value=repr(value),
        )
    return float(value)


def is_number(value: object) -> bool:
    """Say whether ``value`` is a finite real number."""
    real = isinstance(value, int | float | np.integer | np.floating)
    return real and not isinstance(value, bool) and math.isfinite(float(str(value)))


def is_whole(value: object) -> bool:
    """Say whether ``value`` is a whole number of Python or NumPy (True is none)."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def class_count(name: str, n_classes: int) -> int:
    """Return ``n_classes`` if it is a whole number from 2 to 10.

    Raises:
        DataError: it is not.
    """
    if not is_whole(n_classes) or not 2 <= n_classes <= 10:
        raise DataError(
            "Data set {name}: n_classes must be a whole number from 2 to 10, but {value} came.",
            name=name,
            value=repr(n_classes),
        )
    return int(n_classes)


def generator(name: str, seed: int) -> np.random.Generator:
    """Return the random generator of ``seed``; the same seed draws the same samples.

    Raises:
        DataError: the seed is not a whole number of at least 0.
    """
    if not is_whole(seed) or seed < 0:
        raise DataError(
            "Data set {name}: seed must be a whole number of at least 0, but {value} came.",
            name=name,
            value=repr(seed),
        )
    return np.random.default_rng(int(seed))
