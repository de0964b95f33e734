"""The words of the loss."""

from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import loss_of, option_of
from nnviz.scene.narration.narrator import Narration

_SAMPLE_SUBTITLES = {
    "cross_entropy": message("minus the logarithm of the probability given to the right class"),
    "bce": message("a confident wrong answer costs the most"),
}
_ADDED = message("the losses of all samples are added up to one number")
_BATCH_SUBTITLES = {
    "sse": _ADDED,
    "half_sse": _ADDED,
}


def _sample_subtitle(step: Step, orientation: Orientation) -> Message:
    squared = message("the squares of each sample's errors are added up")
    return _SAMPLE_SUBTITLES.get(str(step.options.get("loss")), squared)


def _batch_subtitle(step: Step, orientation: Orientation) -> Message:
    if step.output == "L_data":
        return message("how wrong the network is on this batch, before the penalty is added")
    mean = message("the mean over the samples: the one number that training makes smaller")
    return _BATCH_SUBTITLES.get(str(step.options.get("loss")), mean)


LOSS = {
    StepKind.ERROR: Narration(
        name=message("Prediction error"),
        about=message("How far each prediction is from its target, and in which direction."),
        title=lambda step: message("Error: prediction minus target"),
        subtitle=lambda step, _: message("blue is too high, orange is too low"),
        sentence=lambda told: told.say(
            message("Sample {row}, output {col}: prediction minus target is {equation}.")
        ),
    ),
    StepKind.SAMPLE_LOSS: Narration(
        name=message("Loss of each sample"),
        about=message("One number says how wrong the network is about each sample."),
        title=lambda step: message("Loss of each sample · {loss}", loss=loss_of(step)),
        subtitle=_sample_subtitle,
        sentence=lambda told: told.say(message("Sample {col} costs {equation}.")),
    ),
    StepKind.LOSS: Narration(
        name=message("Loss"),
        about=message(
            "The losses of all samples become one number, the one that training makes smaller."
        ),
        title=lambda step: message("Loss of the batch · {loss}", loss=loss_of(step)),
        subtitle=_batch_subtitle,
        sentence=lambda told: told.say(message("All samples of the batch together: {equation}.")),
    ),
    StepKind.PENALTY: Narration(
        name=message("L2 penalty"),
        about=message(
            "A share of all squared weights joins the loss, so that large weights have to be worth "
            "their price."
        ),
        title=lambda step: message("L2 penalty · λ = {rate}", rate=option_of(step, "l2")),
        subtitle=lambda step, _: message("what the size of the weights costs"),
        sentence=lambda told: told.say(message("All squared weights together: {equation}.")),
    ),
    StepKind.TOTAL_LOSS: Narration(
        name=message("Loss with penalty"),
        about=message(
            "The loss of the data plus the penalty is the one number that training makes smaller."
        ),
        title=lambda step: message("Loss with L2 penalty"),
        subtitle=lambda step, _: message("how wrong the network is, plus what its weights cost"),
        sentence=lambda told: told.say(message("Data and penalty together: {equation}.")),
    ),
}
