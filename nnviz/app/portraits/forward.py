"""Asking a network for its outputs and layers: the engine's own program, in parts."""

from dataclasses import replace
from functools import lru_cache
from threading import Lock

import numpy as np

from nnviz.app.portraits.subject import Part, Subject
from nnviz.engine import losses
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs

# So many samples go through the network at once: the buffers of a step stay small.
_PART = 4096


class Forward:
    """The programs of one subject; may be asked in any thread, one at a time."""

    def __init__(self, subject: Subject) -> None:
        self._programs = Programs.of(subject.spec)
        self._programs.store.write_parameters(dict(subject.parameters))
        self._dtype = np.dtype(subject.spec.dtype)
        self._lock = Lock()

    def outputs(self, X: HostArray) -> HostArray:
        """Return the outputs (n, n_out) for X (n, n_in)."""
        return self.arrays(X, f"A{len(self._programs.spec.layers)}")[0]

    def arrays(self, X: HostArray, *names: str) -> tuple[HostArray, ...]:
        """Return arrays of the forward pass, such as "Z1" and "A2", each (n, units)."""
        inputs = np.ascontiguousarray(X, dtype=self._dtype)
        with np.errstate(all="ignore"):
            parts = [
                self._part(inputs[start : start + _PART], names)
                for start in range(0, len(inputs), _PART)
            ]
        return tuple(np.concatenate(pieces) for pieces in zip(*parts, strict=True))

    def sample_losses(self, X: HostArray, Y: HostArray) -> HostArray:
        """Return the loss (n,) of each sample, without any penalty on the weights."""
        spec = self._programs.spec
        inputs = np.ascontiguousarray(X, dtype=self._dtype)
        targets = losses.get(spec.loss).target(Y, len(inputs), spec.n_out, self._dtype)
        with np.errstate(all="ignore"):
            return np.concatenate(
                [
                    self._losses(inputs[start : start + _PART], targets[start : start + _PART])
                    for start in range(0, len(inputs), _PART)
                ]
            )

    def _part(self, X: HostArray, names: tuple[str, ...]) -> list[HostArray]:
        with self._lock:  # for one part only: a pointer that asks in between need not wait long
            program = self._programs.get(len(X))
            program.load(X)
            program.predict()
            return [self._copy(program.arrays[name]) for name in names]

    def _losses(self, X: HostArray, Y: HostArray) -> HostArray:
        with self._lock:
            program = self._programs.get(len(X))
            program.load(X, Y)
            program.loss()
            return self._copy(program.arrays["Ls"])

    def _copy(self, array: object) -> HostArray:
        return np.array(self._programs.backend.to_host(array))


# The newest subjects: a page asks for several portraits of the same one.
@lru_cache(maxsize=4)
def forward(subject: Subject) -> Forward:
    """Return the programs of a subject; the same object for the same subject."""
    return Forward(subject)


def layer_array(subject: Subject, X: HostArray, layer: int) -> HostArray:
    """Return A of a layer (n, units) for X; layer 0 is X itself."""
    if layer == 0:
        return np.asarray(X)
    return forward(subject).arrays(X, f"A{layer}")[0]


# A subject is asked for the network behind one of its layers again and again.
@lru_cache(maxsize=8)
def behind(subject: Subject, layer: int) -> Subject:
    """Return the network that leads on from A of a layer: its inputs are that layer's units."""
    spec = subject.spec
    rest = replace(
        spec, n_in=spec.sizes[layer], layers=spec.layers[layer:],
        initializer="zeros", initializer_options=Options(),
    )  # fmt: skip
    parameters = {
        name: subject.parameters[f"{name[0]}{int(name[1:]) + layer}"]
        for name in rest.parameter_shapes
    }
    return replace(
        subject,
        spec=rest,
        parameters=parameters,
        training=_seen(subject, subject.training, layer),
        validation=None,
    )


def _seen(subject: Subject, part: Part, layer: int) -> Part:
    return replace(part, X=layer_array(subject, part.X, layer))
