"""A data set: samples, what is to be learnt from them, and what the columns mean."""

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

Task: TypeAlias = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Samples and their targets; the arrays are read-only.

    ``X`` is (n_samples, n_in). For a classification ``Y`` holds class numbers (n_samples,) and
    ``target_names`` names the classes; for a regression ``Y`` is (n_samples, n_out) and
    ``target_names`` names its columns. ``image_shape`` is (height, width) when a sample is a
    picture. ``means`` and ``scales`` (n_in,) are what ``standardised`` subtracted and divided by.

    Raises:
        DataError: the shapes or names do not belong together.
    """

    X: HostArray
    Y: HostArray
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    name: str
    task: Task
    image_shape: tuple[int, int] | None = None
    means: HostArray | None = None
    scales: HostArray | None = None

    def __post_init__(self) -> None:
        if self.X.ndim != 2 or self.X.shape != (len(self.Y), len(self.feature_names)):
            raise DataError(
                "Data set {name}: X has shape {x_shape}, which does not fit {n_samples} targets "
                "and {n_features} feature names.",
                name=self.name,
                x_shape=str(self.X.shape),
                n_samples=len(self.Y),
                n_features=len(self.feature_names),
            )
        for array in (self.X, self.Y, self.means, self.scales):
            if array is not None:
                array.setflags(write=False)

    @property
    def n_samples(self) -> int:
        """How many samples there are."""
        return len(self.X)

    @property
    def n_in(self) -> int:
        """How many numbers describe one sample."""
        return len(self.feature_names)

    @property
    def n_out(self) -> int:
        """How many outputs a network needs for it: one per class, or one per target column."""
        return len(self.target_names)

    def take(self, rows: Any) -> "Dataset":
        """Return the data set with only the samples that ``rows`` (a NumPy index) picks.

        Raises:
            DataError: a sample is asked for that is not there.
        """
        try:
            return replace(self, X=self.X[rows], Y=self.Y[rows])
        except IndexError as error:
            raise DataError(
                "Data set {name} has {n_samples} samples; the rows asked for go beyond them.",
                name=self.name,
                n_samples=self.n_samples,
            ) from error

    def standardised(self) -> "Dataset":
        """Return the data set with each feature at mean 0 and standard deviation 1.

        The subtracted means and the divisors are kept in ``means`` and ``scales``, so that new
        samples can be treated alike; a constant feature is divided by 1.

        Raises:
            DataError: the values of a feature are too large for its spread to be computed.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            means = self.X.mean(axis=0)
            spread = self.X.std(axis=0)
        wild = ~(np.isfinite(means) & np.isfinite(spread))
        if wild.any():
            raise DataError(
                "The values of the feature “{feature}” are too large to be standardised; scale "
                "them down first.",
                feature=self.feature_names[int(np.argmax(wild))],
            )
        scales = np.where(spread > 0, spread, 1.0)
        return replace(self, X=(self.X - means) / scales, means=means, scales=scales)
