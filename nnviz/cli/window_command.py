"""``nnviz``, ``nnviz FILE`` and ``nnviz --example xor``: the window."""

from pathlib import Path

from nnviz.cli.parameters import Argument, Command
from nnviz.cli.shared import EXAMPLE, LANGUAGE
from nnviz.engine.errors import FileError
from nnviz.engine.message import message


def open_window(example: str | None, file: Path | None) -> int:
    """Open the window on an example, a file, or what was open last; return the exit code.

    Raises:
        FileError: there is no such file.
    """
    if file is not None and not file.is_file():
        raise FileError("There is no file {path}.", path=str(file))
    from nnviz.views.launch import open_window as launch

    return launch(example=example, file=file)


def _open(file: str, example: str | None, lang: str | None) -> int:
    return open_window(example, Path(file))


WINDOW = Command(
    "open",
    callback=_open,
    hidden=True,
    text=message("Opens a file in the window."),
    params=[
        Argument(
            ["file"],
            metavar="FILE",
            text=message("A saved network (.nnviz, .onnx or .safetensors), or a CSV file."),
        ),
        EXAMPLE,
        LANGUAGE,
    ],
)
