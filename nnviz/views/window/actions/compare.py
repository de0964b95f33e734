"""A second run beside the first, with one thing changed."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

COMPARE: Final = (
    ActionSpec("compare", message("&Compare with one thing changed…"), "train", "compare", ("X",),
               separator=True),
    *(
        ActionSpec(f"compared_{name}", text, "train", "show_compared", (), name, "compared",
                   "compared")
        for name, text in (
            ("both", message("&Both, side by side")),
            ("a", message("Run &A alone")),
            ("b", message("Run B a&lone")),
            ("difference", message("&Difference: run B with A's numbers beneath")),
        )
    ),
    ActionSpec("next_compared", message("Next of these"), "train", "show_next_compared", ("D",),
               submenu="compared", separator=True, repeats=True),
    ActionSpec("swap_runs", message("S&wap runs A and B"), "train", "swap_runs", ("Shift+X",)),
    ActionSpec("take_rival", message("&Go on with run B alone"), "train", "take_rival"),
    ActionSpec("stop_comparing", message("&Stop comparing"), "train", "stop_comparing"),
)  # fmt: skip
