"""One symptom: what it is called, where it is, and the sentence about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from nnviz.engine.message import Argument, Message, message

_MOST_NAMED = 6


class SymptomKind(StrEnum):
    """What may be conspicuous in a training step."""

    DEAD = "dead"
    SATURATED = "saturated"
    IDENTICAL = "identical"
    NO_GRADIENT = "no_gradient"
    VANISHING = "vanishing"
    EXPLODING = "exploding"
    OUTGROWN = "outgrown"
    OVERSHOOT = "overshoot"
    EXPLODED = "exploded"


NAMES: dict[SymptomKind, Message] = {
    SymptomKind.DEAD: message("dead ReLU"),
    SymptomKind.SATURATED: message("saturated unit"),
    SymptomKind.IDENTICAL: message("identical units"),
    SymptomKind.NO_GRADIENT: message("no gradient"),
    SymptomKind.VANISHING: message("vanishing gradient"),
    SymptomKind.EXPLODING: message("exploding gradient"),
    SymptomKind.OUTGROWN: message("exploding gradient"),
    SymptomKind.OVERSHOOT: message("learning rate too large"),
    SymptomKind.EXPLODED: message("exploding loss"),
}

MESSAGES: dict[SymptomKind, Message] = {
    SymptomKind.DEAD: Message(
        "Layer {layer}: unit {units} is off for every sample of this batch. No gradient reaches "
        "its weights.",
        plural="Layer {layer}: units {units} are off for every sample of this batch. No gradient "
        "reaches their weights.",
    ),
    SymptomKind.SATURATED: Message(
        "Layer {layer}: unit {units} is at the flat end of {function} for nearly every sample. "
        "Hardly any gradient gets through.",
        plural="Layer {layer}: units {units} are at the flat end of {function} for nearly every "
        "sample. Hardly any gradient gets through.",
    ),
    SymptomKind.IDENTICAL: Message(
        "Layer {layer}: units {units} have the same weights and the same gradient, so they will "
        "stay the same. Start from random weights.",
    ),
    SymptomKind.NO_GRADIENT: message(
        "The gradient of every weight is exactly 0, although the loss is {loss}: no weight will "
        "move."
    ),
    SymptomKind.VANISHING: message(
        "Layer {layer}: its gradient is only {norm} long, {times} times shorter than that of a "
        "layer nearer to the loss. It hardly learns."
    ),
    SymptomKind.EXPLODING: message(
        "Layer {layer}: its gradient is {norm} long, {times} times longer than that of a layer "
        "nearer to the loss."
    ),
    SymptomKind.OUTGROWN: message(
        "Layer {layer}: its gradient is {norm} long, {times} times the size of its weights. "
        "Scale the data, or clip the gradient."
    ),
    SymptomKind.OVERSHOOT: message(
        "The update was to lower the loss of this batch, but raises it from {before} to {after}: "
        "the step goes too far. Try a smaller learning rate."
    ),
    SymptomKind.EXPLODED: message(
        "The loss is {loss}; this run began at {first}. Go back, and try a smaller learning rate."
    ),
}

# The other way in which a step that is too large is seen.
KEPT_RISING = message(
    "The last {count} updates have all raised the loss, from {before} to {after}. Try a smaller "
    "learning rate."
)


class Cell(NamedTuple):
    """A stored cell of a trace array."""

    name: str
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something conspicuous in a recorded step.

    ``units`` of ``layer`` have it, counted from 0 (none: the whole layer; no layer: the whole
    network). ``cell`` is where to look, in the step ``step_index``. ``value`` is the number it was
    judged by: a share of samples, the length of a gradient, a change of the loss.
    """

    kind: SymptomKind
    layer: int | None
    units: tuple[int, ...]
    cell: Cell
    step_index: int
    value: float
    message: Message

    @property
    def name(self) -> Message:
        """The symptom in a word or two."""
        return NAMES[self.kind]


def of_units(
    kind: SymptomKind, layer: int, units: tuple[int, ...], cell: Cell, step_index: int,
    value: float, **facts: Argument,
) -> Symptom:  # fmt: skip
    """Return a symptom of some units of a layer, the first of them named in its sentence."""
    said = MESSAGES[kind]
    named = [str(unit + 1) for unit in units[:_MOST_NAMED]]
    text = ", ".join(named + ["…"] * (len(units) > _MOST_NAMED))
    args: dict[str, Argument] = {"layer": layer, "units": text, **facts}
    sentence = Message(said.text, args, plural=said.plural, count=len(units))
    if said.plural is None:
        sentence = Message(said.text, args)
    return Symptom(kind, layer, units, cell, step_index, value, sentence)
