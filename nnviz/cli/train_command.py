"""``nnviz train``: many training steps, with progress, and a summary at the end."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnviz.cli.output import check_out, write_file
from nnviz.cli.parameters import Command, Option, WholeNumber
from nnviz.cli.shared import DATA, FORCE, LANGUAGE, MISSING, NOTATION, OUT, TARGET, WHAT
from nnviz.cli.voice import Voice, current_voice
from nnviz.engine.message import message

if TYPE_CHECKING:
    from nnviz.cli.subject import Subject
    from nnviz.engine import History, Network


def _train(what: str, epochs: int, out: str | None, force: bool, **options: Any) -> None:
    voice = current_voice().in_notation_of(options["notation"])
    path = check_out(out, force)
    _check_format(path)
    from nnviz.app.saved import note_data
    from nnviz.cli.subject import subject

    chosen = subject(what, options["data"], options["target"], options["missing"])
    history = _fit(chosen, epochs, voice)
    _summarise(chosen, history, voice)
    if path is not None:
        note_data(chosen.network, chosen.data)
        write_file(path, lambda temporary: _save(chosen.network, temporary))
        voice.say(message("The trained network is in {path}.", path=str(path)))


def _check_format(path: Path | None) -> None:
    """Refuse a format whose package is not there before the network is trained, not after."""
    from nnviz.engine import exchange

    if path is not None and exchange.is_network_file(path):
        exchange.writer(path)


def _save(network: "Network", path: Path) -> None:
    from nnviz.engine import exchange

    if exchange.is_network_file(path):
        exchange.save(network, path)
    else:
        network.save(path)


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
        NOTATION,
        DATA,
        TARGET,
        MISSING,
        OUT,
        FORCE,
        LANGUAGE,
    ],
)
