"""The other side: trains what it is sent and sends what it has made, until it is told to stop."""

import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection

from nnviz.engine.run.away import Departure, Traveller

STRETCH_S = 0.01  # between two messages, so that a picture shows what is new


@dataclass(frozen=True, slots=True)
class Go:
    """Train until the state before ``until``; ``departure`` where to begin, None: where it is."""

    until: int
    departure: Departure | None


@dataclass(frozen=True, slots=True)
class Rest:
    """Stop; :class:`Resting` is the answer, after all that was made before."""


@dataclass(frozen=True, slots=True)
class Resting:
    """Nothing more comes until something is asked for; at first: the process is there."""


def serve(connection: Connection) -> None:
    """Answer until the other side hangs up."""
    # Ctrl+C in a terminal is for the window, which lets this process go.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    traveller: Traveller | None = None
    try:
        connection.send(Resting())
        while True:
            asked = connection.recv()
            if isinstance(asked, Go):
                if asked.departure is not None:
                    traveller = Traveller(asked.departure)
                assert traveller is not None  # the first Go brings a departure
                _go(connection, traveller, asked.until)
            else:
                connection.send(Resting())
    except (EOFError, OSError):
        return


def _go(connection: Connection, traveller: Traveller, until: int) -> None:
    """Train and send, until it is done, cannot go on, or something else is asked for."""
    while not connection.poll():
        made = traveller.go(until, STRETCH_S)
        connection.send(made)
        if made.failed or made.end >= until:
            return
