"""Training the run on."""

from typing import Final

from nnviz.app.jobs import COUNTS, more
from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

TRAIN: Final = (
    ActionSpec("train_again", message("Train on, or &stop"), "train", "train_again", ("T",),
               separator=True),
    *(
        ActionSpec(f"train_{count}", more(count), "train", "train", (), count,
                   separator=count == COUNTS[0])
        for count in COUNTS
    ),
)  # fmt: skip
