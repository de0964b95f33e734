"""A forward pass written down a second time, plainly and in float64, to check the first one.

It shares the activation functions and the losses with the program, but none of its buffers, ops or
derivatives. Any array on the way can be replaced, and the rest is computed from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.engine import losses
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """The loss of a replayed forward pass.

    ``scale`` is the size of the numbers that make it: a loss of 1e-11 that is left of numbers
    about 20 is known only to the rounding of 20. ``sides`` says for every unit whose activation
    has a kink at 0 on which side of it Z is (−1, 0, 1).
    """

    loss: float
    scale: float
    sides: tuple[HostArray, ...]

    def same_side(self, other: "Replay") -> bool:
        """Say whether no unit stands on another side of its kink than in the other pass."""
        pairs = zip(self.sides, other.sides, strict=True)
        return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


def replay(
    spec: NetworkSpec, given: Mapping[str, HostArray], changed: Mapping[str, HostArray]
) -> Replay:
    """Compute the loss from ``given`` (X, Y and the parameters), with some arrays replaced.

    ``changed`` may hold any of X, W{l}, b{l}, P{l}, Z{l} and A{l}; arrays (N, …) as in a trace.
    """
    values = {**given, **changed}
    A = values["X"]
    sides: list[HostArray] = []
    Z = A
    with np.errstate(all="ignore"):
        for number, layer in enumerate(spec.layers, start=1):
            Z = _weighted_sum(values, changed, number, A)
            activation = layer.make_activation()
            if activation.has_kink:
                sides.append(np.sign(Z))
            A = changed[f"A{number}"] if f"A{number}" in changed else activation(Z)
        by_output = f"A{len(spec.layers)}" in changed
        loss = _loss(spec, Z, A, given["Y"], by_output) + _penalty(spec, values)
        fused = losses.get(spec.loss).output is not None
        widest = max(_largest(A), _largest(given["Y"]))
        # Not a power: that of a Python number raises where a product becomes infinite.
        scale = _largest(Z) if fused else widest * widest
    return Replay(loss, max(scale, abs(loss)), tuple(sides))


def _largest(array: HostArray) -> float:
    return float(np.abs(array).max())


def _weighted_sum(
    values: Mapping[str, HostArray], changed: Mapping[str, HostArray], layer: int, A: HostArray
) -> HostArray:
    if f"Z{layer}" in changed:
        return changed[f"Z{layer}"]
    P = changed[f"P{layer}"] if f"P{layer}" in changed else A @ values[f"W{layer}"].T
    bias = values.get(f"b{layer}")
    return P if bias is None else P + bias


def _loss(spec: NetworkSpec, Z: HostArray, A: HostArray, Y: HostArray, by_output: bool) -> float:
    loss = losses.get(spec.loss)
    if loss.output is None:
        return loss(A, Y)
    # A fused loss takes logits; only where its output itself was replaced is there no logit.
    return _OF_PROBABILITIES[spec.loss](A, Y) if by_output else loss(Z, Y)


def _penalty(spec: NetworkSpec, values: Mapping[str, HostArray]) -> float:
    weights = (values[name] for name in spec.parameter_shapes if name.startswith("W"))
    return spec.l2 / 2.0 * sum(float(np.sum(W * W)) for W in weights) if spec.l2 else 0.0


_OF_PROBABILITIES: dict[str, Callable[[HostArray, HostArray], float]] = {
    "bce": lambda A, Y: float(-np.mean(Y * np.log(A) + (1 - Y) * np.log1p(-A))),
    "cross_entropy": lambda A, Y: float(-np.sum(Y * np.log(A)) / len(A)),
}
