"""The running mean of the squared gradient."""

from nnviz.engine.ops.shares import kept
from nnviz.engine.step import Step
from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.constants import constant, kept_share, rest, short
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, old = gradient_first(moment)
    keep, take = _shares(moment.step)
    square = sign(")", Run("2", script=1), Run(" ="))
    return equation(
        moment, sign(f"{keep} ·"), old, sign(f"+ {take} · ("), gradient, square, made(moment)
    )


def _shares(step: Step) -> tuple[str, str]:
    """Return what is kept and what is taken in; Adafactor's shares change from step to step."""
    if "beta2_decay" in step.options:
        keep = kept(step).value
        return short(keep), short(1.0 - keep)
    share = kept_share(step, "beta2")
    return constant(step, share), rest(step, share)


VIEW = StepView(_content)
