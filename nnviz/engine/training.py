"""Training over epochs, with nothing in the loop but the steps themselves."""

import time
from collections.abc import Callable

from nnviz.engine.checks import whole_number
from nnviz.engine.history import History
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs
from nnviz.engine.run.batches import Batches
from nnviz.engine.run.cursor import Cursor

_MOST = 10**9


class Training:
    """A network's programs and the batches that checked samples and targets are cut into.

    The order of the samples follows from the seed and the iteration alone, so that a restored
    network goes on as the first one did.

    Raises:
        SpecError: the batch size is not a whole number above 0.
    """

    def __init__(
        self, programs: Programs, X: HostArray, Y: HostArray, batch_size: int, *, shuffle: bool
    ) -> None:
        self._batches = dealt(programs, X, Y, batch_size, shuffle=shuffle)
        self._cursor = Cursor(programs, self._batches, programs.store.step)

    def run(
        self,
        epochs: int,
        on_epoch: Callable[[int, float], object] | None = None,
        validation_loss: Callable[[], float] | None = None,
    ) -> History:
        """Train for some epochs; a callback that returns False ends it early.

        ``validation_loss`` is asked after each epoch.

        Raises:
            SpecError: epochs is not a whole number above 0.
            DivergenceError: a value stopped being finite.
        """
        whole_number(message("The number of epochs"), epochs, at_least=1, at_most=_MOST)
        losses: list[float] = []
        times: list[float] = []
        others: list[float] = []
        start = time.perf_counter()
        for epoch in range(1, epochs + 1):
            losses.append(self._epoch())
            times.append(time.perf_counter() - start)
            if validation_loss is not None:
                others.append(validation_loss())
            if on_epoch is not None and on_epoch(epoch, losses[-1]) is False:
                break
        return History(tuple(losses), tuple(times), tuple(others))

    def _epoch(self) -> float:
        """Make one step for each batch, and return the mean loss of the samples."""
        losses: list[float] = []
        cursor, batches = self._cursor, self._batches
        cursor.advance(cursor.iteration + batches.per_pass, losses)
        size = min(batches.batch_size, batches.n_samples)
        rest = batches.n_samples - size * (len(losses) - 1)
        return (sum(losses[:-1]) * size + losses[-1] * rest) / batches.n_samples


def dealt(
    programs: Programs, X: HostArray, Y: HostArray, batch_size: int, *, shuffle: bool
) -> Batches:
    """Return the batches of a training that begins where these programs stand.

    Raises:
        SpecError: the batch size is not a whole number above 0.
    """
    size = whole_number(message("The batch size"), batch_size, at_least=1, at_most=_MOST)
    return Batches(X, Y, size, programs.spec.seed, shuffle, programs.store.step)
