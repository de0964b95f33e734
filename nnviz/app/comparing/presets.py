"""Changes that teach something, offered by name; only those that change anything."""

from collections.abc import Iterator
from dataclasses import dataclass

from nnviz.app.edits import (
    Edit,
    SetActivation,
    SetBatchSize,
    SetInitializer,
    SetOptimizer,
    SetOptimizerOption,
    SetSeed,
    SetUnits,
)
from nnviz.app.experiment import Experiment
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.options import Options
from nnviz.scene.narration import activation_name
from nnviz.scene.numbers import short_value

_MOMENTUM = 0.9


@dataclass(frozen=True, slots=True)
class Preset:
    """A change by name."""

    text: Message
    edit: Edit


def presets(experiment: Experiment, n_samples: int) -> tuple[Preset, ...]:
    """Return the changes worth trying on an experiment whose data has so many samples."""
    return tuple(preset for preset in _all(experiment, n_samples) if _changes(preset, experiment))


def _all(experiment: Experiment, n_samples: int) -> Iterator[Preset]:
    yield from _rates(experiment)
    yield from _optimizers(experiment)
    yield from _activations(experiment)
    yield Preset(message("All zeros as initial values"), SetInitializer("zeros"))
    yield Preset(message("Another seed"), SetSeed(experiment.spec.seed + 1))
    yield from _units(experiment)
    size = experiment.data.batch_size
    if size is not None and size < n_samples:
        yield Preset(message("All samples in one batch"), SetBatchSize(None))
    elif n_samples > 1:
        yield Preset(message("One sample at a time"), SetBatchSize(1))


def _rates(experiment: Experiment) -> Iterator[Preset]:
    rate = experiment.spec.optimizer.options.get("lr")
    if not isinstance(rate, float) or rate <= 0:
        return
    larger, smaller = float(f"{rate * 10:.6g}"), float(f"{rate / 10:.6g}")
    text = message("10 × learning rate: η = {rate}", rate=short_value(larger))
    yield Preset(text, SetOptimizerOption("lr", larger))
    text = message("A tenth of the learning rate: η = {rate}", rate=short_value(smaller))
    yield Preset(text, SetOptimizerOption("lr", smaller))


def _optimizers(experiment: Experiment) -> Iterator[Preset]:
    now = experiment.spec.optimizer
    rate = now.options.get("lr")
    kept = Options({} if rate is None else {"lr": rate})
    if now.name != "sgd":
        yield Preset(message("SGD with the same η"), SetOptimizer("sgd", kept))
        return
    yield Preset(message("Adam instead of SGD, with the same η"), SetOptimizer("adam", kept))
    yield Preset(message("Adam with its usual η"), SetOptimizer("adam"))
    if not now.options.get("momentum"):
        yield Preset(
            message("Momentum μ = {value}", value=short_value(_MOMENTUM)),
            SetOptimizerOption("momentum", _MOMENTUM),
        )


def _activations(experiment: Experiment) -> Iterator[Preset]:
    """Offer another activation of the first hidden layer."""
    if len(experiment.spec.layers) < 2:
        return
    now = experiment.spec.layers[0].activation
    for name in ("tanh", "relu", "sigmoid"):
        if name != now:
            text = message(
                "{new} instead of {old} in layer 1",
                new=activation_name(name),
                old=activation_name(now),
            )
            yield Preset(text, SetActivation(1, name))


def _units(experiment: Experiment) -> Iterator[Preset]:
    if len(experiment.spec.layers) > 1:
        units = 2 * experiment.spec.layers[0].units
        yield Preset(
            message("Twice as many units in layer 1: {units}", units=units), SetUnits(1, units)
        )


def _changes(preset: Preset, experiment: Experiment) -> bool:
    try:
        after = preset.edit.apply(experiment)
    except NnvizError:
        return False
    return after.spec != experiment.spec or after.data != experiment.data
