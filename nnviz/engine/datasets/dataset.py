"""A data set: samples, what is to be learnt from them, and what the columns mean."""

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from nnviz.engine.datasets.statistics import Statistics
from nnviz.engine.errors import DataError
from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray

Task: TypeAlias = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Samples and their targets; the arrays are read-only.

    ``X`` is (n_samples, n_in). For a classification ``Y`` holds class numbers (n_samples,) and
    ``target_names`` names the classes; for a regression ``Y`` is (n_samples, n_out) and
    ``target_names`` names its columns. ``image_shape`` is (height, width) when a sample is a
    picture. ``means`` and ``scales`` (n_in,) are what ``standardised`` subtracted and divided by;
    ``statistics`` has both. ``sample_names`` says in a few words what each sample is (empty: they
    have no names). ``groups`` (n_samples,) numbers what belongs together, such as the windows of
    one sentence; ``split`` keeps a group whole. ``remarks`` says what was done to the data when it
    was read, such as rows left out.

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
    sample_names: tuple[str, ...] = ()
    groups: HostArray | None = None
    remarks: tuple[Message, ...] = ()

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
        for each in (self.sample_names or None, self.groups):
            if each is not None and len(each) != len(self.X):
                raise DataError(
                    "Data set {name}: {count} names or group numbers do not fit {n_samples} "
                    "samples.",
                    name=self.name,
                    count=len(each),
                    n_samples=len(self.X),
                )
        for array in (self.X, self.Y, self.means, self.scales, self.groups):
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

    @property
    def statistics(self) -> Statistics | None:
        """The means and scales by name, to treat new samples alike; None if not standardised."""
        if self.means is None or self.scales is None:
            return None
        return Statistics(self.feature_names, self.means, self.scales)

    def take(self, rows: Any) -> "Dataset":
        """Return the data set with only the samples that ``rows`` (a NumPy index) picks.

        Raises:
            DataError: a sample is asked for that is not there.
        """
        try:
            picked = np.arange(self.n_samples)[rows]
        except IndexError as error:
            raise DataError(
                "Data set {name} has {n_samples} samples; the rows asked for go beyond them.",
                name=self.name,
                n_samples=self.n_samples,
            ) from error
        names = self.sample_names
        return replace(
            self,
            X=self.X[picked],
            Y=self.Y[picked],
            sample_names=tuple(names[row] for row in picked) if names else (),
            groups=None if self.groups is None else self.groups[picked],
        )

    def standardised(self, like: "Dataset | None" = None) -> "Dataset":
        """Return the data set with each feature at mean 0 and standard deviation 1.

        The subtracted means and the divisors are kept in ``means`` and ``scales``, so that new
        samples can be treated alike; a constant feature is divided by 1. ``like`` is a
        standardised data set whose means and scales are taken instead of this one's own: those
        of the training samples, for a validation.

        Raises:
            DataError: the values of a feature are too large for its spread to be computed, or
                ``like`` is not standardised or has other features.
        """
        means, scales = self._own_scaling() if like is None else self._scaling_of(like)
        X = (self.X - means) / scales
        if self.means is not None and self.scales is not None and like is None:
            # Standardised once more: what is kept still leads from the first values to these.
            means, scales = self.means + self.scales * means, self.scales * scales
        return replace(self, X=X, means=means, scales=scales)

    def _own_scaling(self) -> tuple[HostArray, HostArray]:
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
        # The mean of equal values may differ from them in the last digit; that is no spread.
        constant = self.X.min(axis=0) == self.X.max(axis=0)
        return means, np.where((spread > 0) & ~constant, spread, 1.0)

    def _scaling_of(self, like: "Dataset") -> tuple[HostArray, HostArray]:
        if like.means is None or like.scales is None or like.feature_names != self.feature_names:
            raise DataError(
                "Data set {name} cannot be standardised like {like}: that one has to be "
                "standardised and to have the same features.",
                name=self.name,
                like=like.name,
            )
        if self.means is not None:
            raise DataError(
                "Data set {name} is standardised already; take it as it was before.",
                name=self.name,
            )
        return like.means, like.scales
