"""Adafactor's own steps as code."""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.updates import ADAFACTOR_SHARE
from nnviz.engine.code.written import Line
from nnviz.engine.step import StepKind


def _row_mean(d: Dialect) -> list[Line]:
    return [d.line(d.along(f"({d.names[0]}**2)", "mean", 1, keep=True))]


def _column_mean(d: Dialect) -> list[Line]:
    return [d.line(d.along(f"({d.names[0]}**2)", "mean", 0, keep=True))]


def _average(d: Dialect) -> list[Line]:
    old, mean = d.names
    return [ADAFACTOR_SHARE, d.line(f"beta2 * {old} + (1 - beta2) * {mean}")]


def _estimate(d: Dialect) -> list[Line]:
    rows, columns = d.names
    shapes = f"{d.shape(rows)} * {d.shape(columns)}"
    return [d.line(f"{rows} * {columns} / max({rows}.mean(), eps1)", shapes)]


def _unit(d: Dialect) -> list[Line]:
    g, v = d.names
    return [d.line(f"{g} / {d.maximum(d.call('sqrt', v), 'eps1')}")]


def _rms(d: Dialect) -> list[Line]:
    return [d.line(_root_mean_square(d, d.names[0]))]


def _root_mean_square(d: Dialect, name: str) -> str:
    return d.call("sqrt", f"({name}**2).mean()")


def _clipped(d: Dialect) -> list[Line]:
    update, rms = d.names
    return [d.line(f"{update} / max(1, {rms} / d)")]


def _size(d: Dialect) -> list[Line]:
    root = _root_mean_square(d, d.names[0])
    return [d.line(f"max(eps2, {root}) * min(lr, step**-0.5)")]


ADAFACTOR: dict[StepKind, Writer] = {
    StepKind.ROW_MEAN: _row_mean,
    StepKind.ROW_AVERAGE: _average,
    StepKind.COLUMN_MEAN: _column_mean,
    StepKind.COLUMN_AVERAGE: _average,
    StepKind.FACTORED_ESTIMATE: _estimate,
    StepKind.UNIT_UPDATE: _unit,
    StepKind.UPDATE_RMS: _rms,
    StepKind.CLIPPED_UPDATE: _clipped,
    StepKind.RELATIVE_STEP: _size,
}
