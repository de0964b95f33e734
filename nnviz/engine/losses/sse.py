"""sse: the sum of all squared errors."""

from typing import ClassVar

from nnviz.engine.losses.base import SquaredLoss


class SSE(SquaredLoss):
    """The sum of all squared errors, as torch.nn.MSELoss(reduction="sum")."""

    name: ClassVar[str] = "sse"

    def sample_scale(self, n_out: int) -> float:
        """Return 1."""
        return 1.0

    def mean_scale(self, n_samples: int) -> float:
        """Return 1: the samples are added, not averaged."""
        return 1.0

    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return 2."""
        return 2.0
