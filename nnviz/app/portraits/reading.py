"""What the outputs of a network mean: a class by the largest, one of two sides, or numbers."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.app.data import has_labels, n_classes
from nnviz.engine.datasets import Dataset
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec

Kind: TypeAlias = Literal["classes", "sides", "numbers"]
THRESHOLD = 0.5  # of one output that tells two classes apart


@dataclass(frozen=True, slots=True)
class Reading:
    """How outputs (n, n_out) are read.

    ``classes``: one output per class, the largest counts. ``sides``: one output, above one half is
    the second class. ``numbers``: they are what is predicted. ``names`` are those of the classes,
    or of the outputs.
    """

    kind: Kind
    names: tuple[str, ...]

    @property
    def has_classes(self) -> bool:
        """Whether a sample belongs to a class."""
        return self.kind != "numbers"

    def guesses(self, outputs: HostArray) -> npt.NDArray[np.intp]:
        """Return the class (n,) that the network gives each sample; all 0 for numbers."""
        if self.kind == "classes":
            return np.asarray(outputs.argmax(axis=1))
        if self.kind == "sides":
            return (outputs[:, 0] > THRESHOLD).astype(np.intp)
        return np.zeros(len(outputs), np.intp)

    def labels(self, Y: HostArray) -> npt.NDArray[np.intp]:
        """Return the class (n,) of targets as the loss wants them; all 0 for numbers."""
        if self.kind == "numbers":
            return np.zeros(len(Y), np.intp)
        if Y.ndim == 1:
            return Y.astype(np.intp)
        return self.guesses(Y)

    def scores(self, outputs: HostArray, which: npt.NDArray[np.intp]) -> HostArray:
        """Return what the outputs say for class ``which`` (n,) of each sample.

        With one output that is the output itself for the second class, and 1 minus it for the
        first.
        """
        if self.kind == "classes":
            return np.asarray(outputs[np.arange(len(outputs)), which])
        return np.asarray(np.where(which == 1, outputs[:, 0], 1.0 - outputs[:, 0]))


def reading_of(dataset: Dataset, spec: NetworkSpec) -> Reading:
    """Return how the outputs of a network for this data are read."""
    if has_labels(dataset) and len(dataset.target_names) > 1:
        return Reading("classes" if spec.n_out > 1 else "sides", dataset.target_names)
    if n_classes(dataset) == 2 and spec.n_out in {1, 2}:
        return Reading("sides" if spec.n_out == 1 else "classes", ("0", "1"))
    return Reading("numbers", dataset.target_names)
