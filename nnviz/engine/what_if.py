"""What if a number were another: the same training step once more, from its trace alone."""

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from nnviz.engine import losses
from nnviz.engine.checks import whole_number
from nnviz.engine.door import position
from nnviz.engine.errors import DataError, DivergenceError, SpecError
from nnviz.engine.message import message
from nnviz.engine.ops.rule import at, shape_as_table
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs
from nnviz.engine.recorder import record
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.trace import Trace

# A stored cell of an array: its name, row and column; a vector is one row.
Cell: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A stored cell that was given another value, and ∂L/∂cell at the old one.

    ``derived`` says that training does not compute this gradient: that of X is worked out from
    dZ1 and W1, and that of Y from the loss.
    """

    name: str
    row: int
    col: int
    old: float
    new: float
    gradient: float
    derived: bool


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A training step as it was and as it would have been with some cells changed.

    Both have the same iteration and begin with the same optimizer state.
    """

    before: Trace
    after: Trace
    changes: tuple[Change, ...]

    @property
    def predicted(self) -> float:
        """The change of the loss to first order: Σ ∂L/∂cell · change of the cell."""
        return math.fsum(c.gradient * (c.new - c.old) for c in self.changes)

    @property
    def real(self) -> float:
        """The change of the loss that came of it."""
        return self.after.loss - self.before.loss

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The names of the arrays of both that are not the same in both.

        What is there for one sample at a time (a Jacobian) is not if any sample's is not.
        """
        before, after = self.before, self.after
        one_sample = {step.output: step.whole for step in before.steps if step.sample is not None}
        names = [name for name in before.names if name in after]
        differs = {
            name: not np.array_equal(before[name], after[name])
            for name in names
            if name not in one_sample
        }
        for name, whole in one_sample.items():
            differs[name] = any(differs.get(used, False) for used in whole)
        return tuple(name for name in names if differs[name])

    def difference(self, name: str) -> HostArray:
        """Return after − before for an array of that name.

        Raises:
            SpecError: there is no such array in both.
        """
        difference = np.asarray(self.after[name] - self.before[name])
        difference.setflags(write=False)
        return difference


def what_if(trace: Trace, cells: Mapping[Cell, float]) -> WhatIf:
    """Do the step of a trace again with other values in some cells of X, Y or the parameters.

    With the loss cross_entropy, a cell of Y set to 1 makes its unit the class of the sample.

    Raises:
        SpecError: there is no such array or cell, or it is not there before the step, or the
            cell of a class is set to something else than 1.
        DataError: a value is not finite, or impossible for the loss.
        DivergenceError: with these values the step cannot be computed.
    """
    arrays = {name: trace[name].copy() for name in _names(trace, cells)}
    for cell, value in cells.items():
        _set(trace, arrays, cell, value)
    if "Y" in arrays:
        _require_targets(trace, arrays["Y"], cells)
    changes = tuple(
        change for name, array in arrays.items() for change in _changes(trace, name, array, cells)
    )
    return WhatIf(trace, _again(trace, arrays), changes)


def _names(trace: Trace, cells: Mapping[Cell, float]) -> list[str]:
    """Return the arrays that are to be changed."""
    given = ("X", "Y", *trace.spec.parameter_shapes)
    names = list(dict.fromkeys(name for name, _, _ in cells))
    for name in names:
        if name not in given:
            raise SpecError(
                "'{name}' cannot be set: what a step begins with is {given}; all else is computed"
                " from these.",
                name=str(name),
                given=", ".join(given),
            )
    return names


def _set(trace: Trace, arrays: Mapping[str, HostArray], cell: Cell, value: float) -> None:
    """Set one cell of the copies."""
    name, row, col = cell
    table = arrays[name].reshape(shape_as_table(arrays[name]))
    for what, index, count in (
        (message("The row of {name}", name=name), row, table.shape[0]),
        (message("The column of {name}", name=name), col, table.shape[1]),
    ):
        whole_number(what, index, at_least=0, at_most=count - 1)
    with np.errstate(over="ignore"):
        number = _number(value, table.dtype)
    if not math.isfinite(number):
        raise DataError(
            "A cell of {name} can be set to a finite number of the type {dtype}, but not to"
            " {value}.",
            name=name,
            dtype=str(table.dtype),
            value=repr(value),
        )
    if name == "Y" and trace.spec.loss == "cross_entropy" and number == 1:
        table[row] = 0
    table[row, col] = number


def _number(value: object, dtype: np.dtype[Any]) -> float:
    """Return the value as a number of the dtype; NaN if it is none."""
    if not isinstance(value, numbers.Real):
        return math.nan
    return float(dtype.type(value))


def _require_targets(trace: Trace, Y: HostArray, cells: Mapping[Cell, float]) -> None:
    """Refuse targets that are impossible for the loss."""
    if trace.spec.loss == "cross_entropy":
        one_hot = ((Y == 0) | (Y == 1)).all(axis=1) & (Y.sum(axis=1) == 1)
        as_asked = all(Y[r, c] == value for (name, r, c), value in cells.items() if name == "Y")
        if not (bool(one_hot.all()) and as_asked):
            raise SpecError(
                "With the loss cross_entropy, Y names one class for each sample: set the cell of"
                " that class to 1, and the others of the sample become 0 by themselves."
            )
    losses.get(trace.spec.loss).target(Y, Y.shape[0], Y.shape[1], Y.dtype)


def _changes(
    trace: Trace, name: str, array: HostArray, cells: Mapping[Cell, float]
) -> list[Change]:
    """Return the cells of one array that were asked for, and those that had to follow."""
    old = trace[name]
    gradient, derived = _gradient(trace, name)
    shape = shape_as_table(old)
    other = np.argwhere(array.reshape(shape) != old.reshape(shape)).tolist()
    asked = [(int(row), int(col)) for asked, row, col in cells if asked == name]
    places = dict.fromkeys([*asked, *((row, col) for row, col in other)])
    return [
        Change(name, *cell, at(old, *cell), at(array, *cell), at(gradient, *cell), derived)
        for cell in places
    ]


def _gradient(trace: Trace, name: str) -> tuple[HostArray, bool]:
    """Return ∂L/∂array, and whether it had to be worked out here."""
    if name == "X":
        # Training stops at the first layer's parameters: this is one product further.
        product: HostArray = trace["dZ1"] @ trace["W1"]
        return product, True
    if name == "Y":
        loss, last = losses.get(trace.spec.loss), len(trace.spec.layers)
        prediction = f"Z{last}" if loss.output else f"A{last}"
        return loss.target_gradient(trace[prediction], trace["Y"]), True
    return trace[f"d{name}"], False


class _Stage:
    """Memory and programs for steps of one kind of network, shared by all their traces."""

    def __init__(self, spec: NetworkSpec) -> None:
        self.programs = Programs.of(spec)
        self.lock = Lock()


# To compile a program costs several times as much as to run it.
_stage = lru_cache(maxsize=2)(_Stage)


def _again(trace: Trace, arrays: Mapping[str, HostArray]) -> Trace:
    """Return the trace of the same step with some of what it begins with replaced."""
    # How a network was first drawn does not matter here, and may be a long list of numbers.
    drawn = {"initializer": "zeros", "initializer_options": Options(), "seed": 0}
    stage = _stage(replace(trace.spec, **drawn))  # type: ignore[arg-type]
    with stage.lock:
        store = stage.programs.store
        store.load_kept(store.kept_in(trace.rows_before), trace.iteration)
        store.write_parameters({name: a for name, a in arrays.items() if name not in {"X", "Y"}})
        program = stage.programs.get(trace.n_samples)
        program.load(*(arrays.get(name, trace[name]) for name in ("X", "Y")))
        try:
            with program.quiet():
                after = record(program)
        except DivergenceError as error:
            raise _cannot(trace, dict(error.message.args)) from error
    after.spec = trace.spec
    _require_finite_update(after)
    return after


def _require_finite_update(after: Trace) -> None:
    """Refuse new parameters that are not finite: training would see it one step later."""
    for name in after.spec.parameter_shapes:
        array = after[f"{name}_new"]
        good = np.isfinite(array)
        if not bool(good.all()):
            where = np.unravel_index(int(np.argmin(good)), array.shape)
            cell = {"position": position(where), "value": str(array[where])}
            raise _cannot(after, {"name": f"{name}_new", "kind": "update", **cell})


def _cannot(trace: Trace, where: Mapping[str, object]) -> DivergenceError:
    if "name" not in where:
        return DivergenceError(
            "With this change iteration {iteration} cannot be computed: its gradients become too"
            " large.",
            iteration=trace.iteration,
        )
    return DivergenceError(
        "With this change iteration {iteration} cannot be computed: cell {position} of {name}"
        " becomes {value} in the op {kind}.",
        iteration=trace.iteration,
        position=str(where["position"]),
        name=str(where["name"]),
        value=str(where["value"]),
        kind=str(where["kind"]),
    )
