"""The spec as plain data: written with versioned names ("relu.v1"), read back with care."""

from collections.abc import Mapping
from typing import Any

from nnviz.engine.errors import SpecError
from nnviz.engine.options import thaw
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec, ScheduleSpec

_SUFFIX = ".v1"
# Version 1 had no penalty, no clipping and no schedule: what it leaves out has its default.
_READABLE = (1, NetworkSpec.VERSION)


def spec_to_dict(spec: NetworkSpec) -> dict[str, Any]:
    """Return the spec as plain data for JSON."""
    return {
        "version": NetworkSpec.VERSION,
        "n_in": spec.n_in,
        "layers": [_layer_to_dict(layer) for layer in spec.layers],
        "loss": spec.loss + _SUFFIX,
        "optimizer": _named(spec.optimizer.name, spec.optimizer.options),
        "initializer": _named(spec.initializer, spec.initializer_options),
        "seed": spec.seed,
        "dtype": spec.dtype,
        "backend": spec.backend,
        "schedule": _named(spec.schedule.name, spec.schedule.options),
        "l2": spec.l2,
        "clip_norm": spec.clip_norm,
        "clip_value": spec.clip_value,
    }


def spec_from_dict(data: Mapping[str, Any]) -> NetworkSpec:
    """Return the spec from plain data.

    Raises:
        SpecError: the data is of another version, or something in it is missing or impossible.
    """
    record = _record(data, "network")
    version = record.get("version")
    if version not in _READABLE or isinstance(version, bool):
        raise SpecError(
            "This network description is of version {version}, but this program reads version"
            " {known}.",
            version=str(version),
            known=NetworkSpec.VERSION,
        )
    layers = _get(record, "layers")
    if not isinstance(layers, list | tuple):
        raise SpecError("In the network description, '{field}' is not usable.", field="layers")
    optimizer, options = _read_named(_get(record, "optimizer"), "optimizer")
    initializer, initial = _read_named(_get(record, "initializer"), "initializer")
    return NetworkSpec(
        n_in=_get(record, "n_in"),
        layers=tuple(_layer_from_dict(layer) for layer in layers),
        loss=_name(_get(record, "loss"), "loss"),
        optimizer=OptimizerSpec(optimizer, options),
        initializer=initializer,
        initializer_options=initial,
        seed=_get(record, "seed"),
        dtype=_get(record, "dtype"),
        backend=_get(record, "backend"),
        schedule=_schedule(record),
        l2=_since_2(record, "l2", 0.0),
        clip_norm=_since_2(record, "clip_norm", None),
        clip_value=_since_2(record, "clip_value", None),
    )


def _layer_to_dict(layer: LayerSpec) -> dict[str, Any]:
    return {
        "units": layer.units,
        "activation": _named(layer.activation, layer.activation_options),
        "bias": layer.bias,
    }


def _layer_from_dict(data: Any) -> LayerSpec:
    record = _record(data, "layers")
    activation, options = _read_named(_get(record, "activation"), "activation")
    return LayerSpec(_get(record, "units"), activation, options, _get(record, "bias"))


def _schedule(record: Mapping[str, Any]) -> ScheduleSpec:
    constant = _named("constant", {})
    return ScheduleSpec(*_read_named(_since_2(record, "schedule", constant), "schedule"))


def _named(name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: thaw(value) for key, value in options.items()}
    return {"name": name + _SUFFIX, "options": plain}


def _read_named(data: Any, field: str) -> tuple[str, dict[str, Any]]:
    record = _record(data, field)
    options = _record(_get(record, "options"), field)
    return _name(_get(record, "name"), field), dict(options)


def _name(value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.endswith(_SUFFIX):
        raise SpecError(
            "In the network description, {field} is '{name}', which this program does not know;"
            " its names end in {suffix}.",
            field=field,
            name=str(value),
            suffix=_SUFFIX,
        )
    return value.removesuffix(_SUFFIX)


def _record(data: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise SpecError("In the network description, '{field}' is not usable.", field=field)
    return data


def _get(record: Mapping[str, Any], key: str) -> Any:
    if key not in record:
        raise SpecError("In the network description, '{field}' is missing.", field=key)
    return record[key]


def _since_2(record: Mapping[str, Any], key: str, default: Any) -> Any:
    """Return a field that version 1 did not have."""
    return default if record["version"] == 1 else _get(record, key)
