"""The colours of values: even steps to the eye from the background to blue and to orange."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

STEPS = 256  # shades on either side of zero

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(color: str) -> npt.NDArray[np.float64]:
    """Return the linear-light red, green and blue (3,) of ``#rrggbb``."""
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def luminance(color: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 to 1."""
    return float(linear(color) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def mix(under: str, over: str, amount: float) -> str:
    """Return ``amount`` (0..1) of one colour laid over another."""
    pairs = ((int(under[i : i + 2], 16), int(over[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * amount):02x}" for a, b in pairs)


def _oklab(color: str) -> npt.NDArray[np.float64]:
    return np.asarray(_TO_LAB @ np.cbrt(_TO_LMS @ linear(color)))


def ramp(start: str, end: str, steps: int, lift: float = 1.0) -> npt.NDArray[np.uint8]:
    """Return (steps + 1, 3) colours from start to end, evenly spaced in OKLab.

    A ``lift`` below 1 takes larger steps at the start, so that small values are seen as well.
    """
    t = np.linspace(0.0, 1.0, steps + 1)[:, None] ** lift
    lab = (1 - t) * _oklab(start) + t * _oklab(end)
    light = np.linalg.solve(_TO_LMS, np.linalg.solve(_TO_LAB, lab.T) ** 3).T.clip(0.0, 1.0)
    srgb = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    shades: npt.NDArray[np.uint8] = np.rint(srgb * 255).astype(np.uint8)
    return shades


class CellColors:
    """A table of cell colours; index ``STEPS`` is zero, below is negative, above positive.

    ``lift`` is that of :func:`ramp`.
    """

    def __init__(self, zero: str, positive: str, negative: str, lift: float = 1.0) -> None:
        self._ends = (zero, positive, negative)
        self._lift = lift

    @cached_property
    def table(self) -> npt.NDArray[np.uint8]:
        """All colours, (2 * STEPS + 1, 3)."""
        zero, positive, negative = self._ends
        down = ramp(zero, negative, STEPS, self._lift)[:0:-1]
        return np.concatenate([down, ramp(zero, positive, STEPS, self._lift)])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All colours as ``#rrggbb``."""
        return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in self.table.tolist())

    @staticmethod
    def indices(values: npt.NDArray[np.floating], vmax: float) -> npt.NDArray[np.intp]:
        """Return the table index of each value; beyond ±vmax the deepest, not-a-number zero."""
        with np.errstate(all="ignore"):
            t = np.nan_to_num(values / vmax if vmax > 0 else np.zeros_like(values))
        index: npt.NDArray[np.intp] = np.rint(t.clip(-1.0, 1.0) * STEPS).astype(np.intp)
        return index + STEPS

    def hex_of(self, value: float, vmax: float) -> str:
        """Return the colour of one value."""
        return self.names[int(self.indices(np.asarray(value, dtype=float), vmax))]
