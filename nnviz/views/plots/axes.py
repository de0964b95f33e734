"""Axes whose numbers are written as everywhere else in the window."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from nnviz.app.measures import Course
from nnviz.scene.numbers import decimals_for, format_value, grouped
from nnviz.views.look.words import Translate, spoken

_DIGITS = 3
_FEW_EPOCHS = 3.0
_FEW_DECADES = 2.5


class _SpokenAxis(pg.AxisItem):  # type: ignore[misc]
    """Writes its numbers as a translator does."""

    def __init__(self, orientation: str, tr: Translate) -> None:
        super().__init__(orientation)
        self._tr = tr

    def retranslate(self, tr: Translate) -> None:
        """Write the numbers with another translator."""
        self._tr = tr
        self.picture = None
        self.update()

    def said(self, texts: Sequence[str]) -> list[str]:
        """Return numbers as they are written on the axis."""
        return [spoken(self._tr, text) if text else "" for text in texts]


class ValueAxis(_SpokenAxis):
    """Writes values; on a logarithmic axis at whole powers of ten, and between them if few."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Any:
        """Return where ticks stand; on a low axis the numbers of fewer of them have room."""
        levels = super().tickValues(minVal, maxVal, size)
        if self.orientation not in {"left", "right"} or not levels or maxVal <= minVal:
            return levels
        spacing, ticks = levels[0]
        if spacing is None:  # between two powers of ten
            return levels
        line = QFontMetricsF(self.style["tickFont"] or self.font()).height()
        every = max(1, math.ceil(line * (maxVal - minVal) / max(spacing * size, 1e-9)))
        return levels if every == 1 else [(spacing * every, ticks[::every])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers at the ticks."""
        del scale, spacing
        if not len(values):
            return []
        if self.logMode:
            low, high = self.range
            return self.said([self._power(value, high - low) for value in values])
        return self.said(_written(list(values)))

    def _power(self, value: float, decades: float) -> str:
        """Return the number at a tick; of those between powers of ten only where there is room."""
        number = 10.0**value
        first = round(number / 10.0 ** np.floor(value + 1e-9))
        told = first == 1 or (first in {2, 5} and decades < _FEW_DECADES)
        return _written([number])[0] if told else ""

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers at the ticks of a logarithmic axis."""
        return self.tickStrings(values, scale, spacing)


class IterationAxis(_SpokenAxis):
    """Counts iterations or, of the same run in the same places, epochs."""

    def __init__(self, orientation: str, tr: Translate) -> None:
        super().__init__(orientation, tr)
        self._course: Course | None = None

    def count_epochs(self, course: Course | None) -> None:
        """Count the epochs of a run; None: iterations."""
        self._course = course
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Any:
        """Return where ticks stand: at whole numbers of what is counted."""
        if self._course is None:
            levels = super().tickValues(minVal, maxVal, size)
            return [(max(space, 1.0), _whole(ticks)) for space, ticks in levels if space >= 1.0]
        low, high = self._course.epochs([minVal, maxVal]).tolist()
        levels = super().tickValues(low, high, size)
        if high - low > _FEW_EPOCHS:  # else parts of an epoch are worth a number
            levels = [(space, ticks) for space, ticks in levels if space >= 1.0]
        return [(space, self._course.iterations(ticks).tolist()) for space, ticks in levels]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers at the ticks."""
        del scale, spacing
        if self._course is None:
            return self.said([grouped(round(value)) for value in values])
        epochs = self._course.epochs(values).round(9).tolist()
        if all(float(epoch).is_integer() for epoch in epochs):
            return self.said([grouped(round(epoch)) for epoch in epochs])
        return self.said(_written(epochs))


def _whole(ticks: Sequence[float]) -> list[float]:
    return [float(tick) for tick in ticks if float(tick).is_integer()]


def _written(values: list[float]) -> list[str]:
    """Return values as they are written together."""
    clean = [0.0 if abs(value) < 1e-12 * max(map(abs, values), default=1.0) else value
             for value in values]  # fmt: skip
    decimals = decimals_for(np.array(clean), _DIGITS)
    # On an axis a number is no fraction: its neighbours are to be compared with it.
    return [str(format_value(value, decimals)) for value in clean]
