"""The learning rate of one update, where a schedule changes it."""

from nnviz.engine import notation, schedules
from nnviz.engine.expression import Expr
from nnviz.engine.ops.elementwise import number
from nnviz.engine.ops.rule import OpRule, Region
from nnviz.engine.orientation import Orientation
from nnviz.engine.schedules import Schedule
from nnviz.engine.step import Step, StepKind


class LearningRateRule(OpRule):
    """η = η₀ · the schedule's factor: a single number that depends on nothing but the count."""

    kind = StepKind.LEARNING_RATE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the schedule's formula."""
        return f"{notation.latex(step.output)} = {schedule_of(step).formula(_made_before(step))}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the schedule's arithmetic at this update."""
        rate = number(step, "base_lr", "η₀")
        return schedule_of(step).expression(rate, _made_before(step))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """No array goes in."""
        return ()


def schedule_of(step: Step) -> Schedule:
    """Return the schedule that the step's options describe."""
    name = str(step.options["schedule"])
    wanted = schedules.get(name).options
    return schedules.get(name, **{option: step.options[option] for option in wanted})


def _made_before(step: Step) -> int:
    return int(step.options["step"]) - 1
