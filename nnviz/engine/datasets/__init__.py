"""Data sets: small drawn ones, real ones, sentences, and tables from files.

To add one: a file with a ``load(...)`` that returns a Dataset, and a line in ``LOADERS``.
"""

import inspect
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from nnviz.engine.datasets import (
    and_gate,
    blobs,
    circles,
    digits,
    iris,
    linear,
    moons,
    ner,
    ner_zh,
    or_gate,
    sine,
    spiral,
    xor_gate,
)
from nnviz.engine.datasets.dataset import Dataset, Task
from nnviz.engine.datasets.division import split
from nnviz.engine.datasets.missing import Missing
from nnviz.engine.datasets.statistics import Statistics
from nnviz.engine.datasets.table import from_csv
from nnviz.engine.errors import SpecError

__all__ = [
    "LOADERS",
    "Dataset",
    "Missing",
    "Statistics",
    "Task",
    "from_csv",
    "load",
    "names",
    "split",
]

LOADERS: Mapping[str, Callable[..., Dataset]] = MappingProxyType(
    {
        "xor": xor_gate.load,
        "and": and_gate.load,
        "or": or_gate.load,
        "circles": circles.load,
        "moons": moons.load,
        "spiral": spiral.load,
        "blobs": blobs.load,
        "linear": linear.load,
        "sine": sine.load,
        "iris": iris.load,
        "digits": digits.load,
        "ner": ner.load,
        "ner_zh": ner_zh.load,
    }
)


def names() -> tuple[str, ...]:
    """Return the names that ``load`` knows."""
    return tuple(LOADERS)


def load(name: str, *, standardise: bool = False, **options: Any) -> Dataset:
    """Return the data set of that name; the same options always give the same samples.

    ``options`` go to the data set (``n_samples``, ``noise``, ``seed`` … where it has them).
    ``standardise`` brings each feature to mean 0 and standard deviation 1.

    Raises:
        SpecError: no such data set, or it has no such option.
        DataError: an option has an impossible value.
    """
    if name not in LOADERS:
        _refuse_name(name)
    loader = LOADERS[name]
    known = tuple(inspect.signature(loader).parameters)
    for option in options:
        if option not in known:
            raise SpecError(
                "Data set {name} has no option {option}; it has: {options}.",
                name=name,
                option=option,
                options=", ".join((*known, "standardise")),
            )
    dataset = loader(**options)
    return dataset.standardised() if standardise else dataset


def _refuse_name(name: str) -> None:
    close = get_close_matches(str(name), LOADERS, 1)
    if close:
        raise SpecError(
            "There is no data set {name}; did you mean {close}? Known are: {names}.",
            name=repr(name),
            close=close[0],
            names=", ".join(LOADERS),
        )
    raise SpecError(
        "There is no data set {name}; known are: {names}.",
        name=repr(name),
        names=", ".join(LOADERS),
    )
