"""Turns what was measured into tables."""

from collections.abc import Iterable, Mapping

from tests.bench.speed.cases import Case
from tests.bench.speed.measure import SAME_AFTER, Measured
from tests.bench.speed.spread import Spread
from tests.bench.speed.table import Table
from tests.bench.speed.targets import Target

NONE = "–"
TITLES = {
    "step": "step",
    "plain step": "step without the native loop",
    "fit": "fit, each step of it",
    "train_step": "train_step",
    "trace_step": "trace_step",
    "torch eager": "PyTorch eager",
    "torch fused": "PyTorch eager, fused optimizer",
    "torch.compile": "torch.compile, fused optimizer",
    "JAX jit": "JAX jit, one step per call",
    "scikit-learn": "scikit-learn partial_fit",
    "products": "bare matrix products",
}


def speed_table(found: Measured, absent: Mapping[str, str]) -> Table:
    """Everybody's time as a multiple of our step: above 1, our step is faster."""
    nets = list(found.times)
    table = Table(
        f"One step, {found.optimizer}, {found.dtype}, threads: {found.threads}",
        ("time / our step, median (p10–p90)", *(net.name for net in nets)),
    )
    table.rows.append(("our step, µs", *(_cell(found.microseconds(net, "step")) for net in nets)))
    for name, title in TITLES.items():
        if name != "step":
            cells = (_cell(found.ratio(net, name, "step")) for net in nets)
            table.rows.append((title, *cells))
    table.notes = [f"{TITLES[name]}: {NONE} {reason}" for name, reason in absent.items()]
    return table


def recording_table(all_found: Iterable[Measured]) -> Table | None:
    """What recording everything costs."""
    all_found = list(all_found)
    nets = list(all_found[0].times)
    table = Table(
        "Cost of recording a step: trace_step / train_step",
        ("optimizer, dtype, threads", *(net.name for net in nets)),
    )
    for found in all_found:
        conditions = f"{found.optimizer}, {found.dtype}, {found.threads}"
        cells = (_cell(found.ratio(net, "trace_step", "train_step")) for net in nets)
        table.rows.append((conditions, *cells))
    return table


def same_table(
    found: Mapping[Case, Mapping[str, float | None]], optimizer: str, dtype: str
) -> Table:
    """How far everybody's parameters are from PyTorch's."""
    table = Table(
        f"The same work: largest difference of a parameter after {SAME_AFTER} steps, "
        f"{optimizer}, {dtype}",
        ("against PyTorch eager", *(net.name for net in found)),
    )
    for name, title in TITLES.items():
        if name not in {"torch eager", "products"}:
            values = [of_net.get(name) for of_net in found.values()]
            cells = (NONE if value is None else f"{value:.1e}" for value in values)
            table.rows.append((title, *cells))
    return table


def dead_table(found: Mapping[str, Spread], net: Case) -> Table:
    """What it costs that half of the hidden units are dead."""
    table = Table(
        f"Half of the hidden units dead, {net.name}, {net.optimizer}, {net.dtype}",
        ("", "dead / alive"),
    )
    table.rows = [(TITLES[name], _cell(value)) for name, value in found.items()]
    return table


def target_table(targets: Iterable[Target]) -> Table:
    """What was wanted, what was found."""
    table = Table("Targets", ("target", "wanted", "found", "met"))
    table.rows = [
        (target.text, target.wanted, target.found, "yes" if target.met else "NO")
        for target in targets
    ]
    return table


def _cell(value: Spread | None) -> str:
    return NONE if value is None else str(value)
