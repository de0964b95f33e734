"""What a command works on: an example, a data set, a CSV file or a saved network."""

from dataclasses import dataclass
from pathlib import Path

from nnviz.app import opening
from nnviz.app.carrying import settle
from nnviz.app.data import batches
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.project import kind_of
from nnviz.app.project import load as load_project
from nnviz.app.saved import note_data, noted_data
from nnviz.engine import Network, datasets, exchange
from nnviz.engine.datasets import Missing
from nnviz.engine.errors import FileError, SpecError
from nnviz.engine.run import Batches

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A network and the data that it trains on; ``name`` is what the person called it."""

    name: str
    network: Network
    data: DataSpec
    batches: Batches


def subject(
    what: str,
    data: str | None = None,
    target: str | None = None,
    missing: Missing = "error",
) -> Subject:
    """Return what the person asked for, ready to be trained.

    Raises:
        SpecError: no such example or file, or a saved network without its data.
        FileError, DataError: a file cannot be used.
    """
    if data is None and _is_project(what):
        document = load_project(Path(what)).document
        dealt = document.run.batches
        return Subject(Path(what).name, document.run.network(), document.experiment.data, dealt)
    found = _found(what, target, missing)
    if isinstance(found, Network):
        return _saved(what, found, data, target, missing)
    made = _made(found)
    return Subject(Path(what).name, made, found.data, batches(found))


def network(what: str, target: str | None = None, missing: Missing = "error") -> Network:
    """Return the network of what the person asked for, with a note of its data if it has any.

    Raises:
        SpecError: no such example or file.
        FileError, DataError: a file cannot be used.
    """
    found = _found(what, target, missing)
    if isinstance(found, Network):
        return found
    made = _made(found)
    note_data(made, found.data)
    return made


def _is_project(what: str) -> bool:
    """Say whether a file is a project; its network comes with its data, also a table inside."""
    path = Path(what)
    known = what in opening.names() or path.suffix.lower() in TABLE_SUFFIXES
    return not known and path.is_file() and kind_of(path) == "project"


def _made(experiment: Experiment) -> Network:
    """Return the network with the values it starts from, drawn or chosen by hand."""
    network = Network.from_spec(experiment.spec)
    settle(network, experiment.parameters)
    return network


def _found(what: str, target: str | None, missing: Missing) -> Experiment | Network:
    if what in opening.names():
        return opening.named(what)
    if Path(what).suffix.lower() in TABLE_SUFFIXES:
        return opening.fitted(_data(what, target, missing))
    if Path(what).exists():
        return exchange.load(what)
    if Path(what).suffix:
        raise FileError("There is no file {path}.", path=what)
    raise SpecError(
        "There is no example or file {name}; the examples are: {names}.",
        name=repr(what),
        names=", ".join(opening.names()),
    )


def _saved(
    what: str, network: Network, data: str | None, target: str | None, missing: Missing
) -> Subject:
    chosen = noted_data(network) if data is None else _data(data, target, missing)
    if chosen is None:
        raise SpecError(
            "{path} holds a network but no data; add --data with the name of a data set or a "
            "CSV file.",
            path=what,
        )
    experiment = Experiment(network.spec, chosen)
    return Subject(Path(what).name, network, chosen, batches(experiment))


def _data(name: str, target: str | None, missing: Missing) -> DataSpec:
    if name in datasets.names():
        return DataSpec("builtin", name, batch_size=opening.BATCH)
    return DataSpec("csv", name, target, batch_size=opening.BATCH, missing=missing)
