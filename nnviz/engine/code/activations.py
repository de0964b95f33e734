"""The activation functions and their derivatives as code, {z} being the name of Z.

A value is one line, or lines of which the last one has a right side only.
"""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.written import Line
from nnviz.engine.step import StepKind

_SIGMOID = "1 / (1 + np.exp(-{z}))"
_BELOW = "np.expm1(np.minimum({z}, 0))"
_ELU = "np.maximum({z}, 0) + alpha * " + _BELOW
_ELU_SLOPE = "np.where({z} > 0, 1.0, alpha * np.exp(np.minimum({z}, 0)))"
# NumPy has no error function.
_ERFC = "from math import erfc"
_NORMAL = "np.vectorize(erfc)(-{z} / np.sqrt(2)) / 2"
_INNER = "np.sqrt(2 / np.pi) * ({z} + 0.044715 * {z}**3)"
_SELU_NUMBERS = "scale, alpha = 1.0507009873554805, 1.6732632423543772"
_TANH_SLOPE = "(1 + t) / 2 + {z} / 2 * (1 - t**2) * np.sqrt(2 / np.pi) * (1 + 0.134145 * {z}**2)"

_NUMPY: dict[str, tuple[str, ...]] = {
    "relu": ("np.maximum({z}, 0)",),
    "leaky_relu": ("np.maximum(alpha * {z}, {z})",),
    "elu": (_ELU,),
    "selu": (_SELU_NUMBERS, f"scale * ({_ELU})"),
    "sigmoid": (_SIGMOID,),
    "tanh": ("np.tanh({z})",),
    "softplus": ("np.logaddexp({z}, 0)",),
    "swish": ("{z} / (1 + np.exp(-{z}))",),
    "gelu": (_ERFC, "{z} * " + _NORMAL),
    "gelu_tanh": (f"{{z}} / 2 * (1 + np.tanh({_INNER}))",),
}

_TORCH: dict[str, tuple[str, ...]] = {
    "relu": ("torch.relu({z})",),
    "leaky_relu": ("F.leaky_relu({z}, alpha)",),
    "elu": ("F.elu({z}, alpha)",),
    "selu": ("torch.selu({z})",),
    "sigmoid": ("torch.sigmoid({z})",),
    "tanh": ("torch.tanh({z})",),
    # F.softplus leaves out what is small above 20.
    "softplus": ("F.softplus({z}, threshold=40)",),
    "swish": ("F.silu({z})",),
    "gelu": ("F.gelu({z})",),
    "gelu_tanh": ('F.gelu({z}, approximate="tanh")',),
}

_NUMPY_SLOPES: dict[str, tuple[str, ...]] = {
    "relu": ("np.where({z} > 0, 1.0, 0.0)",),
    "leaky_relu": ("np.where({z} > 0, 1.0, alpha)",),
    "elu": (_ELU_SLOPE,),
    "selu": (_SELU_NUMBERS, f"scale * {_ELU_SLOPE}"),
    "sigmoid": (f"a = {_SIGMOID}", "a * (1 - a)"),
    "tanh": ("1 - np.tanh({z})**2",),
    "softplus": (_SIGMOID,),
    "swish": (f"s = {_SIGMOID}", "s + {z} * s * (1 - s)"),
    "gelu": (_ERFC, _NORMAL + " + {z} * np.exp(-({z}**2) / 2) / np.sqrt(2 * np.pi)"),
    "gelu_tanh": (f"t = np.tanh({_INNER})", _TANH_SLOPE),
}

_TORCH_BELOW = "torch.exp({z}.clamp(max=0))"
_TORCH_ELU_SLOPE = f"torch.where({{z}} > 0, 1.0, alpha * {_TORCH_BELOW})"

_TORCH_SLOPES: dict[str, tuple[str, ...]] = {
    "relu": ("({z} > 0).to({z}.dtype)",),
    "leaky_relu": ("torch.where({z} > 0, torch.ones_like({z}), alpha)",),
    "elu": (_TORCH_ELU_SLOPE,),
    "selu": (_SELU_NUMBERS, f"scale * {_TORCH_ELU_SLOPE}"),
    "sigmoid": ("a = torch.sigmoid({z})", "a * (1 - a)"),
    "tanh": ("1 - torch.tanh({z})**2",),
    "softplus": ("torch.sigmoid({z})",),
    "swish": ("s = torch.sigmoid({z})", "s + {z} * s * (1 - s)"),
    "gelu": (
        "n = torch.distributions.Normal(0.0, 1.0)",
        "n.cdf({z}) + {z} * n.log_prob({z}).exp()",
    ),
    "gelu_tanh": (
        "t = torch.tanh((2 / torch.pi)**0.5 * ({z} + 0.044715 * {z}**3))",
        "(1 + t) / 2 + {z} / 2 * (1 - t**2) * (2 / torch.pi)**0.5 * (1 + 0.134145 * {z}**2)",
    ),
}
_VALUES = {"numpy": _NUMPY, "torch": _TORCH}
_SLOPES = {"numpy": _NUMPY_SLOPES, "torch": _TORCH_SLOPES}


def _activation(d: Dialect) -> list[Line]:
    lines = _lines(d, _VALUES[d.language], d.out)
    # The mask is the derivative that the backward pass will need.
    return lines + [line for mask in d.step.also for line in _lines(d, _SLOPES[d.language], mask)]


def _derivative(d: Dialect) -> list[Line]:
    return _lines(d, _SLOPES[d.language], d.out)


def _lines(d: Dialect, table: dict[str, tuple[str, ...]], out: str) -> list[Line]:
    (z,) = d.names
    *before, last = (text.format(z=z) for text in table[str(d.step.options["activation"])])
    made = Line(f"{out} = {last}", f"{d.shape(z)} -> {d.shape(out)}")
    return [*(Line(text) for text in before), made]


ACTIVATIONS: dict[StepKind, Writer] = {
    StepKind.ACTIVATION: _activation,
    StepKind.DERIVATIVE: _derivative,
}
