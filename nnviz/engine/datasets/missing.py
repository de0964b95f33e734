"""Cells without a value: rows left out, or means filled in, and the sentences that say so."""

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np

from nnviz.engine.errors import DataError
from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray

Missing: TypeAlias = Literal["error", "drop", "mean"]
MISSING_POLICIES: tuple[str, ...] = get_args(Missing)
_MOST_LISTED = 10


def remarks(dropped: Sequence[int], missing: Missing) -> tuple[Message, ...]:
    """Return the sentence that says which rows were left out, if any were."""
    if not dropped:
        return ()
    listed = ", ".join(map(str, dropped[:_MOST_LISTED]))
    rows = listed if len(dropped) <= _MOST_LISTED else listed + ", …"
    if missing == "drop":
        return (
            Message(
                "{count} row with a missing value was left out: row {rows}.",
                {"rows": rows},
                plural="{count} rows with missing values were left out: rows {rows}.",
                count=len(dropped),
            ),
        )
    return (
        Message(
            "{count} row without a target was left out: row {rows}.",
            {"rows": rows},
            plural="{count} rows without a target were left out: rows {rows}.",
            count=len(dropped),
        ),
    )


def fill(X: HostArray, names: Sequence[str]) -> tuple[Message, ...]:
    """Put the mean of each feature where it has no value, in place, and say how often.

    The mean of a feature of 0 and 1 ("colour=red") is the share of that value.

    Raises:
        DataError: the values of a feature are too large for their mean to be computed.
    """
    said = []
    for place, name in enumerate(names):
        empty = np.isnan(X[:, place])
        count = int(empty.sum())
        if not count:
            continue
        with np.errstate(over="ignore"):
            mean = float(X[~empty, place].mean())
        if not np.isfinite(mean):
            raise DataError(
                "The values of the feature “{feature}” are too large for their mean to be "
                "computed; scale them down first.",
                feature=name,
            )
        X[empty, place] = mean
        said.append(_filled(name, count, mean))
    return tuple(said)


def _filled(name: str, count: int, mean: float) -> Message:
    return Message(
        "Feature “{feature}”: {count} missing value was filled in with the mean {mean}.",
        {"feature": name, "mean": f"{mean:.6g}"},
        plural="Feature “{feature}”: {count} missing values were filled in with the mean {mean}.",
        count=count,
    )
