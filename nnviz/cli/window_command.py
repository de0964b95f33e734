"""``nnviz``, ``nnviz FILE`` and ``nnviz --example xor``: the window."""

from pathlib import Path

import click

from nnviz.cli.parameters import Argument, Command
from nnviz.cli.shared import EXAMPLE, LANGUAGE, NOTATION, PROJECTOR
from nnviz.engine.errors import FileError
from nnviz.engine.message import message
from nnviz.engine.writing.file import SUFFIX, load


def open_window(
    example: str | None,
    file: Path | None,
    notation: str | None = None,
    *,
    projector: bool = False,
    language: str | None = None,
) -> int:
    """Open the window on an example, a file, or what was open last; return the exit code.

    It begins in ``projector`` mode where that is asked for, and speaks ``language`` this time.

    Raises:
        FileError: there is no such file, or ``notation`` is the name of no notation file.
        SpecError: the notation has a wrong field.
    """
    if file is not None and not file.is_file():
        raise FileError("There is no file {path}.", path=str(file))
    if file is not None and file.suffix.lower() == SUFFIX:
        file, notation = None, str(file)
    written = None if notation is None else load(Path(notation))
    from nnviz.views.launch import open_window as launch

    return launch(
        example=example, file=file, notation=written, projector=projector, language=language
    )


def _open(
    file: str, example: str | None, notation: str | None, projector: bool, lang: str | None
) -> int:
    above = click.get_current_context().parent
    if notation is None and above is not None:
        notation = above.params.get("notation")  # nnviz --notation A FILE
    if above is not None:
        projector = projector or bool(above.params.get("projector"))
        lang = lang or above.params.get("lang")
    return open_window(example, Path(file), notation, projector=projector, language=lang)


WINDOW = Command(
    "open",
    callback=_open,
    hidden=True,
    text=message("Opens a file in the window."),
    params=[
        Argument(
            ["file"],
            placeholder=message("FILE"),
            text=message(
                "A project (.nnviz), a saved network (.nnviz, .onnx or .safetensors), or a "
                "CSV file."
            ),
        ),
        EXAMPLE,
        NOTATION,
        PROJECTOR,
        LANGUAGE,
    ],
)
