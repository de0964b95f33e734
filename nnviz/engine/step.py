"""One op of one training step, as it was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from nnviz.engine.orientation import HostArray, Orientation, known_orientation

if TYPE_CHECKING:
    from nnviz.engine.code import Language
    from nnviz.engine.display import ShownStep
    from nnviz.engine.explanation import Explanation
    from nnviz.engine.writing import Notation


class Phase(StrEnum):
    """The four parts of a training step."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"


class StepKind(StrEnum):
    """What an op does; ``nnviz.engine.ops`` has its rule, ``nnviz.scene.steps`` its view."""

    MATMUL = "matmul"
    ADD_BIAS = "add_bias"
    ACTIVATION = "activation"
    SOFTMAX_SHIFT = "softmax_shift"
    SOFTMAX_EXP = "softmax_exp"
    SOFTMAX_SUM = "softmax_sum"
    SOFTMAX_DIVIDE = "softmax_divide"
    ERROR = "error"
    SAMPLE_LOSS = "sample_loss"
    LOSS = "loss"
    PENALTY = "penalty"
    TOTAL_LOSS = "total_loss"
    LOSS_GRADIENT = "loss_gradient"
    FUSED_GRADIENT = "fused_gradient"
    DERIVATIVE = "derivative"
    JACOBIAN = "jacobian"
    HADAMARD = "hadamard"
    SOFTMAX_BACKWARD = "softmax_backward"
    OUTER_PRODUCT = "outer_product"
    WEIGHT_GRADIENT = "weight_gradient"
    PENALTY_GRADIENT = "penalty_gradient"
    BIAS_GRADIENT = "bias_gradient"
    INPUT_GRADIENT = "input_gradient"
    GRADIENT_NORM = "gradient_norm"
    CLIP = "clip"
    LEARNING_RATE = "learning_rate"
    WEIGHT_DECAY = "weight_decay"
    VELOCITY = "velocity"
    NESTEROV = "nesterov"
    DECOUPLED_DECAY = "decoupled_decay"
    SQUARE_SUM = "square_sum"
    SCALED_GRADIENT = "scaled_gradient"
    FIRST_MOMENT = "first_moment"
    SECOND_MOMENT = "second_moment"
    FIRST_CORRECTED = "first_corrected"
    SECOND_CORRECTED = "second_corrected"
    ROW_MEAN = "row_mean"
    ROW_AVERAGE = "row_average"
    COLUMN_MEAN = "column_mean"
    COLUMN_AVERAGE = "column_average"
    FACTORED_ESTIMATE = "factored_estimate"
    UNIT_UPDATE = "unit_update"
    UPDATE_RMS = "update_rms"
    CLIPPED_UPDATE = "clipped_update"
    RELATIVE_STEP = "relative_step"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Step:
    """One op of a training step: what went in, what came out, and how to explain each cell.

    Arrays are read-only host copies; those with a sample axis have a sample in each row.
    ``options`` holds the op's numbers and names (``activation``, ``alpha``, ``loss``, ``scale``,
    ``lr``, ``beta1``, ``eps``, ``step`` …). ``also`` holds what else the op made (a ReLU's mask).
    A ``derived`` step is not computed in training: the engine worked it out from recorded values.
    ``sample`` is the sample that a per-sample step (Jacobian, outer product) shows, else None;
    such a step keeps in ``whole`` the arrays of all samples, of which its inputs are one row.
    """

    index: int
    kind: StepKind
    phase: Phase
    layer: int
    inputs: Mapping[str, HostArray]
    output: str
    value: HostArray
    also: Mapping[str, HostArray] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    derived: bool = False
    sample: int | None = None
    whole: Mapping[str, HostArray] = field(default_factory=lambda: MappingProxyType({}))

    def formula(self, orientation: Orientation = "textbook") -> str:
        """Return the step's formula as LaTeX (no dollar signs).

        Raises:
            SpecError: there is no such orientation.
        """
        from nnviz.engine.ops import rule

        return rule(self.kind).formula(self, known_orientation(orientation))

    def explain(
        self, row: int, col: int, orientation: Orientation = "textbook", name: str | None = None
    ) -> "Explanation":
        """Say which cells made the stored cell (row, col) of the output and by what arithmetic.

        ``row`` and ``col`` are the stored position (a sample is a row) in both orientations; the
        orientation only decides in which order the indices are written. A vector is one row, a
        scalar is (0, 0). ``name`` asks for an array of ``also`` instead of the output.

        Raises:
            ShapeError: there is no such cell.
            SpecError: the step makes no array of that name, or there is no such orientation.
        """
        from nnviz.engine.ops import explain

        return explain(self, row, col, known_orientation(orientation), name or self.output)

    def code(self, language: "Language" = "numpy") -> str:
        """Return the lines of a program that the step is, in NumPy or in PyTorch ("torch").

        Raises:
            SpecError: there is no such language.
        """
        from nnviz.engine.code import code_of

        return str(code_of(self, language))

    def for_sample(self, sample: int) -> "Step":
        """Return this per-sample step for another sample of the batch (else the step itself).

        Raises:
            ShapeError: the batch has no such sample.
        """
        from nnviz.engine.ops import rule

        return rule(self.kind).for_sample(self, sample)

    def with_index(self, index: int) -> "Step":
        """Return the step at another place of its trace."""
        return replace(self, index=index)

    def display(
        self,
        *,
        orientation: Orientation = "textbook",
        digits: int = 3,
        sample: int | None = None,
        notation: "Notation | None" = None,
    ) -> "ShownStep":
        """Return the step to be shown, by a notebook or by print(), in the way asked for.

        ``digits`` are significant; ``sample`` is the one that per-sample steps show. A
        ``notation`` decides everything else: symbols, numbers, orientation and digits.

        Raises:
            SpecError: there is no such orientation or number of digits.
            ShapeError: the batch has no such sample.
        """
        from nnviz.engine.display import DisplayOptions, ShownStep

        if notation is not None:
            return ShownStep(self, DisplayOptions.of_notation(notation, sample=sample))
        return ShownStep(self, DisplayOptions(orientation, digits, sample=sample))

    def __str__(self) -> str:
        return str(self.display())

    def __repr__(self) -> str:
        from nnviz.engine.display import step_repr

        return step_repr(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return self.display()._repr_html_()

    def _repr_latex_(self) -> str:
        """Return the formula and the values for notebooks that become papers."""
        return self.display()._repr_latex_()
