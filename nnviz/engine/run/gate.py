"""How a thread that trains shares the interpreter with those that have something short to do."""

import threading
import time

_EVERY_S = 0.0003  # others are let in so often
_HELD_S = 0.1  # and rests so long at most, should nobody let it go on


class Gate:
    """Passed every few steps by the thread that trains; another one may close it for a moment.

    Two threads that want the interpreter at once wait for each other at every turn: what is short
    is done sooner, and costs less, while the other one stands still.
    """

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._passed_s = 0.0

    def hold(self) -> None:
        """Let the thread that trains rest until :meth:`release`, a tenth of a second at most."""
        self._free.clear()

    def release(self) -> None:
        """Let it go on."""
        self._free.set()

    def enter(self) -> None:
        """Begin to train."""
        self._passed_s = time.perf_counter()

    def let_others_in(self) -> None:
        """Rest while the gate is closed; else let the others in, if it is time for that."""
        if not self._free.is_set():
            self._free.wait(_HELD_S)
        elif time.perf_counter() - self._passed_s > _EVERY_S:
            time.sleep(0)
        else:
            return
        self._passed_s = time.perf_counter()
