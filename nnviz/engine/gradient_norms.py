"""How long the weight gradient of each layer is, which tells how far learning reaches."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz.engine.step import StepKind
from nnviz.engine.trace import Trace


@dataclass(frozen=True, slots=True)
class LayerNorm:
    """‖∂L/∂W‖ of one layer: the root of the sum of all squares.

    It is that of the whole loss, penalty included, before any clipping. ``weights`` is ‖W‖;
    ``step_index`` is the step that computes the gradient, ``row`` and ``col`` its largest cell.
    """

    layer: int
    norm: float
    weights: float
    step_index: int
    row: int
    col: int


def gradient_norms(trace: Trace) -> tuple[LayerNorm, ...]:
    """Return the norm of each layer's weight gradient, from the first layer on."""
    return tuple(_norm(trace, layer) for layer in range(1, len(trace.spec.layers) + 1))


def _norm(trace: Trace, layer: int) -> LayerNorm:
    gradient = trace[f"dW{layer}"]
    place = np.unravel_index(int(np.argmax(np.abs(gradient))), gradient.shape)
    made = next(
        step.index
        for step in trace.steps
        if step.kind is StepKind.WEIGHT_GRADIENT and step.layer == layer
    )
    row, col = (int(number) for number in place)
    return LayerNorm(layer, length(gradient), length(trace[f"W{layer}"]), made, row, col)


def length(array: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> float:
    """Return the root of the sum of the squares of all cells, in float64."""
    flat = np.asarray(array, dtype=np.float64).reshape(-1)
    largest = float(np.abs(flat).max(initial=0.0))
    if not largest or not math.isfinite(largest):
        return largest
    # Divided first, so that no square overflows or is lost.
    scaled = flat / largest
    return largest * math.sqrt(float(scaled @ scaled))
