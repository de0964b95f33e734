"""Everything that is measured at one iteration of a run, all of it computed by the engine."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.app import data
from nnviz.app.experiment import DataSpec
from nnviz.engine import losses, metrics
from nnviz.engine.datasets import Dataset
from nnviz.engine.errors import NnvizError
from nnviz.engine.gradient_norms import gradient_norms
from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs
from nnviz.engine.run import Observer, Run
from nnviz.engine.spec import NetworkSpec

# Of a parameter with more cells than this, shares of them are kept instead of each.
MOST_CELLS = 64
SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Score:
    """How well a network does on some samples; NaN is what there is not.

    ``loss`` is that of all samples in one batch, penalty included. ``accuracy`` is the share of
    right classes, where the targets are classes; ``r2`` and ``rmse`` (the root of the mean square
    of target − prediction) where they are numbers.
    """

    loss: float
    accuracy: float = _NAN
    r2: float = _NAN
    rmse: float = _NAN


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """What is measured before the update of an iteration.

    ``training`` is over all training samples. The norms are one for each layer: of the gradient of
    the iteration's own batch, before any clipping, and of the weights. ``cells`` has for each
    parameter all its cells (up to 64) or the shares :data:`SHARES` of them.
    """

    iteration: int
    training: Score
    validation: Score | None
    gradient_norms: tuple[float, ...]
    weight_norms: tuple[float, ...]
    cells: Mapping[str, HostArray]


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Samples to be scored on: ``X`` (n, n_in) and ``Y`` as the loss wants it.

    ``classes`` (n,) are the true ones, None where the targets are numbers.
    """

    X: HostArray
    Y: HostArray
    classes: HostArray | None

    @classmethod
    def of(cls, dataset: Dataset, spec: NetworkSpec) -> "Samples":
        """Return the samples of a data set, as a network of this description takes them.

        Raises:
            SpecError: the loss cannot be computed for such targets.
        """
        dtype = np.dtype(spec.dtype)
        targets = data.targets(dataset, spec.loss)
        checked = losses.get(spec.loss).target(targets, len(targets), spec.n_out, dtype)
        labelled = data.n_classes(dataset) is not None
        true = np.asarray(dataset.Y).reshape(-1).astype(np.intp) if labelled else None
        return cls(np.ascontiguousarray(dataset.X, dtype=dtype), checked, true)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a run is scored on: its training samples and, where there are any, those held out."""

    training: Samples
    validation: Samples | None

    @classmethod
    def of(cls, spec: DataSpec, network: NetworkSpec) -> "Held":
        """Return the samples of some data.

        Raises:
            NnvizError: the data cannot be read any more.
        """
        held_out = data.validation(spec)
        return cls(
            Samples.of(data.training(spec), network),
            None if held_out is None else Samples.of(held_out, network),
        )


class Gauge:
    """Measures a run, with memory of its own; not to be shared between threads."""

    def __init__(self, run: Run, held: Held) -> None:
        self._observer = Observer(run)
        self._held = held
        self._programs: Programs | None = None

    def measured(self, iteration: int) -> Measure:
        """Return everything that is measured at an iteration that was made.

        Raises:
            SpecError: it was not made.
        """
        cursor = self._observer.before(iteration)
        scores = [self._score(cursor.programs, part) for part in self._parts()]
        trace = cursor.record()
        norms = gradient_norms(trace)
        names = cursor.programs.store.shapes
        return Measure(
            iteration,
            scores[0],
            scores[1] if len(scores) > 1 else None,
            tuple(norm.norm for norm in norms),
            tuple(norm.weights for norm in norms),
            {name: cells(trace[name]) for name in names},
        )

    def score(self, iteration: int, validation: bool) -> Score:
        """Return the score alone, on the training samples or on those held out."""
        cursor = self._observer.before(iteration)
        part = self._held.validation if validation else self._held.training
        assert part is not None  # whoever asks knows that there are some
        return self._score(cursor.programs, part)

    def _parts(self) -> tuple[Samples, ...]:
        held = self._held
        return (held.training,) if held.validation is None else (held.training, held.validation)

    def _score(self, programs: Programs, samples: Samples) -> Score:
        if self._programs is None or self._programs.store is not programs.store:
            # Of its own, so that the sizes of whole data sets drive out no batch sizes.
            self._programs = Programs(programs.spec, programs.store, programs.backend)
        spec = programs.spec
        with np.errstate(all="ignore"):
            loss = self._programs.loss(samples.X, samples.Y, losses.get(spec.loss))
            prediction = self._programs.predict(samples.X)
        return scored(loss, prediction, samples)


def scored(loss: float, prediction: HostArray, samples: Samples) -> Score:
    """Return the score of a prediction (n, n_out)."""
    loss = float(loss) if np.isfinite(loss) else _NAN
    if not np.isfinite(prediction).all():
        return Score(loss)
    if samples.classes is not None:
        # One number per sample tells two classes apart at one half, wherever else it lies.
        shown = np.clip(prediction, 0.0, 1.0) if prediction.shape[1] == 1 else prediction
        return Score(loss, accuracy=metrics.accuracy(shown, samples.classes))
    target = samples.Y.reshape(len(samples.Y), -1).astype(np.float64)
    missed = prediction.astype(np.float64) - target
    return Score(loss, r2=_r2(prediction, target), rmse=float(np.sqrt(np.square(missed).mean())))


def _r2(prediction: HostArray, target: HostArray) -> float:
    try:
        return metrics.r2(prediction, target)
    except NnvizError:  # a single sample has nothing to be compared with
        return _NAN


def cells(parameter: HostArray) -> HostArray:
    """Return the cells of a parameter in their stored order, or the shares of many."""
    flat = np.asarray(parameter, dtype=np.float64).reshape(-1)
    return flat if flat.size <= MOST_CELLS else np.quantile(flat, SHARES)
