"""The learning-rate schedules, by name. To add one: a file here and a line in ``_ALL``."""

from typing import Any

from nnviz.engine.checks import make
from nnviz.engine.message import message
from nnviz.engine.schedules.base import Schedule
from nnviz.engine.schedules.constant import Constant
from nnviz.engine.schedules.cosine import Cosine
from nnviz.engine.schedules.exponential import Exponential
from nnviz.engine.schedules.step import Step
from nnviz.engine.schedules.warmup import Warmup

_ALL: tuple[type[Schedule], ...] = (Constant, Step, Exponential, Cosine, Warmup)
_BY_NAME = {kind.name: kind for kind in _ALL}


def names() -> tuple[str, ...]:
    """Return the names of all schedules."""
    return tuple(_BY_NAME)


def get(name: str, **options: Any) -> Schedule:
    """Return the schedule of that name, for example ``get("cosine", T_max=200, warmup=10)``.

    Raises:
        SpecError: there is no such schedule, or it has no such option, or not with that value.
    """
    return make(message("schedule"), _BY_NAME, name, options)


__all__ = [
    "Constant",
    "Cosine",
    "Exponential",
    "Schedule",
    "Step",
    "Warmup",
    "get",
    "names",
]
