"""The two moving averages of the gradient and the correction of their bias."""

from typing import ClassVar

from nnviz.engine import notation
from nnviz.engine.expression import Const, Expr, Neg, Power, Product, Quotient, Ref, Sum
from nnviz.engine.expression_latex import SYMBOLS
from nnviz.engine.ops.elementwise import (
    ParameterRule,
    gradient,
    gradient_name,
    number,
    other,
    other_name,
)
from nnviz.engine.ops.rule import cell, input_names
from nnviz.engine.ops.shares import kept
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class _MomentRule(ParameterRule):
    option: ClassVar[str]
    symbol: ClassVar[str]
    power: ClassVar[int]

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the moving average."""
        names = (step.output, other_name(step), gradient_name(step))
        out, m, g = (notation.latex(name) for name in names)
        beta = SYMBOLS[self._share(step).symbol or ""]
        raised = g if self.power == 1 else rf"\left({g}\right)^{{{self.power}}}"
        return rf"{out} = {beta} {m} + (1 - {beta}) {raised}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return β·m + (1 − β)·g, or with g squared."""
        beta = self._share(step)
        g: Ref | Power = gradient(step, row, col)
        if self.power != 1:
            g = Power(g, self.power)
        fresh = Product((Sum((Const(1.0), Neg(beta))), g))
        return Sum((Product((beta, other(step, row, col))), fresh))

    def _share(self, step: Step) -> Const:
        """Return what is kept of the old average.

        RMSprop has one number for both averages, that of Adafactor grows from step to step.
        """
        if "beta2_decay" in step.options:
            return kept(step)
        if "alpha" in step.options:
            return number(step, "alpha", "α")
        return number(step, self.option, self.symbol)


class FirstMomentRule(_MomentRule):
    """m′ = β₁·m + (1 − β₁)·g."""

    kind = StepKind.FIRST_MOMENT
    option = "beta1"
    symbol = "β₁"
    power = 1


class SecondMomentRule(_MomentRule):
    """v′ = β₂·v + (1 − β₂)·g²."""

    kind = StepKind.SECOND_MOMENT
    option = "beta2"
    symbol = "β₂"
    power = 2


class _CorrectedRule(ParameterRule):
    option: ClassVar[str]
    symbol: ClassVar[str]

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the corrected average."""
        (moment,) = input_names(step)
        above, below = notation.latex(moment), rf"1 - {SYMBOLS[self.symbol]}^{{t}}"
        return rf"{notation.latex(step.output)} = \frac{{{above}}}{{{below}}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the average over 1 − β to the power of the number of updates."""
        (moment,) = input_names(step)
        weight = Power(number(step, self.option, self.symbol), int(step.options["step"]), "t")
        return Quotient(cell(step, moment, row, col), Sum((Const(1.0), Neg(weight))))


class FirstCorrectedRule(_CorrectedRule):
    """m̂ = m′ / (1 − β₁ᵗ)."""

    kind = StepKind.FIRST_CORRECTED
    option = "beta1"
    symbol = "β₁"


class SecondCorrectedRule(_CorrectedRule):
    """v̂ = v′ / (1 − β₂ᵗ)."""

    kind = StepKind.SECOND_CORRECTED
    option = "beta2"
    symbol = "β₂"
