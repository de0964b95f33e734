"""Adafactor's step: how large the update is, how it is clipped, how far it may go."""

from nnviz.engine import notation
from nnviz.engine.expression import Call, Const, Expr, Product, Quotient
from nnviz.engine.ops.elementwise import learning_rate, number
from nnviz.engine.ops.rule import (
    OpRule,
    Region,
    cell,
    input_names,
    one,
    whole,
)
from nnviz.engine.ops.shares import floor
from nnviz.engine.ops.squares import sum_of_squares
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class UpdateRmsRule(OpRule):
    """RMS(U) (): the root of the mean of all squares."""

    kind = StepKind.UPDATE_RMS

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the root mean square."""
        (name,) = input_names(step)
        return rf"{notation.latex(step.output)} = {_rms_formula(name)}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the root of the sum of all squares over their number."""
        return _rms(step)

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Every cell makes the one number."""
        return one(0, 0)


class ClippedUpdateRule(OpRule):
    """Û = U / max(1, RMS(U)/d): made smaller as a whole if it is larger than d on average."""

    kind = StepKind.CLIPPED_UPDATE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the clipped update."""
        out, update, rms = map(notation.latex, (step.output, *input_names(step)))
        return rf"{out} = \frac{{{update}}}{{\max\left(1, \frac{{{rms}}}{{d}}\right)}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return U over what it is too large by."""
        update, rms = input_names(step)
        over = Quotient(cell(step, rms, 0, 0), number(step, "d", "d"))
        return Quotient(cell(step, update, row, col), Call("max", (Const(1.0), over)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own, the root mean square all."""
        update, _ = input_names(step)
        return one(row, col) if name == update else whole(step)


class RelativeStepRule(OpRule):
    """α = max(ε₂, RMS(p)) · min(η, 1/√t): the step in proportion to the parameter."""

    kind = StepKind.RELATIVE_STEP

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the size of the step."""
        (name,) = input_names(step)
        # Brackets that grow about a sum grow without end in some typesetters.
        size = rf"\max(\epsilon_{{2}}, {_rms_formula(name)})"
        most = r"\min\left(\eta, \frac{1}{\sqrt{t}}\right)"
        return rf"{notation.latex(step.output)} = {size} \cdot {most}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the root mean square of the parameter times the largest step."""
        size = floor(_rms(step), number(step, "eps2", "ε₂"))
        root = Call("sqrt", (Const(float(step.options["step"]), "t"),))
        most = Call("min", (learning_rate(step), Quotient(Const(1.0), root)))
        return Product((size, most))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Every cell of the parameter makes the one number."""
        return one(0, 0)


def _rms(step: Step) -> Expr:
    """Return the root mean square of the step's one input."""
    (values,) = step.inputs.values()
    return Call("sqrt", (Quotient(sum_of_squares(step), Const(float(values.size))),))


def _rms_formula(name: str) -> str:
    letter, index = notation.latex(name), "i,j" if notation.dimensions(name) == 2 else "i"
    squared = rf"\left({letter}\right)_{{{index}}}^{{2}}"
    return rf"\sqrt{{\frac{{1}}{{n}} \sum_{{{index}}} {squared}}}"
