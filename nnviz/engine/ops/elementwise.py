"""What the ops of an update have in common: every array has the shape of the parameter."""

from nnviz.engine.expression import Const, Ref
from nnviz.engine.ops.rule import OpRule, Region, cell, one
from nnviz.engine.step import Step


class ParameterRule(OpRule):
    """An op on arrays of the shape of a parameter, cell by cell."""

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)


def number(step: Step, option: str, symbol: str) -> Const:
    """Return a hyper-parameter of the step with its letter."""
    return Const(float(step.options[option]), symbol)


def learning_rate(step: Step) -> Const:
    """Return η of this update; a schedule computed it."""
    return Const(float(step.options["lr"]), "η", rounded="schedule" in step.options)


def gradient_name(step: Step) -> str:
    """Return the name of the gradient among the inputs, decayed or not."""
    return next(name for name in step.inputs if name.startswith("d"))


def other_name(step: Step) -> str:
    """Return the name of the input that is not the gradient."""
    return next(name for name in step.inputs if not name.startswith("d"))


def gradient(step: Step, row: int, col: int) -> Ref:
    """Return the gradient's cell."""
    return cell(step, gradient_name(step), row, col)


def other(step: Step, row: int, col: int) -> Ref:
    """Return the cell of the input that is not the gradient."""
    return cell(step, other_name(step), row, col)
