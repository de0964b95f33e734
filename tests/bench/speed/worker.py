"""A process of one family of contestants: asked over a pipe, it makes, times and reads them.

Each family has a process of its own because the thread pools of two libraries in one process spin
against each other. Run by the driver as ``python -m tests.bench.speed.worker MODULE THREADS``.
"""

import os
import pickle
import sys
from importlib import import_module
from typing import Any, BinaryIO

from tests.bench.speed.cases import Case, half_dead
from tests.bench.speed.contest import Contestant, Plan, clock, timed, warm_up

_YOUNG = 50


class Bench:
    """The contestants of this process by their place, and the commands of the driver."""

    def __init__(self, module: str, threads: int) -> None:
        family = import_module(module)
        self.version: str = family.set_up(threads)
        self.makers: dict[str, type[Contestant]] = family.CONTESTANTS
        self.places: dict[str, Contestant] = {}
        self.plans: dict[str, Plan] = {}

    def hello(self) -> str:
        """Return what computes here."""
        return self.version

    def make(self, place: str, name: str, case: Case, seconds: float) -> None:
        """Make a contestant, compiled and warm; a round of it will fill ``seconds``."""
        contestant = self.makers[name](case)
        self.places[place] = contestant
        self.plans[place] = warm_up(contestant, seconds)

    def time(self, place: str) -> float:
        """Return the seconds of one step, in one round."""
        return clock(self.places[place], self.plans[place])

    def walk(self, place: str, steps: int) -> dict[str, Any]:
        """Return the parameters after some steps from the first ones."""
        contestant = self.places[place]
        contestant.reset()
        contestant.many(steps)
        return contestant.read()

    def age(self, place: str, steps: int, *, dead: bool) -> None:
        """Train a little, kill half of the first hidden layer if asked to, train ``steps`` more."""
        contestant = self.places[place]
        contestant.reset()
        contestant.many(_YOUNG)
        if dead:
            contestant.write(half_dead(contestant.read()))
        contestant.many(steps)

    def go_on(self, place: str, steps: int) -> float:
        """Return the seconds of one step, going on from where the contestant is."""
        return timed(self.places[place], steps) / steps

    def call(self, module: str, function: str, *arguments: Any) -> Any:
        """Return the result of another bench's function, called with the threads set up here."""
        return getattr(import_module(module), function)(*arguments)

    def clear(self) -> None:
        """Forget all contestants."""
        self.places.clear()
        self.plans.clear()


def answer(bench: Bench, command: tuple[str, tuple[Any, ...], dict[str, Any]]) -> tuple[bool, Any]:
    """Return whether the command worked, and its result or the error in a line."""
    name, arguments, options = command
    try:
        return True, getattr(bench, name)(*arguments, **options)
    except Exception as error:
        return False, _line(error)


def serve(module: str, threads: int, commands: BinaryIO, answers: BinaryIO) -> None:
    """Answer commands until the pipe is closed."""
    try:
        bench = Bench(module, threads)
    except Exception as error:
        _send(answers, (False, _line(error)))
        return
    _send(answers, (True, bench.hello()))
    while True:
        try:
            command = pickle.load(commands)
        except EOFError:
            return
        _send(answers, answer(bench, command))


def _send(pipe: BinaryIO, value: object) -> None:
    pickle.dump(value, pipe)
    pipe.flush()


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:160]


def main() -> None:
    module, threads = sys.argv[1], int(sys.argv[2])
    if hasattr(os, "sched_setaffinity"):
        # XLA takes a thread for each core it may use, and can be told in no other way.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])
    # What a library prints must not get into the pipe.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(module, threads, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
