"""Asks bench_run what a run costs that can be looked at anywhere, and makes tables of it."""

from collections.abc import Iterable
from typing import Any

from tests.bench import bench_run
from tests.bench.bench_run import Keeping, Looking
from tests.bench.speed.driver import Field
from tests.bench.speed.table import Table
from tests.bench.speed.targets import Target

_MODULE = "tests.bench.bench_run"
# Above so many parameters, keeping may cost less, and coming back may take longer.
_LARGE = 5_000
KEEPING, KEEPING_LARGE = 1.15, 1.05
BACK_MS, BACK_LARGE_MS = 1.0, 25.0
_ALL_ITERATIONS = 10_000


def measured(
    bench: Field, rounds: int, cases: Iterable[Any] = bench_run.CASES
) -> tuple[list[Keeping], list[Looking]]:
    """Return what keeping costs and how long looking back takes, for each case."""
    cases, window = list(cases), bench_run.run_module._WINDOW

    def ask(function: str, *arguments: Any) -> Any:
        return bench.call("step", _MODULE, function, *arguments)

    kept = [ask("keeping", case, rounds) for case in cases]
    return kept, [ask("looking_back", case, window, case[4]) for case in cases]


def tables(kept: Iterable[Keeping], looked: Iterable[Looking]) -> list[Table]:
    """Write both."""
    cost = Table(
        "Cost of a run that can be looked at anywhere: adam, float32, threads: 1",
        ("net", "samples", "bare step, µs", "batch loaded", "fit", "run", "run / batch loaded"),
        notes=["batch loaded, fit, run: a step of it, over a bare step"],
    )
    for found in kept:
        ratios = (found.loaded, found.fit, found.run, found.run / found.loaded)
        cells = (str(found.samples), f"{found.bare_us:.1f}", *(f"{value:.2f}" for value in ratios))
        cost.rows.append((f"{found.name} b{found.batch}", *cells))
    back = Table(
        "Coming back to an iteration: ms, medians",
        (
            "net",
            "iterations",
            "within MB",
            "anywhere",
            "furthest",
            "next one",
            "one before",
            "longest",
        ),
        notes=["furthest: those with the longest way from a state that is kept"],
    )
    for found in looked:
        times = (found.anywhere, found.furthest, found.forwards, found.backwards, found.longest)
        cells = (str(found.iterations), str(found.budget), *(f"{value:.2f}" for value in times))
        back.rows.append((found.name, *cells))
    return [cost, back]


def run_targets(kept: Iterable[Keeping], looked: Iterable[Looking]) -> list[Target]:
    """Judge both."""
    targets = []
    for found in kept:
        most = KEEPING_LARGE if found.parameters > _LARGE else KEEPING
        value = found.run / found.loaded
        text = f"a run / the same steps, {found.name} b{found.batch}, {found.samples} samples"
        targets.append(Target(text, f"≤ {most:g}", f"{value:.2f}", value <= most))
    for found in looked:
        if found.iterations < _ALL_ITERATIONS:
            continue
        most = BACK_LARGE_MS if found.parameters > _LARGE else BACK_MS
        text = f"back to any of {found.iterations}, {found.name}, ms, within {found.budget} MB"
        targets.append(Target(text, f"≤ {most:g}", f"{found.furthest:.2f}", found.furthest <= most))
    return targets
