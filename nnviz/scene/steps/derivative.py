"""The slope of the activation function at every Z: the tangent beside the curve."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.graph import activation_plot
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    argument = inputs(moment)[0]
    result = made(moment)
    return equation(
        moment,
        argument,
        word_sign("f′"),
        result,
        plot=activation_plot(moment, argument, result.values),
    )


VIEW = StepView(_content)
