"""By how much a nudge changes a number, and between which ends a slider moves it."""

import math

import numpy as np

from nnviz.engine.orientation import HostArray
from nnviz.engine.trace import Trace

_STEPS = 20  # from zero to the largest number of an array, about
_FINER = 10
_REACH = 2.0  # the slider goes so much further than the largest number


def step_of(array: HostArray) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that suits the numbers of an array."""
    wanted = _largest(array) / _STEPS
    power = 10.0 ** math.floor(math.log10(wanted))
    return float(max(part * power for part in (1, 2, 5) if part * power <= wanted * 1.001))


def nudged(value: float, steps: int, step: float, *, fine: bool) -> float:
    """Return a number some steps further; it comes to stand on whole tenths of a step."""
    unit = step / _FINER
    count = round(value / unit) + steps * (1 if fine else _FINER)
    digits = max(0, 1 - math.floor(math.log10(unit)))
    return round(count * unit, digits) + 0.0


def reach(trace: Trace, name: str, value: float) -> tuple[float, float]:
    """Return the ends of the slider for a cell of an array."""
    if name == "Y" and trace.spec.loss == "bce":
        return 0.0, 1.0
    end = _REACH * _largest(trace[name])
    return min(-end, value), max(end, value)


def _largest(array: HostArray) -> float:
    """Return the largest magnitude, 1 where all is zero."""
    return float(np.abs(array).max()) or 1.0
