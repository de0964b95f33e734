"""The Jacobian ∂a/∂z of one sample, which training never forms, and its product with ∂L/∂a."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from nnviz.engine import notation
from nnviz.engine.activations.softmax import Softmax
from nnviz.engine.expression import Const, Expr, Neg, Product, Sum
from nnviz.engine.message import Message, message
from nnviz.engine.ops.per_sample import read_only, sample_rows
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one
from nnviz.engine.orientation import HostArray, Orientation
from nnviz.engine.step import Step, StepKind


def jacobian_arrays(
    kept: HostArray, arriving: HostArray, *, elementwise: bool
) -> tuple[HostArray, HostArray]:
    """Return J (O, O) and Jᵀ·g (O,) of one sample.

    ``kept`` is f′(z) (O,) of an element-wise function, else the softmax's output a (O,);
    ``arriving`` is g = ∂L/∂a (O,).
    """
    J = np.diag(kept) if elementwise else Softmax.jacobian_from_output(kept)
    with np.errstate(all="ignore"):
        product = arriving @ J
    return read_only(J.copy()), read_only(product)


def elementwise(step: Step) -> bool:
    """Say whether the step's function is element-wise: its first input is then f′(Z), not A."""
    return input_names(step)[0].startswith("D")


def weighted_mean(step: Step) -> float:
    """Return Σ a·g of the sample of a softmax's Jacobian step: what δ = a ⊙ (g − Σ a·g) takes."""
    shares, arriving = step.inputs.values()
    with np.errstate(all="ignore"):
        return float(np.vdot(shares, arriving))


# A picture of another sample than the first asks for the same matrix in every frame.
_RECENT: deque[tuple[Step, int, Step]] = deque(maxlen=4)


class JacobianRule(OpRule):
    """Inputs: f′(z) or a, and ∂L/∂a, all (O,); output J (O, O), beside it δ = Jᵀ·∂L/∂a (O,)."""

    kind = StepKind.JACOBIAN

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return J; the product with it is written the same way in both orientations."""
        J = notation.latex(step.output)
        layer = step.layer
        if elementwise(step):
            return rf"{J} = \mathrm{{diag}}(f^{{\prime}}(z^{{{layer}}}))"
        a = f"a^{{{layer}}}"
        return rf"{J} = \mathrm{{diag}}({a}) - {a} (a^{{{layer}}})^{{\top}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return ∂a_row/∂z_col."""
        kept = input_names(step)[0]
        if elementwise(step):
            return cell(step, kept, 0, row) if row == col else Const(0.0)
        a = cell(step, kept, 0, row)
        if row == col:
            return Product((a, Sum((Const(1.0), Neg(a)))))
        return Neg(Product((a, cell(step, kept, 0, col))))

    def beside(self, step: Step, name: str, row: int, col: int) -> Expr:
        """Return δ_col = Σ J[i, col]·g_i; zeros of a diagonal are not written."""
        if elementwise(step):
            return self._share(step, col, col)
        units = range(step.value.shape[0])
        return Sum(tuple(self._share(step, unit, col) for unit in units))

    def _share(self, step: Step, row: int, col: int) -> Expr:
        """Return J[row, col]·g_row."""
        arriving = cell(step, input_names(step)[1], 0, row)
        match self.expression(step, row, col):
            case Neg(Product(factors)):
                return Neg(Product((*factors, arriving)))
            case Product(factors):
                return Product((*factors, arriving))
            case entry:
                return Product((entry, arriving))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """f′ makes its diagonal cell, a softmax output its row and its column; ∂L/∂a makes none."""
        if name != input_names(step)[0]:
            return ()
        if elementwise(step):
            return one(col, col)
        size = step.value.shape[0]
        here, all_ = slice(col, col + 1), slice(0, size)
        # The row, and the column above and below it, so that no cell is named twice.
        column = ((slice(0, col), here), (slice(col + 1, size), here))
        return ((here, all_), *(part for part in column if part[0].start < part[0].stop))

    def targets_beside(
        self, step: Step, made: str, name: str, row: int, col: int
    ) -> tuple[Region, ...]:
        """A cell makes δ of its unit, or of every unit through a dense Jacobian."""
        if elementwise(step):
            return one(0, col)
        return ((slice(0, 1), slice(0, step.value.shape[0])),)

    def for_sample(self, step: Step, sample: int) -> Step:
        """Return the Jacobian of another sample."""
        for known, its_sample, made in tuple(_RECENT):
            if known is step and its_sample == sample:
                return made
        made = self._for_sample(step, sample)
        _RECENT.append((step, sample, made))
        return made

    def _for_sample(self, step: Step, sample: int) -> Step:
        rows = sample_rows(step.whole, sample)
        kept, arriving = rows.values()
        J, delta = jacobian_arrays(kept, arriving, elementwise=elementwise(step))
        also: Mapping[str, HostArray] = MappingProxyType(dict.fromkeys(step.also, delta))
        return replace(step, sample=sample, inputs=rows, value=J, also=also)

    def note(self, step: Step, name: str, row: int, col: int) -> Message | None:
        """Say why a cell beside the diagonal is zero."""
        if name != step.output or row == col or not elementwise(step):
            return None
        return message(
            "Zero, because the function acts on each unit alone: output {row} does not depend"
            " on z {col}.",
            row=row + 1,
            col=col + 1,
        )
