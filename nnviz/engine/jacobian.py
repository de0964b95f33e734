"""The Jacobian of any array of the forward pass with respect to any earlier one, for one sample."""

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnviz.engine import door
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.orientation import HostArray

if TYPE_CHECKING:
    from nnviz.engine.network import Network


def jacobian(network: "Network", x: npt.ArrayLike, of: str = "A1", wrt: str = "X") -> HostArray:
    """Return the matrix ∂of/∂wrt (n_of, n_wrt) at one sample x (n_in,).

    ``of`` and ``wrt`` are names among X, Z1, A1, Z2, A2, …, ``wrt`` no later than ``of``. The
    chain of W and ∂a/∂z on the way is multiplied in float64, from its cheaper end.

    Raises:
        ShapeError: x is not one sample.
        DataError: x is not finite or not of numbers.
        SpecError: a name is not on the way, or the two are in the wrong order.
    """
    names = _way(network)
    last, first = _place(of, names), _place(wrt, names)
    if first > last:
        raise SpecError(
            "{of} does not depend on {wrt}, which comes later in the forward pass;"
            " exchange the two.",
            of=of,
            wrt=wrt,
        )
    factors = _factors(network, _sample(network, x))[first:last]
    sizes = [network.spec.n_in, *(layer.units for layer in network.spec.layers for _ in range(2))]
    dtype = np.dtype(network.spec.dtype)
    return _chained(factors, sizes[last], sizes[first]).astype(dtype)


def _way(network: "Network") -> list[str]:
    layers = range(1, len(network.spec.layers) + 1)
    return ["X", *(f"{letter}{layer}" for layer in layers for letter in ("Z", "A"))]


def _place(name: str, names: list[str]) -> int:
    if name not in names:
        raise SpecError(
            "There is no array '{name}' on the way through this network; it has {known}.",
            name=str(name),
            known=", ".join(names),
        )
    return names.index(name)


def _sample(network: "Network", x: npt.ArrayLike) -> HostArray:
    array = door.real_array("x", x)
    n_in = network.spec.n_in
    if array.shape not in {(n_in,), (1, n_in)}:
        raise ShapeError(
            "x must be one sample of shape ({n_in},), but it has shape {shape}.",
            n_in=n_in,
            shape=str(array.shape),
        )
    door.require_finite("x", array)
    return array.reshape(n_in).astype(np.float64)


def _factors(network: "Network", x: HostArray) -> list[HostArray]:
    """Return W1, ∂a1/∂z1, W2, …: the Jacobian of each array with respect to the one before."""
    parameters = network.parameters
    found: list[HostArray] = []
    a = x
    for number, layer in enumerate(network.spec.layers, start=1):
        W = parameters[f"W{number}"].astype(np.float64)
        z = W @ a + parameters.get(f"b{number}", 0.0)
        activation = layer.make_activation()
        a = activation(z)
        found += [W, activation.jacobian(z)]
    return found


def _chained(factors: list[HostArray], n_of: int, n_wrt: int) -> HostArray:
    """Multiply the factors, given in the order of the forward pass, from the narrower end."""
    if n_of <= n_wrt:
        return reduce(lambda J, factor: J @ factor, reversed(factors), np.eye(n_of))
    return reduce(lambda J, factor: factor @ J, factors, np.eye(n_wrt))
