"""The middle of many rounds and how far they scatter; outliers of a shared machine move neither."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 10th and 90th percentile."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)}–{_short(self.high)})"


def spread(values: list[float], scale: float = 1.0) -> Spread:
    low, median, high = np.percentile(np.multiply(values, scale), [10, 50, 90]).tolist()
    return Spread(median, low, high)


def ratio(above: list[float], below: list[float]) -> Spread:
    """Return the spread of the ratios within each round, which a drifting clock does not move."""
    return spread(np.divide(above, below).tolist())


def _short(value: float) -> str:
    """Write three digits, or all of those before the point."""
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{decimals}f}"
