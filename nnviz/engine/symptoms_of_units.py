"""Symptoms of single units: dead, saturated, or the same as another."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from nnviz.engine import losses
from nnviz.engine.losses import FusedLoss
from nnviz.engine.orientation import HostArray
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import Cell, Symptom, SymptomKind, of_units
from nnviz.engine.trace import Trace

# Of fewer samples a healthy unit is often off, or at its end, for all of them.
FEWEST_SAMPLES = 4
# The slope is below this share of the steepest one: |tanh| above 0.995, a sigmoid beyond 0.9975.
FLAT = 0.01
_STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}
# So many of the samples are there.
NEARLY_ALL = 0.9
# An output at its end is right to be there while its error is below this.
WRONG = 0.1
# Two rows whose numbers differ by less than this share of the largest are the same.
SAME = 1e-9
SAME_GRADIENT = 1e-6


def dead(trace: Trace) -> Iterator[Symptom]:
    """Yield the ReLU units that are off for every sample of the batch."""
    for step in trace.steps:
        if step.kind is not StepKind.ACTIVATION or step.options["activation"] != "relu":
            continue
        off = dead_units(step.value)
        if off:
            cell = Cell(step.output, 0, off[0])
            yield of_units(SymptomKind.DEAD, step.layer, off, cell, step.index, 1.0)


def dead_units(outputs: HostArray) -> tuple[int, ...]:
    """Return the units that a ReLU's outputs (N, O) show to be off for a whole batch."""
    return off_units(outputs) if outputs.shape[0] >= FEWEST_SAMPLES else ()


def off_units(outputs: HostArray) -> tuple[int, ...]:
    """Return the units whose outputs (N, O), or mask, are 0 for all samples, however few."""
    return tuple(np.flatnonzero(~outputs.any(axis=0)).tolist())


def saturated(trace: Trace) -> Iterator[Symptom]:
    """Yield the sigmoid and tanh units that are at a flat end for nearly all samples.

    An output unit counts only where it is wrong, and not at all where its slope is fused away.
    """
    for step in trace.steps:
        if step.kind is not StepKind.ACTIVATION:
            continue
        shares = saturation(trace, step.layer)
        units = tuple(np.flatnonzero(shares >= NEARLY_ALL).tolist())
        if not units:
            continue
        sample = int(np.argmax(_flat(trace, step.layer)[:, units[0]]))
        name = str(step.options["activation"])
        yield of_units(
            SymptomKind.SATURATED, step.layer, units, Cell(step.output, sample, units[0]),
            step.index, float(shares[units[0]]), function=name,
        )  # fmt: skip


def saturation(trace: Trace, layer: int) -> npt.NDArray[np.float64]:
    """Return for each unit of a layer the share of samples for which it is at a flat end."""
    units = trace.spec.layers[layer - 1].units
    if trace.n_samples < FEWEST_SAMPLES or not _has_ends(trace, layer):
        return np.zeros(units)
    flat = _flat(trace, layer)
    if layer == len(trace.spec.layers):
        flat = flat & (np.abs(trace["E"]) > WRONG)
    return np.asarray(flat.mean(axis=0))


def _has_ends(trace: Trace, layer: int) -> bool:
    last = layer == len(trace.spec.layers)
    fused = last and isinstance(losses.get(trace.spec.loss), FusedLoss)
    return not fused and trace.spec.layers[layer - 1].activation in _STEEPEST


def _flat(trace: Trace, layer: int) -> npt.NDArray[np.bool_]:
    steepest = _STEEPEST[trace.spec.layers[layer - 1].activation]
    return np.asarray(np.abs(trace[f"D{layer}"]) < FLAT * steepest)


def identical(trace: Trace) -> Iterator[Symptom]:
    """Yield the hidden units that have the weights, the bias and the gradient of another one.

    Output units may well begin alike: their targets differ.
    """
    for layer in range(1, len(trace.spec.layers)):
        for units in _groups(_rows(trace, layer, ""), _rows(trace, layer, "d")):
            step = next(s for s in trace.steps if s.kind is StepKind.MATMUL and s.layer == layer)
            cell = Cell(f"W{layer}", units[0], 0)
            yield of_units(SymptomKind.IDENTICAL, layer, units, cell, step.index, 0.0)


def _rows(trace: Trace, layer: int, prefix: str) -> npt.NDArray[np.float64]:
    """Return the weights (or their gradients) of each unit with its bias, as one row."""
    rows = np.asarray(trace[f"{prefix}W{layer}"], dtype=np.float64)
    if not trace.spec.layers[layer - 1].bias:
        return rows
    return np.column_stack([rows, np.asarray(trace[f"{prefix}b{layer}"], dtype=np.float64)])


def _groups(
    rows: npt.NDArray[np.float64], gradients: npt.NDArray[np.float64]
) -> Iterator[tuple[int, ...]]:
    """Yield groups of units whose rows agree in both tables."""
    if len(rows) < 2:
        return
    # Equal rows have equal projections: only neighbours among those have to be compared.
    weights = np.random.default_rng(0).normal(size=rows.shape[1])
    order = np.argsort(rows @ weights, kind="stable")
    group = [int(order[0])]
    for unit in order[1:].tolist():
        alike = _alike(rows, unit, group[0], SAME) and _alike(
            gradients, unit, group[0], SAME_GRADIENT
        )
        if not alike:
            if len(group) > 1:
                yield tuple(sorted(group))
            group = []
        group.append(unit)
    if len(group) > 1:
        yield tuple(sorted(group))


def _alike(table: npt.NDArray[np.float64], one: int, other: int, share: float) -> bool:
    """Say whether two rows agree but for a share of their largest number."""
    tolerance = share * float(np.abs(table[[one, other]]).max(initial=0.0))
    return bool((np.abs(table[one] - table[other]) <= tolerance).all())
