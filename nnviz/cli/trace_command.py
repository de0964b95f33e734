"""``nnviz trace``: one training step, written with every intermediate."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnviz.cli.output import check_out, write_file
from nnviz.cli.parameters import Command, OneOf, Option, WholeNumber
from nnviz.cli.shared import DATA, FORCE, LANGUAGE, MISSING, NOTATION, OUT, TARGET, WHAT
from nnviz.cli.voice import Voice, current_voice
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message, message

if TYPE_CHECKING:
    from nnviz.engine import Trace

BINARY = "npz"
DIGITS = 4


def _formats() -> tuple[str, ...]:
    from nnviz.cli import formats

    return formats.names()


def _orientations() -> tuple[str, ...]:
    return ("textbook", "rows")


def _trace(what: str, out: str | None, force: bool, format: str, **options: Any) -> None:  # noqa: A002
    voice = current_voice()
    path = check_out(out, force)
    if format == BINARY and path is None:
        raise SpecError("An npz file is not for the terminal; add --out with a file name.")
    from nnviz.cli.subject import subject

    chosen = subject(what, options["data"], options["target"], options["missing"])
    trace = chosen.network.trace_step(*chosen.batches.at(0))
    step = _step_index(options["step"], trace)
    if format == BINARY:
        assert path is not None
        _write_npz(path, trace, step)
    else:
        _write_text(path, _rendered(format, chosen.name, trace, step, options, voice), voice)
    if path is not None:
        voice.say(
            Message(
                "{count} step written to {path}",
                {"path": str(path)},
                plural="{count} steps written to {path}",
                count=_count(trace, step),
            )
        )


def _step_index(number: int | None, trace: "Trace") -> int | None:
    """Return the index from 0 of the step that was asked for by its number from 1."""
    if number is not None and number > len(trace.steps):
        raise SpecError(
            "There is no step {number}; this training step has steps 1 to {last}.",
            number=number,
            last=len(trace.steps),
        )
    return None if number is None else number - 1


def _count(trace: "Trace", step: int | None) -> int:
    return len(trace.steps) if step is None else 1


def _rendered(
    format: str,  # noqa: A002
    name: str,
    trace: "Trace",
    step: int | None,
    options: dict[str, Any],
    voice: Voice,
) -> str:
    from nnviz.cli.formats import READ, json_text
    from nnviz.cli.trace_page import page
    from nnviz.engine.display.options import DisplayOptions

    if format not in READ:
        return json_text.render(trace, step, options["orientation"] or "textbook")
    side = None if options["full"] else DisplayOptions.SIDE
    wanted = DisplayOptions(options["orientation"] or "textbook", options["digits"] or DIGITS, side)
    if options["notation"] is not None:
        voice = voice.in_notation_of(options["notation"])
        notation = voice.notation
        turned = replace(notation, orientation=options["orientation"] or notation.orientation)
        wanted = DisplayOptions.of_notation(turned, side=side, digits=options["digits"])
    return READ[format](page(name, trace, step, wanted), voice)


def _write_text(path: Path | None, text: str, voice: Voice) -> None:
    if path is None:
        voice.write(text)
    else:
        write_file(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def _write_npz(path: Path, trace: "Trace", step: int | None) -> None:
    from nnviz.cli.formats import npz

    write_file(path, lambda temporary: npz.write(temporary, trace, step))


TRACE = Command(
    "trace",
    callback=_trace,
    text=message(
        "Runs one training step and writes every intermediate, worked with numbers: forward, "
        "loss, backward and update."
    ),
    params=[
        WHAT,
        Option(
            ["--format", "-f"],
            type=OneOf(_formats),
            default="text",
            text=message("The form (text, if none is given); json and npz hold every digit."),
        ),
        Option(
            ["--step"],
            type=WholeNumber(1),
            metavar="N",
            text=message("Only step N, counted from 1, with what goes into it."),
        ),
        Option(
            ["--orientation"],
            type=OneOf(_orientations),
            text=message("Samples as columns (textbook, if none is given) or as rows."),
        ),
        Option(
            ["--digits"],
            type=WholeNumber(1, 17),
            metavar="N",
            text=message("Significant digits of the numbers (4, if none are given)."),
        ),
        Option(
            ["--full"],
            is_flag=True,
            text=message("Writes large matrices whole, not only their first rows and columns."),
        ),
        NOTATION,
        DATA,
        TARGET,
        MISSING,
        OUT,
        FORCE,
        LANGUAGE,
    ],
)
