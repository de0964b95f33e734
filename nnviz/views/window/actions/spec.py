"""One thing that the window can be told to do."""

from dataclasses import dataclass

from nnviz.engine.message import Message


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    ``slot`` names a method of :class:`nnviz.views.window.commands.Commands`; ``argument``, where
    there is one, is passed to it. ``choice`` names the value of the window that the action shows as
    checked: where it equals ``argument``, or where it is true when there is no argument.
    ``submenu`` is the menu inside ``menu``. ``separator`` draws a line above.
    """

    id: str
    text: Message
    menu: str
    slot: str
    shortcuts: tuple[str, ...] = ()
    argument: str | int | None = None
    choice: str | None = None
    submenu: str | None = None
    separator: bool = False
    repeats: bool = False
