"""A contestant: one program that trains a case, and the clock that times it."""

import gc
import statistics
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from tests.bench.speed.cases import Case

# After so many steps a net starts again from its first parameters: one that has learnt its batch
# by heart has gradients near zero, which cost other times than those of a net that learns.
AFRESH = 256
_WARM, _BLOCKS = 3, 5
# The engine flushes what has all but vanished after so many steps. Of the nets whose steps take
# longer than this, in seconds, that is less than half a percent of the time.
_NOW_AND_THEN, _QUICK = 64, 0.001


class Contestant(ABC):
    """Trains one case, one step after the other; ``step`` returns the loss."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.age = AFRESH  # steps since the last reset; enough for one to come

    @abstractmethod
    def step(self) -> object:
        """Make one training step with the batch of the case."""

    @abstractmethod
    def read(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters: W1 (n_out, n_in), b1 (n_out,) …"""

    @abstractmethod
    def write(self, parameters: dict[str, np.ndarray]) -> None:
        """Overwrite the parameters, and leave the optimizer's state alone."""

    @abstractmethod
    def forget(self) -> None:
        """Set the optimizer's state back to what it is before the first step."""

    def many(self, count: int) -> None:
        """Make ``count`` steps, in the loop that a user of this program would write."""
        step = self.step
        for _ in range(count):
            step()

    def reset(self) -> None:
        self.write(self.case.parameters())
        self.forget()


def timed(contestant: Contestant, count: int) -> float:
    """Return the seconds of ``count`` steps, without Python's garbage collector in between."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter()
        contestant.many(count)
        return time.perf_counter() - start
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a round of one contestant goes: so many blocks of so many steps."""

    blocks: int
    steps: int


def warm_up(contestant: Contestant, seconds: float) -> Plan:
    """Run until everything is compiled and warm; return a round that takes about ``seconds``."""
    contestant.reset()
    contestant.many(2 * _WARM)
    count = 1
    while (spent := timed(contestant, count)) < seconds / 8 and count < 1e6:
        count *= 2
        contestant.reset()
    step = spent / count
    # Quick nets get blocks that hold what an optimizer does only now and then.
    least = _NOW_AND_THEN if step < _QUICK else 1
    steps = max(least, round(seconds / step / _BLOCKS))
    return Plan(max(_BLOCKS, round(seconds / step / steps)) if seconds else 1, steps)


def clock(contestant: Contestant, plan: Plan) -> float:
    """Return the seconds of one step: the median of the blocks of one round.

    The blocks of all contestants take about as long, so that the others on a shared machine
    interrupt them about as often: short blocks would find the gaps, and flatter quick programs.
    """
    go_on(contestant, 1)  # the caches are somebody else's
    return statistics.median(go_on(contestant, plan.steps) for _ in range(plan.blocks))


def go_on(contestant: Contestant, steps: int) -> float:
    """Return the seconds of one step of the next ones, starting afresh, unseen, where it is due."""
    spent, left = 0.0, steps
    while left:
        if contestant.age >= AFRESH:
            contestant.reset()
            contestant.many(_WARM)
            contestant.age = 0
        part = min(left, AFRESH - contestant.age)
        spent += timed(contestant, part)
        contestant.age += part
        left -= part
    return spent / steps
