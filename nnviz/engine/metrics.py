"""How well predictions meet their targets: shares of right answers, and distances.

Classes may be given in each of these ways, for the prediction and for the target: class numbers
(n_samples,); one column per class with probabilities, scores or one-hot rows, of which the largest
counts (the first of equals); or, for two classes, one number per sample, (n_samples,) or
(n_samples, 1), where above 0.5 is class 1. Whole numbers alone are class numbers.
"""

import numpy as np
import numpy.typing as npt

from nnviz.engine import door
from nnviz.engine.checks import whole_number
from nnviz.engine.errors import DataError, ShapeError
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray

__all__ = ["accuracy", "confusion_matrix", "mean_absolute_error", "r2"]

# A table of more classes than this says nothing to anybody, and would be large.
MOST_CLASSES = 10_000
_THRESHOLD = 0.5
# Up to here floating point numbers tell whole numbers apart.
_HIGHEST = 2**53


def accuracy(prediction: npt.ArrayLike, target: npt.ArrayLike) -> float:
    """Return the share of samples whose class is predicted, from 0 to 1.

    Raises:
        ShapeError: the two are not for the same number of samples.
        DataError: they hold no classes, or are empty.
    """
    predicted, true, _ = _classes(prediction, target)
    return float((predicted == true).mean())


def confusion_matrix(
    prediction: npt.ArrayLike, target: npt.ArrayLike, n_classes: int | None = None
) -> HostArray:
    """Return how often each class was predicted for each: (n_classes, n_classes) counts.

    Rows are the true classes and columns the predicted ones, so that the diagonal holds what was
    right. ``n_classes`` None: as many as the two show.

    Raises:
        ShapeError: the two are not for the same number of samples.
        DataError: they hold no classes, are empty, or a class is not among ``n_classes``.
        SpecError: ``n_classes`` is not a whole number above 0.
    """
    predicted, true, least = _classes(prediction, target)
    if n_classes is not None:
        count = whole_number(
            message("The number of classes"), n_classes, at_least=1, at_most=MOST_CLASSES
        )
    else:
        count = least
    highest = int(max(predicted.max(), true.max()))
    if highest >= min(count, MOST_CLASSES):
        raise DataError(
            "The class {label} is not among the {count} classes, which are numbered from 0.",
            label=highest,
            count=min(count, MOST_CLASSES),
        )
    cells = np.bincount(true * count + predicted, minlength=count * count)
    return cells.reshape(count, count)


def mean_absolute_error(prediction: npt.ArrayLike, target: npt.ArrayLike) -> float:
    """Return the mean of |prediction − target| over all samples and outputs.

    Raises:
        ShapeError: the two have different shapes.
        DataError: they are not finite numbers, or are empty.
    """
    predicted, true = _numbers(prediction, target)
    return float(np.abs(predicted - true).mean())


def r2(prediction: npt.ArrayLike, target: npt.ArrayLike) -> float:
    """Return the coefficient of determination 1 − Σ(target − prediction)² / Σ(target − mean)².

    1 is perfect, 0 is as good as the mean of the targets. Of several outputs it is the mean of
    theirs. An output whose target never changes has 1 if it is met exactly, else 0.

    Raises:
        ShapeError: the two have different shapes.
        DataError: they are not finite numbers, or there are fewer than two samples.
    """
    predicted, true = _numbers(prediction, target)
    if len(true) < 2:
        raise DataError("r2 compares samples with each other, so it needs at least two.")
    missed = np.square(true - predicted).sum(axis=0)
    spread = np.square(true - true.mean(axis=0)).sum(axis=0)
    constant = true.min(axis=0) == true.max(axis=0)
    shares = np.divide(missed, spread, out=np.zeros_like(missed), where=~constant)
    return float(np.where(constant, missed == 0, 1 - shares).mean())


def _classes(prediction: npt.ArrayLike, target: npt.ArrayLike) -> tuple[HostArray, HostArray, int]:
    """Return the class numbers of both, and how many classes they show at least."""
    predicted, from_scores, width = _labels("prediction", prediction)
    true, _, true_width = _labels("target", target)
    _same_count(predicted, true)
    highest = int(max(predicted.max(), true.max()))
    if from_scores and highest > 1:
        raise DataError(
            "One number per sample tells two classes apart, but the target has class {label}; "
            "give the prediction one column per class.",
            label=highest,
        )
    # Scores between 0 and 1 are of two classes, even if only one of them comes up.
    return predicted, true, max(width, true_width, highest + 1, 2 if from_scores else 1)


def _labels(name: str, values: npt.ArrayLike) -> tuple[HostArray, bool, int]:
    """Return class numbers (n,), if they come from one score each, and the number of columns."""
    array = door.real_array(name, values)
    if array.ndim not in (1, 2) or array.size == 0:
        raise ShapeError(
            "{name} must have shape (n_samples,) or (n_samples, n_classes) and hold at least one "
            "sample, but it has shape {shape}.",
            name=name,
            shape=str(array.shape),
        )
    door.require_finite(name, array)
    if array.ndim == 2 and array.shape[1] > 1:
        return array.argmax(axis=1), False, array.shape[1]
    column = array.reshape(-1)
    if column.dtype.kind == "f" and (column != np.floor(column)).any():
        return (column > _THRESHOLD).astype(np.intp), True, 1
    outside = (column < 0) | (column > _HIGHEST)
    if outside.any():
        raise DataError(
            "{name} must hold class numbers from 0, but it holds {label}.",
            name=name,
            label=str(column[int(np.argmax(outside))]),
        )
    return column.astype(np.intp), False, 1


def _numbers(prediction: npt.ArrayLike, target: npt.ArrayLike) -> tuple[HostArray, HostArray]:
    """Return both as tables (n_samples, n_out) of float64."""
    tables = []
    for name, values in (("prediction", prediction), ("target", target)):
        array = door.real_array(name, values)
        if array.ndim not in (1, 2) or array.size == 0:
            raise ShapeError(
                "{name} must have shape (n_samples,) or (n_samples, n_out) and hold at least one "
                "sample, but it has shape {shape}.",
                name=name,
                shape=str(array.shape),
            )
        door.require_finite(name, array)
        tables.append(array.reshape(len(array), -1).astype(np.float64))
    predicted, true = tables
    if predicted.shape != true.shape:
        raise ShapeError(
            "prediction has shape {shape}, but target has shape {expected}.",
            shape=str(np.shape(prediction)),
            expected=str(np.shape(target)),
        )
    return predicted, true


def _same_count(predicted: HostArray, true: HostArray) -> None:
    if len(predicted) != len(true):
        raise ShapeError(
            "prediction is for {count} samples, but target is for {expected}.",
            count=len(predicted),
            expected=len(true),
        )
