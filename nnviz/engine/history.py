"""What training leaves behind: the loss of each epoch and when it was done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class History:
    """``losses`` are the means over each epoch's batches, each taken before its update.

    ``times`` are the seconds from the start of the training to the end of each epoch.
    ``validation_losses`` are those of the validation data after each epoch, if there was any.
    """

    losses: tuple[float, ...]
    times: tuple[float, ...]
    validation_losses: tuple[float, ...] = ()
