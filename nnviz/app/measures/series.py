"""The measures known of a run as arrays over its iterations."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nnviz.app.measures.measure import Measure, Score
from nnviz.app.measures.outline import Floats

_FIELDS = ("loss", "accuracy", "r2", "rmse")


def _none() -> Floats:
    return np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What is known by now; NaN is what there is not.

    ``iterations`` (n,) rise. ``training`` and ``validation`` map "loss", "accuracy", "r2" and
    "rmse" to arrays (n,). ``gradient_norms`` and ``weight_norms`` are (n, n_layers).
    """

    iterations: Floats = field(default_factory=_none)
    training: dict[str, Floats] = field(default_factory=dict)
    validation: dict[str, Floats] = field(default_factory=dict)
    gradient_norms: Floats = field(default_factory=_none)
    weight_norms: Floats = field(default_factory=_none)
    points: tuple[Measure, ...] = ()

    def cells(self, parameter: str) -> Floats:
        """Return the cells of a parameter, or the shares of many: (n, cells or 7)."""
        return np.array([point.cells[parameter] for point in self.points])

    @classmethod
    def of(cls, points: Sequence[Measure]) -> "Measures":
        """Return measures as arrays; the points are in the order of their iterations."""
        if not points:
            return cls()
        return cls(
            np.array([float(point.iteration) for point in points]),
            _scores([point.training for point in points]),
            _scores([point.validation for point in points]),
            np.array([point.gradient_norms for point in points]),
            np.array([point.weight_norms for point in points]),
            tuple(points),
        )


def _scores(scores: Sequence[Score | None]) -> dict[str, Floats]:
    nothing = Score(float("nan"))
    return {
        name: np.array([getattr(score or nothing, name) for score in scores]) for name in _FIELDS
    }
