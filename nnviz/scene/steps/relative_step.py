"""How far a parameter may go in one update: in proportion to its own size."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant, short
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (parameter,) = inputs(moment)
    options = moment.step.options
    most = min(float(options["lr"]), float(options["step"]) ** -0.5)
    least = constant(moment.step, "eps2")
    close = sign(f")) · {short(most)} =")
    return equation(moment, sign(f"max({least}, RMS("), parameter, close, made(moment))


VIEW = StepView(_content)
