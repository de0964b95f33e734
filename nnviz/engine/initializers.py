"""Where the parameters start: he, xavier, zeros, constant, uniform, normal, explicit values.

Weights are drawn layer by layer from one generator, so that a seed gives the same network every
time. All but ``explicit`` start the biases at 0.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from nnviz.engine import door
from nnviz.engine.checks import choice, number_option
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.message import message
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray

Shape: TypeAlias = tuple[int, ...]
_Draw: TypeAlias = Callable[[np.random.Generator, Shape, Mapping[str, Any]], HostArray]


def _he(generator: np.random.Generator, shape: Shape, options: Mapping[str, Any]) -> HostArray:
    """Normal with variance 2 / n_in (He et al. 2015), for ReLU."""
    return np.multiply(generator.standard_normal(shape), math.sqrt(2.0 / shape[1]))


def _xavier(generator: np.random.Generator, shape: Shape, options: Mapping[str, Any]) -> HostArray:
    """Uniform with variance 2 / (n_in + n_out) (Glorot and Bengio 2010)."""
    limit = math.sqrt(6.0 / sum(shape))
    return generator.uniform(-limit, limit, shape)


def _zeros(generator: np.random.Generator, shape: Shape, options: Mapping[str, Any]) -> HostArray:
    return np.zeros(shape)


def _constant(
    generator: np.random.Generator, shape: Shape, options: Mapping[str, Any]
) -> HostArray:
    return np.full(shape, options["value"])


def _uniform(generator: np.random.Generator, shape: Shape, options: Mapping[str, Any]) -> HostArray:
    return generator.uniform(options["low"], options["high"], shape)


def _normal(generator: np.random.Generator, shape: Shape, options: Mapping[str, Any]) -> HostArray:
    return generator.normal(options["mean"], options["std"], shape)


# Each drawn initializer with the defaults of its options. To add one: a function and a line.
_DRAWN: dict[str, tuple[_Draw, dict[str, float]]] = {
    "he": (_he, {}),
    "xavier": (_xavier, {}),
    "zeros": (_zeros, {}),
    "constant": (_constant, {"value": 0.1}),
    "uniform": (_uniform, {"low": -1.0, "high": 1.0}),
    "normal": (_normal, {"mean": 0.0, "std": 1.0}),
}


def names() -> tuple[str, ...]:
    """Return the names of all initializers; the values of ``explicit`` are its options."""
    return (*_DRAWN, "explicit")


def checked_options(name: str, options: Mapping[str, Any]) -> Options:
    """Return all options of the initializer, defaults included.

    Raises:
        SpecError: the name or an option is unknown, or a value is impossible.
    """
    choice(message("initializer"), name, dict.fromkeys(names()))
    if name == "explicit":
        return Options(options)
    defaults = _DRAWN[name][1]
    for option in options:
        if option not in defaults:
            raise SpecError(
                "{owner} has no option '{option}'; its options are: {allowed}.",
                owner=name,
                option=option,
                allowed=", ".join(defaults) or "–",
            )
    values = {
        key: number_option(name, key, options.get(key, value), at_least=-1e6, at_most=1e6)
        for key, value in defaults.items()
    }
    if name == "uniform" and values["low"] > values["high"]:
        raise SpecError("low of uniform must not be above high.")
    if name == "normal":
        number_option(name, "std", values["std"], at_least=0.0)
    return Options(values)


def initial_values(
    name: str, options: Mapping[str, Any], shapes: Mapping[str, Shape], seed: int
) -> dict[str, HostArray]:
    """Return the first value of every parameter, in float64."""
    if name == "explicit":
        return explicit_values(options, shapes)
    generator = np.random.Generator(np.random.PCG64(seed))
    draw = _DRAWN[name][0]
    return {
        parameter: draw(generator, shape, options) if len(shape) == 2 else np.zeros(shape)
        for parameter, shape in shapes.items()
    }


def explicit_values(values: Mapping[str, Any], shapes: Mapping[str, Shape]) -> dict[str, HostArray]:
    """Return the given values as arrays, once they are checked.

    Raises:
        SpecError: a parameter is missing or unknown.
        ShapeError: a value has another shape.
        DataError: a value is not a finite number.
    """
    missing = [name for name in shapes if name not in values]
    if missing:
        raise SpecError("The explicit initial values lack {names}.", names=", ".join(missing))
    return checked_parameters(values, shapes)


def checked_parameters(
    values: Mapping[str, Any], shapes: Mapping[str, Shape]
) -> dict[str, HostArray]:
    """Return the given parameters as float64 arrays, once all of them are checked.

    Raises:
        SpecError: the values are no mapping, or the network has no such parameter.
        ShapeError: a value has another shape.
        DataError: a value is not a finite number.
    """
    if not isinstance(values, Mapping):
        raise SpecError(
            "Parameters are given by name, such as {example}, but {found} came.",
            example='{"W1": [[1.0, 2.0]]}',
            found=repr(values),
        )
    return {name: _checked_parameter(name, value, shapes) for name, value in values.items()}


def _checked_parameter(name: str, value: Any, shapes: Mapping[str, Shape]) -> HostArray:
    if name not in shapes:
        raise SpecError(
            "The network has no parameter '{name}'; it has {known}.",
            name=str(name),
            known=", ".join(shapes),
        )
    array = door.real_array(name, value)
    if array.shape != shapes[name]:
        raise ShapeError(
            "{name} must have shape {expected}, but it has shape {shape}.",
            name=name,
            expected=str(shapes[name]),
            shape=str(array.shape),
        )
    door.require_finite(name, array)
    return array.astype(np.float64)
