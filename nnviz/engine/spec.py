"""The description of a network: frozen, checked data that goes to plain dicts and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, ClassVar

from nnviz.engine import activations, initializers, losses, optimizers, schedules
from nnviz.engine.checks import choice, flag_option, number_option, whole_number
from nnviz.engine.errors import SpecError
from nnviz.engine.message import message
from nnviz.engine.options import Options

DTYPES: Mapping[str, None] = {"float64": None, "float32": None}
BACKENDS: Mapping[str, None] = {"auto": None, "numpy": None, "cupy": None}
MAX_UNITS = 1_000_000
MAX_LAYERS = 200
MAX_PARAMETERS = 20_000_000


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One dense layer: its units, its activation by name, and whether it has a bias."""

    units: int
    activation: str = "linear"
    activation_options: Mapping[str, Any] = field(default_factory=Options)
    bias: bool = True

    def __post_init__(self) -> None:
        units = whole_number(
            message("The number of units"), self.units, at_least=1, at_most=MAX_UNITS
        )
        object.__setattr__(self, "units", units)
        # All options are written down, so that a later default cannot change an old network.
        made = activations.get(self.activation, **self.activation_options)
        object.__setattr__(self, "activation_options", made.options)
        flag_option("Dense", "bias", self.bias)

    def make_activation(self) -> activations.Activation:
        """Return the activation function."""
        return activations.get(self.activation, **self.activation_options)


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """An optimizer by name, with its options."""

    name: str = "sgd"
    options: Mapping[str, Any] = field(default_factory=Options)

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", self.make().options)

    def make(self) -> optimizers.Optimizer:
        """Return the optimizer."""
        return optimizers.get(self.name, **self.options)


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """How the learning rate changes from update to update, by name, with its options."""

    name: str = "constant"
    options: Mapping[str, Any] = field(default_factory=Options)

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", self.make().options)

    def make(self) -> schedules.Schedule:
        """Return the schedule."""
        return schedules.get(self.name, **self.options)


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """All that decides how a network computes and where it starts.

    ``schedule`` says how the learning rate changes from update to update.
    ``l2`` is λ of the penalty λ/2 · ΣW² in the loss; ``clip_norm`` or ``clip_value`` limits the
    gradients before the update, None leaves them as they are.

    Raises:
        SpecError: something in it is impossible; the sentence says what and the remedy.
    """

    # The layout of to_dict; a change of meaning gets a new one.
    VERSION: ClassVar[int] = 2

    n_in: int
    layers: tuple[LayerSpec, ...]
    loss: str = "mse"
    optimizer: OptimizerSpec = field(default_factory=OptimizerSpec)
    initializer: str = "he"
    initializer_options: Mapping[str, Any] = field(default_factory=Options)
    seed: int = 0
    dtype: str = "float64"
    backend: str = "auto"
    schedule: ScheduleSpec = field(default_factory=ScheduleSpec)
    l2: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        n_in = whole_number(
            message("The number of inputs"), self.n_in, at_least=1, at_most=MAX_UNITS
        )
        set_(self, "n_in", n_in)
        set_(self, "layers", _checked_layers(self.layers))
        choice(message("loss"), self.loss, dict.fromkeys(losses.names()))
        _check_output(self.layers[-1], self.loss)
        _check_size(self.sizes)
        given = initializers.checked_options(self.initializer, self.initializer_options)
        set_(self, "initializer_options", given)
        seed = whole_number(message("The seed"), self.seed, at_least=0, at_most=2**63 - 1)
        set_(self, "seed", seed)
        choice(message("number type"), self.dtype, DTYPES)
        choice(message("backend"), self.backend, BACKENDS)
        set_(self, "l2", number_option("Network", "l2", self.l2, at_least=0.0, at_most=1e6))
        for option in ("clip_norm", "clip_value"):
            set_(self, option, _limit(option, getattr(self, option)))
        _check_clipping(self.clip_norm, self.clip_value)
        if self.initializer == "explicit":
            initializers.explicit_values(self.initializer_options, self.parameter_shapes)

    @property
    def clips(self) -> bool:
        """Whether the gradients are clipped before the update."""
        return self.clip_norm is not None or self.clip_value is not None

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, then the number of units of each layer."""
        return (self.n_in, *(layer.units for layer in self.layers))

    @property
    def n_out(self) -> int:
        """The number of units of the last layer."""
        return self.layers[-1].units

    @property
    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of W1, b1, W2, … in this order; a layer without bias has no b."""
        shapes: dict[str, tuple[int, ...]] = {}
        for number, layer in enumerate(self.layers, start=1):
            shapes[f"W{number}"] = (layer.units, self.sizes[number - 1])
            if layer.bias:
                shapes[f"b{number}"] = (layer.units,)
        return shapes

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain, versioned data for JSON."""
        from nnviz.engine.spec_dict import spec_to_dict

        return spec_to_dict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "NetworkSpec":
        """Return the description that :meth:`to_dict` wrote.

        Raises:
            SpecError: the data is of another version, or something in it is missing or impossible.
        """
        from nnviz.engine.spec_dict import spec_from_dict

        return spec_from_dict(data)


def _checked_layers(layers: Any) -> tuple[LayerSpec, ...]:
    result = tuple(layers) if isinstance(layers, list | tuple) else ()
    if not result or not all(isinstance(layer, LayerSpec) for layer in result):
        raise SpecError("A network needs at least one layer, such as Dense(1).")
    if len(result) > MAX_LAYERS:
        raise SpecError(
            "A network can have at most {most} layers, but this one has {count}.",
            most=MAX_LAYERS,
            count=len(result),
        )
    return result


def _limit(option: str, value: object) -> float | None:
    if value is None:
        return None
    return number_option("Network", option, value, above=0.0, at_most=1e30)


def _check_clipping(norm: float | None, value: float | None) -> None:
    if norm is not None and value is not None:
        raise SpecError(
            "Gradients are clipped by their norm or number by number, not both; leave out"
            " clip_norm={norm} or clip_value={value}.",
            norm=norm,
            value=value,
        )


def _check_output(last: LayerSpec, loss: str) -> None:
    needed = losses.get(loss).output
    if needed is not None and last.activation != needed:
        raise SpecError(
            "The loss {loss} needs a {needed} output, but the output is {given}; set the output to"
            " {needed} (or leave it out), or take a loss such as mse.",
            loss=loss,
            needed=needed,
            given=last.activation,
        )
    if loss == "cross_entropy" and last.units == 1:
        raise SpecError(
            "The loss cross_entropy needs at least 2 output units, one for each class, but there"
            " is 1; for two classes in one unit take the loss bce."
        )


def _check_size(sizes: tuple[int, ...]) -> None:
    count = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    if count > MAX_PARAMETERS:
        raise SpecError(
            "This network would have {count} parameters, but at most {most} are possible;"
            " make a layer smaller.",
            count=count,
            most=MAX_PARAMETERS,
        )
