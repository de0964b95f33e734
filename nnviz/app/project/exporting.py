"""The newest network of a document for other programs, and which formats there are."""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nnviz.app.document import Document
from nnviz.app.saved import note_data
from nnviz.engine import Network, exchange
from nnviz.engine.message import Message, message


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a network can be written in; ``package`` is what that needs (None: nothing)."""

    name: str
    text: Message
    suffix: str
    package: str | None
    keeps: Message
    write: Callable[[Network, Path], None]

    @property
    def missing(self) -> Message | None:
        """What has to be installed first, None if nothing has."""
        if self.package is None or importlib.util.find_spec(self.package) is not None:
            return None
        return message(
            "needs the package {package}:  pip install 'nnviz-desktop[exchange]'",
            package=self.package,
        )


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "nnviz",
            message("nnviz network"),
            ".nnviz",
            None,
            message("All of the network to the last bit, with what the optimizer keeps."),
            lambda network, path: network.save(path),
        ),
        Format(
            "safetensors",
            message("{name}", name="safetensors"),
            ".safetensors",
            "safetensors",
            message("All of the network to the last bit, under the names W1, b1, …"),
            exchange.to_safetensors,
        ),
        Format(
            "torch",
            message("PyTorch state_dict in safetensors"),
            ".safetensors",
            "safetensors",
            message("Weights and biases under PyTorch's names 0.weight, 0.bias, …; not what the "
                    "optimizer keeps."),
            partial(exchange.to_safetensors, layers="torch"),
        ),
        Format(
            "onnx",
            message("{name}", name="ONNX"),
            ".onnx",
            "onnx",
            message("The network as a graph that other programs run; not how it is trained."),
            exchange.to_onnx,
        ),
    )
}  # fmt: skip


def export(document: Document, chosen: Format, path: Path) -> None:
    """Write the network before the iteration that is looked at.

    Raises:
        FileError: the file cannot be written.
        BackendError: a package is not installed.
        SpecError: the format cannot hold such a network.
    """
    network = document.run.network(document.iteration)
    if document.experiment.data.kind != "table":
        note_data(network, document.experiment.data)
    chosen.write(network, path)
