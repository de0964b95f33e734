"""How deep, how large and how far back one looks."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

ZOOM: Final = (
    ActionSpec("zoom_in", message("Zoom &in"), "view", "zoom_in", ("+", "=", "Ctrl++", "Ctrl+="),
               separator=True, repeats=True),
    ActionSpec("zoom_out", message("Zoom &out"), "view", "zoom_out", ("-", "Ctrl+-"),
               repeats=True),
    ActionSpec("zoom_reset", message("Whole picture"), "view", "zoom_reset", ("0", "Ctrl+0")),
    ActionSpec("deeper", message("One level &deeper"), "view", "deeper", ("Shift+Down",),
               submenu="level", repeats=True),
    ActionSpec("higher", message("One level &up"), "view", "higher", ("Shift+Up",),
               submenu="level", repeats=True),
    *(
        ActionSpec(f"level_{name}", text, "view", "look_at", (), name, "level", "level",
                   separator=name == "network")
        for name, text in (
            ("network", message("&Network")),
            ("layer", message("&Layer")),
            ("matrix", message("&Matrices of the step")),
            ("cell", message("&Cell")),
        )
    ),
    ActionSpec("lens", message("Lens over &heat maps"), "view", "toggle_lens", ("M",),
               choice="lens"),
    ActionSpec("why", message("Ask why the kept number is what it is"), "view", "why", ("W",),
               separator=True),
    ActionSpec("chain", message("Chain of &Jacobians"), "view", "toggle_chain", ("J",),
               choice="chain", separator=True),
    ActionSpec("chain_order", message("Multiply the chain from the other side"), "view",
               "other_chain_order", ("Shift+J",)),
    ActionSpec("next_window", message("&Next window"), "view", "next_window", ("Ctrl+F6",),
               submenu="windows", separator=True),
    ActionSpec("full_screen", message("&Full screen"), "view", "full_screen", ("F11",),
               choice="full_screen", separator=True),
    ActionSpec("escape", message("Let go (unpin, close the notice, leave full screen)"), "view",
               "escape", ("Escape",)),
)  # fmt: skip
