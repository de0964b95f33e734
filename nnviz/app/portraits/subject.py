"""The network at one iteration, with the samples that it is asked about: all that is portrayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from nnviz.app import data
from nnviz.app.experiment import Experiment
from nnviz.app.portraits.reading import Reading, reading_of
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.datasets import Dataset
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some samples: X (n, n_in) and their targets Y, as the loss wants them."""

    X: HostArray
    Y: HostArray
    dataset: Dataset

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.X)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A network before the update of ``iteration``, and its data; two are compared by identity.

    ``parameters`` are "W1" (n_out, n_in), "b1" (n_out,), …; ``validation`` is None where no
    samples are held out.
    """

    spec: NetworkSpec
    parameters: Mapping[str, HostArray]
    iteration: int
    training: Part
    validation: Part | None
    reading: Reading

    def part(self, held_out: bool) -> Part | None:
        """Return the samples held out, or those trained on."""
        return self.validation if held_out else self.training


def subject_of(
    experiment: Experiment, parameters: Mapping[str, HostArray], iteration: int
) -> Subject:
    """Return the network of an experiment with these parameters.

    Raises:
        NnvizError: the data cannot be read any more.
    """
    spec = experiment.spec
    training = data.training(experiment.data)
    held_out = data.validation(experiment.data)
    return Subject(
        spec,
        MappingProxyType({name: parameters[name] for name in spec.parameter_shapes}),
        iteration,
        _part(training, spec.loss),
        None if held_out is None else _part(held_out, spec.loss),
        reading_of(training, spec),
    )


def subject_on_stage(state: ViewState) -> Subject:
    """Return the network as the stage shows it, with what is supposed in a what-if.

    The same object for the same trace and experiment.

    Raises:
        NnvizError: the data cannot be read any more.
    """
    return subject_of_trace(state.trace, state.experiment, state.iteration)


# Two: an iteration and the one before, while one goes back and forth.
@lru_cache(maxsize=2)
def subject_of_trace(trace: Trace, experiment: Experiment, iteration: int) -> Subject:
    """Return the network of an experiment with the parameters before a trace's update.

    Raises:
        NnvizError: the data cannot be read any more.
    """
    return subject_of(experiment, parameters_of(trace), iteration)


def parameters_of(trace: Trace) -> dict[str, HostArray]:
    """Return the parameters before the update of a trace."""
    return {name: trace[name] for name in trace.spec.parameter_shapes}


def _part(dataset: Dataset, loss: str) -> Part:
    return Part(dataset.X, data.targets(dataset, loss), dataset)
