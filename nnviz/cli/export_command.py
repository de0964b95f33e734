"""``nnviz export``: a network as a file of another program."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nnviz.cli.output import check_out, write_file
from nnviz.cli.parameters import Command, Option
from nnviz.cli.shared import FORCE, LANGUAGE, MISSING, TARGET, WHAT
from nnviz.cli.voice import current_voice
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message, message

if TYPE_CHECKING:
    from nnviz.engine import Network
    from nnviz.engine.datasets import Missing

_STATE_DICTS = ".safetensors"


def _export(
    what: str,
    out: str | None,
    torch: bool,
    target: str | None,
    missing: "Missing",
    force: bool,
    lang: str | None,
) -> None:
    path = _checked(check_out(out, force), torch)
    from nnviz.cli.subject import network

    made = network(what, target, missing)
    write_file(path, partial(_write, made, torch))
    count = sum(values.size for values in made.parameters.values())
    current_voice().say(
        Message(
            "{path} holds the network with its {count} parameter.",
            {"path": str(path)},
            plural="{path} holds the network with its {count} parameters.",
            count=count,
        )
    )


def _checked(path: Path | None, torch: bool) -> Path:
    """Return the path if a network can be written there in the format of its suffix."""
    from nnviz.engine import exchange

    if path is None:
        raise SpecError(
            "nnviz export needs --out with the file to write; its name says the format: {suffixes}",
            suffixes=", ".join(exchange.SUFFIXES),
        )
    exchange.writer(path)
    if torch and path.suffix.lower() != _STATE_DICTS:
        raise SpecError("--torch is for safetensors files; let the name end in .safetensors")
    return path


def _write(network: "Network", torch: bool, path: Path) -> None:
    from nnviz.engine import exchange

    if torch:
        exchange.to_safetensors(network, path, layers="torch")
    else:
        exchange.save(network, path)


EXPORT = Command(
    "export",
    callback=_export,
    text=message(
        "Writes a network for other programs: as ONNX, as safetensors (PyTorch's state_dict "
        "included), or as a file of this program."
    ),
    params=[
        WHAT,
        Option(
            ["--out", "-o"],
            placeholder=message("FILE"),
            text=message("The file to write: its name ends in .onnx, .safetensors or .nnviz."),
        ),
        Option(
            ["--torch"],
            is_flag=True,
            text=message(
                "Names the tensors of a safetensors file as PyTorch does: 0.weight, 0.bias, "
                "2.weight …"
            ),
        ),
        TARGET,
        MISSING,
        FORCE,
        LANGUAGE,
    ],
)
