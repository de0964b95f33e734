"""The arguments and options that several commands have."""

import sys
from collections.abc import Iterable

import click

from nnviz import __version__
from nnviz.app.pseudo import PSEUDO
from nnviz.app.texts import available_languages
from nnviz.cli.parameters import Argument, OneOf, Option
from nnviz.engine.message import message


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        sys.stdout.write(f"nnviz {__version__}\n")
        ctx.exit()


def _examples() -> Iterable[str]:
    from nnviz.app.opening import names

    return names()


def _policies() -> Iterable[str]:
    return ("error", "drop", "mean")


WHAT = Argument(
    ["what"],
    placeholder=message("EXAMPLE|FILE"),
    text=message(
        "The name of an example or data set (xor, digits, iris …), a project (.nnviz), a saved "
        "network (.nnviz, .onnx or .safetensors), or a CSV file with a column to learn."
    ),
)
DATA = Option(
    ["--data"],
    placeholder=message("EXAMPLE|CSV"),
    text=message("The data for a saved network: the name of a data set, or a CSV file."),
)
TARGET = Option(
    ["--target"],
    placeholder=message("COLUMN"),
    text=message("The column of a CSV file to learn (else: label, or the last one)."),
)
MISSING = Option(
    ["--missing"],
    type=OneOf(_policies),
    default="error",
    text=message(
        "What becomes of cells of a CSV file without a value: they are refused (error, if none is "
        "given), their rows left out, or the mean filled in."
    ),
)
OUT = Option(
    ["--out", "-o"],
    placeholder=message("FILE"),
    text=message("The file to write instead of the terminal."),
)
FORCE = Option(
    ["--force"], is_flag=True, text=message("Overwrites the file if it is there already.")
)
LANGUAGE = Option(
    ["--lang"],
    type=OneOf(available_languages, unlisted=(PSEUDO,)),
    text=message("The language (else: that of the system)."),
)
NOTATION = Option(
    ["--notation"],
    placeholder=message("FILE"),
    text=message("Writes symbols and numbers as a notation file (.nnviz-notation) says."),
)
EXAMPLE = Option(
    ["--example"],
    type=OneOf(_examples),
    placeholder=message("NAME"),
    text=message("Opens an example or a data set by its name: xor, digits, iris …"),
)
PROJECTOR = Option(
    ["--projector"],
    is_flag=True,
    text=message("Begins in projector mode: full screen, readable from the last row."),
)
VERSION = Option(
    ["--version"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    text=message("Shows the version."),
)
