"""Measuring some iterations as a job: plain data and a function for another thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from nnviz.app.measures.measure import Gauge, Measure


@dataclass(frozen=True, slots=True, eq=False)
class MeterJob:
    """Measure these iterations in their order, for ``budget_s`` seconds; at least one of them."""

    gauge: Gauge
    wanted: tuple[int, ...]
    budget_s: float


@dataclass(frozen=True, slots=True, eq=False)
class MeterResult:
    """What was measured, and how long it took."""

    job: MeterJob
    found: tuple[Measure, ...]
    spent_s: float


def complete(job: MeterJob, clock: Callable[[], float] = time.thread_time) -> MeterResult:
    """Measure until the time is over: that of this thread alone, whatever others do beside."""
    begun, found = clock(), []
    for iteration in job.wanted:
        found.append(job.gauge.measured(iteration))
        if clock() - begun >= job.budget_s:
            break
    return MeterResult(job, tuple(found), clock() - begun)
