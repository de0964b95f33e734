"""Measures: everybody's step, whether all do the same work, and what dead units cost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from tests.bench.speed.cases import DEAD_NET, Case
from tests.bench.speed.driver import Field
from tests.bench.speed.spread import Spread, ratio, spread

Times = dict[str, list[float]]
Say = Callable[[str], object]

SAME_AFTER = 20
_REFERENCES = ("torch eager", "step")
# A whole number of the 64 steps after which the engine flushes numbers that have all but vanished.
_DEAD_STEPS, _OLD = 64, 1200
# Those whose time follows from that of the step.
_NO_OTHER_STEP = {"products", "trace_step", "fit", "train_step"}


@dataclass(slots=True)
class Measured:
    """The seconds of one step in each round, by case and contestant."""

    optimizer: str
    dtype: str
    threads: int
    times: dict[Case, Times] = field(default_factory=dict)

    def ratio(self, case: Case, above: str, below: str) -> Spread | None:
        """Return how many times as long one takes as the other; None if one is not there."""
        times = self.times.get(case, {})
        if above not in times or below not in times:
            return None
        return ratio(times[above], times[below])

    def microseconds(self, case: Case, name: str) -> Spread | None:
        times = self.times.get(case, {})
        return spread(times[name], 1e6) if name in times else None


def speeds(
    bench: Field,
    nets: Iterable[Case],
    optimizer: str,
    dtype: str,
    *,
    rounds: int,
    seconds: float,
    say: Say = lambda line: None,
) -> Measured:
    """Time the step of everybody who is there, in interleaved rounds."""
    found = Measured(optimizer, dtype, bench.threads)
    for net in nets:
        say(f"{net.name}, {optimizer}, {dtype}, {bench.threads} thread")
        case = replace(net, optimizer=optimizer, dtype=dtype)
        names = bench.make(case, bench.names, seconds)
        found.times[net] = bench.rounds(names, rounds)
        bench.clear()
    return found


def differences(
    bench: Field, nets: Iterable[Case], optimizer: str, dtype: str, *, say: Say = lambda line: None
) -> dict[Case, dict[str, float | None]]:
    """Return how far everybody's parameters are from PyTorch's after some steps from equal ones.

    None where there is nothing to compare: the matrix products alone train nothing, and
    scikit-learn's net for two classes is another one. Without PyTorch our own step is compared to.
    """
    found = {}
    for net in nets:
        say(f"{net.name}, {optimizer}, {dtype}: the same work?")
        case = replace(net, optimizer=optimizer, dtype=dtype)
        names = bench.make(case, bench.names, 0.0)
        walked = {name: bench.ask(name, "walk", SAME_AFTER) for name in names}
        bench.clear()
        reference = next(walked[name] for name in _REFERENCES if name in walked)
        found[net] = {name: _furthest(values, reference) for name, values in walked.items()}
    return found


def _furthest(values: dict[str, np.ndarray], reference: dict[str, np.ndarray]) -> float | None:
    return max(
        (float(np.abs(values[name] - reference[name]).max()) for name in values), default=None
    )


def dead_ratios(
    bench: Field, optimizer: str = "adam", *, rounds: int, net: Case = DEAD_NET, old: int = _OLD
) -> dict[str, Spread]:
    """Return for everybody the time of a step of a half-dead net over that of the same net alive.

    Both have trained for ``old`` steps since half of the hidden units of one died.
    """
    case = replace(net, optimizer=optimizer)
    able = [name for name in bench.names if name not in _NO_OTHER_STEP]
    names = set(bench.make(case, able, 0.0, "dead "))
    names &= set(bench.make(case, able, 0.0, "alive "))
    times: dict[str, Times] = {}
    for name in [name for name in able if name in names]:
        for place in ("dead ", "alive "):
            bench.ask(name, "age", old, place=place, dead=place == "dead ")
        times[name] = {"dead ": [], "alive ": []}
    for _ in range(rounds):
        for name, both in times.items():
            for place, seconds in both.items():
                seconds.append(bench.ask(name, "go_on", _DEAD_STEPS, place=place))
    bench.clear()
    return {name: ratio(both["dead "], both["alive "]) for name, both in times.items()}
