"""A saved network and the data it was trained on, which its file keeps as a note."""

from dataclasses import replace
from pathlib import Path

import msgspec

from nnviz.app.experiment import DataSpec, Experiment
from nnviz.engine import Network, exchange
from nnviz.engine.errors import FileError, SpecError

_DATA = "data"


def note_data(network: Network, data: DataSpec) -> None:
    """Note in the network, for the file it is saved to, which data it works on."""
    if data.kind == "csv":
        data = replace(data, name=str(Path(data.name).resolve()))
    network.note = {**network.note, _DATA: msgspec.to_builtins(data)}


def noted_data(network: Network) -> DataSpec | None:
    """Return the data noted in a network that was read from a file, or None if there is none.

    Raises:
        FileError: the note is damaged.
    """
    if _DATA not in network.note:
        return None
    try:
        return msgspec.convert(network.note[_DATA], DataSpec)
    except msgspec.ValidationError as error:
        raise FileError(
            "The description of the data is damaged: {reason}.", reason=str(error)
        ) from error


def saved_experiment(path: Path) -> Experiment:
    """Return the experiment that goes on with a saved network, on the data noted in it.

    Raises:
        FileError: the file cannot be read or is damaged.
        SpecError: no data is noted.
        BackendError: a package for this kind of file is not installed.
    """
    network = exchange.load(path)
    data = noted_data(network)
    if data is None:
        raise SpecError(
            "{path} holds a network but does not say on which data it works; "
            "“nnviz train {path} --data NAME --out FILE” writes one that does.",
            path=str(path),
        )
    return Experiment(network.spec, data).with_parameters(network.parameters)
