"""half_sse: half the sum of all squared errors."""

from typing import ClassVar

from nnviz.engine.losses.base import SquaredLoss


class HalfSSE(SquaredLoss):
    """Half the sum of all squared errors."""

    name: ClassVar[str] = "half_sse"

    def sample_scale(self, n_out: int) -> float:
        """Return ½."""
        return 0.5

    def mean_scale(self, n_samples: int) -> float:
        """Return 1: the samples are added, not averaged."""
        return 1.0

    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return 1."""
        return 1.0
