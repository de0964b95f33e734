"""The activation functions, by name. To add one: a file here and a line in ``_ALL``."""

from nnviz.engine.activations.base import Activation
from nnviz.engine.activations.elu import ELU
from nnviz.engine.activations.gelu import GELU
from nnviz.engine.activations.gelu_tanh import GELUTanh
from nnviz.engine.activations.leaky_relu import LeakyReLU
from nnviz.engine.activations.linear import Linear
from nnviz.engine.activations.relu import ReLU
from nnviz.engine.activations.selu import SELU
from nnviz.engine.activations.sigmoid import Sigmoid
from nnviz.engine.activations.softmax import Softmax
from nnviz.engine.activations.softplus import Softplus
from nnviz.engine.activations.swish import Swish
from nnviz.engine.activations.tanh import Tanh
from nnviz.engine.checks import Option, make
from nnviz.engine.message import message

_ALL: tuple[type[Activation], ...] = (
    Linear,
    ReLU,
    LeakyReLU,
    ELU,
    SELU,
    Sigmoid,
    Tanh,
    Softplus,
    Swish,
    GELU,
    GELUTanh,
    Softmax,
)
_BY_NAME = {kind.name: kind for kind in _ALL}


def names() -> tuple[str, ...]:
    """Return the names of all activation functions."""
    return tuple(_BY_NAME)


def get(name: str, **options: Option) -> Activation:
    """Return the activation function of that name, for example ``get("leaky_relu", alpha=0.1)``.

    Raises:
        SpecError: there is no such function, or it has no such option, or not with that value.
    """
    return make(message("activation function"), _BY_NAME, name, options)


__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "Activation",
    "GELUTanh",
    "LeakyReLU",
    "Linear",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Swish",
    "Tanh",
    "get",
    "names",
]
