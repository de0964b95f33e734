"""What is measured: nets with their batch, loss, optimizer, dtype and first parameters."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

LEARNING_RATES = {"adam": 0.001, "sgd": 0.01}
BETAS, EPS = (0.9, 0.999), 1e-8
DEAD_BIAS = -1e3


@dataclass(frozen=True, slots=True)
class Case:
    """One net with one batch; everybody starts from its parameters and trains on its batch."""

    sizes: tuple[int, ...]
    n_samples: int
    loss: str
    optimizer: str = "adam"
    dtype: str = "float32"

    @property
    def name(self) -> str:
        return "-".join(map(str, self.sizes)) + f" b{self.n_samples}"

    @property
    def lr(self) -> float:
        return LEARNING_RATES[self.optimizer]

    @property
    def n_layers(self) -> int:
        return len(self.sizes) - 1

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        """Return X (n, n_in) and Y: labels (n,) for cross_entropy, else a table (n, n_out)."""
        generator = np.random.default_rng(0)
        X = generator.standard_normal((self.n_samples, self.sizes[0])).astype(self.dtype)
        if self.loss == "cross_entropy":
            return X, generator.integers(0, self.sizes[-1], self.n_samples)
        shape = (self.n_samples, self.sizes[-1])
        return X, generator.standard_normal(shape).astype(self.dtype)

    def parameters(self) -> dict[str, np.ndarray]:
        """Return W1 (n_out, n_in), b1 (n_out,), W2 …"""
        generator = np.random.default_rng(1)
        found = {}
        for layer, (n_in, n_out) in enumerate(pairwise(self.sizes), 1):
            weights = generator.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
            found[f"W{layer}"] = weights.astype(self.dtype)
            found[f"b{layer}"] = (generator.standard_normal(n_out) * 0.1).astype(self.dtype)
        return found


def half_dead(parameters: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the parameters with a bias that no input can lift in every second hidden unit."""
    bias = parameters["b1"].copy()
    bias[::2] = DEAD_BIAS
    return {**parameters, "b1": bias}


NETS = (
    Case((2, 4, 1), 4, "mse"),
    Case((2, 8, 8, 2), 32, "cross_entropy"),
    Case((64, 128, 64, 10), 64, "cross_entropy"),
    Case((784, 128, 10), 64, "cross_entropy"),
    Case((784, 512, 512, 10), 256, "cross_entropy"),
)
DEAD_NET = NETS[3]
