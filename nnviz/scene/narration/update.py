"""The words of the update."""

from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import option_of, parameter_of, parameter_symbol
from nnviz.scene.narration.narrator import Narration, Told


def _update_title(step: Step) -> Message:
    if parameter_of(step).startswith("W"):
        return message("Weight update · layer {layer}", layer=step.layer)
    return message("Bias update · layer {layer}", layer=step.layer)


def _update_subtitle(step: Step, orientation: Orientation) -> Message:
    rate = step.options.get("lr")
    if isinstance(rate, int | float):
        return message(
            "a small step against the gradient; learning rate η = {rate}", rate=_short(step, rate)
        )
    return message("a small step against the gradient")


def _short(step: Step, rate: float) -> str:
    """Write a learning rate as it was typed in, or with four digits where a schedule made it."""
    digits = 4 if "schedule" in step.options else 6
    return f"{rate:.{digits}g}".replace("-", "−")


def _update_sentence(told: Told) -> Message:
    return told.say(message("{cell} moves from {old} to {result}: {equation}."), old=_old(told))


def _old(told: Told) -> str:
    """Return the parameter's old value as it is written."""
    refs = told.worked.references
    name = parameter_of(told.step)
    names = {name, f"{name}_decayed"}
    found = (told.source(i) for i, ref in enumerate(refs) if ref.name in names)
    return next(found, told.worked.result)


def _clip_subtitle(step: Step, orientation: Orientation) -> Message:
    if "clip_norm" in step.options:
        return message(
            "all gradients are made shorter together, to the norm {limit} at most",
            limit=option_of(step, "clip_norm"),
        )
    return message(
        "each number is kept between −{limit} and {limit}", limit=option_of(step, "clip_value")
    )


UPDATE = {
    StepKind.GRADIENT_NORM: Narration(
        name=message("Gradient norm"),
        about=message(
            "The length of all gradients together, as if they were one long vector: how steep the "
            "loss is here."
        ),
        title=lambda step: message("Gradient norm of all layers"),
        subtitle=lambda step, _: message("how long all gradients are, taken as one vector"),
        sentence=lambda told: told.say(message("The root of all squared gradients: {equation}.")),
    ),
    StepKind.CLIP: Narration(
        name=message("Gradient clipping"),
        about=message(
            "A gradient that is too large is made smaller before the update, so that one bad batch "
            "cannot throw the network off."
        ),
        title=lambda step: message("Gradient clipping · {symbol}", symbol=parameter_symbol(step)),
        subtitle=_clip_subtitle,
        sentence=lambda told: told.say(message("The gradient, kept within its limit: {equation}.")),
    ),
    StepKind.WEIGHT_DECAY: Narration(
        name=message("Weight decay"),
        about=message("A pull towards zero, in proportion to the weight, joins the gradient."),
        title=lambda step: message("Weight decay · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("large weights are pulled back towards zero"),
        sentence=lambda told: told.say(
            message("The gradient with its pull towards zero: {equation}.")
        ),
    ),
    StepKind.VELOCITY: Narration(
        name=message("Velocity"),
        about=message(
            "Momentum keeps part of the last movement and adds the new gradient, so that steps in "
            "the same direction grow."
        ),
        title=lambda step: message("Velocity · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("part of the last movement is kept"),
        sentence=lambda told: told.say(
            message("Old velocity, slowed down, plus the gradient: {equation}.")
        ),
    ),
    StepKind.NESTEROV: Narration(
        name=message("Nesterov look-ahead"),
        about=message(
            "Nesterov's method adds the new velocity once more, as if the gradient had been taken "
            "one movement ahead."
        ),
        title=lambda step: message("Nesterov look-ahead · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("the gradient, corrected by where the movement leads"),
        sentence=lambda told: told.say(
            message("Gradient plus the velocity just made, slowed down: {equation}.")
        ),
    ),
    StepKind.DECOUPLED_DECAY: Narration(
        name=message("Decoupled weight decay"),
        about=message(
            "Every parameter first shrinks by the same small share. The gradient and its running "
            "means know nothing of it."
        ),
        title=lambda step: message(
            "Decoupled weight decay · {symbol}", symbol=parameter_symbol(step)
        ),
        subtitle=lambda step, _: message("the parameter shrinks by itself, before the step"),
        sentence=lambda told: told.say(
            message("A small share is taken from the parameter: {equation}.")
        ),
    ),
    StepKind.SQUARE_SUM: Narration(
        name=message("Sum of squares"),
        about=message(
            "All squared gradients so far, added up. The sum only grows, so that the steps become "
            "smaller and smaller."
        ),
        title=lambda step: message("Sum of squares s · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("every squared gradient so far is added up"),
        sentence=lambda told: told.say(
            message("The sum takes in the new squared gradient: {equation}.")
        ),
    ),
    StepKind.SCALED_GRADIENT: Narration(
        name=message("Scaled gradient"),
        about=message(
            "The gradient is divided by its usual size, so that parameters with small gradients "
            "move as fast as the others."
        ),
        title=lambda step: message("Scaled gradient · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("the gradient, measured by its usual size"),
        sentence=lambda told: told.say(
            message("The gradient divided by its usual size: {equation}.")
        ),
    ),
    StepKind.FIRST_MOMENT: Narration(
        name=message("First moment"),
        about=message("A running mean of the gradient: which way it points lately."),
        title=lambda step: message("First moment m · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("a running mean of the gradient"),
        sentence=lambda told: told.say(
            message("The running mean takes in the new gradient: {equation}.")
        ),
    ),
    StepKind.SECOND_MOMENT: Narration(
        name=message("Second moment"),
        about=message("A record of the squared gradient: how large it usually is."),
        title=lambda step: message("Second moment v · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("a record of the squared gradient"),
        sentence=lambda told: told.say(
            message("The record takes in the new squared gradient: {equation}.")
        ),
    ),
    StepKind.FIRST_CORRECTED: Narration(
        name=message("First moment, corrected"),
        about=message(
            "The running mean began at 0 and is therefore too small at first; the division makes "
            "up for it."
        ),
        title=lambda step: message(
            "Bias correction of m · {symbol}", symbol=parameter_symbol(step)
        ),
        subtitle=lambda step, _: message("m began at 0 and is too small at first"),
        sentence=lambda told: told.say(
            message("Corrected for its start at 0, m becomes {equation}.")
        ),
    ),
    StepKind.SECOND_CORRECTED: Narration(
        name=message("Second moment, corrected"),
        about=message(
            "The record of squares began at 0 and is therefore too small at first; the division "
            "makes up for it."
        ),
        title=lambda step: message(
            "Bias correction of v · {symbol}", symbol=parameter_symbol(step)
        ),
        subtitle=lambda step, _: message("v began at 0 and is too small at first"),
        sentence=lambda told: told.say(
            message("Corrected for its start at 0, v becomes {equation}.")
        ),
    ),
    StepKind.UPDATE: Narration(
        name=message("Update"),
        about=message("Every parameter moves a little, in the direction that lowers the loss."),
        title=_update_title,
        subtitle=_update_subtitle,
        sentence=_update_sentence,
    ),
}
