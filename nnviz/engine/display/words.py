"""The few words beside the formulas, and the language in which they are said."""

from collections.abc import Callable

from nnviz.engine.message import Message, message
from nnviz.engine.step import Phase, Step

Translate = Callable[[Message], str]

PHASES = {
    Phase.FORWARD: message("Forward pass"),
    Phase.LOSS: message("Loss"),
    Phase.BACKWARD: message("Backward pass"),
    Phase.UPDATE: message("Update"),
}


class _Speaker:
    """Holds the way to say a Message; English until somebody sets another."""

    translate: Translate = staticmethod(Message.english)


def set_translator(translate: Translate | None) -> None:
    """Say the words of notebooks and terminals by this function; None goes back to English.

    The engine knows no catalogue, but takes one:
    ``set_translator(nnviz.app.texts.Catalogue("zh").translate)``. It changes words only, never a
    number or a formula, and holds for the whole process, like NumPy's print options.
    """
    _Speaker.translate = staticmethod(Message.english if translate is None else translate)


def say(text: Message) -> str:
    """Return the Message in the language that was set."""
    return _Speaker.translate(text)


def samples(count: int) -> Message:
    """Return how many samples there are."""
    return Message("{count} sample", plural="{count} samples", count=count)


def steps(count: int) -> Message:
    """Return how many steps there are."""
    return Message("{count} step", plural="{count} steps", count=count)


def place(step: Step) -> list[str]:
    """Return in which layer a step is, and its name in code.

    What a step makes of the whole network (the loss, a norm) has no layer in its name.
    """
    of_a_layer = any(sign.isdigit() for sign in step.output)
    layer = [say(message("Layer {layer}", layer=step.layer))] if of_a_layer else []
    return [*layer, step.kind.value]


def remarks(step: Step) -> list[Message]:
    """Return what has to be said of a step beside its formula: its sample, and if it is derived."""
    said = []
    if step.sample is not None:
        said.append(message("Sample {number} of the batch.", number=step.sample + 1))
    if step.derived:
        said.append(message("Not computed in training; here is what it would be."))
    return said


def samples_side(orientation: str) -> Message:
    """Return where the samples are: in columns or in rows."""
    if orientation == "textbook":
        return message("samples in columns")
    return message("samples in rows")
