"""Why a command cannot be given now, where that can be said in a few words."""

from collections.abc import Mapping
from types import MappingProxyType

from nnviz.engine.message import Message, message

REASONS: Mapping[str, Message] = MappingProxyType(
    {
        "undo": message("nothing to undo"),
        "redo": message("nothing to redo"),
    }
)
NOT_NOW = message("not possible now")
