"""What is opened and closed."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

FILE: Final = (
    ActionSpec(
        "open_csv", message("Open &CSV file…"), "file", "open_csv", ("Ctrl+O",), separator=True
    ),
    ActionSpec("quit", message("&Quit"), "file", "quit", ("Ctrl+Q",), separator=True),
)
