"""What an update is to do to the loss, and what it does: said, and drawn, at its last step."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz.engine.loss_change import LossChange
from nnviz.engine.message import Argument, Message, message
from nnviz.scene.content import Moment, Plot
from nnviz.scene.numbers import decimals_for, format_value, one_more, parse_value

_MOST_EXTRA = 6
_CLOSE = 0.05  # so near to 1 the ratio of real to predicted change counts as kept
_MARGIN = 0.12
_WHOLE_PERCENT = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Notes for the strip, and the graph of the loss on the way of the update."""

    notes: tuple[Message, ...] = ()
    plot: Plot | None = None


def effect_of(moment: Moment) -> Effect:
    """Return what is said about the loss in a step of the update."""
    change = moment.options.loss_change
    if change is None:
        return Effect()
    if moment.step.output != change.last:
        return Effect((_predicted(change, moment),))
    finished = moment.progress.finished
    real = _real(change, moment.options.digits) if finished else _WAITING
    return Effect((_predicted(change, moment), real), _plot(change, finished=finished))


_WAITING = message("What the loss does in fact is seen when the last parameter has moved.")


def _predicted(change: LossChange, moment: Moment) -> Message:
    value = format_value(change.predicted, decimals_for([change.predicted], moment.options.digits))
    if change.plain:
        return message(
            "Predicted by the slope for the whole update: ΔL ≈ −η‖∇L‖² = {value}.", value=value
        )
    return message(
        "Predicted by the slope for the whole update: ΔL ≈ ∇L · Δθ = {value}, gradient times "
        "movement.",
        value=value,
    )


def _real(change: LossChange, digits: int) -> Message:
    before, after, real = _written(change, digits)
    if not math.isfinite(change.after):
        return message(
            "In fact L goes from {before} to {after}: the step was far too long.",
            before=before,
            after=after,
        )
    if change.real == 0:
        return message("In fact the loss stays at {before}.", before=before)
    args: dict[str, Argument] = {"before": before, "after": after, "real": real}
    ratio = change.ratio
    if ratio is None:
        return Message("In fact ΔL = {real}, L from {before} to {after}.", args)
    percent = 100.0 * ratio
    args["percent"] = format_value(percent, 0 if abs(percent) >= _WHOLE_PERCENT else 1)
    return _compared(change, ratio, args)


def _compared(change: LossChange, ratio: float, args: dict[str, Argument]) -> Message:
    """Return the sentence about a real change beside the predicted one."""
    if ratio < 0:
        del args["percent"]
        if change.real > 0:
            return Message(
                "In fact ΔL = {real}, L from {before} to {after}: it rose although the slope "
                "promised a fall. The step was too long.",
                args,
            )
        return Message(
            "In fact ΔL = {real}, L from {before} to {after}: it fell although the slope promised "
            "a rise.",
            args,
        )
    if abs(ratio - 1.0) <= _CLOSE:
        return Message(
            "In fact ΔL = {real}, L from {before} to {after}: {percent} % of the prediction. On so "
            "short a step the slope holds.",
            args,
        )
    if change.predicted > 0:
        return Message(
            "In fact ΔL = {real}, L from {before} to {after}: {percent} % of the prediction. What "
            "the optimizer remembers carries the parameters uphill here.",
            args,
        )
    if ratio < 1:
        return Message(
            "In fact ΔL = {real}, L from {before} to {after}: {percent} % of the prediction. The "
            "slope grows flatter on the way.",
            args,
        )
    return Message(
        "In fact ΔL = {real}, L from {before} to {after}: {percent} % of the prediction. The slope "
        "grows steeper on the way.",
        args,
    )


def _written(change: LossChange, digits: int) -> tuple[str, str, str]:
    """Write both losses and their difference, with as many digits as make that look right."""
    pair = (change.before, change.after)
    decimals, own = decimals_for(pair, digits), decimals_for([change.real], digits)
    before = after = ""
    for extra in range(_MOST_EXTRA):
        before, after = (format_value(value, one_more(decimals, extra)) for value in pair)
        if not math.isfinite(change.real):
            break
        redone = parse_value(after) - parse_value(before)
        if format_value(redone, own) == format_value(change.real, own):
            break
    return before, after, format_value(change.real, own)


def _plot(change: LossChange, *, finished: bool) -> Plot | None:
    """Return the loss on the way with the promised line; before the end the line alone."""
    ends = np.array([0.0, 1.0])
    promised = change.before + change.predicted * ends
    losses = np.array(change.losses)
    every = np.concatenate([losses, promised])
    if not np.isfinite(every).all():
        return None
    low, high = float(every.min()), float(every.max())
    pad = _MARGIN * ((high - low) or 1.0)
    xs, ys = (np.array(change.shares), losses) if finished else (ends, promised)
    return Plot(xs, ys, (0.0, change.before), change.predicted, y_range=(low - pad, high + pad))
