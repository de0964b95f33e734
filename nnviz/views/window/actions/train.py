"""Training the run on."""

from typing import Final

from nnviz.app.jobs import COUNTS, PACES, more
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.window.actions.spec import ActionSpec


def per_second(count: int) -> Message:
    """Return what a pace is called."""
    return Message(
        "{number} iteration a second",
        {"number": grouped(count)},
        plural="{number} iterations a second",
        count=count,
    )


TRAIN: Final = (
    ActionSpec("train_run", message("&Train until stopped, or stop"), "train", "train_or_stop",
               ("T",), separator=True),
    ActionSpec("train_epoch", message("One &epoch"), "train", "train_epoch", ("E",),
               separator=True),
    *(
        ActionSpec(f"train_{count}", more(count), "train", "train", (), count)
        for count in COUNTS
    ),
    ActionSpec("train_goal", message("To a &goal…"), "train", "train_to_goal", ("Ctrl+T",),
               separator=True),
    ActionSpec("watch_training", message("&Watch while training"), "train", "toggle_watching",
               ("Shift+T",), choice="watching", separator=True),
    ActionSpec("pace_0", message("As fast as possible"), "train", "set_pace", (), 0, "pace",
               "pace"),
    *(
        ActionSpec(f"pace_{pace}", per_second(pace), "train", "set_pace", (), pace, "pace", "pace")
        for pace in PACES
    ),
)  # fmt: skip
