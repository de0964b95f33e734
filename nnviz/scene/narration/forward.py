"""The words of the forward pass."""

from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import activation_of
from nnviz.scene.narration.narrator import Narration, Told


def _matmul_subtitle(step: Step, orientation: Orientation) -> Message:
    if orientation == "textbook":
        return message("each row of the weights meets each sample's column")
    return message("each sample's row meets each unit's weights")


def _matmul_sentence(told: Told) -> Message:
    feed, weights = told.symbol(0), told.symbol(1)
    if told.orientation == "textbook":
        return told.say(
            message("Row {col} of {weights} meets column {row} of {feed}: {equation}."),
            weights=weights,
            feed=feed,
        )
    return told.say(
        message("Row {row} of {feed} meets row {col} of {weights}: {equation}."),
        weights=weights,
        feed=feed,
    )


def _bias_sentence(told: Told) -> Message:
    return told.say(message("Sample {row}, unit {col}: the bias is added, {equation}."))


_ACTIVATION_SUBTITLES = {
    "relu": message("negative cells are switched off; the mask is kept for the backward pass"),
    "leaky_relu": message("negative cells are only damped; the mask is kept for the backward pass"),
    "sigmoid": message("every cell is squeezed between 0 and 1"),
    "tanh": message("every cell is squeezed between −1 and 1"),
    "elu": message("positive cells pass unchanged; negative ones level off at −α"),
    "selu": message("an ELU whose scale keeps the spread of the signal from layer to layer"),
    "softplus": message("a ReLU without a corner: every cell becomes positive"),
    "swish": message("each cell is multiplied by its own sigmoid, a gate that opens smoothly"),
    "gelu": message("each cell is multiplied by the share Φ(z) of a normal distribution below it"),
    "gelu_tanh": message("like GELU, with a tanh curve in place of the normal distribution"),
}


def _activation_subtitle(step: Step, orientation: Orientation) -> Message:
    bent = message("each cell goes through the function alone, which makes the network non-linear")
    return _ACTIVATION_SUBTITLES.get(str(step.options.get("activation")), bent)


def _activation_sentence(told: Told) -> Message:
    z = told.source_value(f"Z{told.step.layer}")
    if told.worked.cell.name != told.step.output:
        return told.say(message("Sample {row}, unit {col}: the mask is {result}."))
    if told.step.options.get("activation") == "relu" and z is not None:
        if z > 0:
            return told.say(
                message("Sample {row}, unit {col}: {z} is positive and passes unchanged."),
                z=told.source(0),
            )
        if z == 0:
            return told.say(
                message("Sample {row}, unit {col}: z is exactly 0, so ReLU gives 0 and slope 0.")
            )
        return told.say(
            message("Sample {row}, unit {col}: {z} is negative, so ReLU gives 0."),
            z=told.source(0),
        )
    return told.say(
        message("Sample {row}, unit {col}: {activation} turns {z} into {result}."),
        activation=activation_of(told.step),
        z=told.source(0),
    )


def _shift_sentence(told: Told) -> Message:
    if told.worked.cell.name != told.step.output:
        return told.say(message("The largest score of sample {col} is {result}."))
    return told.say(
        message("Sample {row}, score {col} minus the sample's largest score: {equation}.")
    )


FORWARD = {
    StepKind.MATMUL: Narration(
        name=message("Matrix multiply"),
        about=message(
            "Every unit takes a weighted sum of its inputs; for all units and all samples at once "
            "that is one matrix product."
        ),
        title=lambda step: message("Matrix multiply · layer {layer}", layer=step.layer),
        subtitle=_matmul_subtitle,
        sentence=_matmul_sentence,
    ),
    StepKind.ADD_BIAS: Narration(
        name=message("Add the bias"),
        about=message("Each unit adds its own bias, the same for every sample."),
        title=lambda step: message("Add the bias · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message("one bias for each unit, the same for every sample"),
        sentence=_bias_sentence,
    ),
    StepKind.ACTIVATION: Narration(
        name=message("Activation"),
        about=message(
            "The activation function is applied to each cell alone. Without it, layers in a row "
            "would collapse into a single linear one."
        ),
        title=lambda step: message(
            "{activation} · layer {layer}", activation=activation_of(step), layer=step.layer
        ),
        subtitle=_activation_subtitle,
        sentence=_activation_sentence,
    ),
    StepKind.SOFTMAX_SHIFT: Narration(
        name=message("Softmax: shift"),
        about=message(
            "Each sample's largest score is subtracted from all its scores. Softmax gives the "
            "same result, and the exponentials cannot overflow."
        ),
        title=lambda step: message(
            "Softmax, 1 of 4: shift by the maximum · layer {layer}", layer=step.layer
        ),
        subtitle=lambda step, _: message(
            "the largest score becomes 0; the result stays the same and nothing can overflow"
        ),
        sentence=_shift_sentence,
    ),
    StepKind.SOFTMAX_EXP: Narration(
        name=message("Softmax: exponential"),
        about=message("The exponential makes every score positive and keeps their order."),
        title=lambda step: message(
            "Softmax, 2 of 4: exponential · layer {layer}", layer=step.layer
        ),
        subtitle=lambda step, _: message("every score becomes a positive number"),
        sentence=lambda told: told.say(
            message("Sample {row}, score {col} becomes positive: {equation}.")
        ),
    ),
    StepKind.SOFTMAX_SUM: Narration(
        name=message("Softmax: sum"),
        about=message("The exponentials of each sample are added up."),
        title=lambda step: message("Softmax, 3 of 4: sum · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message("one total for each sample"),
        sentence=lambda told: told.say(
            message("The exponentials of sample {col} add up: {equation}.")
        ),
    ),
    StepKind.SOFTMAX_DIVIDE: Narration(
        name=message("Softmax: divide"),
        about=message(
            "Each exponential is divided by its sample's total, so that the shares add up to 1 "
            "and can be read as probabilities."
        ),
        title=lambda step: message("Softmax, 4 of 4: divide · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message("the shares of each sample add up to 1"),
        sentence=lambda told: told.say(
            message("Sample {row} gives class {col} the share {equation}.")
        ),
    ),
}
