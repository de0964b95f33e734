"""What phases, activations and losses are called on the stage."""

import re

from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.step import Phase, Step

_PARAMETER = re.compile(r"[Wb]\d+")

_PHASES = {
    Phase.FORWARD: message("Forward pass"),
    Phase.LOSS: message("Loss"),
    Phase.BACKWARD: message("Backward pass"),
    Phase.UPDATE: message("Update"),
}

_ACTIVATIONS = {
    "linear": message("linear"),
    "relu": message("ReLU"),
    "leaky_relu": message("leaky ReLU"),
    "elu": message("ELU"),
    "selu": message("SELU"),
    "sigmoid": message("sigmoid"),
    "tanh": message("tanh"),
    "softplus": message("softplus"),
    "swish": message("swish"),
    "gelu": message("GELU"),
    "gelu_tanh": message("GELU (tanh form)"),
    "softmax": message("softmax"),
}

_SCHEDULES = {
    "constant": message("always the same"),
    "step": message("falls in steps"),
    "exponential": message("falls by the same share each time"),
    "cosine": message("falls along a cosine"),
    "warmup": message("rises to its full height"),
}

_LOSSES = {
    "mse": message("mean squared error"),
    "half_mse": message("half the mean squared error"),
    "sse": message("sum of squared errors"),
    "half_sse": message("half the sum of squared errors"),
    "bce": message("binary cross-entropy"),
    "cross_entropy": message("cross-entropy"),
}


def phase_name(phase: Phase) -> Message:
    """Return what a phase of the training step is called."""
    return _PHASES[phase]


def activation_name(name: str) -> Message:
    """Return what an activation is called; one that is new here is called by its own name."""
    return _ACTIVATIONS.get(name) or message("{name}", name=name)


def loss_name(name: str) -> Message:
    """Return what a loss is called; one that is new here is called by its own name."""
    return _LOSSES.get(name) or message("{name}", name=name)


def schedule_name(name: str) -> Message:
    """Return how a schedule goes; one that is new here is called by its own name."""
    return _SCHEDULES.get(name) or message("{name}", name=name)


def activation_of(step: Step) -> Message:
    """Return the name of the activation that a step is about."""
    return activation_name(str(step.options.get("activation", "softmax")))


def loss_of(step: Step) -> Message:
    """Return the name of the loss that a step is about."""
    return loss_name(str(step.options.get("loss", "mse")))


def option_of(step: Step, name: str) -> str:
    """Return a number of a step as it was typed in, such as 0.01 or 1e−5."""
    return f"{float(step.options[name]):g}".replace("e-0", "e-").replace("-", "−")


def parameter_of(step: Step) -> str:
    """Return the trace name of the parameter that an update step is about, such as ``W1``."""
    found = _PARAMETER.search(step.output)
    return found[0] if found else f"W{step.layer}"


def is_of_parameter(step: Step) -> bool:
    """Say whether an update step is about one parameter, not about all of them at once."""
    return _PARAMETER.search(step.output) is not None


def is_of_weights(step: Step) -> bool:
    """Say whether an update step is about one weight matrix."""
    return is_of_parameter(step) and parameter_of(step).startswith("W")


def parameter_symbol(step: Step) -> str:
    """Return how that parameter is written, such as ``W¹``."""
    return plain(parameter_of(step))
