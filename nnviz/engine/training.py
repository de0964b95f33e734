"""Training over many batches, with nothing in the loop but the steps themselves."""

import time
from collections.abc import Callable

import numpy as np

from nnviz.engine.checks import whole_number
from nnviz.engine.history import History
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs

# Separates the stream that shuffles from the one that draws the parameters.
_SHUFFLE_STREAM = 1
_MOST = 10**9


class Training:
    """Checked samples and targets on the device, and the batches they are cut into.

    Raises:
        SpecError: the batch size is not a whole number above 0.
    """

    def __init__(
        self, programs: Programs, X: HostArray, Y: HostArray, batch_size: int, *, shuffle: bool
    ) -> None:
        size = whole_number(message("The batch size"), batch_size, at_least=1, at_most=_MOST)
        xp = programs.backend.xp
        self._programs = programs
        self._X, self._Y = xp.ascontiguousarray(xp.asarray(X)), xp.ascontiguousarray(xp.asarray(Y))
        self._count = len(X)
        self._batch_size = min(size, self._count)
        self._shuffle = shuffle

    def run(self, epochs: int, on_epoch: Callable[[int, float], object] | None) -> History:
        """Train for some epochs; a callback that returns False ends it early.

        Raises:
            SpecError: epochs is not a whole number above 0.
            DivergenceError: a value stopped being finite.
        """
        whole_number(message("The number of epochs"), epochs, at_least=1, at_most=_MOST)
        losses: list[float] = []
        times: list[float] = []
        start = time.perf_counter()
        for epoch in range(1, epochs + 1):
            losses.append(self._epoch())
            times.append(time.perf_counter() - start)
            if on_epoch is not None and on_epoch(epoch, losses[-1]) is False:
                break
        return History(tuple(losses), tuple(times))

    def order(self) -> HostArray:
        """Return the order of the samples for the epoch that begins now.

        It follows from the seed and the iteration alone, so that a restored network goes on as the
        first one did.
        """
        if not self._shuffle:
            return np.arange(self._count)
        programs = self._programs
        key = (programs.spec.seed, _SHUFFLE_STREAM, programs.store.step)
        generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))
        return generator.permutation(self._count)

    def _epoch(self) -> float:
        """Make one step for each batch, and return the mean loss of the samples."""
        order, size, total = self.order(), self._batch_size, 0.0
        with np.errstate(all="ignore"):
            for start in range(0, self._count, size):
                rows = order[start : start + size]
                program = self._programs.get(len(rows))
                program.load_rows(self._X, self._Y, rows)
                total += program.step() * len(rows)
        return total / self._count
