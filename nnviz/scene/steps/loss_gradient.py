"""How the loss changes with each prediction."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.view import StepView

ONCE = message("The mean over the batch is taken here, once; every later gradient carries it.")


def _content(moment: Moment) -> Content:
    notes = (ONCE,) if averages(moment) else ()
    return equation(moment, *inputs(moment), word_sign("∂L"), made(moment), notes=notes)


def averages(moment: Moment) -> bool:
    """Say whether this loss divides by the number of samples (a sum does not)."""
    return moment.step.options.get("loss") != "half_sse"


VIEW = StepView(_content)
