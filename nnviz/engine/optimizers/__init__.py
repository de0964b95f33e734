"""The optimizers, by name. To add one: a file here and a line in ``_ALL``."""

from typing import Any

from nnviz.engine.checks import make
from nnviz.engine.message import message
from nnviz.engine.optimizers.adafactor import Adafactor
from nnviz.engine.optimizers.adagrad import Adagrad
from nnviz.engine.optimizers.adam import Adam
from nnviz.engine.optimizers.adamw import AdamW
from nnviz.engine.optimizers.base import Optimizer, Rows
from nnviz.engine.optimizers.rmsprop import RMSprop
from nnviz.engine.optimizers.sgd import SGD

_ALL: tuple[type[Optimizer], ...] = (SGD, Adagrad, RMSprop, Adam, AdamW, Adafactor)
_BY_NAME = {kind.name: kind for kind in _ALL}


def names() -> tuple[str, ...]:
    """Return the names of all optimizers."""
    return tuple(_BY_NAME)


def get(name: str, **options: Any) -> Optimizer:
    """Return the optimizer of that name, for example ``get("sgd", lr=0.1, momentum=0.9)``.

    Raises:
        SpecError: there is no such optimizer, or it has no such option, or not with that value.
    """
    return make(message("optimizer"), _BY_NAME, name, options)


__all__ = [
    "SGD",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Optimizer",
    "RMSprop",
    "Rows",
    "get",
    "names",
]
