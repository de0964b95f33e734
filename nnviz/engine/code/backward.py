"""The way back through a layer as code."""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.written import Line
from nnviz.engine.message import message
from nnviz.engine.ops.jacobian import elementwise
from nnviz.engine.step import StepKind


def _jacobian(d: Dialect) -> list[Line]:
    kept, arriving = d.names
    if elementwise(d.step):
        J = d.call("diag", kept)
    else:
        J = f"{d.call('diag', kept)} - {d.call('outer', kept, kept)}"
    size, shape = d.shape(kept), d.shape(d.out)
    (signal,) = d.step.also
    return [
        d.line(J, size),
        Line(
            f"delta = {d.out}.T @ {arriving}",
            f"{shape} @ {size} -> {size}",
            (message("that is {name}", name=f"{signal}[{d.step.sample}]"),),
        ),
    ]


def _hadamard(d: Dialect) -> list[Line]:
    return [d.joined("{0} * {1}")]


def _softmax(d: Dialect) -> list[Line]:
    A, dA = d.names
    return [d.line(f"{A} * ({dA} - {d.along(f'({dA} * {A})', 'sum', 1, keep=True)})")]


def _outer(d: Dialect) -> list[Line]:
    return [d.line(d.call("outer", *d.names))]


def _weights(d: Dialect) -> list[Line]:
    return [d.joined("{0}.T @ {1}")]


def _penalty(d: Dialect) -> list[Line]:
    return [d.joined("{0} + l2 * {1}")]


def _bias(d: Dialect) -> list[Line]:
    return [d.line(d.along(d.names[0], "sum", 0))]


def _input(d: Dialect) -> list[Line]:
    return [d.joined("{0} @ {1}")]


BACKWARD: dict[StepKind, Writer] = {
    StepKind.JACOBIAN: _jacobian,
    StepKind.HADAMARD: _hadamard,
    StepKind.SOFTMAX_BACKWARD: _softmax,
    StepKind.OUTER_PRODUCT: _outer,
    StepKind.WEIGHT_GRADIENT: _weights,
    StepKind.PENALTY_GRADIENT: _penalty,
    StepKind.BIAS_GRADIENT: _bias,
    StepKind.INPUT_GRADIENT: _input,
}
