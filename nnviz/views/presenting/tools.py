"""What a presenter can do besides moving through the steps, and the keys for it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from nnviz.engine.message import Message, message

_Key = Qt.Key


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, its text, its keys as they are told, the keys themselves, its icon.

    One that ``stays`` is on until it is put away.
    """

    name: str
    text: Message
    told: str
    keys: tuple[Qt.Key, ...]
    icon: str
    stays: bool = True


TOOLS: Final = (
    Tool("spotlight", message("Spotlight on the pointer"), "S", (_Key.Key_S,), "spotlight"),
    Tool("magnifier", message("Magnifier on the pointer"), "M", (_Key.Key_M,), "magnifier"),
    Tool("pen", message("Draw on top; lines vanish by themselves"), "D", (_Key.Key_D,), "pencil"),
    Tool("clear", message("Wipe away what is drawn"), "E", (_Key.Key_E,), "eraser", stays=False),
    Tool("freeze", message("Freeze the picture and work on behind it"), "F", (_Key.Key_F,),
         "freeze"),
    Tool("black", message("Black screen"), "B  .", (_Key.Key_B, _Key.Key_Period), "blank"),
    Tool("white", message("White screen"), "W  ,", (_Key.Key_W, _Key.Key_Comma), "sun"),
    Tool("speaker", message("Speaker view: what comes next, notes, time"), "V", (_Key.Key_V,),
         "speaker"),
)  # fmt: skip
_TYPED = message("Go to a step: type its number")
_BACK = message("Put the tool away; then leave")
_LEAVE = message("Leave projector mode")
# The other keys of projector mode, for whoever looks them up.
TOLD: Final[tuple[tuple[str, Message], ...]] = (
    *((tool.told, tool.text) for tool in TOOLS),
    ("0 … 9  Enter", _TYPED),
    ("Esc", _BACK),
    ("F5", _LEAVE),
)
SCREENS: Final = frozenset({"black", "white"})


def tool_of(key: int) -> Tool | None:
    """Return the tool of a key."""
    return next((tool for tool in TOOLS if key in tool.keys), None)


def tool(name: str) -> Tool:
    """Return a tool by its name.

    Raises:
        KeyError: there is none.
    """
    for found in TOOLS:
        if found.name == name:
            return found
    raise KeyError(name)
