"""What a network of one input says along it."""

from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.forward import forward
from nnviz.app.portraits.subject import Subject
from nnviz.engine.orientation import HostArray

_PLACES = 401
_MARGIN = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The outputs (n, n_out) at the inputs ``x`` (n,)."""

    x: HostArray
    outputs: HostArray


def curve(subject: Subject, places: int = _PLACES) -> Curve:
    """Return what the network says along its only input, around the samples."""
    values = subject.training.X[:, 0]
    if subject.validation is not None:
        values = np.concatenate([values, subject.validation.X[:, 0]])
    low, high = float(values.min()), float(values.max())
    room = _MARGIN * ((high - low) or max(abs(high), 1.0))
    x = np.linspace(low - room, high + room, places)
    return Curve(x, forward(subject).outputs(x[:, None]))
