"""Matrix product, bias and softmax as code."""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.written import Line
from nnviz.engine.step import StepKind


def _matmul(d: Dialect) -> list[Line]:
    return [d.joined("{0} @ {1}.T")]


def _add_bias(d: Dialect) -> list[Line]:
    return [d.joined("{0} + {1}")]


def _shift(d: Dialect) -> list[Line]:
    (Z,), (largest,) = d.names, tuple(d.step.also)
    found = d.pick(f"{Z}.max(axis=1)", f"{Z}.amax(dim=1)")
    return [
        Line(f"{largest} = {found}", f"{d.shape(Z)} -> {d.shape(largest)}"),
        d.line(f"{Z} - {largest}[:, None]"),
    ]


def _exp(d: Dialect) -> list[Line]:
    return [d.line(d.call("exp", *d.names))]


def _sum(d: Dialect) -> list[Line]:
    return [d.line(d.along(d.names[0], "sum", 1))]


def _divide(d: Dialect) -> list[Line]:
    powers, sums = d.names
    return [d.line(f"{powers} / {sums}[:, None]")]


FORWARD: dict[StepKind, Writer] = {
    StepKind.MATMUL: _matmul,
    StepKind.ADD_BIAS: _add_bias,
    StepKind.SOFTMAX_SHIFT: _shift,
    StepKind.SOFTMAX_EXP: _exp,
    StepKind.SOFTMAX_SUM: _sum,
    StepKind.SOFTMAX_DIVIDE: _divide,
}
