"""What one trains for: a goal that ends the training when it is reached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from nnviz.app.measures.measure import Gauge, Held, Score
from nnviz.engine.decimals import decimals_for, format_value, grouped
from nnviz.engine.message import Message, message
from nnviz.engine.run import Run

GoalKind: TypeAlias = Literal[
    "loss", "validation_loss", "training_accuracy", "validation_accuracy", "patience"
]
# Asked after whole epochs, but not more often than this: to score takes longer than small steps.
_LEAST_APART = 32


@dataclass(frozen=True, slots=True)
class Goal:
    """Train until a number is reached.

    ``loss``: the mean loss of the last epoch's batches is below ``value``. ``validation_loss``:
    that of all samples held out is. The accuracies: the share of right classes is at least that.
    ``patience``: the validation loss has had no new minimum for ``value`` epochs.
    """

    kind: GoalKind
    value: float

    @property
    def needs_validation(self) -> bool:
        """Whether it can only be reached with samples that are held out."""
        return self.kind in {"validation_loss", "validation_accuracy", "patience"}


@dataclass(frozen=True, slots=True)
class Reached:
    """The iteration that is to be shown, and what has been reached there."""

    iteration: int
    text: Message


class Watch:
    """Watches one training for its goal; in the thread that trains."""

    def __init__(self, goal: Goal, run: Run, held: Held) -> None:
        self._goal = goal
        self._run = run
        self._gauge = Gauge(run, held)
        self._seen = run.last_iteration + 1  # the losses before this one are no matter
        self._due = self._next_due()
        self._best = (float("inf"), run.last_iteration + 1)

    @property
    def until(self) -> int | None:
        """Before which iteration training is to stop at the latest, to be looked at."""
        return None if self._goal.kind == "loss" else self._due + 1

    def look(self) -> Reached | None:
        """Say whether the goal has been reached by now."""
        if self._goal.kind == "loss":
            return self._look_at_losses()
        if self._run.last_iteration < self._due:
            return None
        iteration, self._due = self._due, self._next_due()
        score = self._gauge.score(iteration, self._goal.needs_validation)
        return self._judge(iteration, score)

    def _next_due(self) -> int:
        batches = self._run.batches
        which, _ = batches.place(self._run.last_iteration + 1)
        epochs = -(-_LEAST_APART // batches.per_pass)
        return batches.start + (which + epochs) * batches.per_pass

    def _look_at_losses(self) -> Reached | None:
        losses, count = self._run.losses, self._run.batches.per_pass
        first = self._run.first_iteration
        begin = max(self._seen - first, count - 1)
        if begin >= len(losses):
            return None
        sums = np.cumsum(np.concatenate(([0.0], losses[begin - count + 1 :])))
        means = (sums[count:] - sums[:-count]) / count
        self._seen = first + len(losses)
        below = np.flatnonzero(means < self._goal.value)
        if not len(below):
            return None
        place = int(below[0])
        return self._reached(first + begin + place, float(means[place]))

    def _judge(self, iteration: int, score: Score) -> Reached | None:
        kind, value = self._goal.kind, self._goal.value
        if kind == "patience":
            return self._out_of_patience(iteration, score.loss)
        if kind == "validation_loss":
            return self._reached(iteration, score.loss) if score.loss < value else None
        return self._reached(iteration, score.accuracy) if score.accuracy >= value else None

    def _out_of_patience(self, iteration: int, loss: float) -> Reached | None:
        best, where = self._best
        if loss < best:
            self._best = loss, iteration
            return None
        epochs = (iteration - where) / self._run.batches.per_pass
        if epochs < self._goal.value:
            return None
        return Reached(
            where,
            message(
                "The validation loss was least, {value}, at iteration {number} and has not been"
                " less for {epochs} epochs; this is that iteration.",
                value=_written(best),
                number=grouped(where),
                epochs=grouped(int(epochs)),
            ),
        )

    def _reached(self, iteration: int, value: float) -> Reached:
        numbers = {
            "number": grouped(iteration),
            "value": _written(value),
            "goal": _written(self._goal.value),
        }
        return Reached(iteration, _SAID[self._goal.kind](numbers))


def _below(numbers: dict[str, str]) -> Message:
    return message(
        "The goal is reached: at iteration {number} the training loss is {value}, below {goal}.",
        **numbers,
    )


def _validation_below(numbers: dict[str, str]) -> Message:
    return message(
        "The goal is reached: at iteration {number} the validation loss is {value}, below {goal}.",
        **numbers,
    )


def _right(numbers: dict[str, str]) -> Message:
    return message(
        "The goal is reached: at iteration {number} the share of right training samples is"
        " {value}, at least {goal}.",
        **numbers,
    )


def _validation_right(numbers: dict[str, str]) -> Message:
    return message(
        "The goal is reached: at iteration {number} the share of right validation samples is"
        " {value}, at least {goal}.",
        **numbers,
    )


_SAID: dict[str, Callable[[dict[str, str]], Message]] = {
    "loss": _below,
    "validation_loss": _validation_below,
    "training_accuracy": _right,
    "validation_accuracy": _validation_right,
}


def not_reached(count: int) -> Message:
    """Return what is said when so many iterations were not enough."""
    return message("The goal was not reached in {count} iterations.", count=grouped(count))


def _written(value: float) -> str:
    return format_value(value, decimals_for([value], 4))
