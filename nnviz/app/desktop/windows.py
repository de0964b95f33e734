"""A Windows desktop: who opens .nnviz files, in the person's own part of the registry."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

from nnviz.engine.errors import FileError
from nnviz.paths import resource

_CLASSES = r"Software\Classes"
# Each of our types: the suffix, the name of the class, and what the file manager calls it.
_TYPES: tuple[tuple[str, str, str], ...] = (
    (".nnviz", "nnviz.document", "nnviz document"),
    (".nnviz-notation", "nnviz.notation", "nnviz notation"),
)
_OPEN_WITH = "OpenWithProgids"


class Registry(Protocol):
    """The part of the registry that belongs to the person."""

    def read(self, key: str, name: str) -> str | None:
        """Return a value of a key, or None if it is not there."""
        ...

    def write(self, key: str, name: str, value: str) -> None:
        """Set a value of a key, which is made if need be."""
        ...

    def erase(self, key: str, name: str) -> None:
        """Remove one value; harmless if it is not there."""
        ...

    def erase_tree(self, key: str) -> None:
        """Remove a key with all below it; harmless if it is not there."""
        ...

    def announce(self) -> None:
        """Tell the desktop that something is different."""
        ...


def install_in(registry: Registry, command: Sequence[str]) -> tuple[str, ...]:
    """Let our files be opened by the program; return the keys that were written.

    A type that another program has been chosen for stays with it; ours is offered beside it.

    Raises:
        FileError: the registry cannot be written; what was begun is taken back.
    """
    try:
        written = tuple(key for one in _TYPES for key in _associate(registry, *one, command))
    except OSError as error:
        remove_from(registry)
        raise FileError("The registry cannot be written: {reason}.", reason=str(error)) from error
    registry.announce()
    return written


def remove_from(registry: Registry) -> tuple[str, ...]:
    """Take back what :func:`install_in` wrote; return the keys.

    Raises:
        FileError: the registry cannot be written.
    """
    try:
        for suffix, kind, _ in _TYPES:
            key = rf"{_CLASSES}\{suffix}"
            if registry.read(key, "") == kind:
                registry.erase(key, "")
            registry.erase(rf"{key}\{_OPEN_WITH}", kind)
            registry.erase_tree(rf"{_CLASSES}\{kind}")
    except OSError as error:
        raise FileError("The registry cannot be written: {reason}.", reason=str(error)) from error
    registry.announce()
    return tuple(rf"{_CLASSES}\{kind}" for _, kind, _ in _TYPES)


def _associate(
    registry: Registry, suffix: str, kind: str, name: str, command: Sequence[str]
) -> tuple[str, ...]:
    own, of_suffix = rf"{_CLASSES}\{kind}", rf"{_CLASSES}\{suffix}"
    icon = resource("desktop", "nnviz-document.ico")
    registry.write(own, "", name)
    registry.write(rf"{own}\DefaultIcon", "", f'"{icon}",0')
    line = subprocess.list2cmdline(list(command))
    registry.write(rf"{own}\shell\open\command", "", f'{line} "%1"')
    registry.write(rf"{of_suffix}\{_OPEN_WITH}", kind, "")
    if registry.read(of_suffix, "") is None:
        registry.write(of_suffix, "", kind)
    return own, of_suffix


if sys.platform == "win32":
    import ctypes
    import winreg

    _CHANGED, _BY_ID = 0x08000000, 0  # SHCNE_ASSOCCHANGED, SHCNF_IDLIST

    class CurrentUser:
        """HKEY_CURRENT_USER."""

        def read(self, key: str, name: str) -> str | None:
            """Return a value of a key, or None if it is not there."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                return None

        def write(self, key: str, name: str, value: str) -> None:
            """Set a value of a key, which is made if need be."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def erase(self, key: str, name: str) -> None:
            """Remove one value; harmless if it is not there."""
            try:
                access = winreg.KEY_SET_VALUE
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, access) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

        def erase_tree(self, key: str) -> None:
            """Remove a key with all below it; harmless if it is not there."""
            try:
                access = winreg.KEY_ALL_ACCESS
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, access) as opened:
                    while winreg.QueryInfoKey(opened)[0]:
                        self.erase_tree(key + "\\" + winreg.EnumKey(opened, 0))
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                return

        def announce(self) -> None:
            """Tell the desktop that something is different."""
            ctypes.windll.shell32.SHChangeNotify(_CHANGED, _BY_ID, None, None)


def current_user() -> Registry:
    """Return the registry of the person who runs this.

    Raises:
        FileError: this system has none.
    """
    if sys.platform == "win32":
        return CurrentUser()
    raise FileError("The registry cannot be written: {reason}.", reason=sys.platform)
