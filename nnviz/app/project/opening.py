"""From a file of any kind to a document."""

from dataclasses import dataclass, replace
from pathlib import Path

from nnviz.app import opening
from nnviz.app.data import batches
from nnviz.app.data import load as load_data
from nnviz.app.data_spec import DataSpec
from nnviz.app.document import Document, opened
from nnviz.app.experiment import Experiment
from nnviz.app.project.kinds import Kind, kind_of
from nnviz.app.project.reading import load
from nnviz.app.project.view import View
from nnviz.app.saved import noted_data
from nnviz.app.supposing import shown
from nnviz.engine import Network, exchange
from nnviz.engine.errors import DivergenceError, FileError, NnvizError, SpecError
from nnviz.engine.file import load as load_own
from nnviz.engine.message import Message, message
from nnviz.engine.run import Run


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A document that was opened, and the file that it is saved to (None: it has none yet)."""

    document: Document
    view: View
    path: Path | None = None
    notice: Message | None = None


def open_experiment(experiment: Experiment) -> Opened:
    """Return a fresh document.

    Raises:
        NnvizError: the experiment is impossible.
    """
    return _ready(Opened(opened(experiment), View()))


def open_file(path: Path, data: DataSpec | None = None, data_at: Path | None = None) -> Opened:
    """Open a project or a network of any kind; a table gives a small network that fits it.

    ``data`` is for a network that does not say on which data it works. ``data_at`` is where the
    file with a project's data is now.

    Raises:
        MissingDataError: the file with a project's data is not where it was.
        NnvizError: the file cannot be used; the sentence says why.
    """
    kind = kind_of(path)
    if kind == "project":
        project = load(path, data_at)
        return _ready(Opened(project.document, project.view, path, project.notice))
    if kind == "notation":
        raise FileError(
            "{path} is a notation, no network; it says how symbols are written.", path=str(path)
        )
    if kind == "table":
        return _ready(Opened(opened(_fitted(path)), View()))
    return _ready(_of_network(path, _network(path, kind), data))


def _network(path: Path, kind: Kind) -> Network:
    if kind == "network":
        return load_own(path)
    if kind == "safetensors":
        return exchange.from_safetensors(path)
    if kind == "onnx":
        return exchange.from_onnx(path)
    return exchange.load(path)  # which refuses a pickle, and says what to do


def _of_network(path: Path, network: Network, other: DataSpec | None) -> Opened:
    """Return a document that goes on with a network."""
    noted = noted_data(network)
    data, notice = noted or other, None
    if data is None:
        raise _no_data(path, network)
    experiment = Experiment(network.spec, data).with_parameters(network.parameters)
    try:
        dealt = batches(experiment)
    except NnvizError as error:
        if noted is not None:
            raise
        raise _no_data(path, network) from error
    if noted is None:
        notice = message(
            "{name} does not say on which data it works; it fits the data that was open.",
            name=path.name,
        )
    run = Run(network.spec, network.state(), dealt, first=0)
    return Opened(Document(experiment, run, 0), View(), None, notice)


def _no_data(path: Path, network: Network) -> SpecError:
    return SpecError(
        "{path} holds a network with {n_in} inputs and {n_out} outputs, but no data. Open data "
        "that fits it first, then this file once more; “nnviz train {path} --data NAME --out FILE” "
        "writes one that has both.",
        path=str(path),
        n_in=network.spec.n_in,
        n_out=network.spec.n_out,
    )


def _fitted(path: Path) -> Experiment:
    data = DataSpec("csv", str(path.absolute()))
    size = opening.batch_for(load_data(data).n_samples)
    return opening.fitted(replace(data, batch_size=size))


def _ready(found: Opened) -> Opened:
    """Return a document whose iteration can be put on the stage.

    Raises:
        FileError: it cannot: the numbers of the file diverge at once.
    """
    document = found.document
    try:
        trace = document.run.trace(document.iteration)
    except DivergenceError:
        if document.iteration == 0:
            raise
        document = replace(document, iteration=0, wishes=())
        trace = document.run.trace(0)
    try:
        shown(trace, document.wishes)
    except FileError:
        raise
    except NnvizError:
        document = replace(document, wishes=())
    return replace(found, document=document)
