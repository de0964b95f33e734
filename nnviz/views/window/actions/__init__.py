"""Everything the window can be told to do, as one table: menus, keys and help are made from it."""

from typing import Final

from nnviz.engine.message import Message, message
from nnviz.views.window.actions.compare import COMPARE
from nnviz.views.window.actions.data import DATA
from nnviz.views.window.actions.edit import EDIT
from nnviz.views.window.actions.file import FILE
from nnviz.views.window.actions.help import HELP
from nnviz.views.window.actions.looks import LOOKS
from nnviz.views.window.actions.moves import MOVES
from nnviz.views.window.actions.pace import PACE
from nnviz.views.window.actions.panels import PANELS
from nnviz.views.window.actions.present import PRESENT
from nnviz.views.window.actions.products import PRODUCTS
from nnviz.views.window.actions.reach import REACH
from nnviz.views.window.actions.spec import ActionSpec
from nnviz.views.window.actions.train import TRAIN
from nnviz.views.window.actions.zoom import ZOOM

__all__ = ["ACTIONS", "MENUS", "SUBMENUS", "ActionSpec", "spec"]

MENUS: Final[dict[str, Message]] = {
    "file": message("&File"),
    "edit": message("&Edit"),
    "view": message("&View"),
    "playback": message("&Playback"),
    "train": message("&Train"),
    "data": message("&Data"),
    "help": message("&Help"),
}

SUBMENUS: Final[dict[str, Message]] = {
    "example": message("Open &example"),
    "theme": message("&Theme"),
    "language": message("&Language"),
    "orientation": message("Way of &writing"),
    "digits": message("&Digits"),
    "text_scale": message("Si&ze of text"),
    "walk": message("Wal&k over the numbers"),
    "product": message("Ways to see a &product"),
    "level": message("&Look at"),
    "presenting": message("Before a &hall"),
    "granularity": message("One step is …"),
    "phase": message("Jump to …"),
    "pace": message("&Pace"),
    "compared": message("Of the two &runs show"),
    "windows": message("&Windows"),
}

ACTIONS: Final[tuple[ActionSpec, ...]] = (
    *FILE,
    *EDIT,
    *PANELS,
    *LOOKS,
    *REACH,
    *PRODUCTS,
    *ZOOM,
    *PRESENT,
    *MOVES,
    *PACE,
    *TRAIN,
    *DATA,
    *COMPARE,
    *HELP,
)


def spec(action_id: str) -> ActionSpec:
    """Return the action with this id.

    Raises:
        KeyError: there is none.
    """
    for action in ACTIONS:
        if action.id == action_id:
            return action
    raise KeyError(action_id)
