"""A saved network and the data it was trained on, which its file keeps as a note."""

from dataclasses import replace
from pathlib import Path

from nnviz.app.experiment import DataSpec
from nnviz.engine import Network

_DATA = "data"


def note_data(network: Network, data: DataSpec) -> None:
    """Note in the network, for the file it is saved to, which data it works on."""
    if data.kind == "csv":
        data = replace(data, name=str(Path(data.name).resolve()))
    network.note = {**network.note, _DATA: data.to_dict()}


def noted_data(network: Network) -> DataSpec | None:
    """Return the data noted in a network that was read from a file, or None if there is none.

    Raises:
        FileError: the note is damaged.
    """
    if _DATA not in network.note:
        return None
    return DataSpec.from_dict(network.note[_DATA])
