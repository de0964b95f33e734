"""The learning rate of this update, as a point on the way that its schedule prescribes."""

import math
from functools import lru_cache

import numpy as np

from nnviz.engine.message import message
from nnviz.engine.ops.learning_rate import schedule_of
from nnviz.engine.schedules import Schedule
from nnviz.scene.content import Content, Moment, Plot
from nnviz.scene.primitives import FloatArray
from nnviz.scene.steps.equation import equation, made
from nnviz.scene.steps.view import StepView

_POINTS = 400
_LEAST = 20
_STAIRS = 40  # of more the steps could not be seen


def _content(moment: Moment) -> Content:
    step = moment.step
    schedule, base = schedule_of(step), float(step.options["base_lr"])
    now = int(step.options["step"]) - 1
    last = _horizon(schedule, now)
    note = message("The way of the learning rate over the first {updates} updates.", updates=last)
    xs, ys = _way(schedule, base, last)
    point = (float(now), float(step.value)) if moment.cell is not None else None
    return equation(moment, made(moment), notes=(note,), plot=Plot(xs, ys, point))


def _horizon(schedule: Schedule, now: int) -> int:
    """Return how many updates are drawn: what the schedule counts, twice, and now in any case."""
    counts = [value for value in schedule.options.values() if isinstance(value, int)]
    last = max(2 * sum(counts), _LEAST)
    while now >= last:
        last *= 2
    return last


@lru_cache(maxsize=32)
def _way(schedule: Schedule, base: float, last: int) -> tuple[FloatArray, FloatArray]:
    stride = max(math.ceil(last / _POINTS), 1)
    steps = range(0, last + stride, stride)
    rates = [base * schedule.factor(step) for step in steps]
    xs, ys = np.array(steps, dtype=np.float64), np.array(rates)
    if len(steps) <= _STAIRS:
        # Between two updates the rate stays what it is: the way has stairs, no slopes.
        xs, ys = np.repeat(xs, 2)[1:], np.repeat(ys, 2)[:-1]
    xs.flags.writeable = ys.flags.writeable = False
    return xs, ys


VIEW = StepView(_content)
