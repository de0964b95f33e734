"""Asks the processes of all families in turn, so that a round of one follows one of another."""

import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.bench.speed.cases import Case

ROOT = Path(__file__).resolve().parents[3]
# The module of each family, and who is in it.
FAMILIES = {
    "engine": (
        "tests.bench.speed.ours",
        ("step", "plain step", "fit", "train_step", "trace_step", "products"),
    ),
    "torch": ("tests.bench.speed.torch_rivals", ("torch eager", "torch fused")),
    "compile": ("tests.bench.speed.torch_rivals", ("torch.compile",)),
    "jax": ("tests.bench.speed.jax_rival", ("JAX jit",)),
    "sklearn": ("tests.bench.speed.sklearn_rival", ("scikit-learn",)),
}
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class BenchError(Exception):
    """A process cannot do what it was asked; the message is its reason."""


class Worker:
    """One process of a family; it stands still whenever it is not asked.

    Raises:
        BenchError: the family is not there.
    """

    def __init__(self, family: str, threads: int, *, own_kernels: bool = False) -> None:
        module = FAMILIES[family][0]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.speed.worker", module, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env=environment(threads, own_kernels=own_kernels),
        )
        try:
            self.version: str = self._receive()
        except BenchError:
            self.close()
            raise
        self._rest()

    def ask(self, command: str, *arguments: Any, **options: Any) -> Any:
        """Return the answer to one command.

        Raises:
            BenchError: the command failed.
        """
        self._wake()
        try:
            pickle.dump((command, arguments, options), self._process.stdin)
            self._process.stdin.flush()
            return self._receive()
        except BrokenPipeError:
            raise BenchError(self._last_words()) from None
        finally:
            self._rest()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        with suppress(BrokenPipeError):  # of a command that nobody was there to read
            self._process.stdin.close()
        self._process.stdout.close()
        self._errors.close()

    def _receive(self) -> Any:
        try:
            worked, value = pickle.load(self._process.stdout)
        except EOFError:
            raise BenchError(self._last_words()) from None
        if not worked:
            raise BenchError(value)
        return value

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").splitlines()
        return lines[-1] if lines else f"the process ended with {self._process.returncode}"

    # Workers of OpenBLAS and OpenMP spin for a while after their last call, on the cores that
    # the next contestant is measured on. A stopped process spins no more.
    def _rest(self) -> None:
        self._signal("SIGSTOP")

    def _wake(self) -> None:
        self._signal("SIGCONT")

    def _signal(self, name: str) -> None:
        if hasattr(signal, name) and self._process.poll() is None:
            self._process.send_signal(getattr(signal, name))

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def environment(threads: int, *, own_kernels: bool) -> dict[str, str]:
    """Return what a worker finds in its environment."""
    variables = dict(os.environ) | dict.fromkeys(_THREAD_VARIABLES, str(threads))
    variables["PYTHONPATH"] = str(ROOT)
    variables["PYTHONWARNINGS"] = "ignore"
    if own_kernels:
        held = [name for name in variables if name.startswith("OPENBLAS_")]
        for name in set(held) - set(_THREAD_VARIABLES):
            del variables[name]
    return variables


class Field:
    """All families that are there, each in its process, for one number of threads."""

    def __init__(
        self, threads: int, families: Iterable[str] = FAMILIES, *, own_kernels: bool = False
    ) -> None:
        self.threads = threads
        self.absent: dict[str, str] = {}
        self.versions: dict[str, str] = {}
        self._workers: dict[str, Worker] = {}
        self._stack = ExitStack()
        for family in families:
            names = FAMILIES[family][1]
            try:
                worker = self._stack.enter_context(Worker(family, threads, own_kernels=own_kernels))
            except BenchError as error:
                self.absent |= dict.fromkeys(names, str(error))
                continue
            self.versions[family] = worker.version
            self._workers |= dict.fromkeys(names, worker)

    @property
    def names(self) -> tuple[str, ...]:
        """The contestants that are there."""
        return tuple(self._workers)

    def make(self, case: Case, names: Iterable[str], seconds: float, place: str = "") -> list[str]:
        """Make the contestants at a place; return those that could be made."""
        made = []
        for name in names:
            try:
                self._workers[name].ask("make", place + name, name, case, seconds)
            except BenchError as error:
                self.absent[name] = f"{case.name}: {error}"
            else:
                made.append(name)
        return made

    def rounds(self, names: list[str], count: int) -> dict[str, list[float]]:
        """Return the seconds of one step in each round; the order is another in every round.

        Who fails on the way is left out, with the reason.
        """
        times: dict[str, list[float]] = {name: [] for name in names}
        shuffle = random.Random(0).shuffle
        for _ in range(count):
            order = list(times)
            shuffle(order)
            for name in order:
                try:
                    times[name].append(self.ask(name, "time"))
                except BenchError as error:
                    self.absent[name] = str(error)
                    del times[name]
        return times

    def ask(self, name: str, command: str, *arguments: Any, place: str = "", **options: Any) -> Any:
        """Ask the process of one contestant about the one at a place.

        Raises:
            BenchError: the command failed.
        """
        return self._workers[name].ask(command, place + name, *arguments, **options)

    def call(self, name: str, module: str, function: str, *arguments: Any) -> Any:
        """Call the function of a module in the process of one contestant.

        Raises:
            BenchError: the call failed.
        """
        return self._workers[name].ask("call", module, function, *arguments)

    def clear(self) -> None:
        """Let all contestants go."""
        for worker in set(self._workers.values()):
            worker.ask("clear")

    def close(self) -> None:
        """End all processes."""
        self._stack.close()

    def __enter__(self) -> "Field":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
