"""The same iteration of another run, and which of its arrays may be held against this one's."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine.orientation import HostArray, has_sample_axis
from nnviz.engine.trace import Trace

# With another number of layers only these mean the same: names of layers count from the input.
_OF_NO_LAYER = frozenset({"X", "Y", "L", "Ls"})


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """``trace`` is held against ``own``, the one in the picture.

    ``same_samples`` says that both have the same samples in the same rows. ``beneath`` asks that
    the other number stands beneath each number that differs; else cells are only lit.
    """

    own: Trace
    trace: Trace
    same_samples: bool
    beneath: bool = False

    def pairs(self, name: str) -> bool:
        """Say whether the cells of an array mean the same in both runs, one by one."""
        if name not in self.own or name not in self.trace:
            return False
        if self.own[name].shape != self.trace[name].shape:
            return False
        if has_sample_axis(name) and not self.same_samples:
            return False
        same_depth = len(self.own.spec.layers) == len(self.trace.spec.layers)
        return same_depth or name in _OF_NO_LAYER

    def turned(self) -> "Other":
        """Return the same seen from the other run."""
        return Other(self.trace, self.own, self.same_samples, self.beneath)

    def differing(self, name: str) -> HostArray | None:
        """Return which cells of a whole array differ, None where they cannot be compared."""
        if not self.pairs(name):
            return None
        mine, theirs = np.atleast_2d(self.own[name]), np.atleast_2d(self.trace[name])
        found: HostArray = (mine != theirs) & ~(np.isnan(mine) & np.isnan(theirs))
        return found
