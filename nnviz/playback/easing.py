"""Rate functions on 0..1 and their inverses; whatever is given is clamped to that range."""

import math


def clamp(x: float) -> float:
    """Return ``x`` kept within 0..1."""
    return min(max(x, 0.0), 1.0)


def smooth(x: float) -> float:
    """Start gently, end gently: the cubic 3x² − 2x³."""
    x = clamp(x)
    return x * x * (3.0 - 2.0 * x)


def smooth_inverse(y: float) -> float:
    """Return the x at which :func:`smooth` gives ``y``."""
    y = clamp(y)
    if y in {0.0, 1.0}:
        return y
    return clamp(0.5 - math.sin(math.asin(1.0 - 2.0 * y) / 3.0))
