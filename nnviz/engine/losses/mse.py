"""mse: mean over all elements, as torch.nn.MSELoss."""

from typing import ClassVar

from nnviz.engine.losses.base import SquaredLoss


class MSE(SquaredLoss):
    """The mean over all elements, as torch.nn.MSELoss."""

    name: ClassVar[str] = "mse"

    def sample_scale(self, n_out: int) -> float:
        """Return 1/n_out."""
        return 1.0 / n_out

    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return 2/(n·n_out)."""
        return 2.0 / (n_samples * n_out)
