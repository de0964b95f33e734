"""Which samples iteration k trains on: a pure function of the seed and k."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Batches:
    """All samples (``X`` (n, n_in), ``Y`` by sample) and how they are dealt out.

    In every pass over the data each sample comes once, in an order drawn from (seed, pass); the
    last batch of a pass has what is left. With all samples in one batch the order is kept.
    """

    X: HostArray
    Y: HostArray
    batch_size: int
    seed: int

    @property
    def n_samples(self) -> int:
        """The number of samples in the data."""
        return int(self.X.shape[0])

    @property
    def per_pass(self) -> int:
        """The number of batches in a pass over the data."""
        return -(-self.n_samples // min(self.batch_size, self.n_samples))

    def indices(self, iteration: int) -> npt.NDArray[np.intp]:
        """Return which samples the batch of this iteration holds, in order."""
        if self.batch_size >= self.n_samples:
            return np.arange(self.n_samples)
        which_pass, place = divmod(iteration, self.per_pass)
        order = np.random.default_rng((self.seed, which_pass)).permutation(self.n_samples)
        return order[place * self.batch_size : (place + 1) * self.batch_size]

    def at(self, iteration: int) -> tuple[HostArray, HostArray]:
        """Return X and Y of the batch of this iteration."""
        if self.batch_size >= self.n_samples:
            return self.X, self.Y
        chosen = self.indices(iteration)
        return self.X[chosen], self.Y[chosen]
