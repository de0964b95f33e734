"""The program: its commands, and how each way to end becomes an exit code."""

import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from nnviz.cli.check_command import CHECK
from nnviz.cli.doctor_command import DOCTOR
from nnviz.cli.export_command import EXPORT
from nnviz.cli.integrate_command import INTEGRATE
from nnviz.cli.parameters import Command
from nnviz.cli.shared import EXAMPLE, LANGUAGE, NOTATION, PROJECTOR, VERSION
from nnviz.cli.trace_command import TRACE
from nnviz.cli.train_command import TRAIN
from nnviz.cli.usage_errors import sentence
from nnviz.cli.voice import Voice, language_of
from nnviz.cli.window_command import WINDOW, open_window
from nnviz.engine.errors import NnvizError, SpecError
from nnviz.engine.message import message

COMMANDS: tuple[Command, ...] = (TRACE, TRAIN, CHECK, EXPORT, DOCTOR, INTEGRATE)
BAD_INPUT, INTERRUPTED = 2, 130


class _Program(click.Group):
    """The command without a subcommand, which opens the window on whatever follows it."""

    text = message("Watch a small neural network compute, with the real numbers.")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the first word for a subcommand, or else for a file to open."""
        if args[0] in self.commands:
            return args[0], self.commands[args[0]], args[1:]
        if not Path(args[0]).exists() and not Path(args[0]).suffix:
            raise _unknown_word(args[0])
        return "open", WINDOW, args

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page in the language of the context."""
        from nnviz.cli.help_page import help_page

        return help_page(self, ctx, self.text, ctx.find_object(Voice))


def _unknown_word(word: str) -> SpecError:
    from nnviz.app import opening

    if word in opening.names():
        return SpecError(
            "{word} is an example, not a file; open it with: nnviz --example {word}", word=word
        )
    commands = [str(command.name) for command in COMMANDS]
    near = get_close_matches(word, commands, 1)
    if near:
        return SpecError(
            "There is no command or file {word}; did you mean: nnviz {near}",
            word=repr(word),
            near=near[0],
        )
    return SpecError(
        "There is no command or file {word}; the commands are: {names}.",
        word=repr(word),
        names=", ".join(commands),
    )


def _start(example: str | None, notation: str | None, projector: bool, lang: str | None) -> int:
    """Open the window if no subcommand follows."""
    if click.get_current_context().invoked_subcommand is not None:
        return 0
    return open_window(example, None, notation, projector=projector, language=lang)


def program() -> click.Group:
    """Return the root command with its subcommands."""
    root = _Program(
        "nnviz",
        callback=_start,
        params=[EXAMPLE, NOTATION, PROJECTOR, LANGUAGE, VERSION],
        invoke_without_command=True,
        no_args_is_help=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for command in COMMANDS:
        root.add_command(command)
    return root


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return 0, 2 after one sentence on stderr, or 130 when interrupted."""
    _tolerate_narrow_encodings()
    voice = Voice(language_of(arguments))
    try:
        code = program().main(list(arguments), prog_name="nnviz", standalone_mode=False, obj=voice)
    except click.UsageError as error:
        voice.complain(sentence(error))
    except NnvizError as error:
        voice.complain(error.message)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain again at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    else:
        return code if isinstance(code, int) else 0
    return BAD_INPUT


def _tolerate_narrow_encodings() -> None:
    """Let a terminal that lacks a sign show a question mark instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
