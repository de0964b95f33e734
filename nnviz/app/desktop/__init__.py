"""Makes the program known to a person's desktop, and takes that back."""

import sys
from dataclasses import dataclass

from nnviz.app.desktop.command import command
from nnviz.engine.message import Message, message

__all__ = ["Report", "command", "install", "remove"]


@dataclass(frozen=True, slots=True)
class Report:
    """What was done: places that were written or removed, and sentences about the rest."""

    places: tuple[str, ...]
    notes: tuple[Message, ...] = ()


def install(platform: str = sys.platform) -> Report:
    """Make the program known to the desktop of the person who runs this.

    Raises:
        FileError: something cannot be written; nothing is left changed then.
    """
    if platform == "win32":
        from nnviz.app.desktop.windows import current_user, install_in

        return Report(install_in(current_user(), command()), ())
    if platform == "darwin":
        return Report((), (_BUNDLE,))
    from nnviz.app.desktop import linux

    return Report(*linux.install(command()))


def remove(platform: str = sys.platform) -> Report:
    """Take back what :func:`install` did.

    Raises:
        FileError: something cannot be removed.
    """
    if platform == "win32":
        from nnviz.app.desktop.windows import current_user, remove_from

        return Report(remove_from(current_user()), ())
    if platform == "darwin":
        return Report((), (_BUNDLE,))
    from nnviz.app.desktop import linux

    return Report(*linux.remove())


_BUNDLE = message(
    "On a Mac the desktop learns of a program from its application bundle, so there is nothing to "
    "write here. To open a .nnviz file, drop it on the window, or run: nnviz FILE"
)
