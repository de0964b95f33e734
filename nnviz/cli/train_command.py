"""``nnviz train``: many training steps, with progress, and a summary at the end."""

import sys
from typing import TYPE_CHECKING, Any

from nnviz.cli.output import check_out, write_file
from nnviz.cli.parameters import Command, Option, WholeNumber
from nnviz.cli.shared import DATA, FORCE, LANGUAGE, OUT, TARGET, WHAT
from nnviz.cli.voice import Voice, current_voice
from nnviz.engine.message import message

if TYPE_CHECKING:
    from nnviz.cli.subject import Subject
    from nnviz.engine import History


def _train(what: str, epochs: int, out: str | None, force: bool, **options: Any) -> None:
    voice = current_voice()
    path = check_out(out, force)
    from nnviz.app.saved import note_data
    from nnviz.cli.subject import subject

    chosen = subject(what, options["data"], options["target"])
    history = _fit(chosen, epochs, voice)
    _summarise(chosen, history, voice)
    if path is not None:
        note_data(chosen.network, chosen.data)
        write_file(path, chosen.network.save)
        voice.say(message("The trained network is in {path}.", path=str(path)))


def _fit(chosen: "Subject", epochs: int, voice: Voice) -> "History":
    from nnviz.cli.progress import on_terminal, plain_lines

    shown = on_terminal if sys.stdout.isatty() else plain_lines
    data = chosen.batches
    with shown(epochs, voice) as on_epoch:
        return chosen.network.fit(
            data.X, data.Y, epochs=epochs, batch_size=data.batch_size, on_epoch=on_epoch
        )


def _summarise(chosen: "Subject", history: "History", voice: Voice) -> None:
    from nnviz.cli.summary import summary

    for line in summary(chosen, history):
        voice.say(line)


TRAIN = Command(
    "train",
    callback=_train,
    text=message("Trains a network with a progress bar, says how well it went, and can save it."),
    params=[
        WHAT,
        Option(
            ["--epochs"],
            type=WholeNumber(1),
            default=200,
            metavar="N",
            text=message("Passes over the data (200, if none are given)."),
        ),
        DATA,
        TARGET,
        OUT,
        FORCE,
        LANGUAGE,
    ],
)
