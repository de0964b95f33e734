"""The rules of all kinds of op. To add one: a file here and a line in ``_RULES``."""

from nnviz.engine.errors import SpecError
from nnviz.engine.explanation import Explanation
from nnviz.engine.expression import Expr
from nnviz.engine.ops.activation import ActivationRule, DerivativeRule
from nnviz.engine.ops.add_bias import AddBiasRule
from nnviz.engine.ops.clip import ClipRule, GradientNormRule
from nnviz.engine.ops.decoupled_decay import DecoupledDecayRule
from nnviz.engine.ops.factored import (
    ColumnAverageRule,
    ColumnMeanRule,
    FactoredEstimateRule,
    RowAverageRule,
    RowMeanRule,
    UnitUpdateRule,
)
from nnviz.engine.ops.gradients import BiasGradientRule, InputGradientRule, WeightGradientRule
from nnviz.engine.ops.hadamard import HadamardRule
from nnviz.engine.ops.jacobian import JacobianRule
from nnviz.engine.ops.learning_rate import LearningRateRule
from nnviz.engine.ops.loss import (
    ErrorRule,
    FusedGradientRule,
    LossGradientRule,
    LossRule,
    SampleLossRule,
)
from nnviz.engine.ops.matmul import MatmulRule
from nnviz.engine.ops.moments import (
    FirstCorrectedRule,
    FirstMomentRule,
    SecondCorrectedRule,
    SecondMomentRule,
)
from nnviz.engine.ops.momentum import NesterovRule, VelocityRule, WeightDecayRule
from nnviz.engine.ops.outer_product import OuterProductRule
from nnviz.engine.ops.penalty import PenaltyGradientRule, PenaltyRule, TotalLossRule
from nnviz.engine.ops.relative_step import (
    ClippedUpdateRule,
    RelativeStepRule,
    UpdateRmsRule,
)
from nnviz.engine.ops.rule import OpRule, Region, at, require_cell
from nnviz.engine.ops.scaled_gradient import ScaledGradientRule, SquareSumRule
from nnviz.engine.ops.softmax import (
    DivideRule,
    ExpRule,
    ShiftRule,
    SoftmaxBackwardRule,
    SumRule,
)
from nnviz.engine.ops.update import UpdateRule
from nnviz.engine.orientation import HostArray, Orientation, has_sample_axis
from nnviz.engine.step import Step, StepKind

_RULES: tuple[OpRule, ...] = (
    MatmulRule(),
    AddBiasRule(),
    ActivationRule(),
    ShiftRule(),
    ExpRule(),
    SumRule(),
    DivideRule(),
    ErrorRule(),
    SampleLossRule(),
    LossRule(),
    PenaltyRule(),
    TotalLossRule(),
    LossGradientRule(),
    FusedGradientRule(),
    DerivativeRule(),
    JacobianRule(),
    HadamardRule(),
    SoftmaxBackwardRule(),
    OuterProductRule(),
    WeightGradientRule(),
    PenaltyGradientRule(),
    BiasGradientRule(),
    InputGradientRule(),
    GradientNormRule(),
    ClipRule(),
    LearningRateRule(),
    WeightDecayRule(),
    VelocityRule(),
    NesterovRule(),
    DecoupledDecayRule(),
    SquareSumRule(),
    ScaledGradientRule(),
    FirstMomentRule(),
    SecondMomentRule(),
    FirstCorrectedRule(),
    SecondCorrectedRule(),
    RowMeanRule(),
    RowAverageRule(),
    ColumnMeanRule(),
    ColumnAverageRule(),
    FactoredEstimateRule(),
    UnitUpdateRule(),
    UpdateRmsRule(),
    ClippedUpdateRule(),
    RelativeStepRule(),
    UpdateRule(),
)
_BY_KIND = {rule.kind: rule for rule in _RULES}


def rule(kind: StepKind) -> OpRule:
    """Return the rule of a kind of op."""
    return _BY_KIND[kind]


def explain(step: Step, row: int, col: int, orientation: Orientation, name: str) -> Explanation:
    """Explain one stored cell of the step's output, or of an array of its ``also``.

    Raises:
        ShapeError: there is no such cell.
        SpecError: the step makes no array of that name.
    """
    array = _made(step, name)
    require_cell(name, array, row, col)
    return Explanation(
        name=name,
        row=row,
        col=col,
        expression=_expression(step, row, col, name),
        orientation=orientation,
        recorded=at(array, row, col),
        sample=step.sample if has_sample_axis(name) else None,
        note=rule(step.kind).note(step, name, row, col),
    )


def targets(
    step: Step, name: str, row: int, col: int, made: str | None = None
) -> tuple[Region, ...]:
    """Return the stored cells of ``made`` (default: the output) that use this cell of an input.

    Raises:
        ShapeError: the input has no such cell.
        SpecError: the step has no such input, or makes no such array.
    """
    if name not in step.inputs:
        raise SpecError("The step {kind} has no input {name}.", kind=str(step.kind), name=name)
    require_cell(name, step.inputs[name], row, col)
    if made is None or made == step.output:
        return rule(step.kind).targets(step, name, row, col)
    _made(step, made)
    return rule(step.kind).targets_beside(step, made, name, row, col)


def _made(step: Step, name: str) -> HostArray:
    if name == step.output:
        return step.value
    if name in step.also:
        return step.also[name]
    raise SpecError("The step {kind} makes no array {name}.", kind=str(step.kind), name=name)


def _expression(step: Step, row: int, col: int, name: str) -> Expr:
    found = rule(step.kind)
    if name == step.output:
        return found.expression(step, row, col)
    return found.beside(step, name, row, col)


__all__ = ["OpRule", "Region", "explain", "rule", "targets"]
