"""What the step has to reach, and whether it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.bench.speed.cases import DEAD_NET, NETS, Case
from tests.bench.speed.measure import Measured
from tests.bench.speed.spread import Spread

OVER_TORCH = dict(zip(NETS, (35.0, 25.0, 6.0, 2.2, 1.0), strict=True))
SMALL = NETS[:3]
LARGEST = NETS[-1]
OVER_PRODUCTS = {"sgd": 1.25, "adam": 1.4}
TRACE_OVER_TRAIN = 2.0
DEAD_OVER_ALIVE = 1.3


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that was wanted."""

    text: str
    wanted: str
    found: str
    met: bool


def at_least(text: str, wanted: float, found: Spread) -> Target:
    return Target(text, f"≥ {wanted:g}", str(found), found.median >= wanted)


def at_most(text: str, wanted: float, found: Spread) -> Target:
    return Target(text, f"≤ {wanted:g}", str(found), found.median <= wanted)


def speed_targets(all_found: Iterable[Measured]) -> list[Target]:
    """Judge the tables of one thread and float32, for which the targets are."""
    targets: list[Target] = []
    for found in all_found:
        if (found.threads, found.dtype) == (1, "float32"):
            targets += _of_one_table(found)
    return targets


def dead_target(found: Mapping[str, Spread]) -> list[Target]:
    if "step" not in found:
        return []
    text = f"half-dead net over alive, {DEAD_NET.name}, adam"
    return [at_most(text, DEAD_OVER_ALIVE, found["step"])]


def _of_one_table(found: Measured) -> list[Target]:
    targets: list[Target | None] = []
    if found.optimizer == "adam":
        targets += [_over_torch(found, net, wanted) for net, wanted in OVER_TORCH.items()]
        targets += [_over_jax(found, net) for net in SMALL]
    targets.append(_over_products(found))
    targets += [_trace(found, net) for net in NETS]
    return [target for target in targets if target is not None]


def _over_torch(found: Measured, net: Case, wanted: float) -> Target | None:
    value = found.ratio(net, "torch eager", "step")
    return value and at_least(f"PyTorch eager / our step, {net.name}, adam", wanted, value)


def _over_jax(found: Measured, net: Case) -> Target | None:
    value = found.ratio(net, "JAX jit", "step")
    return value and at_least(f"JAX jit / our step, {net.name}, adam", 1.0, value)


def _over_products(found: Measured) -> Target | None:
    value = found.ratio(LARGEST, "step", "products")
    text = f"our step / bare matrix products, {LARGEST.name}, {found.optimizer}"
    return value and at_most(text, OVER_PRODUCTS[found.optimizer], value)


def _trace(found: Measured, net: Case) -> Target | None:
    value = found.ratio(net, "trace_step", "train_step")
    text = f"trace_step / train_step, {net.name}, {found.optimizer}"
    return value and at_most(text, TRACE_OVER_TRAIN, value)
