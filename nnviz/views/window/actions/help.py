"""What explains the program."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

HELP: Final = (
    ActionSpec("guide", message("&Guide"), "help", "show_guide", ("Ctrl+F1",)),
    ActionSpec(
        "explain_step", message("What is this &step?"), "help", "explain_step", ("Shift+F1",)
    ),
    ActionSpec("palette", message("&Find a command…"), "help", "show_palette", ("Ctrl+Shift+P",)),
    ActionSpec("shortcuts", message("&Keyboard shortcuts"), "help", "show_shortcuts", ("F1", "?")),
    ActionSpec("about", message("&About nnviz"), "help", "show_about", (), separator=True),
)
