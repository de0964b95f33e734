"""What is changed, and taken back."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

EDIT: Final = (
    ActionSpec("undo", message("&Undo"), "edit", "undo", ("Ctrl+Z",)),
    ActionSpec("redo", message("&Redo"), "edit", "redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("what_if", message("&What if this number were another…"), "edit", "what_if",
               ("F2",), separator=True),
    ActionSpec("keep", message("&Keep what is supposed"), "edit", "keep", ("Ctrl+K",)),
    ActionSpec("put_back", message("&Put back what is supposed"), "edit", "put_back",
               ("Ctrl+Backspace",)),
    ActionSpec("build_on_map", message("&Build on the map"), "edit", "toggle_map_building",
               ("Ctrl+Shift+M",), choice="built_on_map", separator=True),
    ActionSpec("settings", message("&Settings…"), "edit", "show_settings", ("Ctrl+,",),
               separator=True),
)  # fmt: skip
