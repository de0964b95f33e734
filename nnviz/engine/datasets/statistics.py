"""What standardising subtracted and divided by, so that new samples can be treated alike."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnviz.engine import door
from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """``means`` and ``scales`` (n_in,) of the features ``names``.

    The scale is the standard deviation (with 1/n), or 1 where that is zero. Printed, it is a small
    table.
    """

    names: tuple[str, ...]
    means: HostArray
    scales: HostArray

    def apply(self, X: npt.ArrayLike) -> HostArray:
        """Return samples (n_samples, n_in) standardised: (X − means) / scales.

        Raises:
            ShapeError: X has another shape.
            DataError: X is empty or not of numbers.
        """
        standard: HostArray = (self._samples(X) - self.means) / self.scales
        return standard

    def undo(self, X: npt.ArrayLike) -> HostArray:
        """Return standardised samples (n_samples, n_in) as they were: X · scales + means.

        Raises:
            ShapeError: X has another shape.
            DataError: X is empty or not of numbers.
        """
        raw: HostArray = self._samples(X) * self.scales + self.means
        return raw

    def _samples(self, X: npt.ArrayLike) -> HostArray:
        return door.samples("X", X, len(self.names), np.float64)

    def __str__(self) -> str:
        width = max(map(len, ("feature", *self.names)))
        rows = zip(self.names, self.means, self.scales, strict=True)
        lines = [f"{name:<{width}}  {mean:>12.6g}  {scale:>12.6g}" for name, mean, scale in rows]
        return "\n".join([f"{'feature':<{width}}  {'mean':>12}  {'scale':>12}", *lines])
