"""What is impossible or unwise about an experiment, and what can be done about it."""

from collections.abc import Callable, Iterator

from nnviz.app.advice import fit, hidden, inputs, output, pace, rate, start
from nnviz.app.advice.facts import Facts, facts_of
from nnviz.app.advice.refusal import refusal
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.experiment import Experiment

__all__ = ["Facts", "Place", "Remark", "Remedy", "Sight", "facts_of", "refusal", "remarks"]

_CHECKS: tuple[Callable[[Experiment, Facts], Iterator[Remark]], ...] = (
    fit.unfitting,
    fit.batch_too_large,
    fit.backend_absent,
    inputs.unscaled,
    hidden.collapsing,
    hidden.vanishing,
    hidden.competing,
    output.only_one,
    output.squared_after_squashing,
    output.numbers_for_classes,
    output.out_of_reach,
    rate.jumping,
    rate.overshooting,
    pace.creeping,
    pace.decaying_twice,
    pace.decaying_by_adam,
    pace.too_fine,
    start.identical,
    start.saturated,
)


def remarks(experiment: Experiment, facts: Facts | None = None) -> tuple[Remark, ...]:
    """Return what is to be said about an experiment, from the data to the starting point.

    Raises:
        NnvizError: the data cannot be read.
    """
    known = facts_of(experiment.data) if facts is None else facts
    found = [remark for check in _CHECKS for remark in check(experiment, known)]
    return tuple(found)
