"""The screen is kept from going to sleep while one presents, by the means of each system.

Whatever fails here fails quietly: a hall that has to move the mouse now and then is no misfortune.
"""

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from shutil import which
from typing import Protocol

from nnviz.engine.message import Message, message

_SERVICE, _PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
_BUS = "nnviz-presenting"
_TIMEOUT_MS = 400
# SetThreadExecutionState: go on being so; the system and the display are required.
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x00000001, 0x00000002


class Means(Protocol):
    """One way to keep a screen awake."""

    name: str

    def works(self) -> bool:
        """Say whether this way exists here, without using it."""
        ...

    def hold(self, why: str) -> bool:
        """Keep the screen awake from now on; say whether that worked."""
        ...

    def let_go(self) -> None:
        """Let the screen sleep again."""
        ...


class Awake:
    """Keeps the screen awake between :meth:`hold` and :meth:`let_go`, if there is a means."""

    def __init__(self, means: Means | None) -> None:
        self._means = means
        self._is_held = False

    @property
    def is_held(self) -> bool:
        """Say whether the screen is being kept awake."""
        return self._is_held

    def hold(self, why: str) -> None:
        """Keep the screen awake, if that can be done."""
        if self._means is not None and not self._is_held:
            self._is_held = self._means.hold(why)

    def let_go(self) -> None:
        """Let the screen sleep again."""
        if self._means is not None and self._is_held:
            self._means.let_go()
        self._is_held = False


def means_here() -> Means | None:
    """Return how a screen is kept awake on this system, None if nothing is known."""
    made: dict[str, Callable[[], Means]] = {
        "linux": ScreenSaverService,
        "win32": WindowsState,
        "darwin": Caffeinate,
    }
    return made[sys.platform]() if sys.platform in made else None


def described(means: Means | None = None) -> Message:
    """Return a line on whether a screen can be kept awake here, and by what."""
    means = means or means_here()
    if means is not None and means.works():
        return message("the screen stays awake in projector mode, by {name}", name=means.name)
    if means is None:
        return message("nothing is known here that keeps the screen awake in projector mode")
    return message("the screen may go to sleep in projector mode: no {name} here", name=means.name)


class ScreenSaverService:
    """The desktop's own service on Linux, asked over D-Bus.

    The connection is one of its own. When it is closed, or the program dies, the desktop forgets
    what was asked for on it.
    """

    name = _SERVICE

    def __init__(self) -> None:
        self._connected = False

    def works(self) -> bool:
        """Say whether the service is there."""
        with contextlib.suppress(ImportError):
            from PySide6.QtDBus import QDBusConnection

            if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
                return False
            bus = QDBusConnection.sessionBus()
            if bus.isConnected():
                return bool(bus.interface().isServiceRegistered(_SERVICE).value())
        return False

    def hold(self, why: str) -> bool:
        """Ask the desktop not to blank the screen."""
        if not self.works():
            return False
        from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS)
        self._connected = True
        service = QDBusInterface(_SERVICE, _PATH, _SERVICE, bus)
        service.setTimeout(_TIMEOUT_MS)
        reply = service.call("Inhibit", "nnviz", why)
        if reply.type() == QDBusMessage.MessageType.ReplyMessage:
            return True
        self.let_go()
        return False

    def let_go(self) -> None:
        """Close the connection on which it was asked for."""
        if self._connected:
            from PySide6.QtDBus import QDBusConnection

            QDBusConnection.disconnectFromBus(_BUS)
            self._connected = False


class WindowsState:
    """The state of a Windows thread that requires the display."""

    name = "SetThreadExecutionState"

    def works(self) -> bool:
        """Say whether the call is there."""
        return _execution_state() is not None

    def hold(self, why: str) -> bool:
        """Require the display from now on."""
        del why
        call = _execution_state()
        return call is not None and call(_CONTINUOUS | _SYSTEM | _DISPLAY) != 0

    def let_go(self) -> None:
        """Require it no longer."""
        call = _execution_state()
        if call is not None:
            call(_CONTINUOUS)


def _execution_state() -> Callable[[int], int] | None:
    libraries = getattr(ctypes, "windll", None)
    kernel = getattr(libraries, "kernel32", None)
    return getattr(kernel, "SetThreadExecutionState", None)


class Caffeinate:
    """The program of macOS that keeps a display awake for as long as it runs."""

    name = "caffeinate"

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None

    def works(self) -> bool:
        """Say whether the program is there."""
        return which(self.name) is not None

    def hold(self, why: str) -> bool:
        """Start it; it ends with this process."""
        del why
        program = which(self.name)
        if program is None:
            return False
        try:
            self._running = subprocess.Popen([program, "-d", "-i", "-w", str(os.getpid())])
        except OSError:
            return False
        return True

    def let_go(self) -> None:
        """End it."""
        if self._running is not None:
            self._running.terminate()
            self._running.wait()
            self._running = None
