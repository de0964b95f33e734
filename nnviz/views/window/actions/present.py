"""Projector mode and the tools in it, which have keys of their own there."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.presenting.tools import TOOLS
from nnviz.views.window.actions.spec import ActionSpec

PRESENT: Final = (
    ActionSpec("present", message("Pro&jector mode"), "view", "present", ("F5",),
               choice="presenting", separator=True),
    ActionSpec("present_here", message("Projector mode from this step"), "view", "present_here",
               ("Shift+F5",)),
    *(
        ActionSpec(f"present_{tool.name}", tool.text, "view", "present_with", (), tool.name,
                   "presented_with" if tool.stays else None, "presenting")
        for tool in TOOLS
    ),
)  # fmt: skip
