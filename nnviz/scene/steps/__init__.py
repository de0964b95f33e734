"""The views of all kinds of steps. To add one: a file here and a line in ``VIEWS``."""

from collections.abc import Mapping
from types import MappingProxyType

from nnviz.engine.step import Step, StepKind
from nnviz.scene.options import ComposeOptions, Extent
from nnviz.scene.samples.alone import batch_size
from nnviz.scene.steps import (
    activation,
    add_bias,
    bias_gradient,
    clip,
    clipped_update,
    decoupled_decay,
    derivative,
    error,
    factor_average,
    factor_mean,
    factored_estimate,
    first_corrected,
    first_moment,
    fused_gradient,
    gradient_norm,
    hadamard,
    input_gradient,
    jacobian,
    learning_rate,
    loss,
    loss_gradient,
    matmul,
    nesterov,
    outer_product,
    penalty,
    penalty_gradient,
    relative_step,
    sample_loss,
    scaled_gradient,
    second_corrected,
    second_moment,
    softmax_backward,
    softmax_divide,
    softmax_exp,
    softmax_shift,
    softmax_sum,
    square_sum,
    total_loss,
    unit_update,
    update,
    update_rms,
    velocity,
    weight_decay,
    weight_gradient,
)
from nnviz.scene.steps.one_sample import alone
from nnviz.scene.steps.shares import SHARE_VIEWS
from nnviz.scene.steps.view import StepView

VIEWS: Mapping[StepKind, StepView] = MappingProxyType(
    {
        StepKind.MATMUL: matmul.VIEW,
        StepKind.ADD_BIAS: add_bias.VIEW,
        StepKind.ACTIVATION: activation.VIEW,
        StepKind.SOFTMAX_SHIFT: softmax_shift.VIEW,
        StepKind.SOFTMAX_EXP: softmax_exp.VIEW,
        StepKind.SOFTMAX_SUM: softmax_sum.VIEW,
        StepKind.SOFTMAX_DIVIDE: softmax_divide.VIEW,
        StepKind.ERROR: error.VIEW,
        StepKind.SAMPLE_LOSS: sample_loss.VIEW,
        StepKind.LOSS: loss.VIEW,
        StepKind.PENALTY: penalty.VIEW,
        StepKind.TOTAL_LOSS: total_loss.VIEW,
        StepKind.LOSS_GRADIENT: loss_gradient.VIEW,
        StepKind.FUSED_GRADIENT: fused_gradient.VIEW,
        StepKind.DERIVATIVE: derivative.VIEW,
        StepKind.JACOBIAN: jacobian.VIEW,
        StepKind.HADAMARD: hadamard.VIEW,
        StepKind.SOFTMAX_BACKWARD: softmax_backward.VIEW,
        StepKind.OUTER_PRODUCT: outer_product.VIEW,
        StepKind.WEIGHT_GRADIENT: weight_gradient.VIEW,
        StepKind.PENALTY_GRADIENT: penalty_gradient.VIEW,
        StepKind.BIAS_GRADIENT: bias_gradient.VIEW,
        StepKind.INPUT_GRADIENT: input_gradient.VIEW,
        StepKind.GRADIENT_NORM: gradient_norm.VIEW,
        StepKind.CLIP: clip.VIEW,
        StepKind.LEARNING_RATE: learning_rate.VIEW,
        StepKind.WEIGHT_DECAY: weight_decay.VIEW,
        StepKind.VELOCITY: velocity.VIEW,
        StepKind.NESTEROV: nesterov.VIEW,
        StepKind.DECOUPLED_DECAY: decoupled_decay.VIEW,
        StepKind.SQUARE_SUM: square_sum.VIEW,
        StepKind.SCALED_GRADIENT: scaled_gradient.VIEW,
        StepKind.FIRST_MOMENT: first_moment.VIEW,
        StepKind.SECOND_MOMENT: second_moment.VIEW,
        StepKind.FIRST_CORRECTED: first_corrected.VIEW,
        StepKind.SECOND_CORRECTED: second_corrected.VIEW,
        StepKind.ROW_MEAN: factor_mean.VIEW,
        StepKind.ROW_AVERAGE: factor_average.VIEW,
        StepKind.COLUMN_MEAN: factor_mean.VIEW,
        StepKind.COLUMN_AVERAGE: factor_average.VIEW,
        StepKind.FACTORED_ESTIMATE: factored_estimate.VIEW,
        StepKind.UNIT_UPDATE: unit_update.VIEW,
        StepKind.UPDATE_RMS: update_rms.VIEW,
        StepKind.CLIPPED_UPDATE: clipped_update.VIEW,
        StepKind.RELATIVE_STEP: relative_step.VIEW,
        StepKind.UPDATE: update.VIEW,
    }
)


def view_of(step: Step, options: ComposeOptions) -> StepView:
    """Return the view of a step: of the whole batch, or of the one sample that is asked for."""
    if not options.one_sample or batch_size(step) == 1:
        return VIEWS[step.kind]
    return SHARE_VIEWS.get(step.kind) or alone(VIEWS[step.kind], step, options)


def extent(step: Step, options: ComposeOptions) -> Extent:
    """Return how many shown cells the step makes: its work, in which alpha is linear."""
    return view_of(step, options).work(step, options)


__all__ = ["VIEWS", "StepView", "extent", "view_of"]
