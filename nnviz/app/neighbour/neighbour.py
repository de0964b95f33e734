"""This side: a process that is sent off with a run, and what comes back from it."""

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from nnviz.app.neighbour.serving import Go, Rest, Resting, serve
from nnviz.engine.run import Run
from nnviz.engine.run.away import Made, adopt, departure_of, may_leave

_PATIENCE_S = 2.0  # for the process to end by itself


class Neighbour:
    """Trains runs in another interpreter, one at a time; for one thread, but for :meth:`close`.

    :meth:`start` returns at once; until the process is there, and after it has died,
    :meth:`takes` says no, and whoever asks trains here.
    """

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._ready = False
        self._run: Run | None = None
        self._stands = 0  # before this iteration the process stands, once all is taken over
        self._until: int | None = None  # while it goes
        self._broken = False

    @property
    def is_started(self) -> bool:
        """Whether there is a process, or was one that died."""
        return self._process is not None or self._broken

    @property
    def is_going(self) -> bool:
        """Whether something is trained there now; in any thread."""
        return self._until is not None

    def start(self) -> None:
        """Start the process; it is there some tenths of a second later."""
        if self.is_started:
            return
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        try:
            process = context.Process(target=serve, args=(there,), daemon=True)
            process.start()
        except (OSError, RuntimeError):  # no more processes are allowed; a thread does as well
            self._broken = True
            return
        finally:
            there.close()
        self._process, self._connection = process, here

    def takes(self, run: Run) -> bool:
        """Say whether a run can be trained there now."""
        if self._connection is None or not may_leave(run):
            return False
        try:
            if not self._ready and self._connection.poll():
                self._ready = isinstance(self._connection.recv(), Resting)
        except (EOFError, OSError):
            self._lose()
        return self._ready

    def make(self, run: Run, until: int) -> bool:
        """Take over the next iterations of a run; False if the next one is better made here.

        It is one of those that fail, which says why, or the process has died.
        """
        try:
            if (run, until) != (self._run, self._until) or self._stands != run.last_iteration + 1:
                self._send_off(run, until)
            made = self._receive()
        except (EOFError, OSError):
            self._lose()
            return False
        if made is None:
            return False
        self._stands = made.end
        if made.failed or made.end >= until:
            self._until = None
        adopt(run, made)
        return not made.failed

    def rest(self) -> None:
        """Stop; what was made and not taken over is left there."""
        if self._until is None or self._connection is None:
            return
        self._until = None
        try:
            self._connection.send(Rest())
            while not isinstance(answer := self._connection.recv(), Resting):
                if isinstance(answer, Made):
                    self._run = None  # it stands where nobody knows
        except (EOFError, OSError):
            self._lose()

    def close(self) -> None:
        """Let the process go; in any thread, after the last call from the other one."""
        process = self._process
        if self._connection is not None:
            self._connection.close()
        self._connection, self._process, self._ready = None, None, False
        if process is not None:
            process.join(_PATIENCE_S)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()

    def _send_off(self, run: Run, until: int) -> None:
        assert self._connection is not None
        self.rest()
        here = run is self._run and self._stands == run.last_iteration + 1
        departure = None if here else departure_of(run)
        if self._connection is None:
            raise EOFError
        self._connection.send(Go(until, departure))
        self._run, self._until, self._stands = run, until, run.last_iteration + 1

    def _receive(self) -> Made | None:
        assert self._connection is not None
        answer = self._connection.recv()
        return answer if isinstance(answer, Made) else None

    def _lose(self) -> None:
        """Do without: the process has gone."""
        self._broken, self._run, self._until = True, None, None
        with suppress(OSError):
            self.close()
