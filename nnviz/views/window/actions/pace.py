"""How much happens between two stops, and how fast."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

PACE: Final = (
    *(
        ActionSpec(f"granularity_{name}", text, "playback", "set_granularity", (key,), name,
                   "granularity", "granularity")
        for key, name, text in (
            ("1", "cell", message("One cell")),
            ("2", "row", message("One row")),
            ("3", "matrix", message("One matrix")),
            ("4", "layer", message("One layer")),
        )
    ),
    ActionSpec("faster", message("Faster"), "playback", "faster", ("]",), separator=True,
               repeats=True),
    ActionSpec("slower", message("Slower"), "playback", "slower", ("[",), repeats=True),
    ActionSpec("loop", message("Begin again at the end"), "playback", "toggle_loop", ("R",),
               choice="loop"),
)  # fmt: skip
