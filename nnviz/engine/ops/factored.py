"""Adafactor's estimate of g²: means of its rows and columns, their averages, their product."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from nnviz.engine import notation
from nnviz.engine.expression import Call, Const, Expr, Neg, Power, Product, Quotient, Ref, Sum
from nnviz.engine.expression_latex import SYMBOLS
from nnviz.engine.ops.elementwise import ParameterRule, gradient_name
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one, whole, whole_column
from nnviz.engine.ops.shares import floor, kept
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class RowMeanRule(OpRule):
    """R̄ (O, 1): the mean of g² over each row of a weight matrix."""

    kind = StepKind.ROW_MEAN

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the mean of one row."""
        return _mean_formula(step, "i", "j")

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the sum of the squares over their number."""
        name = gradient_name(step)
        cells = (cell(step, name, row, other) for other in range(step.inputs[name].shape[1]))
        return _mean(Power(g, 2) for g in cells)

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes the mean of its row."""
        return one(row, 0)


class ColumnMeanRule(OpRule):
    """C̄ (1, I): the mean of g² over each column of a weight matrix."""

    kind = StepKind.COLUMN_MEAN

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the mean of one column."""
        return _mean_formula(step, "j", "i")

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the sum of the squares over their number."""
        name = gradient_name(step)
        cells = (cell(step, name, other, col) for other in range(step.inputs[name].shape[0]))
        return _mean(Power(g, 2) for g in cells)

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes the mean of its column."""
        return one(0, col)


class _AverageRule(ParameterRule):
    """The old average and the new mean, mixed: β₂·old + (1 − β₂)·mean."""

    beta: ClassVar[str] = SYMBOLS["β₂"]

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the moving average."""
        new, old, mean = map(notation.latex, (step.output, *input_names(step)))
        return rf"{new} = {self.beta} {old} + (1 - {self.beta}) {mean}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the mixture of one cell."""
        old, mean = (cell(step, name, row, col) for name in input_names(step))
        beta = kept(step)
        return Sum((Product((beta, old)), Product((Sum((Const(1.0), Neg(beta))), mean))))


class RowAverageRule(_AverageRule):
    """R′ = β₂·R + (1 − β₂)·R̄."""

    kind = StepKind.ROW_AVERAGE


class ColumnAverageRule(_AverageRule):
    """C′ = β₂·C + (1 − β₂)·C̄."""

    kind = StepKind.COLUMN_AVERAGE


class FactoredEstimateRule(OpRule):
    """v̂ = R′·C′ / mean(R′): a column times a row, so that it has rank 1."""

    kind = StepKind.FACTORED_ESTIMATE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the estimate of the whole matrix."""
        out, R, C = map(notation.latex, (step.output, *input_names(step)))
        mean = rf"\frac{{1}}{{n}} \sum_{{i}} {_indexed(input_names(step)[0], 'i')}"
        # Brackets that grow about a sum grow without end in some typesetters.
        return rf"{out} = \frac{{{R} \, {C}}}{{\max(\epsilon_{{1}}, {mean})}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the product of both averages over the mean of the rows'."""
        rows, columns = input_names(step)
        column = [cell(step, rows, i, 0) for i in range(step.inputs[rows].shape[0])]
        above = Product((column[row], cell(step, columns, 0, col)))
        return Quotient(above, floor(_mean(column), Const(least(step), "ε₁")))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A row's average is in the mean of all, a column's makes its column."""
        return whole(step) if name == input_names(step)[0] else whole_column(step, col)


class UnitUpdateRule(ParameterRule):
    """U = g/√v̂, where the root is at least ε₁."""

    kind = StepKind.UNIT_UPDATE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the gradient over its usual size."""
        out, g, v = map(notation.latex, (step.output, *input_names(step)))
        return rf"{out} = \frac{{{g}}}{{\max\left(\epsilon_{{1}}, \sqrt{{{v}}}\right)}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return g over the root of the estimate."""
        g, v = (cell(step, name, row, col) for name in input_names(step))
        return Quotient(g, floor(Call("sqrt", (v,)), Const(least(step), "ε₁")))


def least(step: Step) -> float:
    """Return ε₁: the rounding of the number type where it was left open."""
    given = step.options["eps1"]
    return float(np.finfo(step.value.dtype).eps) if given is None else float(given)


def _mean(terms: Iterable[Ref | Power]) -> Expr:
    listed = tuple(terms)
    return Quotient(Sum(listed), Const(float(len(listed))))


def _mean_formula(step: Step, index: str, other: str) -> str:
    (name,) = input_names(step)
    letter = notation.latex(name)
    count = step.inputs[name].shape[1 if index == "i" else 0]
    squared = rf"\left({letter}\right)_{{i,j}}^{{2}}"
    out = _indexed(step.output, index)
    return rf"{out} = \frac{{1}}{{{count}}} \sum_{{{other}}} {squared}"


def _indexed(name: str, index: str) -> str:
    """Return the letter of a row's or column's number with an index in letters."""
    return notation.latex(name).removesuffix("}") + rf",{index}}}"
