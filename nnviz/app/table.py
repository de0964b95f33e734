"""Samples that a person typed, pasted, drew or changed: the data itself, not its origin."""

import base64
import binascii
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine.datasets import Dataset
from nnviz.engine.datasets.dataset import Task
from nnviz.engine.errors import DataError, FileError
from nnviz.engine.orientation import HostArray

# Up to so many numbers are written so that a person can read them, more as packed bytes.
_READABLE = 4096
_NUMBERS, _LABELS = "<f8", "<i8"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Inputs and targets of some samples; equal tables have equal values and names.

    ``X`` is (n, n_in) float64. ``Y`` is (n, n_out) float64, or (n,) numbers of classes that
    ``target_names`` names. Both are read-only. ``image_shape``, ``sample_names`` and ``groups``
    (n,) are as in :class:`nnviz.engine.datasets.Dataset`. ``held_out`` (n,) is 1 for each sample
    that was drawn for validation with the share and seed ``held_for``: an edit draws no others.

    Raises:
        DataError: shapes and names do not belong together, a number is not finite, or a class
            has no name.
    """

    X: HostArray
    Y: HostArray
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    image_shape: tuple[int, int] | None = None
    sample_names: tuple[str, ...] = ()
    groups: HostArray | None = None
    held_out: HostArray | None = None
    held_for: tuple[float, int] | None = None

    def __post_init__(self) -> None:
        labels = np.ndim(self.Y) == 1
        object.__setattr__(self, "X", _frozen(self.X, np.float64))
        object.__setattr__(self, "Y", _frozen(self.Y, np.int64 if labels else np.float64))
        for name in ("groups", "held_out"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _frozen(getattr(self, name), np.int64))
        self._check_shapes()
        self._check_names()
        self._check_values()

    @classmethod
    def of(cls, dataset: Dataset) -> "Table":
        """Return the samples of a data set as they are in it; the arrays are shared."""
        return cls(
            dataset.X,
            dataset.Y,
            dataset.feature_names,
            dataset.target_names,
            dataset.image_shape,
            dataset.sample_names,
            dataset.groups,
        )

    def held(self, share: float, seed: int) -> HostArray | None:
        """Return which samples (n,) are held out, if that is settled for this share and seed."""
        if self.held_out is None or self.held_for != (share, seed):
            return None
        chosen: HostArray = self.held_out == 1
        return chosen if 0 < chosen.sum() < len(chosen) else None

    @property
    def n_samples(self) -> int:
        """How many samples there are."""
        return len(self.X)

    @property
    def n_in(self) -> int:
        """How many inputs a sample has."""
        return len(self.feature_names)

    @property
    def has_classes(self) -> bool:
        """Whether the targets are classes rather than numbers."""
        return bool(self.Y.ndim == 1)

    @property
    def task(self) -> Task:
        """What is to be learnt."""
        return "classification" if self.has_classes else "regression"

    @property
    def n_bytes(self) -> int:
        """How much memory its numbers take."""
        return int(self.X.nbytes + self.Y.nbytes)

    def dataset(self, name: str) -> Dataset:
        """Return the samples as a data set of that name; the arrays are shared."""
        return Dataset(
            X=self.X,
            Y=self.Y,
            feature_names=self.feature_names,
            target_names=self.target_names,
            name=name,
            task=self.task,
            image_shape=self.image_shape,
            sample_names=self.sample_names,
            groups=self.groups,
        )

    def arrays(self) -> dict[str, HostArray]:
        """Return the arrays by name, for a file that keeps arrays apart from the description."""
        found = {"X": self.X, "Y": self.Y, "groups": self.groups, "held_out": self.held_out}
        return {name: array for name, array in found.items() if array is not None}

    def names(self) -> dict[str, Any]:
        """Return all but the arrays, as plain data."""
        return {
            "feature_names": list(self.feature_names),
            "target_names": list(self.target_names),
            "image_shape": None if self.image_shape is None else list(self.image_shape),
            "sample_names": list(self.sample_names),
            "held_for": None if self.held_for is None else list(self.held_for),
        }

    @classmethod
    def from_arrays(cls, names: Mapping[str, Any], arrays: Mapping[str, HostArray]) -> "Table":
        """Put together what :meth:`names` and :meth:`arrays` took apart.

        Raises:
            FileError: something is missing or of the wrong kind.
            DataError: the parts do not belong together.
        """
        try:
            shape, held_for = names.get("image_shape"), names.get("held_for")
            return cls(
                _real(arrays["X"]),
                _real(arrays["Y"]),
                _texts(names["feature_names"]),
                _texts(names["target_names"]),
                None if shape is None else (int(shape[0]), int(shape[1])),
                _texts(names.get("sample_names", ())),
                _real(arrays["groups"]) if "groups" in arrays else None,
                _real(arrays["held_out"]) if "held_out" in arrays else None,
                None if held_for is None else (float(held_for[0]), int(held_for[1])),
            )
        except (KeyError, IndexError, TypeError, ValueError) as error:
            if isinstance(error, DataError):
                raise
            raise _damaged(error) from error

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {**self.names(), "arrays": {k: _packed(a) for k, a in self.arrays().items()}}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Table":
        """Read what :meth:`to_dict` wrote.

        Raises:
            FileError: it is something else, or damaged.
            DataError: the parts do not belong together.
        """
        arrays = plain.get("arrays")
        if not isinstance(arrays, Mapping):
            raise FileError("The table of the data is damaged: {reason}.", reason="arrays")
        return cls.from_arrays(plain, {str(k): _unpacked(a) for k, a in arrays.items()})

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Table) or self.names() != other.names():
            return False
        mine, theirs = self.arrays(), other.arrays()
        return mine.keys() == theirs.keys() and all(
            array is theirs[name]
            or (array.dtype == theirs[name].dtype and np.array_equal(array, theirs[name]))
            for name, array in mine.items()
        )

    def __hash__(self) -> int:
        return hash((self.X.shape, self.feature_names, self.target_names))

    def _check_shapes(self) -> None:
        n, n_in, n_out = len(self.X), len(self.feature_names), len(self.target_names)
        wide = self.Y.shape == ((n,) if self.Y.ndim == 1 else (n, n_out))
        if self.X.shape != (n, n_in) or not wide:
            raise DataError(
                "The inputs have the shape {x_shape} and the targets {y_shape}; that does not fit "
                "{n_features} inputs and {n_targets} targets by name.",
                x_shape=str(self.X.shape),
                y_shape=str(self.Y.shape),
                n_features=n_in,
                n_targets=n_out,
            )
        if n < 1 or n_in < 1 or n_out < 1:
            raise DataError("A table has at least one sample, one input and one target.")
        if self.image_shape is not None and np.prod(self.image_shape, dtype=int) != n_in:
            object.__setattr__(self, "image_shape", None)
        for each in (self.sample_names or None, self.groups, self.held_out):
            if each is not None and len(each) != n:
                raise DataError("The names or groups of the samples are not as many as these.")

    def _check_names(self) -> None:
        names = self.feature_names + (() if self.has_classes else self.target_names)
        for group in (names, self.target_names):
            if len(set(group)) != len(group):
                repeated = next(name for name, count in Counter(group).items() if count > 1)
                raise DataError(
                    "There are two columns or classes named “{name}”; give them different names.",
                    name=repeated,
                )

    def _check_values(self) -> None:
        _require_finite(self.X, self.feature_names)
        if not self.has_classes:
            _require_finite(self.Y, self.target_names)
        elif self.Y.min() < 0 or self.Y.max() >= len(self.target_names):
            raise DataError("The number of a class is beyond the names of the classes.")


def _require_finite(values: HostArray, names: Sequence[str]) -> None:
    finite = np.isfinite(values)
    if finite.all():
        return
    row, col = (int(k) for k in np.argwhere(~finite)[0])
    raise DataError(
        "Row {row}, column “{column}”: a number has to be finite, but {value} came.",
        row=row + 1,
        column=names[col],
        value=str(float(values[row, col])),
    )


def _frozen(array: Any, dtype: Any) -> HostArray:
    """Return the array read-only; one that somebody else may write to is copied."""
    given = np.asarray(array)
    made: HostArray = np.ascontiguousarray(given, dtype=dtype)
    if made.flags.writeable and np.shares_memory(made, given):
        made = made.copy()
    made.setflags(write=False)
    return made


def _real(array: Any) -> HostArray:
    found = np.asarray(array)
    if found.dtype.kind not in "fiu" or found.ndim not in (1, 2):
        raise TypeError("numbers")
    if found.ndim == 1 and found.dtype.kind == "f":
        raise TypeError("labels")
    return found


def _texts(values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise TypeError("names")
    return tuple(values)


def _packed(array: HostArray) -> dict[str, Any]:
    kind = _LABELS if array.dtype.kind == "i" else _NUMBERS
    if array.size <= _READABLE:
        return {"dtype": kind, "values": array.tolist()}
    raw = base64.b64encode(array.astype(kind).tobytes()).decode()
    return {"dtype": kind, "shape": list(array.shape), "base64": raw}


def _unpacked(plain: Any) -> HostArray:
    try:
        kind = plain["dtype"]
        if kind not in (_NUMBERS, _LABELS):
            raise TypeError("dtype")
        if "values" in plain:
            return np.array(plain["values"], dtype=kind)
        raw = base64.b64decode(plain["base64"], validate=True)
        return np.frombuffer(raw, dtype=kind).reshape([int(n) for n in plain["shape"]])
    except (KeyError, TypeError, ValueError, OverflowError, binascii.Error) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> FileError:
    return FileError("The table of the data is damaged: {reason}.", reason=str(error))
