"""Larger words, and walking from number to number."""

from typing import Final

from nnviz.app.reach_commands import TEXT_SCALES
from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

REACH: Final = (
    *(
        ActionSpec(f"text_{percent}", message("{percent} %", percent=percent), "view",
                   "set_text_scale", (), percent, "text_scale", "text_scale",
                   separator=percent == TEXT_SCALES[0])
        for percent in TEXT_SCALES
    ),
    ActionSpec("text_larger", message("&Larger text"), "view", "change_text_scale", ("Ctrl+]",), 1,
               submenu="text_scale", separator=True),
    ActionSpec("text_smaller", message("&Smaller text"), "view", "change_text_scale",
               ("Ctrl+[",), -1, submenu="text_scale"),
    *(
        ActionSpec(f"walk_{way}", text, "view", "walk", (f"Alt+{way.capitalize()}",), way,
                   submenu="walk", separator=way == "left", repeats=True)
        for way, text in (
            ("left", message("To the number on the &left")),
            ("right", message("To the number on the &right")),
            ("up", message("To the number &above")),
            ("down", message("To the number &below")),
        )
    ),
    ActionSpec("walk_keep", message("&Keep the number, or let it go"), "view", "keep_walked",
               ("Alt+Return",), submenu="walk", separator=True),
    ActionSpec("next_part", message("To the next &part of the window"), "view", "go_to_part",
               ("F9", "Ctrl+Tab"), 1, submenu="windows"),
    ActionSpec("previous_part", message("To the part &before"), "view", "go_to_part",
               ("Shift+F9", "Ctrl+Shift+Tab"), -1, submenu="windows"),
)  # fmt: skip
