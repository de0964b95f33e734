"""The losses, by name. To add one: a file here and a line in ``_ALL``."""

from nnviz.engine.checks import choice
from nnviz.engine.losses.base import FusedLoss, Loss, SquaredLoss
from nnviz.engine.losses.bce import BCE
from nnviz.engine.losses.cross_entropy import CrossEntropy
from nnviz.engine.losses.half_mse import HalfMSE
from nnviz.engine.losses.half_sse import HalfSSE
from nnviz.engine.losses.mse import MSE
from nnviz.engine.losses.sse import SSE
from nnviz.engine.message import message

_ALL: tuple[type[Loss], ...] = (MSE, HalfMSE, SSE, HalfSSE, BCE, CrossEntropy)
_BY_NAME = {kind.name: kind for kind in _ALL}


def names() -> tuple[str, ...]:
    """Return the names of all losses."""
    return tuple(_BY_NAME)


def get(name: str) -> Loss:
    """Return the loss of that name.

    Raises:
        SpecError: there is no such loss.
    """
    return _BY_NAME[choice(message("loss"), name, _BY_NAME)]()


__all__ = [
    "BCE",
    "MSE",
    "SSE",
    "CrossEntropy",
    "FusedLoss",
    "HalfMSE",
    "HalfSSE",
    "Loss",
    "SquaredLoss",
    "get",
    "names",
]
