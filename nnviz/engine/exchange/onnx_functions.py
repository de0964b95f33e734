"""Which of our activations a piece of an ONNX graph computes, however it is written.

What a graph does to a pre-activation z is kept as a sum of products of atoms, multiplied out: z
itself, or a function of such a sum. Two ways to write the same (PyTorch's GELU of five nodes,
Keras' of six) then become the same sum.
"""

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

from nnviz.engine.options import Options

# (name, parameters, arguments); z has neither.
Atom: TypeAlias = tuple[str, tuple[float, ...], tuple[Any, ...]]
# Products of atoms, each with its coefficient, sorted.
Sum: TypeAlias = tuple[tuple[tuple[Atom, ...], float], ...]

Z: Sum = (((("z", (), ()),), 1.0),)
# A graph could square a value again and again; what is longer than this is no activation of ours.
MOST_ATOMS = 64
# Constants of a float32 graph agree with ours to this.
_CLOSE = 2e-6
# The numbers of our SELU.
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


class TooInvolvedError(Exception):
    """A sum is longer than any that could be recognised."""


def number(value: float) -> Sum:
    """Return a constant."""
    return (((), float(value)),) if value else ()


def constant(value: Sum) -> float | None:
    """Return the number that a sum is, or None if z is in it."""
    if not value:
        return 0.0
    return value[0][1] if len(value) == 1 and not value[0][0] else None


def function(name: str, *arguments: Sum, parameters: tuple[float, ...] = ()) -> Sum:
    """Return one atom: a function of sums."""
    if name in {"Max", "Min"}:
        arguments = tuple(sorted(arguments))
    if name == "Max" and () in arguments and len(arguments) == 2:
        name, arguments = "Relu", tuple(one for one in arguments if one)
    return _limited(((((name, parameters, arguments),), 1.0),))


def add(*terms: Sum) -> Sum:
    """Return the sum of sums."""
    total: dict[tuple[Atom, ...], float] = {}
    for term in terms:
        for product, coefficient in term:
            total[product] = total.get(product, 0.0) + coefficient
    return _limited(tuple(sorted((p, c) for p, c in total.items() if c)))


def multiply(first: Sum, second: Sum) -> Sum:
    """Return the product of two sums, multiplied out."""
    if len(first) * len(second) > MOST_ATOMS:
        raise TooInvolvedError
    return add(*(((tuple(sorted((*p, *q))), c * d),) for p, c in first for q, d in second if c * d))


def recognised(value: Sum) -> tuple[str, Options] | None:
    """Return the name and the options of the activation function that the sum is, or None."""
    # First to the last bit: an alpha of 1.000001 is not 1.
    for tolerance in (0.0, _CLOSE):
        for name, options, pattern in _candidates(value):
            if _same(value, pattern, tolerance):
                return name, Options(options)
    return None


def _candidates(value: Sum) -> Iterator[tuple[str, dict[str, float], Sum]]:
    yield "linear", {}, Z
    for name, op in (("relu", "Relu"), ("sigmoid", "Sigmoid"), ("tanh", "Tanh"),
                     ("softplus", "Softplus"), ("softmax", "Softmax"), ("gelu", "Gelu"),
                     ("gelu_tanh", "GeluTanh"), ("selu", "Selu")):  # fmt: skip
        yield name, {}, function(op, Z)
    yield "swish", {}, multiply(Z, function("Sigmoid", Z))
    yield "gelu", {}, _gelu()
    yield "gelu_tanh", {}, _gelu_tanh()
    yield "selu", {}, _elu(SELU_ALPHA, SELU_SCALE)
    yield "selu", {}, function("Selu", Z, parameters=(SELU_ALPHA, SELU_SCALE))
    for alpha in dict.fromkeys(_numbers(value)):
        if 0 < alpha <= 1:
            yield "leaky_relu", {"alpha": alpha}, function("LeakyRelu", Z, parameters=(alpha,))
            yield "leaky_relu", {"alpha": alpha}, function("Max", Z, multiply(Z, number(alpha)))
        if 0 < alpha <= 1e6:
            yield "elu", {"alpha": alpha}, function("Elu", Z, parameters=(alpha,))
            yield "elu", {"alpha": alpha}, _elu(alpha, 1.0)


def _gelu() -> Sum:
    below = add(number(1.0), function("Erf", multiply(Z, number(math.sqrt(0.5)))))
    return multiply(number(0.5), multiply(Z, below))


def _gelu_tanh() -> Sum:
    cube = multiply(Z, multiply(Z, Z))
    inner = add(Z, multiply(number(0.044715), cube))
    curve = function("Tanh", multiply(number(math.sqrt(2.0 / math.pi)), inner))
    return multiply(number(0.5), multiply(Z, add(number(1.0), curve)))


def _elu(alpha: float, scale: float) -> Sum:
    """Return scale·(Relu(z) + alpha·Elu(min(0, z))), as our writer has it in double precision."""
    below = function("Elu", function("Min", (), Z), parameters=(1.0,))
    return add(multiply(number(scale), function("Relu", Z)), multiply(number(scale * alpha), below))


def _numbers(value: Sum) -> Iterator[float]:
    """Yield every coefficient and parameter: one of them may be the option."""
    for product, coefficient in value:
        yield coefficient
        for _, parameters, arguments in product:
            yield from parameters
            for argument in arguments:
                yield from _numbers(argument)


def _same(one: Any, other: Any, tolerance: float) -> bool:
    """Say whether two sums agree, their numbers to the relative tolerance."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=tolerance)
    if isinstance(one, tuple) and isinstance(other, tuple):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(_same(a, b, tolerance) for a, b in pairs)
    return bool(one == other)


def _limited(value: Sum) -> Sum:
    if _length(value) > MOST_ATOMS:
        raise TooInvolvedError
    return value


def _length(value: Sum) -> int:
    """Return the number of terms and atoms, at every depth."""
    return sum(
        1 + sum(1 + sum(map(_length, arguments)) for _, _, arguments in product)
        for product, _ in value
    )
