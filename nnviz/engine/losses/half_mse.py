"""half_mse: half the squared length of the error, averaged over the samples."""

from typing import ClassVar

from nnviz.engine.losses.base import SquaredLoss


class HalfMSE(SquaredLoss):
    """Half the squared length of the error, averaged over the samples."""

    name: ClassVar[str] = "half_mse"

    def sample_scale(self, n_out: int) -> float:
        """Return ½."""
        return 0.5

    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return 1/n."""
        return 1.0 / n_samples
