"""How much the loss of the batch should change by an update, and how much it does change."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from nnviz.engine.orientation import HostArray
from nnviz.engine.replay import replay
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.step import StepKind
from nnviz.engine.trace import Trace

Arrays: TypeAlias = dict[str, HostArray]

_SHARES = tuple(k / 8 for k in range(9))
# So many multiplications may be spent on the loss along the way of an update.
_MOST_WORK = 20_000_000


@dataclass(frozen=True, eq=False)
class LossChange:
    """The loss of the same batch before and after an update.

    ``predicted`` is the change to first order, Σ ∂L/∂θ · Δθ over all parameters; where ``plain``
    the update is nothing but −η·∂L/∂θ, and this is −η‖∇L‖². ``shares`` are parts of the way from
    the old to the new parameters (0 and 1 at least), ``at`` gives the loss at one of them. ``last``
    is the array with which the update ends.
    """

    predicted: float
    plain: bool
    rate: float
    last: str
    shares: tuple[float, ...]
    at: Callable[[float], float]

    @cached_property
    def before(self) -> float:
        """The loss at the old parameters."""
        return self.at(0.0)

    @cached_property
    def after(self) -> float:
        """The loss of the same batch at the new parameters."""
        return self.at(1.0)

    @cached_property
    def losses(self) -> tuple[float, ...]:
        """The loss at each of the shares; only a graph asks for those between the two ends."""
        return (self.before, *(self.at(share) for share in self.shares[1:-1]), self.after)

    @cached_property
    def real(self) -> float:
        """The change that comes of the update."""
        return self.after - self.before

    @property
    def ratio(self) -> float | None:
        """The real change over the predicted one; None where that says nothing."""
        if self.predicted == 0 or not math.isfinite(self.real) or not math.isfinite(self.predicted):
            return None
        return self.real / self.predicted


_KNOWN: "WeakKeyDictionary[Trace, LossChange]" = WeakKeyDictionary()


def loss_change(trace: Trace) -> LossChange:
    """Return the predicted and the real change of the loss by the update of a trace.

    Worked out once for a trace, in float64 from its recorded arrays; a loss when it is asked for.
    """
    found = _KNOWN.get(trace)
    if found is None:
        found = _KNOWN[trace] = _worked_out(trace)
    return found


def _worked_out(trace: Trace) -> LossChange:
    names = tuple(trace.spec.parameter_shapes)
    old = {name: trace[name].astype(np.float64, copy=False) for name in names}
    new = {name: trace[f"{name}_new"].astype(np.float64, copy=False) for name in names}
    with np.errstate(all="ignore"):
        predicted = math.fsum(
            float(np.vdot(trace[f"d{name}"], new[name] - old[name])) for name in names
        )
    updates = [step for step in trace.steps if step.kind is StepKind.UPDATE]
    plain = all(tuple(s.inputs) == (n := s.output.removesuffix("_new"), f"d{n}") for s in updates)
    rate = updates[0].options.get("lr")
    # The arrays and not the trace: what is known of a trace may not keep it.
    data = {"X": trace["X"].astype(np.float64, copy=False), "Y": trace["Y"]}
    return LossChange(
        predicted=predicted,
        plain=plain,
        rate=float(rate) if rate is not None else math.nan,
        last=updates[-1].output,
        shares=_SHARES if _work(trace) * len(_SHARES) <= _MOST_WORK else (0.0, 1.0),
        at=partial(_loss, trace.spec, data, old, new),
    )


def _work(trace: Trace) -> int:
    return trace.n_samples * sum(trace[name].size for name in trace.spec.parameter_shapes)


def _loss(
    spec: NetworkSpec,
    data: Arrays,
    old: Arrays,
    new: Arrays,
    share: float,
) -> float:
    with np.errstate(all="ignore"):
        parameters = {name: old[name] + share * (new[name] - old[name]) for name in old}
    return replay(spec, {**data, **parameters}, {}).loss
