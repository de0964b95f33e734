"""Which samples an iteration trains on: a pure function of the seed and the iteration."""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from nnviz.engine.orientation import HostArray

# Separates the stream that shuffles from the one that draws the parameters.
_SHUFFLE_STREAM = 1
# Each iteration may draw so many numbers of the stream before it comes to those of the next.
_JUMP = 2**64


@dataclass(frozen=True, slots=True, eq=False)
class Batches:
    """All samples (``X`` (n, n_in), ``Y`` by sample) and how they are dealt out.

    In every pass over the data each sample comes once, in an order drawn from the seed and the
    iteration in which the pass begins (or in their own, without ``shuffle``); the last batch of a
    pass has what is left. With all samples in one batch their order is kept. The first pass begins
    with iteration ``start``.
    """

    X: HostArray
    Y: HostArray
    batch_size: int
    seed: int
    shuffle: bool = True
    start: int = 0

    @property
    def n_samples(self) -> int:
        """The number of samples in the data."""
        return int(self.X.shape[0])

    @property
    def whole(self) -> bool:
        """Whether every batch is the whole data."""
        return self.batch_size >= self.n_samples

    @property
    def per_pass(self) -> int:
        """The number of batches in a pass over the data."""
        return -(-self.n_samples // min(self.batch_size, self.n_samples))

    def place(self, iteration: int) -> tuple[int, int]:
        """Return which pass the iteration belongs to and which of its batches it has."""
        return divmod(iteration - self.start, self.per_pass)

    def order(self, which_pass: int) -> npt.NDArray[np.intp]:
        """Return the order in which a pass takes the samples."""
        if self.whole or not self.shuffle:
            return np.arange(self.n_samples)
        first = self.start + which_pass * self.per_pass
        return _stream(self.seed).permutation(self.n_samples, first)

    def indices(self, iteration: int) -> npt.NDArray[np.intp]:
        """Return which samples the batch of this iteration holds, in order."""
        which_pass, place = self.place(iteration)
        return self.order(which_pass)[place * self.batch_size : (place + 1) * self.batch_size]

    def at(self, iteration: int) -> tuple[HostArray, HostArray]:
        """Return X and Y of the batch of this iteration."""
        if self.whole:
            return self.X, self.Y
        chosen = self.indices(iteration)
        return self.X[chosen], self.Y[chosen]


class _Stream:
    """The stream of random numbers of one seed, and the orders drawn at any place of it.

    To jump to a place costs a fifth of what it costs to seed a stream of its own for each pass.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence((seed, _SHUFFLE_STREAM)))
        self._first = self._bits.state
        self._generator = np.random.Generator(self._bits)
        self._lock = Lock()

    def permutation(self, count: int, iteration: int) -> npt.NDArray[np.intp]:
        """Return an order of ``count`` samples, drawn where the iteration has its place."""
        with self._lock:
            self._bits.state = self._first
            self._bits.advance(iteration * _JUMP)
            return self._generator.permutation(count)


_stream = lru_cache(maxsize=8)(_Stream)
