"""From what a person writes (names, objects, sizes) to a spec."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine import losses
from nnviz.engine.activations import Activation
from nnviz.engine.checks import choice
from nnviz.engine.errors import SpecError
from nnviz.engine.message import message
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.options import Options
from nnviz.engine.schedules import Schedule
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec, ScheduleSpec


class Dense:
    """A dense layer to build a network from, such as ``Dense(4, "leaky_relu", alpha=0.1)``.

    The activation left out means linear, or in the last layer what the loss needs.
    """

    __slots__ = ("activation", "bias", "options", "units")

    def __init__(
        self,
        units: int,
        activation: str | Activation | None = None,
        bias: bool = True,
        **options: Any,
    ) -> None:
        self.units = units
        self.bias = bias
        self.activation = activation.name if isinstance(activation, Activation) else activation
        given = activation.options if isinstance(activation, Activation) else Options()
        self.options = Options({**given, **options})

    def spec(self, default: str) -> LayerSpec:
        """Return the layer's description, with ``default`` as the activation left out.

        Raises:
            SpecError: the layer is impossible.
        """
        name = default if self.activation is None else self.activation
        return LayerSpec(self.units, name, self.options, self.bias)

    def __repr__(self) -> str:
        return f"Dense({self.units}, {self.activation!r}, bias={self.bias})"


def build_spec(
    layers: Sequence[Dense],
    n_in: int,
    *,
    loss: str,
    optimizer: str | Optimizer | OptimizerSpec,
    initializer: str | Mapping[str, npt.ArrayLike],
    seed: int,
    dtype: npt.DTypeLike,
    backend: str,
    schedule: str | Schedule | ScheduleSpec,
    l2: float,
    clip_norm: float | None,
    clip_value: float | None,
) -> NetworkSpec:
    """Return the spec of a network.

    Raises:
        SpecError: the description is impossible.
    """
    given = _items(layers)
    if not given:
        raise SpecError("A network needs at least one layer, such as Dense(1).")
    for layer in given:
        if not isinstance(layer, Dense):
            raise SpecError(
                "Every layer must be a Dense, such as Dense(4, 'relu'), but {layer} came.",
                layer=repr(layer),
            )
    choice(message("loss"), loss, dict.fromkeys(losses.names()))
    specs = [layer.spec("linear") for layer in given[:-1]]
    specs.append(given[-1].spec(losses.get(loss).output or "linear"))
    name, values = _initializer(initializer)
    return NetworkSpec(
        n_in=n_in,
        layers=tuple(specs),
        loss=loss,
        optimizer=_optimizer_spec(optimizer),
        initializer=name,
        initializer_options=values,
        seed=seed,
        dtype=_dtype_name(dtype),
        backend=backend,
        schedule=_schedule_spec(schedule),
        l2=l2,
        clip_norm=clip_norm,
        clip_value=clip_value,
    )


def mlp_layers(
    sizes: Sequence[int], hidden: str | Activation, output: str | Activation | None
) -> tuple[int, list[Dense]]:
    """Return the number of inputs and the layers for a list of sizes, inputs first.

    Raises:
        SpecError: there are fewer than two sizes.
    """
    given = _items(sizes)
    if len(given) < 2:
        raise SpecError(
            "The sizes must be at least two numbers, inputs first, such as [2, 4, 1], but they are"
            " {sizes}.",
            sizes=repr(sizes),
        )
    layers = [Dense(units, hidden) for units in given[1:-1]]
    return given[0], [*layers, Dense(given[-1], output)]


def _optimizer_spec(optimizer: object) -> OptimizerSpec:
    match optimizer:
        case OptimizerSpec():
            return optimizer
        case Optimizer():
            return OptimizerSpec(optimizer.name, optimizer.options)
        case str():
            return OptimizerSpec(optimizer)
    raise SpecError(
        'The optimizer must be a name such as "adam" or an object such as optimizers.Adam(lr=0.01),'
        " but it is {value}.",
        value=repr(optimizer),
    )


def _schedule_spec(schedule: object) -> ScheduleSpec:
    match schedule:
        case ScheduleSpec():
            return schedule
        case Schedule():
            return ScheduleSpec(schedule.name, schedule.options)
        case str():
            return ScheduleSpec(schedule)
    raise SpecError(
        'The schedule must be a name such as "cosine" or an object such as'
        " schedules.Cosine(T_max=100), but it is {value}.",
        value=repr(schedule),
    )


def _initializer(initializer: object) -> tuple[str, Options]:
    """Return the name and the options: a mapping of values is the initializer "explicit"."""
    if isinstance(initializer, str):
        return initializer, Options()
    if isinstance(initializer, Mapping):
        return "explicit", Options(initializer)
    raise SpecError(
        'The initializer must be a name such as "he" or a mapping of values such as'
        ' {{"W1": …, "b1": …}}, but it is {value}.',
        value=repr(initializer),
    )


def _items(values: object) -> list[Any]:
    """Return the items of a list, tuple or array; nothing for anything else."""
    return list(values) if isinstance(values, list | tuple | np.ndarray) else []


def _dtype_name(dtype: npt.DTypeLike) -> str:
    try:
        return np.dtype(dtype).name
    except TypeError:
        return str(dtype)
