"""What two experiments are, and in what they differ, in a few words each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.app.experiment import Experiment
from nnviz.app.option_names import option_name
from nnviz.engine.message import Message, message
from nnviz.engine.spec import LayerSpec, NetworkSpec
from nnviz.scene.narration import activation_name, loss_name
from nnviz.scene.narration.names import schedule_name
from nnviz.scene.numbers import short_value

_ALWAYS = ("optimizer", "lr")  # said of each run, also where it is the same
_OPTIMIZERS: Mapping[str, Message] = {
    "sgd": message("SGD"),
    "adagrad": message("Adagrad"),
    "rmsprop": message("RMSprop"),
    "adam": message("Adam"),
    "adamw": message("AdamW"),
    "adafactor": message("Adafactor"),
}
_INITIAL: Mapping[str, Message] = {
    "he": message("He"),
    "xavier": message("Xavier"),
    "zeros": message("all zeros"),
    "constant": message("one constant"),
    "uniform": message("uniform"),
    "normal": message("normal"),
    "explicit": message("given values"),
}
_NONE = message("none")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so in a run; ``lit`` where it is otherwise in the other one."""

    key: str
    text: Message
    lit: bool = False


def caption(experiment: Experiment, other: Experiment) -> tuple[Fact, ...]:
    """Return what is said of a run beside another: its optimizer, and all in which they differ."""
    mine, theirs = facts(experiment), facts(other)
    if experiment.spec.optimizer.name != other.spec.optimizer.name:
        # Options that only one of two optimizers has are no change of their own.
        shared = {key for key in mine if not key.startswith("option.")}
        mine = {key: text for key, text in mine.items() if key in shared}
    if None in {experiment.data.batch_size, other.data.batch_size}:
        del mine["order"]  # all samples in one batch keep their order
    return tuple(
        Fact(key, text, lit=theirs.get(key) != text)
        for key, text in mine.items()
        if key in _ALWAYS or theirs.get(key) != text
    )


def listed(found: tuple[Fact, ...]) -> Message:
    """Return facts as one text."""
    whole = found[0].text
    for fact in found[1:]:
        whole = message("{first}, {second}", first=whole, second=fact.text)
    return whole


def facts(experiment: Experiment) -> dict[str, Message]:
    """Return all that is known of an experiment by key, the optimizer and its rate first."""
    spec, data = experiment.spec, experiment.data
    found = _learning(spec)
    for number, layer in enumerate(spec.layers, start=1):
        found |= _layer(number, layer)
    found["layers"] = Message("{count} layer", plural="{count} layers", count=len(spec.layers))
    found["loss"] = message("loss: {loss}", loss=loss_name(spec.loss))
    found["batch"] = (
        message("all samples in a batch")
        if data.batch_size is None
        else message("batches of {size}", size=data.batch_size)
    )
    found["initial"] = message("initial values: {how}", how=_initial(spec))
    found["seed"] = message("seed {seed}", seed=spec.seed)
    found["order"] = message("seed of the samples {seed}", seed=data.seed)
    found["dtype"] = message("{dtype}", dtype=spec.dtype)
    return found


def _learning(spec: NetworkSpec) -> dict[str, Message]:
    optimizer = spec.optimizer
    name = _OPTIMIZERS.get(optimizer.name) or message("{name}", name=optimizer.name)
    found = {"optimizer": name}
    rate = optimizer.options.get("lr")
    if "lr" in optimizer.options:
        found["lr"] = message("η = {rate}", rate=_value(rate))
    for option, value in optimizer.options.items():
        if option != "lr":
            words = option_name(optimizer.name, option)
            found[f"option.{option}"] = message("{name}: {value}", name=words, value=_value(value))
    found["schedule"] = message("schedule of η: {schedule}", schedule=_schedule(spec))
    found["l2"] = message("L2 penalty λ = {value}", value=short_value(spec.l2))
    limit = spec.clip_norm or spec.clip_value
    found["clip"] = message("gradients clipped at {limit}", limit=_value(limit))
    return found


def _layer(number: int, layer: LayerSpec) -> dict[str, Message]:
    key = f"layer.{number}"
    name = layer.activation
    spoken = _with_options(activation_name(name), name, layer.activation_options)
    bias = (
        message("layer {layer} with bias") if layer.bias else message("layer {layer} without bias")
    )
    return {
        f"{key}.units": Message(
            "layer {layer}: {count} unit",
            {"layer": number},
            plural="layer {layer}: {count} units",
            count=layer.units,
        ),
        f"{key}.activation": message("layer {layer}: {name}", layer=number, name=spoken),
        f"{key}.bias": message(bias.text, layer=number),
    }


def _initial(spec: NetworkSpec) -> Message:
    name = _INITIAL.get(spec.initializer) or message("{name}", name=spec.initializer)
    numbers = {k: v for k, v in spec.initializer_options.items() if isinstance(v, (int, float))}
    return _with_options(name, spec.initializer, numbers)


def _schedule(spec: NetworkSpec) -> Message:
    name = spec.schedule.name
    return _with_options(schedule_name(name), name, spec.schedule.options)


def _with_options(name: Message, owner: str, options: Mapping[str, Any]) -> Message:
    """Return a name with the numbers that go with it, if there are any."""
    said: Message | None = None
    for option, value in options.items():
        words = option_name(owner, option)
        one = message("{name}: {value}", name=words, value=_value(value))
        said = one if said is None else message("{first}, {second}", first=said, second=one)
    return name if said is None else message("{name} ({options})", name=name, options=said)


def _value(value: Any) -> Message:
    return _NONE if value is None else message("{value}", value=_plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return short_value(float(value))
