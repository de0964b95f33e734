"""How often which values occur in a layer, in one iteration's batch."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from nnviz.engine import Trace
from nnviz.engine.orientation import HostArray
from nnviz.engine.symptoms_of_units import FLAT, off_units

Quantity: TypeAlias = Literal["A", "Z", "dZ", "dW", "W"]
QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)
MOST_BINS = 60  # more bars than these are no bars
_WITH_ENDS = ("sigmoid", "tanh")


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """The values of an array: ``counts`` (k,) between ``edges`` (k + 1,).

    ``zeros`` is how many of the ``total`` values are exactly 0; ``dead`` are the units (from 0)
    of a ReLU that are 0 for every sample; ``saturated`` is the share of the values at a flat end
    of a sigmoid or tanh, where the slope is below 1 % of the steepest; None for other functions.
    """

    name: str
    layer: int
    edges: HostArray
    counts: HostArray
    total: int
    zeros: int
    least: float
    most: float
    dead: tuple[int, ...] = ()
    saturated: float | None = None


def histograms(trace: Trace, quantity: Quantity, shared: bool) -> tuple[Histogram, ...]:
    """Return one histogram per layer that has the quantity, of the batch of a trace.

    There are as many bins as Sturges' or Freedman and Diaconis' rule asks for, whichever are
    more, but at most 60. If ``shared``, all layers have the same bins: those
    of all their values together.
    """
    layers = range(1, len(trace.spec.layers) + 1)
    names = [f"{quantity}{layer}" for layer in layers]
    tables = {
        layer: np.asarray(trace[name], dtype=np.float64)
        for layer, name in zip(layers, names, strict=True)
        if name in trace
    }
    if not tables:
        return ()
    together = np.concatenate([table.ravel() for table in tables.values()])
    common = bins(together) if shared else None
    return tuple(
        _histogram(trace, quantity, layer, table, bins(table) if common is None else common)
        for layer, table in tables.items()
    )


def bins(values: HostArray) -> HostArray:
    """Return the edges between bars for all of the values."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    low, high = float(flat.min()), float(flat.max())
    if not high > low:
        room = max(abs(high) * 0.5, 0.5)
        return np.array([low - room, low + room])
    count = min(_count(flat, high - low), MOST_BINS)
    return np.histogram_bin_edges(flat, bins=count)


def _count(values: HostArray, spread: float) -> int:
    """Return how many bars the rules ask for, without making them."""
    sturges = spread / (np.log2(values.size) + 1.0)
    quartiles = np.subtract(*np.percentile(values, [75, 25]))
    freedman = 2.0 * float(quartiles) * values.size ** (-1.0 / 3.0)
    width = min(sturges, freedman) if freedman > 0 else sturges
    return int(min(np.ceil(spread / width), 10 * MOST_BINS)) if width > 0 else MOST_BINS


def _histogram(
    trace: Trace, quantity: Quantity, layer: int, table: HostArray, edges: HostArray
) -> Histogram:
    counts, _ = np.histogram(table, bins=edges)
    of_units = quantity in {"A", "Z"}
    activation = trace.spec.layers[layer - 1].activation
    dead = off_units(np.asarray(trace[f"A{layer}"])) if activation == "relu" and of_units else ()
    return Histogram(
        f"{quantity}{layer}", layer, edges, counts, table.size,
        int(np.count_nonzero(table == 0.0)), float(table.min()), float(table.max()),
        dead, _saturated(trace, layer) if of_units else None,
    )  # fmt: skip


def _saturated(trace: Trace, layer: int) -> float | None:
    spec = trace.spec.layers[layer - 1]
    if spec.activation not in _WITH_ENDS:
        return None
    function = spec.make_activation()
    steepest = float(function.derivative(np.zeros(1))[0])
    slopes = function.derivative(np.asarray(trace[f"Z{layer}"]))
    return float((np.abs(slopes) < FLAT * steepest).mean())
