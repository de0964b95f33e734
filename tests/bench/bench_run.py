"""What a run costs that can be looked at anywhere, as ratios of interleaved medians in one run.

Run it: ``python tests/bench/bench_run.py [--rounds 15]``. "bare" are the program's own steps, all
on the batch that is loaded; "loaded" loads shuffled samples before each, as a run does, and keeps
nothing. What keeping costs is run/loaded. A look back is the trace of an iteration that was run
before, made again.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnviz.engine import Network, optimizers
from nnviz.engine.programs import Programs
from nnviz.engine.run import Run, states
from nnviz.engine.run import run as run_module

# Sizes, batch size, samples, loss, budget in MB, iterations of a run to look back in.
CASES = (
    ([2, 4, 1], 4, 4, "mse", 64, 10_000),
    ([2, 4, 1], 4, 64, "mse", 64, 10_000),
    ([2, 8, 8, 2], 32, 256, "cross_entropy", 64, 10_000),
    ([64, 128, 64, 10], 64, 1024, "cross_entropy", 64, 2_000),
    ([784, 128, 10], 64, 1024, "cross_entropy", 400, 10_000),
)


def data(sizes: list[int], n_samples: int, loss: str) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    X = generator.standard_normal((n_samples, sizes[0])).astype(np.float32)
    if loss == "cross_entropy":
        return X, generator.integers(0, sizes[-1], n_samples)
    return X, generator.standard_normal((n_samples, sizes[-1])).astype(np.float32)


def network(sizes: list[int], loss: str) -> Network:
    return Network.mlp(
        sizes, loss=loss, optimizer=optimizers.Adam(), dtype="float32", backend="numpy"
    )


def bare_steps(
    net: Network, X: np.ndarray, Y: np.ndarray, size: int, count: int, load: bool
) -> Callable[[], object]:
    """Return a function that makes ``count`` steps, each on a batch that it first loads, or not."""
    programs = Programs.of(net.spec)
    programs.store.restore(net.state())
    program = programs.get(size)
    targets = np.eye(net.spec.n_out, dtype=np.float32)[Y] if Y.ndim == 1 else Y
    program.load(X[:size], targets[:size])
    places = np.random.default_rng(2).permutation(len(X)).reshape(-1, size)

    def steps() -> None:
        with program.quiet():
            for k in range(count):
                if load:
                    program.load_rows(X, targets, places[k % len(places)])
                program.step()

    return steps


def interleaved(parts: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of one call, all measured in turn in every round."""
    times: dict[str, list[float]] = {name: [] for name in parts}
    for part in parts.values():
        part()
    for _ in range(rounds):
        for name, part in parts.items():
            start = time.perf_counter()
            part()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


class Keeping(NamedTuple):
    """What one step takes: alone, on a batch loaded for it, in fit, and in a run that keeps."""

    name: str
    batch: int
    samples: int
    parameters: int
    bare_us: float
    loaded: float  # this and the next ones: over a bare step
    fit: float
    run: float

    @property
    def line(self) -> str:
        return (
            f"{self.name:14} {self.batch:5} {self.samples:7} {self.bare_us:8.1f} "
            f"{self.loaded:12.2f}x {self.fit:8.2f}x {self.run:8.2f}x "
            f"{self.run / self.loaded:10.2f}x\n"
        )


class Looking(NamedTuple):
    """What it takes to come back to an iteration, in ms; the medians, then the longest."""

    name: str
    budget: int
    distance: int
    window: int
    iterations: int
    parameters: int
    anywhere: float
    furthest: float
    backwards: float
    forwards: float
    longest: float
    longest_backwards: float

    @property
    def line(self) -> str:
        head = f"{self.name:14} {self.budget:6} {self.distance:6} {self.window:6} "
        return head + " ".join(f"{found:9.2f}" for found in self[6:]) + "\n"


def keeping(case: tuple, rounds: int) -> Keeping:
    sizes, size, n_samples, loss, budget, _ = case
    X, Y = data(sizes, n_samples, loss)
    net = network(sizes, loss)
    run = net.run(X, Y, batch_size=size, budget_bytes=budget * 10**6)
    count = 2000 if sizes[0] < 64 else 64
    found = interleaved(
        {
            "bare": bare_steps(net, X, Y, size, count, load=False),
            "loaded": bare_steps(net, X, Y, size, count, load=n_samples > size),
            "run": lambda: run.advance(count),
            "fit": lambda: net.fit(X, Y, epochs=-(-count * size // n_samples), batch_size=size),
        },
        rounds,
    )
    bare = found["bare"]
    ratios = (found[name] / bare for name in ("loaded", "fit", "run"))
    name, n_parameters = "-".join(map(str, sizes)), sum(v.size for v in net.parameters.values())
    return Keeping(name, size, n_samples, n_parameters, bare / count * 1e6, *ratios)


def looks(run: Run, iterations: list[int]) -> list[float]:
    times = []
    for iteration in iterations:
        start = time.perf_counter()
        run.trace(iteration)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def looking_back(case: tuple, window: int, budget: int) -> Looking:
    sizes, size, n_samples, loss, _, count = case
    X, Y = data(sizes, n_samples, loss)
    run_module._WINDOW = window
    run = network(sizes, loss).run(X, Y, batch_size=size, budget_bytes=budget * 10**6)
    run.advance(count)
    generator = np.random.default_rng(1)
    anywhere = looks(run, generator.integers(0, count, 200).tolist())
    # The last ones before a state that is kept: there the way from the one before is longest.
    distance = run.kept_iterations.step
    last = [k + distance - 1 for k in run.kept_iterations if k + distance <= count]
    worst = looks(run, generator.choice(last, min(20, len(last))).tolist())
    back = looks(run, list(range(count // 2 + 40, count // 2 - 40, -1)))
    forwards = looks(run, list(range(count // 2 - 40, count // 2 + 40)))
    found = [statistics.median(times) for times in (anywhere, worst, back, forwards)]
    name = "-".join(map(str, sizes))
    n_parameters = sum(v.size for v in run.parameters(0).values())
    longest = max(anywhere + worst), max(back)
    return Looking(name, budget, distance, window, count, n_parameters, *found, *longest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cases", type=int, default=len(CASES))
    options = parser.parse_args()
    out = sys.stdout.write
    out("net            batch samples  bare us  loaded/bare  fit/bare  run/bare  run/loaded\n")
    for case in CASES[: options.cases]:
        out(keeping(case, options.rounds).line)
    out(
        "\nlooking back, ms   MB  every window  anywhere  furthest  backwards forwards"
        "   longest  backwards\n"
    )
    kept = run_module._WINDOW
    for case in CASES[: options.cases]:
        for window in (0, kept):
            out(looking_back(case, window, case[4]).line)
    if options.cases == len(CASES):
        for window in (0, kept):
            out(looking_back(CASES[-1], window, states.BUDGET_BYTES // 10**6).line)


if __name__ == "__main__":
    main()
