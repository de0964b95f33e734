"""Gradients against central differences: of all parameters, and of one cell of a trace."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnviz.engine import door, losses
from nnviz.engine.ops.rule import at, require_cell, shape_as_table
from nnviz.engine.orientation import HostArray
from nnviz.engine.replay import Replay, replay
from nnviz.engine.spec import NetworkSpec

if TYPE_CHECKING:
    from nnviz.engine.network import Network
    from nnviz.engine.trace import Trace

# Cells of one parameter that are tried; of a larger one a random choice stands for the rest.
MAX_CELLS = 256
# The change of a cell, per unit of its size. A difference with too small a step drowns in the
# rounding of the loss, with too large a one in its curvature: the first that agrees to
# GOOD_ENOUGH, else the best, counts.
STEPS = (1e-5, 1e-4, 1e-3)
GOOD_ENOUGH = 1e-7
# So many units of rounding, of the numbers that make the loss, are taken for nothing.
_LOST_IN_DIFFERENCE = 1e6
_LOST_IN_GRADIENT = 1e3
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class CellCheck:
    """One cell's gradient beside its central difference.

    ``kink`` says that the two sides of the difference lie on different sides of a kink (a ReLU's
    0): there the difference is no gradient, and the two need not agree. ``step`` is the change
    made to the cell in each direction.
    """

    gradient: float
    numeric: float
    relative_error: float
    step: float
    kink: bool = False


@dataclass(frozen=True, slots=True)
class ParameterCheck:
    """The check of one parameter: ``checked`` of its ``total`` cells were tried.

    ``kinks`` of these lay on a kink and do not count; ``worst`` is the stored cell with the
    largest error, None if none counted.
    """

    max_relative_error: float
    checked: int
    total: int
    kinks: int
    worst: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The check of all parameters of a network, by name."""

    per_parameter: Mapping[str, ParameterCheck]

    @property
    def max_relative_error(self) -> float:
        """The largest relative error of all."""
        return max(check.max_relative_error for check in self.per_parameter.values())

    @property
    def relative_errors(self) -> Mapping[str, float]:
        """The largest relative error of each parameter."""
        checks = self.per_parameter.items()
        return MappingProxyType({name: check.max_relative_error for name, check in checks})

    @property
    def kinks(self) -> int:
        """How many of the tried cells lay on a kink and do not count."""
        return sum(check.kinks for check in self.per_parameter.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """What a central difference needs: X, Y and the parameters in float64.

    ``eps`` is the rounding of the gradients that are checked.
    """

    spec: NetworkSpec
    given: Mapping[str, HostArray]
    eps: float = _EPS

    def check(
        self,
        name: str,
        array: HostArray,
        cell: tuple[int, int],
        gradient: float,
        largest: float,
    ) -> CellCheck | None:
        """Compare a gradient with the difference of the losses on both sides of the cell.

        ``largest`` is the largest gradient beside it. A probability so near to 1 that float64 has
        no room beside it has no check.
        """
        size = at(array, *cell)
        best: CellCheck | None = None
        for step in self._steps(name, size):
            found = self._difference(name, array, cell, step, gradient, largest)
            if best is None or (not found.kink and found.relative_error < best.relative_error):
                best = found
            if best.kink or best.relative_error <= GOOD_ENOUGH:
                break
        return best

    def _difference(
        self,
        name: str,
        array: HostArray,
        cell: tuple[int, int],
        step: float,
        gradient: float,
        largest: float,
    ) -> CellCheck:
        size = at(array, *cell)
        above, below = (self._moved(name, array, cell, size + s * step) for s in (1.0, -1.0))
        # What was really added and taken away, which rounding may have changed.
        numeric = (above.loss - below.loss) / ((size + step) - (size - step))
        lost = _LOST_IN_DIFFERENCE * _EPS * above.scale / step
        # A gradient in which large terms cancel has only the accuracy of its neighbours.
        coarse = _LOST_IN_GRADIENT * self.eps * max(largest, above.scale)
        return CellCheck(
            gradient=gradient,
            numeric=numeric,
            relative_error=_relative(gradient, numeric, max(lost, coarse)),
            step=step,
            kink=not above.same_side(below),
        )

    def _steps(self, name: str, size: float) -> tuple[float, ...]:
        if name == f"A{len(self.spec.layers)}" and losses.get(self.spec.loss).output:
            # The loss of a probability grows without bound towards 0 (and 1): stay near it.
            room = size if self.spec.loss == "cross_entropy" else min(size, 1.0 - size)
        else:
            room = max(1.0, abs(size))
        steps = (step * room for step in STEPS)
        return tuple(step for step in steps if step >= 4.0 * float(np.spacing(size)))

    def _moved(self, name: str, array: HostArray, cell: tuple[int, int], value: float) -> Replay:
        moved = array.copy()
        moved.reshape(shape_as_table(array))[cell] = value
        return replay(self.spec, self.given, {name: moved})


def check_gradients(
    network: "Network", X: npt.ArrayLike, Y: npt.ArrayLike, *, seed: int = 0
) -> GradientCheck:
    """Compare the gradients of all parameters with central differences of the loss.

    Both are taken in float64, those of a float32 network from its float64 twin: what is measured
    is the rule, not the rounding. The network is left as it is. An error is relative to the larger
    of the two gradients, or to what rounding of the loss leaves of a difference.

    Raises:
        ShapeError: X or Y has another shape.
        DataError: X or Y is empty, not finite, or impossible for the loss.
        DivergenceError: a value is not finite.
    """
    from nnviz.engine.network import Network

    twin = Network.from_spec(replace(network.spec, dtype="float64"))
    twin.set_parameters(network.parameters)
    gradients = twin.gradients(X, Y)
    inputs = np.asarray(door.host(X), dtype=np.float64)
    spec = network.spec
    target = losses.get(spec.loss).target(Y, len(inputs), spec.n_out, np.dtype(np.float64))
    parameters = twin.parameters
    setting = _Setting(spec, {"X": inputs, "Y": target, **parameters})
    random = np.random.default_rng(seed)
    checks = {
        name: _check_parameter(setting, name, parameters[name], gradients[f"d{name}"], random)
        for name in parameters
    }
    return GradientCheck(MappingProxyType(checks))


def check_cell(trace: "Trace", name: str, row: int, col: int) -> CellCheck | None:
    """Compare the recorded gradient of one stored cell with a central difference.

    The rest of the forward pass is run again from that cell, in float64. There is a check for the
    parameters, X, P, Z and A; for anything else the answer is None, and for a probability that
    is 1 but for rounding.

    Raises:
        ShapeError: there is no such cell.
        SpecError: there is no such array.
    """
    array = trace[name].astype(np.float64)
    require_cell(name, array, row, col)
    gradients = _recorded(trace, name)
    if gradients is None:
        return None
    names = ("X", "Y", *trace.spec.parameter_shapes)
    given = {given: trace[given].astype(np.float64) for given in names}
    largest = float(np.abs(gradients).max())
    setting = _Setting(trace.spec, given, float(np.finfo(trace.spec.dtype).eps))
    return setting.check(name, array, (row, col), at(gradients, row, col), largest)


def _recorded(trace: "Trace", name: str) -> HostArray | None:
    """Return the gradient of an array of the forward pass, or None."""
    if name == "X":
        # Training stops at the first layer's parameters: this is one product further.
        product: HostArray = trace["dZ1"] @ trace["W1"]
        return product
    if name[0] not in "WbPZA" or not name[1:].isdigit():
        return None
    gradient = f"dZ{name[1:]}" if name[0] == "P" else f"d{name}"
    if gradient not in trace:
        return None
    return trace[gradient]


def _check_parameter(
    setting: _Setting, name: str, value: HostArray, gradient: HostArray, random: np.random.Generator
) -> ParameterCheck:
    rows, columns = shape_as_table(value)
    total = rows * columns
    chosen = np.arange(total)
    if total > MAX_CELLS:
        chosen = np.sort(random.choice(total, MAX_CELLS, replace=False))
    cells = [(int(k) // columns, int(k) % columns) for k in chosen]
    largest = float(np.abs(gradient).max())
    found = {cell: setting.check(name, value, cell, at(gradient, *cell), largest) for cell in cells}
    smooth = {cell: c.relative_error for cell, c in found.items() if c is not None and not c.kink}
    worst = max(smooth, key=smooth.__getitem__, default=None)
    return ParameterCheck(
        max_relative_error=0.0 if worst is None else smooth[worst],
        checked=len(cells),
        total=total,
        kinks=len(cells) - len(smooth),
        worst=worst,
    )


def _relative(gradient: float, numeric: float, floor: float) -> float:
    difference = abs(gradient - numeric)
    scale = max(abs(gradient), abs(numeric), floor)
    return difference / scale if scale > 0 else difference
