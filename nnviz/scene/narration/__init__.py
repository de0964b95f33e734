"""What is said about steps, phases and cells: Messages only, no language is chosen here."""

from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.adafactor import ADAFACTOR
from nnviz.scene.narration.backward import BACKWARD
from nnviz.scene.narration.forward import FORWARD
from nnviz.scene.narration.loss import LOSS
from nnviz.scene.narration.names import activation_name, loss_name, phase_name
from nnviz.scene.narration.narrator import Narration, Told
from nnviz.scene.narration.update import UPDATE
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.worked import work_out

__all__ = [
    "NARRATIONS",
    "about",
    "activation_name",
    "kind_name",
    "loss_name",
    "phase_name",
    "sentence",
    "subtitle",
    "title",
]

NARRATIONS: dict[StepKind, Narration] = {**FORWARD, **LOSS, **BACKWARD, **ADAFACTOR, **UPDATE}


def kind_name(kind: StepKind) -> Message:
    """Return what a kind of step is called, in a word or two."""
    return NARRATIONS[kind].name


def about(kind: StepKind) -> Message:
    """Return what a kind of step is for, in a sentence or two."""
    return NARRATIONS[kind].about


def title(step: Step) -> Message:
    """Return the heading of a step."""
    return NARRATIONS[step.kind].title(step)


def subtitle(step: Step, orientation: Orientation = "textbook") -> Message:
    """Return one plain clause: what happens in the step, and why."""
    return NARRATIONS[step.kind].subtitle(step, orientation)


def sentence(step: Step, focus: CellRef | None, options: ComposeOptions) -> Message:
    """Return the moment in one sentence, with the numbers of the cell ``focus``.

    Without a focus, or where the step did not make that cell, it is about the whole step.
    """
    worked = None
    if focus is not None:
        worked = work_out(step, focus, options.orientation, options.digits)
    if worked is None:
        return message(
            "{title}: {subtitle}.",
            title=title(step),
            subtitle=subtitle(step, options.orientation),
        )
    return NARRATIONS[step.kind].sentence(Told(step, worked))
