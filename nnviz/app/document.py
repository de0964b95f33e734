"""An experiment with its training run, and what an edit makes of the two."""

from dataclasses import dataclass, replace

from nnviz.app.carrying import redrawn_notice, settle
from nnviz.app.data import batches
from nnviz.app.edits import Edit
from nnviz.app.experiment import Experiment
from nnviz.app.fitting import adaptation_notice, both, data_notice
from nnviz.engine import Network, NetworkState
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message
from nnviz.engine.run import BUDGET_BYTES, Run

_ASLEEP_BYTES = 1024 * 1024  # for the run of a document that only undo can bring back


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What is built, its run, and the iteration that is looked at.

    ``wishes`` are cells of that iteration that are supposed to have other values: (name, row,
    column, value).
    """

    experiment: Experiment
    run: Run
    iteration: int
    wishes: tuple[tuple[str, int, int, float], ...] = ()

    def asleep(self) -> "Document":
        """Return the document, its run making do with little room."""
        self.run.limit(_ASLEEP_BYTES)
        return self

    def awake(self) -> "Document":
        """Return the document, its run having room again."""
        self.run.limit(BUDGET_BYTES)
        return self


def opened(experiment: Experiment) -> Document:
    """Return the document of an experiment, before its first iteration.

    Raises:
        NnvizError: the network is impossible or does not fit the data.
    """
    dealt = batches(experiment)
    network, _ = _compiled(experiment)
    return Document(experiment, Run(network.spec, network.state(), dealt), 0)


def revised(document: Document, edit: Edit) -> tuple[Document, Message | None]:
    """Return the document after an edit and what is to be said about it.

    The run goes on from the parameters on the stage. If only numbers change (a parameter, the
    optimizer, the batch) its history stays; otherwise it begins again at iteration 0. The
    document itself comes back if the edit changes nothing. What was supposed is not part of it.

    Raises:
        NnvizError: the edit is impossible.
    """
    iteration = document.iteration
    before = document.experiment.with_parameters(document.run.parameters(iteration))
    after = edit.apply(before)
    if after.same_as(before):
        return document, None
    dealt = batches(after)
    network, redrawn = _compiled(after)
    adapted = adaptation_notice(before.spec, after.spec) if edit.adapts else None
    notice = both(both(adapted, redrawn_notice(redrawn)), data_notice(before.data, after.data))
    if not _goes_on(before, after):
        return Document(after, Run(network.spec, network.state(), dealt), 0), notice
    _keep_optimizer_state(network, document.run.state(iteration))
    return Document(after, document.run.branch(iteration, network, dealt), iteration), notice


def _compiled(experiment: Experiment) -> tuple[Network, tuple[int, ...]]:
    try:
        network = Network.from_spec(experiment.spec)
        return network, settle(network, experiment.parameters)
    except MemoryError as error:
        raise SpecError("This network does not fit into the memory of this machine.") from error


def _goes_on(before: Experiment, after: Experiment) -> bool:
    """Say whether the iterations so far still belong to the run after the edit."""
    same_network = replace(after.spec, optimizer=before.spec.optimizer) == before.spec
    same_data = replace(after.data, batch_size=before.data.batch_size) == before.data
    return same_network and same_data and after.parameters is not None


def _keep_optimizer_state(network: Network, state: NetworkState) -> None:
    """Go on with velocities and moments, if the optimizer after the edit keeps the same ones."""
    values = network.parameters
    if network.state().optimizer.keys() == state.optimizer.keys():
        network.restore(state)
        network.set_parameters(values)
