"""The weights of the first layer's units as pictures, where the inputs are pixels."""

from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.subject import Subject
from nnviz.engine.orientation import HostArray

MOST = 256  # pictures


@dataclass(frozen=True, slots=True, eq=False)
class UnitPictures:
    """``pictures`` (units, height, width) are rows of W1; ``vmax`` is their largest magnitude.

    ``units`` is how many there are, of which the first 256 are shown.
    """

    pictures: HostArray
    vmax: float
    units: int


def unit_pictures(subject: Subject) -> UnitPictures | None:
    """Return W1 as pictures; None where a sample is none."""
    shape = subject.training.dataset.image_shape
    W = subject.parameters["W1"]
    if shape is None or shape[0] * shape[1] != W.shape[1]:
        return None
    return UnitPictures(
        W[:MOST].reshape(-1, *shape), float(np.abs(W[:MOST]).max(initial=0.0)), len(W)
    )
