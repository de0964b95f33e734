"""The page that ``--help`` prints, in the language that is asked for."""

from collections.abc import Iterable
from io import StringIO
from itertools import starmap

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nnviz.app.texts import Catalogue, system_language
from nnviz.cli.parameters import Argument, Command, OneOf, Option
from nnviz.cli.voice import Voice
from nnviz.engine.message import Message, message

HELP_TEXT = message("Shows this page.")


def help_page(
    command: click.Command, ctx: click.Context, text: Message, voice: Voice | None
) -> str:
    """Return usage, purpose, arguments, options and subcommands as lines of text."""
    speaker = voice or Voice(Catalogue(system_language()).language)
    page = Console(file=StringIO(), width=min(100, ctx.terminal_width or 96), highlight=False)
    usage = " ".join([ctx.command_path, *_usage(command, speaker)])
    page.print(Text(speaker.text(message("Usage: {usage}", usage=usage))), soft_wrap=True)
    page.print()
    page.print(Padding(Text(speaker.text(text)), (0, 2)))
    for heading, rows in _sections(command, speaker):
        page.print()
        page.print(Text(speaker.text(heading)))
        page.print(_table(rows))
    file = page.file
    assert isinstance(file, StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().rstrip().splitlines())


def _usage(command: click.Command, voice: Voice) -> list[str]:
    words = [_metavar(param, voice) for param in command.params if isinstance(param, Argument)]
    group = [f"[{'|'.join(command.commands)}]"] if isinstance(command, click.Group) else []
    return [*words, "[--…]", *group]


def _sections(
    command: click.Command, voice: Voice
) -> Iterable[tuple[Message, list[tuple[str, str]]]]:
    arguments = [
        (_metavar(param, voice), voice.text(param.text))
        for param in command.params
        if isinstance(param, Argument)
    ]
    options = [
        (_option(param, voice), voice.text(param.text))
        for param in command.params
        if isinstance(param, Option)
    ]
    commands = [
        (name, voice.text(one.text))
        for name, one in getattr(command, "commands", {}).items()
        if isinstance(one, Command) and not one.hidden
    ]
    if arguments:
        yield message("What to work on:"), arguments
    if commands:
        yield message("Commands (without one, the window opens):"), commands
    yield message("Options:"), [*options, ("-h, --help", voice.text(HELP_TEXT))]


def _metavar(param: Argument | Option, voice: Voice) -> str:
    if param.placeholder is not None:
        return voice.text(param.placeholder)
    return param.metavar or (param.name or "").upper()


def _option(param: Option, voice: Voice) -> str:
    names = ", ".join(param.opts)
    if param.is_flag:
        return names
    plain = param.metavar is None and param.placeholder is None
    if plain and isinstance(param.type, OneOf):
        return f"{names} {param.type.get_metavar(param)}"
    return f"{names} {_metavar(param, voice)}"


def _table(rows: list[tuple[str, str]]) -> Padding:
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=44, overflow="fold")
    table.add_column(overflow="fold")
    for cells in starmap(_texts, rows):
        table.add_row(*cells)
    return Padding(table, (0, 2))


def _texts(name: str, text: str) -> tuple[Text, Text]:
    return Text(name), Text(text)
