"""Network states at even distances, thinned out to stay within a number of bytes."""

from collections.abc import Mapping
from types import MappingProxyType

from nnviz.engine import NetworkState

BUDGET_BYTES = 64 * 1024 * 1024
_OBJECT_BYTES = 512


class Checkpoints:
    """States by iteration, at most ``budget_bytes`` of them; the first is never dropped.

    When they grow too many every second one goes, so that the distance between neighbours
    stays even and the longest way to recompute doubles at most.
    """

    def __init__(self, first: int, state: NetworkState, budget_bytes: int = BUDGET_BYTES) -> None:
        self._first = first
        self._states = {first: state}
        self._state_bytes = _size_of(state)
        self._budget_bytes = budget_bytes
        self._stride = 1
        self._last = first

    def __len__(self) -> int:
        return len(self._states)

    @property
    def n_bytes(self) -> int:
        """The size of all states kept."""
        return len(self._states) * self._state_bytes

    @property
    def states(self) -> Mapping[int, NetworkState]:
        """The states kept, by iteration."""
        return MappingProxyType(self._states)

    def wants(self, iteration: int) -> bool:
        """Say whether the state before this iteration is to be kept and is not yet."""
        on_stride = (iteration - self._first) % self._stride == 0
        return on_stride and iteration > self._first and iteration not in self._states

    def keep(self, iteration: int, state: NetworkState) -> None:
        """Keep a state, and drop others if there is no room."""
        self._states[iteration] = state
        self._last = max(self._last, iteration)
        self._thin_out()

    def before(self, iteration: int) -> tuple[int, NetworkState]:
        """Return the nearest state that is not later than ``iteration``, and its iteration."""
        nearest = min(iteration, self._last)
        nearest -= (nearest - self._first) % self._stride
        while nearest not in self._states:
            nearest -= self._stride
        return nearest, self._states[nearest]

    def limit(self, budget_bytes: int) -> None:
        """Make do with this much room from now on."""
        self._budget_bytes = budget_bytes
        self._thin_out()

    def _thin_out(self) -> None:
        while self.n_bytes > self._budget_bytes and len(self._states) > 1:
            self._stride *= 2
            self._states = {
                k: state
                for k, state in self._states.items()
                if (k - self._first) % self._stride == 0
            }


def _size_of(state: NetworkState) -> int:
    """Return the bytes that a state takes, what Python adds to its arrays included."""
    arrays = (state.parameters, *state.optimizer.values())
    return sum(array.nbytes for array in arrays) + _OBJECT_BYTES
