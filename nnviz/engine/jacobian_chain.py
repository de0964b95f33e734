"""The chain of Jacobians along a path through the network, for one sample of a recorded step.

From the loss back to an array of the forward pass stands one factor for each op on the way:
∂L/∂a², ∂a²/∂z², ∂z²/∂a¹ = W², … Their product is the gradient. It may be worked out from either
end; the result is the same, the number of multiplications is not.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from nnviz.engine.activations.softmax import Softmax
from nnviz.engine.compile.backward import MAX_JACOBIAN_UNITS
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.ops.per_sample import read_only
from nnviz.engine.orientation import HostArray
from nnviz.engine.trace import Trace

# "reverse" begins at the loss (the left end), "forward" at the input (the right end).
Order: TypeAlias = Literal["reverse", "forward"]
ORDERS: tuple[Order, ...] = ("reverse", "forward")


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """The Jacobian ∂of/∂wrt of one op at one sample: ``value`` (n_of, n_wrt), read-only.

    ``name`` is the trace array that holds it: "dA2" (the sample's row), "J2", "W2". ``diagonal``
    says that only its diagonal can be other than zero.
    """

    of: str
    wrt: str
    name: str
    layer: int
    value: HostArray
    diagonal: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.value.shape[0], self.value.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """One product of two neighbours of the chain: ``value`` (r, c) float64, read-only.

    ``left`` (r, k) and ``right`` (k, c) are what is multiplied, each a factor or the product
    before; ``factor`` is the place in the chain of the factor that is taken in, and ``before`` the
    multiplications made up to here without this product's own.
    """

    of: str
    wrt: str
    left: HostArray
    right: HostArray
    value: HostArray
    factor: int
    before: int

    @property
    def multiplications(self) -> int:
        """How many numbers are multiplied: rows · inner length · columns."""
        rows, inner = self.left.shape
        return int(rows * inner * self.right.shape[1])


class JacobianChain:
    """The factors of ∂of/∂wrt at one sample, from the loss side on, and their two products."""

    def __init__(self, sample: int, factors: tuple[Factor, ...]) -> None:
        self.sample = sample
        self.factors = factors

    @property
    def of(self) -> str:
        """What is differentiated."""
        return self.factors[0].of

    @property
    def wrt(self) -> str:
        """With respect to what."""
        return self.factors[-1].wrt

    @cached_property
    def value(self) -> HostArray:
        """The whole product (n_of, n_wrt), from the cheaper end; float64, read-only."""
        products = self.products(self.cheaper)
        return products[-1].value if products else self.factors[0].value

    @property
    def cheaper(self) -> Order:
        """The order that needs fewer multiplications; "reverse" where both need as many."""
        return "reverse" if self.cost("reverse") <= self.cost("forward") else "forward"

    def products(self, order: Order) -> tuple[Product, ...]:
        """Return the products in the order in which they are made: one less than factors."""
        return self._reverse if order == "reverse" else self._forward

    def costs(self, order: Order) -> tuple[int, ...]:
        """Return the multiplications of each product, in their order, from the shapes alone."""
        if order == "reverse":
            rows = self.factors[0].shape[0]
            return tuple(rows * f.shape[0] * f.shape[1] for f in self.factors[1:])
        cols = self.factors[-1].shape[1]
        return tuple(f.shape[0] * f.shape[1] * cols for f in self.factors[-2::-1])

    def cost(self, order: Order) -> int:
        """Return the multiplications of the whole chain."""
        return sum(self.costs(order))

    @property
    def folded_cost(self) -> int:
        """The multiplications from the loss side if every diagonal is folded into ⊙."""
        rows = self.factors[0].shape[0]
        return sum(
            rows * (f.shape[0] if f.diagonal else f.shape[0] * f.shape[1]) for f in self.factors[1:]
        )

    @cached_property
    def _reverse(self) -> tuple[Product, ...]:
        made: list[Product] = []
        left = self.factors[0].value
        for place, factor in enumerate(self.factors[1:], start=1):
            before = made[-1].before + made[-1].multiplications if made else 0
            value = _times(left, factor.value)
            made.append(Product(self.of, factor.wrt, left, factor.value, value, place, before))
            left = value
        return tuple(made)

    @cached_property
    def _forward(self) -> tuple[Product, ...]:
        made: list[Product] = []
        right = self.factors[-1].value
        for place in range(len(self.factors) - 2, -1, -1):
            factor = self.factors[place]
            before = made[-1].before + made[-1].multiplications if made else 0
            value = _times(factor.value, right)
            made.append(Product(factor.of, self.wrt, factor.value, right, value, place, before))
            right = value
        return tuple(made)


def way(trace: Trace) -> tuple[str, ...]:
    """Return the names between which a chain may run: X, Z1, A1, …, L.

    The A of a linear layer is its Z and is not named a second time.
    """
    names = ["X"]
    for number, layer in enumerate(trace.spec.layers, start=1):
        names.append(f"Z{number}")
        if layer.activation != "linear":
            names.append(f"A{number}")
    return (*names, "L")


def jacobian_chain(trace: Trace, sample: int = 0, of: str = "L", wrt: str = "X") -> JacobianChain:
    """Return the chain ∂of/∂wrt of one sample from the values that a trace recorded.

    ``L`` is the loss of the whole batch: the product for a Z is the sample's row of the recorded
    dZ, the mean over the batch already in it. Where ∂L/∂a of a fused loss is not finite the chain
    begins with ∂L/∂z.

    Raises:
        ShapeError: the batch has no such sample.
        SpecError: a name is not on the way, they are in the wrong order, or a layer is too wide.
    """
    if not 0 <= sample < trace.n_samples:
        raise ShapeError(
            "The batch has samples 0 to {last}; there is no sample {sample}.",
            last=trace.n_samples - 1,
            sample=sample,
        )
    first, last = _places(trace, of, wrt)
    names = _steps(trace, first, last)
    return JacobianChain(
        sample,
        tuple(_factor(trace, sample, after, before) for after, before in pairwise(names)),
    )


def _places(trace: Trace, of: str, wrt: str) -> tuple[str, str]:
    names = way(trace)
    found = tuple(_named(trace, name, names) for name in (of, wrt))
    if names.index(found[0]) <= names.index(found[1]):
        raise SpecError(
            "A chain runs backwards: {of} must come later in the forward pass than {wrt}.",
            of=of,
            wrt=wrt,
        )
    return found[0], found[1]


def _named(trace: Trace, name: str, names: tuple[str, ...]) -> str:
    """Return the name on the way; A of a linear layer is its Z."""
    same = f"Z{name[1:]}" if name.startswith("A") and name not in names else name
    if same not in names:
        raise SpecError(
            "There is no array '{name}' on the way through this network; it has {known}.",
            name=str(name),
            known=", ".join(names),
        )
    return same


def _steps(trace: Trace, of: str, wrt: str) -> tuple[str, ...]:
    """Return the names from ``of`` back to ``wrt``, each one op before the last."""
    names = way(trace)
    back = names[names.index(wrt) : names.index(of) + 1][::-1]
    last = len(trace.spec.layers)
    if of == "L" and f"A{last}" in back and f"dA{last}" not in trace:
        # Only the fused gradient with respect to z is known; a is passed over.
        return tuple(name for name in back if name != f"A{last}" or name == wrt)
    return back


def _factor(trace: Trace, sample: int, of: str, wrt: str) -> Factor:
    if of == "L":
        name = f"d{wrt}"
        if name not in trace:
            raise SpecError(
                "The loss has no finite gradient with respect to {array} here; choose an earlier"
                " array.",
                array=wrt,
            )
        return Factor(of, wrt, name, int(wrt[1:]), trace[name][sample : sample + 1])
    layer = int(of[1:])
    if of.startswith("Z"):
        return Factor(of, wrt, f"W{layer}", layer, trace[f"W{layer}"])
    return _activation_factor(trace, sample, of, wrt, layer)


def _activation_factor(trace: Trace, sample: int, of: str, wrt: str, layer: int) -> Factor:
    spec = trace.spec.layers[layer - 1]
    if spec.units > MAX_JACOBIAN_UNITS:
        raise SpecError(
            "Layer {layer} has {units} units: its Jacobian is too large to be shown. Choose a path"
            " that does not go through it.",
            layer=layer,
            units=spec.units,
        )
    function = spec.make_activation()
    if not function.elementwise:
        value = Softmax.jacobian_from_output(trace[f"A{layer}"][sample])
        return Factor(of, wrt, f"J{layer}", layer, read_only(np.array(value)))
    known = f"D{layer}" in trace
    z = trace[f"Z{layer}"][sample]
    slopes = trace[f"D{layer}"][sample] if known else function.derivative(z)
    return Factor(of, wrt, f"J{layer}", layer, read_only(np.diag(slopes).copy()), diagonal=True)


def _times(left: HostArray, right: HostArray) -> HostArray:
    with np.errstate(all="ignore"):
        return read_only(left.astype(np.float64) @ right.astype(np.float64))
