"""Which backend a network computes with: what was asked for, or what its size suggests."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from nnviz.engine import backend as backends
from nnviz.engine.backend import Backend, BackendStatus
from nnviz.engine.message import Message, message

if TYPE_CHECKING:
    from nnviz.engine.network import Network
    from nnviz.engine.spec import NetworkSpec

# What :meth:`Network.fit` takes unless told otherwise; a spec does not know its batches.
TYPICAL_BATCH = 32
# An estimate from documents, not a measurement. A step of three layers is about 45 calls, and a
# launch from CuPy costs the processor 10 to 15 µs (cupy/cupy#3298), so it takes 0.5 to 0.7 ms
# however small the network is. NumPy computes 25 to 40 MFLOP in that time; "auto" wants several
# times that before it leaves the processor.
LEAST_FLOPS_FOR_GPU = 200_000_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A backend, and the sentence that says why it is this one."""

    backend: Backend
    reason: Message


def step_flops(spec: "NetworkSpec", n_samples: int = TYPICAL_BATCH) -> int:
    """Return the additions and multiplications in the matrix products of one training step.

    Forward, the gradient of the weights and, but for the first layer, of the inputs are
    2·n·n_in·n_out each; everything else is small beside them.
    """
    weights = [shape[0] * shape[1] for shape in spec.parameter_shapes.values() if len(shape) == 2]
    return 2 * n_samples * (3 * sum(weights) - weights[0])


def choose(name: str, spec: "NetworkSpec", n_samples: int = TYPICAL_BATCH) -> Choice:
    """Return the backend for a network: "numpy" and "cupy" are taken at their word.

    "auto" is NumPy, unless a step on ``n_samples`` samples is so large that a GPU pays and CuPy
    works here. For smaller networks CuPy is not even imported.

    Raises:
        BackendError: there is no such backend, or the one asked for does not work here.
    """
    if name != "auto":
        asked = backends.get(name)
        return Choice(asked, message("{name} was asked for.", name=name))
    flops = step_flops(spec, n_samples)
    if flops < LEAST_FLOPS_FOR_GPU:
        return Choice(backends.get("numpy"), _too_small(flops, n_samples))
    status = backends.statuses()[1]
    if not status.usable:
        reason = message(
            "A step is large enough for a GPU to pay, but there is none to use: {reason}",
            reason=status.reason,
        )
        return Choice(backends.get("numpy"), reason)
    reason = message(
        "A step on {samples} samples takes about {work} million additions and multiplications,"
        " enough for a GPU to pay.",
        samples=n_samples,
        work=_millions(flops),
    )
    return Choice(backends.get("cupy"), reason)


def describe(network: "Network | NetworkSpec | None" = None) -> tuple[BackendStatus, ...]:
    """Return for each backend whether it works here and why (not).

    With a network or its spec, ``chosen`` of one of them says why it computes with that one.

    Raises:
        BackendError: the backend that the spec asks for does not work here.
    """
    found = backends.statuses()
    if network is None:
        return found
    spec: NetworkSpec = getattr(network, "spec", cast("NetworkSpec", network))
    choice = choose(spec.backend, spec)
    return tuple(
        replace(status, chosen=choice.reason) if status.name == choice.backend.name else status
        for status in found
    )


def _too_small(flops: int, n_samples: int) -> Message:
    return message(
        "A step on {samples} samples takes about {work} million additions and multiplications;"
        " below {least} million, starting the functions of a GPU takes longer than it saves.",
        samples=n_samples,
        work=_millions(flops),
        least=LEAST_FLOPS_FOR_GPU // _MILLION,
    )


def _millions(flops: int) -> str:
    return f"{flops / _MILLION:.3g}" if flops < 1000 * _MILLION else str(flops // _MILLION)
