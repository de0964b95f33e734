"""Adafactor's update, made smaller as a whole where it is too large on average."""

from nnviz.engine.message import Message, message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

_INSIDE = message("The update is not too large: it stays as it is.")


def _content(moment: Moment) -> Content:
    update, size = inputs(moment)
    most = constant(moment.step, "d")
    close = sign(f"/ {most}) =")
    notes: tuple[Message, ...] = ()
    if float(size.values[0, 0]) <= moment.step.options["d"]:
        notes = (_INSIDE,)
    items = (update, sign("÷ max(1,"), size, close, made(moment))
    return equation(moment, *items, notes=notes)


VIEW = StepView(_content)
