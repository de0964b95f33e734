"""The words of the backward pass."""

from types import MappingProxyType

from nnviz.engine.message import Message, message
from nnviz.engine.ops.activation import activation_of as applied_function
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import activation_of, option_of
from nnviz.scene.narration.narrator import Narration, Told


def _is_dense(step: Step) -> bool:
    """Say whether the Jacobian has entries off its diagonal: softmax mixes the units."""
    return f"D{step.layer}" not in step.inputs


def sample_number(step: Step) -> int:
    """Return the number, from 1, of the sample that a per-sample step shows."""
    return (step.sample or 0) + 1


def _loss_gradient_subtitle(step: Step, orientation: Orientation) -> Message:
    return message("how much the loss changes when an output grows a little")


def _loss_gradient_sentence(told: Told) -> Message:
    return told.say(message("Sample {row}, output {col}: the slope of the loss is {equation}."))


def _fused_subtitle(step: Step, orientation: Orientation) -> Message:
    if step.options.get("loss") == "bce":
        return message("sigmoid and loss taken together leave just prediction minus target")
    return message("softmax and loss taken together leave just probability minus target")


def _derivative_subtitle(step: Step, orientation: Orientation) -> Message:
    at_kink = step.value[step.inputs[f"Z{step.layer}"] == 0]
    if not at_kink.size or not applied_function(step).has_kink:
        return message("how strongly each unit answers to a small change of z")
    return Message(
        "{count} cell has z exactly 0, at the kink: its slope is taken to be {slope}",
        MappingProxyType({"slope": f"{float(at_kink[0]):g}"}),
        plural="{count} cells have z exactly 0, at the kink: their slope is taken to be {slope}",
        count=int(at_kink.size),
    )


def _derivative_sentence(told: Told) -> Message:
    return told.say(
        message("Sample {row}, unit {col}: at z = {z} the slope of {activation} is {result}."),
        z=told.source(0),
        activation=activation_of(told.step),
    )


def _jacobian_subtitle(step: Step, orientation: Orientation) -> Message:
    if _is_dense(step):
        return message(
            "softmax mixes the units, so every entry counts; a shortcut avoids the matrix"
        )
    return message("element-wise, so diagonal: no need to build it, the Hadamard product is enough")


def _jacobian_sentence(told: Told) -> Message:
    if told.worked.cell.name != told.step.output:
        return told.say(
            message("Column {col} of the Jacobian meets the incoming gradient: {equation}.")
        )
    if _is_dense(told.step):
        return told.say(message("Output {row} answers to z of unit {col} with {equation}."))
    if told.worked.cell.row != told.worked.cell.col:
        return told.say(
            message("Output {row} does not depend on z of unit {col}, so the entry is 0.")
        )
    return told.say(message("Output {row} depends only on its own z, with slope {result}."))


def _hadamard_sentence(told: Told) -> Message:
    if told.source_value(f"D{told.step.layer}") == 0:
        return told.say(
            message("Sample {row}, unit {col}: the slope is 0, so no error passes this gate.")
        )
    return told.say(
        message("Sample {row}, unit {col}: incoming gradient times slope is {equation}.")
    )


def _outer_sentence(told: Told) -> Message:
    return told.say(
        message("Sample {sample}: the error of unit {row} times input {col} is {equation}."),
        sample=sample_number(told.step),
    )


def _shape_subtitle(step: Step, orientation: Orientation) -> Message:
    rows, cols = step.value.shape
    return message(
        "summed over the samples; the shape {rows} × {cols} is that of the weights",
        rows=rows,
        cols=cols,
    )


