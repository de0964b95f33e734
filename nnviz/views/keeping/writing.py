"""Writing a document beside the window: the job, and how it ended."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message


@dataclass(frozen=True, slots=True)
class Written:
    """How writing ended: how long it took, and why it did not work (None: it did)."""

    seconds: float
    problem: Message | None = None


def attempt(write: Callable[[], object]) -> Written:
    """Write, and say how it ended; for any thread."""
    begun = time.perf_counter()
    try:
        write()
    except NnvizError as error:
        return Written(time.perf_counter() - begun, error.message)
    return Written(time.perf_counter() - begun)
