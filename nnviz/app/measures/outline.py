"""The losses of a long run in little: lowest, highest and mean of every so many of them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
_SMALLEST, _FACTOR = 16, 4  # values in a block of the first level; blocks in one of the next
_LOW, _HIGH, _MEAN = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A part of a series in at most so many blocks of ``size`` neighbours each.

    ``starts`` (n,) are the places where the blocks begin; the last may hold fewer than ``size``.
    ``lows``, ``highs`` and ``means`` (n,) are those of the finite values of each, NaN without one.
    """

    size: int
    starts: Floats
    centres: Floats
    lows: Floats
    highs: Floats
    means: Floats


class Outline:
    """Follows a series that only grows, in blocks of 16, 64, 256, … values.

    Beside the series itself it needs a fifth of its memory; :meth:`follow` looks at new values
    only, and :meth:`stretch` at no more of them than a few times what it returns.
    """

    def __init__(self) -> None:
        self._values: Floats = np.empty(0)
        self._levels: list[_Level] = []

    def __len__(self) -> int:
        return len(self._values)

    def follow(self, values: Floats) -> None:
        """Take in a series that begins with the values known so far."""
        self._values = values
        size, place = _SMALLEST, 0
        while len(values) >= 2 * size:
            if place == len(self._levels):
                self._levels.append(_Level(size))
            self._levels[place].grow(values, self._levels[place - 1] if place else None)
            size, place = size * _FACTOR, place + 1

    def stretch(self, start: int, stop: int, most: int) -> Stretch:
        """Return the values from ``start`` up to ``stop`` in about ``most`` blocks or fewer.

        The blocks are the same whatever one asks for, so that nothing trembles as a run grows.
        """
        start, stop = max(start, 0), min(stop, len(self._values))
        level = self._level_for((stop - start) / max(most, 1))
        if level is None or stop <= start:
            places = np.arange(start, max(stop, start), dtype=np.float64)
            raw = _finite(self._values[start : max(stop, start)])
            return Stretch(1, places, places, raw, raw, raw)
        return self._blocks(level, start, stop)

    def means(self, start: int, stop: int, size: int) -> Stretch:
        """Return the same in blocks of at least ``size``, whose means make a smooth curve."""
        level = next((level for level in self._levels if level.size >= size), None)
        start, stop = max(start, 0), min(stop, len(self._values))
        if level is None or stop <= start:
            return self.stretch(start, start, 1)
        return self._blocks(level, start, stop)

    def _level_for(self, size: float) -> "_Level | None":
        """Return the finest level of blocks that are large enough; None for the values alone."""
        if size <= 1:
            return None
        return next((level for level in self._levels if level.size >= size), None) or (
            self._levels[-1] if self._levels else None
        )

    def _blocks(self, level: "_Level", start: int, stop: int) -> Stretch:
        first, last = start // level.size, min(-(-stop // level.size), level.count)
        rows = level.rows[:, first:last]
        starts = np.arange(first, last, dtype=np.float64) * level.size
        rest = self._values[level.count * level.size : stop]
        if last == level.count and len(rest):
            rows = np.column_stack((rows, _summed(_finite(rest)[None])))
            starts = np.append(starts, level.count * level.size)
        ends = np.minimum(starts + level.size, len(self._values)) - 1
        return Stretch(level.size, starts, (starts + ends) / 2, *rows)


def outlined(values: Floats) -> Outline:
    """Return the outline of a series that grows no more."""
    outline = Outline()
    outline.follow(values)
    return outline


def zigzag(stretch: Stretch) -> tuple[Floats, Floats]:
    """Return a line (x, y) through the lowest and the highest value of each block."""
    if stretch.size == 1:
        return stretch.starts, stretch.means
    x = np.repeat(stretch.centres, 2)
    return x, np.column_stack((stretch.lows, stretch.highs)).reshape(-1)


class _Level:
    """The whole blocks of one size that there are so far."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.count = 0
        self._room = np.empty((3, 64))

    @property
    def rows(self) -> Floats:
        """Lows, highs and means (3, count)."""
        return self._room[:, : self.count]

    def grow(self, values: Floats, below: "_Level | None") -> None:
        """Add the blocks that are whole by now, made of those of the level below."""
        whole = len(values) // self.size
        if whole <= self.count:
            return
        if whole > self._room.shape[1]:
            longer = np.empty((3, 2 * whole))
            longer[:, : self.count] = self.rows
            self._room = longer
        new = slice(self.count, whole)
        if below is None:
            part = values[self.count * self.size : whole * self.size]
            self._room[:, new] = _summed(_finite(part).reshape(-1, self.size))
        else:
            parts = below.rows[:, self.count * _FACTOR : whole * _FACTOR]
            parts = parts.reshape(3, -1, _FACTOR)
            self._room[_LOW, new] = np.fmin.reduce(parts[_LOW], axis=1)
            self._room[_HIGH, new] = np.fmax.reduce(parts[_HIGH], axis=1)
            self._room[_MEAN, new] = _means(parts[_MEAN])
        self.count = whole


def _finite(values: Floats) -> Floats:
    """Return the values, with NaN for those that are not finite."""
    good = np.isfinite(values)
    return values if good.all() else np.where(good, values, np.nan)


def _summed(blocks: Floats) -> Floats:
    """Return low, high and mean of each row: (3, n)."""
    return np.stack(
        (np.fmin.reduce(blocks, axis=1), np.fmax.reduce(blocks, axis=1), _means(blocks))
    )


def _means(blocks: Floats) -> Floats:
    """Return the mean of each row without what is NaN; NaN where nothing is left."""
    good = np.isfinite(blocks)
    count = good.sum(axis=1)
    total = np.where(good, blocks, 0.0).sum(axis=1)
    found: Floats = np.full(len(blocks), np.nan)
    np.divide(total, count, out=found, where=count > 0)
    return found
