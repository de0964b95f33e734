"""An experiment with its training run, and what an edit makes of the two."""

from dataclasses import dataclass, replace

from nnviz.app.carrying import redrawn_notice, settle
from nnviz.app.data import batches
from nnviz.app.edits import Edit
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.fitting import adaptation_notice, both, data_notice
from nnviz.app.measures.course import EditMark
from nnviz.engine import Network, NetworkState
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message
from nnviz.engine.run import BUDGET_BYTES, Run

_ASLEEP_BYTES = 1024 * 1024  # for the run of a document that only undo can bring back
# What says how the network is trained from here on; the iterations so far still belong to its run.
_OF_TRAINING = ("optimizer", "schedule", "l2", "clip_norm", "clip_value")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What is built, its run, and the iteration that is looked at.

    ``wishes`` are cells of that iteration that are supposed to have other values: (name, row,
    column, value). ``marks`` are the edits on the way of the run, in their order.
    """

    experiment: Experiment
    run: Run
    iteration: int
    wishes: tuple[tuple[str, int, int, float], ...] = ()
    marks: tuple[EditMark, ...] = ()

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
    optimizer, the batch, the samples of a table) its history stays; otherwise it begins again at
    iteration 0. The document itself comes back if the edit changes nothing. What was supposed is
    not part of it.

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
    branch = document.run.branch(iteration, network, dealt)
    marks = (*(mark for mark in document.marks if mark.iteration < iteration),
             EditMark(iteration, edit.name))  # fmt: skip
    return Document(after, branch, iteration, marks=marks), notice


def table_bytes(document: Document) -> int:
    """Return how much memory the samples take that only this document holds."""
    table = document.experiment.data.table
    return 0 if table is None else table.n_bytes


def _compiled(experiment: Experiment) -> tuple[Network, tuple[int, ...]]:
    try:
        network = Network.from_spec(experiment.spec)
        return network, settle(network, experiment.parameters)
    except MemoryError as error:
        raise SpecError("This network does not fit into the memory of this machine.") from error


def _goes_on(before: Experiment, after: Experiment) -> bool:
    """Say whether the iterations so far still belong to the run after the edit."""
    trained_as_before = {name: getattr(before.spec, name) for name in _OF_TRAINING}
    same_network = replace(after.spec, **trained_as_before) == before.spec
    return same_network and _same_data(before.data, after.data) and after.parameters is not None


def _same_data(before: DataSpec, after: DataSpec) -> bool:
    """Say whether the data are the same but for their batches, or a table made from the same."""
    if after.kind == "table" and after.name == before.origin and after.table != before.table:
        return True
    return replace(after, batch_size=before.batch_size) == before


def _keep_optimizer_state(network: Network, state: NetworkState) -> None:
    """Go on with velocities and moments, if the optimizer after the edit keeps the same ones."""
    values = network.parameters
    if network.state().optimizer.keys() == state.optimizer.keys():
        network.restore(state)
        network.set_parameters(values)
