"""What a command works on: an example, a data set, a CSV file or a saved network."""

from dataclasses import dataclass
from pathlib import Path

from nnviz.app import opening
from nnviz.app.batches import Batches
from nnviz.app.data import batches
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.saved import noted_data
from nnviz.engine import Network, datasets
from nnviz.engine.errors import FileError, SpecError

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A network and the data that it trains on; ``name`` is what the person called it."""

    name: str
    network: Network
    data: DataSpec
    batches: Batches


def subject(what: str, data: str | None = None, target: str | None = None) -> Subject:
    """Return what the person asked for, ready to be trained.

    Raises:
        SpecError: no such example or file, or a saved network without its data.
        FileError, DataError: a file cannot be used.
    """
    if what in opening.names():
        return _new(what, opening.named(what))
    if Path(what).suffix.lower() in TABLE_SUFFIXES:
        return _new(Path(what).name, opening.fitted(_data(what, target)))
    if Path(what).exists():
        return _saved(what, data, target)
    if Path(what).suffix:
        raise FileError("There is no file {path}.", path=what)
    raise SpecError(
        "There is no example or file {name}; the examples are: {names}.",
        name=repr(what),
        names=", ".join(opening.names()),
    )


def _new(name: str, experiment: Experiment) -> Subject:
    network = Network.from_spec(experiment.spec)
    return Subject(name, network, experiment.data, batches(experiment))


def _saved(what: str, data: str | None, target: str | None) -> Subject:
    network = Network.load(what)
    chosen = noted_data(network) if data is None else _data(data, target)
    if chosen is None:
        raise SpecError(
            "{path} holds a network but no data; add --data with the name of a data set or a "
            "CSV file.",
            path=what,
        )
    experiment = Experiment(network.spec, chosen)
    return Subject(Path(what).name, network, chosen, batches(experiment))


def _data(name: str, target: str | None) -> DataSpec:
    if name in datasets.names():
        return DataSpec("builtin", name, batch_size=opening.BATCH)
    return DataSpec("csv", name, target, batch_size=opening.BATCH)
