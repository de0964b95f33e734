"""What explains the program."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

HELP: Final = (
    ActionSpec("shortcuts", message("&Keyboard shortcuts"), "help", "show_shortcuts", ("F1",)),
    ActionSpec("about", message("&About nnviz"), "help", "show_about", (), separator=True),
)
