"""The length of all gradients together, as if they were one long vector."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.squares import squares
from nnviz.scene.steps.view import StepView

_NOTE = message("One norm for the gradients of all layers: clipping keeps their direction.")


def _content(moment: Moment) -> Content:
    return squares(moment, "√", notes=(_NOTE,))


VIEW = StepView(_content)