_SIGNAL = {
    StepKind.LOSS_GRADIENT: Narration(
        name=message("Gradient of the loss"),
        about=message("How the loss answers to each output: here the way back begins."),
        title=lambda step: message("Gradient of the loss · layer {layer}", layer=step.layer),
        subtitle=_loss_gradient_subtitle,
        sentence=_loss_gradient_sentence,
    ),
    StepKind.FUSED_GRADIENT: Narration(
        name=message("Error signal of the output"),
        about=message(
            "The derivatives of the last activation and of the loss cancel nearly everything: "
            "prediction minus target remains. It is exact, cheap and stable."
        ),
        title=lambda step: message("Error signal of the output · layer {layer}", layer=step.layer),
        subtitle=_fused_subtitle,
        sentence=lambda told: told.say(
            message("Sample {row}, unit {col}: prediction minus target, scaled: {equation}.")
        ),
    ),
    StepKind.DERIVATIVE: Narration(
        name=message("Slope of the activation"),
        about=message(
            "The derivative f′(z) of the activation, taken where each cell stood in the forward "
            "pass: how far each gate is open."
        ),
        title=lambda step: message(
            "Slope of {activation} · layer {layer}",
            activation=activation_of(step),
            layer=step.layer,
        ),
        subtitle=_derivative_subtitle,
        sentence=_derivative_sentence,
    ),
    StepKind.JACOBIAN: Narration(
        name=message("Jacobian"),
        about=message(
            "All the derivatives of a layer's outputs with respect to its pre-activations, for "
            "one sample. Its transpose carries the gradient back through the activation."
        ),
        title=lambda step: message(
            "Jacobian of {activation} · layer {layer} · sample {sample}",
            activation=activation_of(step),
            layer=step.layer,
            sample=sample_number(step),
        ),
        subtitle=_jacobian_subtitle,
        sentence=_jacobian_sentence,
    ),
    StepKind.HADAMARD: Narration(
        name=message("Error signal"),
        about=message(
            "The gradient that arrives from above, times the slope of the activation, cell by "
            "cell, is the error signal δ of the layer."
        ),
        title=lambda step: message("Error signal δ · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message(
            "what arrives from above, times how far each gate is open"
        ),
        sentence=_hadamard_sentence,
    ),
    StepKind.SOFTMAX_BACKWARD: Narration(
        name=message("Back through softmax"),
        about=message(
            "The product with softmax's Jacobian, without building the matrix: each gradient is "
            "compared with the sample's weighted mean."
        ),
        title=lambda step: message("Back through softmax · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message(
            "only what differs from the sample's weighted mean gets through"
        ),
        sentence=lambda told: told.say(
            message("Sample {row}, unit {col}: its error signal is {equation}.")
        ),
    ),
}

_PARAMETERS = {
    StepKind.OUTER_PRODUCT: Narration(
        name=message("Outer product"),
        about=message(
            "One sample's share of the weight gradient: every error of the layer times every "
            "input of the layer."
        ),
        title=lambda step: message(
            "Outer product · layer {layer} · sample {sample}",
            layer=step.layer,
            sample=sample_number(step),
        ),
        subtitle=lambda step, _: message("what this one sample asks of each weight"),
        sentence=_outer_sentence,
    ),
    StepKind.WEIGHT_GRADIENT: Narration(
        name=message("Weight gradient"),
        about=message(
            "The outer products of all samples, added up by one matrix product. The gradient has "
            "the shape of the weights."
        ),
        title=lambda step: message("Weight gradient · layer {layer}", layer=step.layer),
        subtitle=_shape_subtitle,
        sentence=lambda told: told.say(
            message("The weight from input {col} to unit {row}, over all samples: {equation}.")
        ),
    ),
    StepKind.PENALTY_GRADIENT: Narration(
        name=message("Gradient of the penalty"),
        about=message(
            "The penalty pulls every weight towards zero, in proportion to its size. This pull "
            "joins the gradient of the data."
        ),
        title=lambda step: message(
            "Weight gradient with penalty · layer {layer}", layer=step.layer
        ),
        subtitle=lambda step, _: message(
            "the gradient of the data plus λ times the weights; λ = {rate}",
            rate=option_of(step, "l2"),
        ),
        sentence=lambda told: told.say(
            message("The weight from input {col} to unit {row}, with its pull: {equation}.")
        ),
    ),
    StepKind.BIAS_GRADIENT: Narration(
        name=message("Bias gradient"),
        about=message("Each bias collects the error signals of its unit from all samples."),
        title=lambda step: message("Bias gradient · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message("the error signals of each unit, summed over the samples"),
        sentence=lambda told: told.say(
            message("The bias of unit {col} collects its errors: {equation}.")
        ),
    ),
    StepKind.INPUT_GRADIENT: Narration(
        name=message("Gradient of the input"),
        about=message(
            "The errors of the layer go back through its weights to the layer before: the same "
            "weights, transposed."
        ),
        title=lambda step: message("Gradient of the input · layer {layer}", layer=step.layer),
        subtitle=lambda step, _: message(
            "each unit below gets its share of every error it helped to make"
        ),
        sentence=lambda told: told.say(
            message("Sample {row}: the errors flow back to unit {col} below, {equation}.")
        ),
    ),
}

BACKWARD = {**_SIGNAL, **_PARAMETERS}
