"""How far training is: a bar on a terminal, a line now and then anywhere else."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from nnviz.cli.voice import Voice
from nnviz.engine.message import message

OnEpoch: TypeAlias = Callable[[int, float], None]
_LINES = 10  # so many lines in a log, however many epochs


@contextmanager
def on_terminal(epochs: int, voice: Voice) -> Iterator[OnEpoch]:
    """Yield what to call after each epoch; a bar shows epochs, loss, speed and time left."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )
    started_s = time.perf_counter()
    with Progress(*columns, console=voice.console(), transient=True) as bar:
        task = bar.add_task("", total=epochs)

        def on_epoch(epoch: int, loss: float) -> None:
            rate = epoch / max(time.perf_counter() - started_s, 1e-9)
            said = message(
                "loss {loss} · {rate} epochs per second", loss=f"{loss:.4g}", rate=f"{rate:.0f}"
            )
            bar.update(task, completed=epoch, description=voice.text(said))

        yield on_epoch


@contextmanager
def plain_lines(epochs: int, voice: Voice) -> Iterator[OnEpoch]:
    """Yield what to call after each epoch; about ten of them are worth a line."""
    every = max(1, epochs // _LINES)

    def on_epoch(epoch: int, loss: float) -> None:
        if epoch % every == 0 or epoch == epochs:
            voice.say(
                message(
                    "epoch {epoch}/{epochs}  loss {loss}",
                    epoch=epoch,
                    epochs=epochs,
                    loss=f"{loss:.6g}",
                )
            )

    yield on_epoch
