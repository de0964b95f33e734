"""An experiment from the name of an example or of a data set, or made to fit a table."""

from dataclasses import replace

from nnviz.app.data import parts
from nnviz.app.examples import EXAMPLES
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.fitting import fit_data
from nnviz.engine import datasets
from nnviz.engine.errors import NnvizError, SpecError

BATCH = 32
# Data without an example of its own gets this one's network, with so many hidden units.
_PATTERN, _HIDDEN_UNITS, _NEW_UNITS = "xor", 8, 3


def names() -> tuple[str, ...]:
    """Return the names of all examples and data sets."""
    return tuple(dict.fromkeys((*EXAMPLES, *datasets.names())))


def named(name: str) -> Experiment:
    """Return the example of that name, or a small network on the data set of that name.

    Raises:
        SpecError: there is neither.
    """
    if name in EXAMPLES:
        return EXAMPLES[name]
    if name not in datasets.names():
        raise SpecError(
            "There is no example {name!r}; there are {names}.",
            name=name,
            names=", ".join(names()),
        )
    return fitted(DataSpec("builtin", name, batch_size=batch_for(datasets.load(name).n_samples)))


def small() -> Experiment:
    """Return what a new document begins with: a small network on XOR."""
    experiment = EXAMPLES[_PATTERN]
    hidden = replace(experiment.spec.layers[0], units=_NEW_UNITS, activation="tanh")
    layers = (hidden, *experiment.spec.layers[1:])
    spec = replace(experiment.spec, layers=layers, initializer="xavier", seed=0)
    return Experiment(spec, DataSpec("builtin", _PATTERN))


def fitted(data: DataSpec) -> Experiment:
    """Return a small network that fits the data.

    Raises:
        FileError, DataError, SpecError: the data cannot be used.
    """
    experiment = fit_data(EXAMPLES[_PATTERN], data)
    hidden = replace(experiment.spec.layers[0], units=_HIDDEN_UNITS)
    layers = (hidden, *experiment.spec.layers[1:])
    return replace(experiment, spec=replace(experiment.spec, layers=layers))


def other_set(now: DataSpec, name: str) -> DataSpec:
    """Return a bundled data set in place of ``now``: what was held out stays held out.

    The share goes with the seed that draws it; where too few samples are left for two parts, none
    are held out.
    """
    n_samples = datasets.load(name).n_samples
    chosen = DataSpec("builtin", name, batch_size=batch_for(n_samples), seed=now.seed)
    shared = replace(chosen, validation=now.validation)
    try:
        parts(shared)
    except NnvizError:
        return chosen
    return shared


def batch_for(n_samples: int) -> int | None:
    """Return a batch that can be watched: a part of many samples, all of a few."""
    return BATCH if n_samples > 2 * BATCH else None
