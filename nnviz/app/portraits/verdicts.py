"""What a network says about each sample, whether it is right, and at what loss."""

from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.forward import forward
from nnviz.app.portraits.subject import Subject
from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """For all samples of a part: outputs and targets (n, n_out), losses (n,), and the classes.

    ``labels`` and ``guesses`` (n,) are classes; ``sureness`` and ``truth`` (n,) what the outputs
    say for the guess and for the right class. For numbers, ``guesses`` are all 0.
    """

    outputs: HostArray
    targets: HostArray
    losses: HostArray
    labels: HostArray
    guesses: HostArray
    sureness: HostArray
    truth: HostArray

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.outputs)

    def mistakes(self) -> HostArray:
        """Return the samples whose class is wrong, the largest loss first."""
        return self.by_loss(np.flatnonzero(self.labels != self.guesses))

    def by_loss(self, rows: HostArray | None = None) -> HostArray:
        """Return samples, all or some, with the largest loss first; equals in their order."""
        chosen = np.arange(self.count) if rows is None else np.asarray(rows)
        order = np.argsort(-self.losses[chosen], kind="stable")
        return np.asarray(chosen[order])

    def in_cell(self, label: int, guess: int) -> HostArray:
        """Return the samples of a class that are given another, the largest loss first."""
        return self.by_loss(np.flatnonzero((self.labels == label) & (self.guesses == guess)))


def verdicts(subject: Subject, held_out: bool = False) -> Verdicts | None:
    """Return the verdicts over the training samples or those held out; None if there are none."""
    part = subject.part(held_out)
    if part is None:
        return None
    asked, reading = forward(subject), subject.reading
    outputs = asked.outputs(part.X)
    targets = part.Y.reshape(part.count, -1)
    losses = asked.sample_losses(part.X, part.Y)
    labels, guesses = reading.labels(part.Y), reading.guesses(outputs)
    if not reading.has_classes:
        nothing = np.full(len(outputs), np.nan)
        return Verdicts(outputs, targets, losses, labels, guesses, nothing, nothing)
    return Verdicts(
        outputs, targets, losses, labels, guesses,
        reading.scores(outputs, guesses), reading.scores(outputs, labels),
    )  # fmt: skip
