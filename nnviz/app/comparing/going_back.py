"""The edit that makes one experiment differ from another just as it does now, the other way."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from nnviz.app.edits import Edit
from nnviz.app.experiment import Experiment
from nnviz.engine.message import Message
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec

# Whatever of these is set back, the parameters are drawn as they say.
_DRAWN = {"initializer", "initializer_options", "seed"}


@dataclass(frozen=True, slots=True)
class GoBack(Edit):
    """Set back some fields of the network and of how its data are dealt.

    ``layers`` are fields of single layers by the layer's number; ``options`` are those of the
    optimizer. ``what`` is the name of the edit that had changed them.
    """

    what: Message
    spec: Mapping[str, Any] = field(default_factory=Options)
    layers: tuple[tuple[int, str, Any], ...] = ()
    options: Mapping[str, Any] = field(default_factory=Options)
    data: Mapping[str, Any] = field(default_factory=Options)

    def _name(self) -> Message:
        return self.what

    def _apply(self, experiment: Experiment) -> Experiment:
        spec = experiment.spec
        layers = list(self.spec.get("layers", spec.layers))
        for number, name, value in self.layers:
            if number <= len(layers):
                layers[number - 1] = replace(layers[number - 1], **{name: value})
        changed = {**self.spec, "layers": tuple(layers)}
        if self.options:
            now = changed.get("optimizer", spec.optimizer)
            changed["optimizer"] = OptimizerSpec(now.name, Options({**now.options, **self.options}))
        back = replace(
            experiment, spec=replace(spec, **changed), data=replace(experiment.data, **self.data)
        )
        return back.with_parameters(None) if _DRAWN & set(self.spec) else back


def going_back(edit: Edit, before: Experiment, after: Experiment) -> GoBack:
    """Return the edit that takes ``edit`` back, which made ``after`` out of ``before``."""
    old, new = before.spec, after.spec
    changed = _differing(old, new)
    layers: tuple[tuple[int, str, Any], ...] = ()
    options: dict[str, Any] = {}
    if "layers" in changed and len(old.layers) == len(new.layers):
        del changed["layers"]
        layers = tuple(_of_layers(old, new))
    if "optimizer" in changed and old.optimizer.name == new.optimizer.name:
        del changed["optimizer"]
        now = new.optimizer.options
        options = {key: v for key, v in old.optimizer.options.items() if now.get(key) != v}
    data = _differing(before.data, after.data)
    return GoBack(edit.name, changed, layers, options, data)


def _differing(old: Any, new: Any) -> dict[str, Any]:
    """Return the fields of ``old`` that ``new`` has otherwise."""
    pairs = ((f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(old))
    return {name: mine for name, mine, theirs in pairs if mine != theirs}


def _of_layers(old: NetworkSpec, new: NetworkSpec) -> list[tuple[int, str, Any]]:
    found: list[tuple[int, str, Any]] = []
    both: list[tuple[LayerSpec, LayerSpec]] = list(zip(old.layers, new.layers, strict=True))
    for number, (mine, theirs) in enumerate(both, start=1):
        found += [(number, name, value) for name, value in _differing(mine, theirs).items()]
    return found
