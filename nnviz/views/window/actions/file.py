"""What is opened and closed."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.paper import PAPER
from nnviz.views.window.actions.spec import ActionSpec

FILE: Final = (
    ActionSpec("new", message("&New"), "file", "new", ("Ctrl+N",)),
    ActionSpec("new_window", message("New &window"), "file", "new_window", ("Ctrl+Shift+N",)),
    ActionSpec("open", message("&Open…"), "file", "open", ("Ctrl+O",)),
    ActionSpec("examples", message("E&xamples…"), "file", "show_examples", ("Ctrl+E",)),
    ActionSpec(
        "open_csv", message("Open &CSV file…"), "file", "open_csv", ("Ctrl+Shift+O",),
        separator=True,
    ),
    ActionSpec("save", message("&Save"), "file", "save", ("Ctrl+S",), separator=True),
    ActionSpec("save_as", message("Save &as…"), "file", "save_as", ("Ctrl+Shift+S",)),
    ActionSpec("export_model", message("Export &model…"), "file", "export_model", (),
               separator=True),
    *PAPER,
    ActionSpec("recover", message("&Recover unsaved work…"), "file", "recover", separator=True),
    ActionSpec("close_window", message("C&lose window"), "file", "close_window", ("Ctrl+W",),
               separator=True),
    ActionSpec("quit", message("&Quit"), "file", "quit", ("Ctrl+Q",)),
)  # fmt: skip
