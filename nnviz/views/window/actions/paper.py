"""What goes onto paper, into pictures and onto the clipboard."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

PAPER: Final = (
    ActionSpec("print", message("&Print…"), "file", "print_step", ("Ctrl+P",), separator=True),
    ActionSpec("save_picture", message("Save p&icture…"), "file", "save_picture",
               ("Ctrl+Alt+P",)),
    ActionSpec("copy_picture", message("Cop&y picture"), "file", "copy_picture",
               ("Ctrl+Shift+C",)),
    ActionSpec("save_booklet", message("Save all steps as a &booklet…"), "file", "save_booklet"),
)  # fmt: skip
