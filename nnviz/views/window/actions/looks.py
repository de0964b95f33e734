"""Colours, language, and how numbers and samples are written."""

from typing import Final

from nnviz.engine.message import Message, message
from nnviz.views.window.actions.spec import ActionSpec

LOOKS: Final = (
    ActionSpec("theme_system", message("Like the &system"), "view", "set_theme", (), "system",
               "theme", "theme", separator=True),
    ActionSpec("theme_light", message("&Light"), "view", "set_theme", (), "light", "theme",
               "theme"),
    ActionSpec("theme_dark", message("&Dark"), "view", "set_theme", (), "dark", "theme", "theme"),
    ActionSpec("theme_projector", message("&Projector"), "view", "set_theme", (), "projector",
               "theme", "theme"),
    ActionSpec("next_theme", message("Next theme"), "view", "next_theme", ("F8",),
               submenu="theme", separator=True),
    ActionSpec("language_en", message("{name}", name="English"), "view", "set_language", (), "en",
               "language", "language"),
    ActionSpec("language_zh", message("{name}", name="简体中文"), "view", "set_language", (), "zh",
               "language", "language"),
    ActionSpec("next_language", message("Other language"), "view", "next_language", ("F6",),
               submenu="language", separator=True),
    ActionSpec("textbook", message("&Textbook: samples are columns, Z = WX + b"), "view",
               "set_orientation", (), "textbook", "orientation", "orientation"),
    ActionSpec("rows", message("&Rows: samples are rows, Z = XWᵀ + b"), "view",
               "set_orientation", (), "rows", "orientation", "orientation"),
    ActionSpec("next_orientation", message("The other way of writing"), "view",
               "next_orientation", ("F7",), submenu="orientation", separator=True),
    *(
        ActionSpec(f"digits_{count}", Message("{count} significant digit",
                   plural="{count} significant digits", count=count), "view", "set_digits", (),
                   count, "digits", "digits")
        for count in (2, 3, 4, 5, 6)
    ),
    ActionSpec("notation", message("Match my te&xtbook…"), "view", "match_textbook",
               ("Ctrl+Shift+T",)),
)  # fmt: skip
