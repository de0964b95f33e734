"""A training step as a flat list of bound calls on preallocated buffers, for one batch size."""

import math
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property

import numpy as np

from nnviz.engine import losses
from nnviz.engine.backend import Backend
from nnviz.engine.calls import Array, Call, bind
from nnviz.engine.compile.backward import backward_ops
from nnviz.engine.compile.clip import clip_calls
from nnviz.engine.compile.forward import forward_ops
from nnviz.engine.compile.layout import Layout, layout
from nnviz.engine.compile.loss import loss_ops
from nnviz.engine.compile.names import Catalogue, catalogue
from nnviz.engine.compile.op import Context, Op
from nnviz.engine.divergence import gradient_error, loss_error
from nnviz.engine.errors import DataError
from nnviz.engine.native import fuse, is_fused
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import Store
from nnviz.engine.template import Template

# The arrays of one step may take this many elements: 2 GiB in float64.
MAX_ELEMENTS = 2**28
_NOTHING = nullcontext()


class Program:
    """The ops of one training step, each bound once to its buffers.

    All arrays of a step lie in one ``arena``, and none is overwritten within a step: what the
    recorder needs is one copy of it. The loss and the gradient are looked at once each.
    """

    def __init__(self, spec: NetworkSpec, n_samples: int, store: Store, backend: Backend) -> None:
        self.spec = spec
        self.store = store
        self.backend = backend
        self.n_samples = n_samples
        self.layout: Layout = layout(spec, n_samples)
        self._require_room()
        # One more: behind L there is room for a second number, see _bind.
        self.arena = backend.xp.zeros(self.layout.size + 1, dtype=np.dtype(spec.dtype))
        self.arrays = self._views()
        self._context = context = Context(spec, backend.xp, self.arrays, losses.get(spec.loss))
        self._forward_ops = forward_ops(context)
        self._loss_ops = loss_ops(context)
        self._backward_ops = backward_ops(context)
        self._bind()

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the traces of this program have in common."""
        return catalogue(self.spec, self.layout, self.store, self.templates)

    @property
    def templates(self) -> tuple[Template, ...]:
        """How the ops of forward, loss and backward are shown, in their order."""
        ops = (*self._forward_ops, *self._loss_ops, *self._backward_ops)
        return tuple(op.template for op in ops)

    @property
    def prediction(self) -> Array:
        """The output buffer of the last layer."""
        return self.arrays[f"A{len(self.spec.layers)}"]

    def quiet(self) -> AbstractContextManager[object]:
        """Return the context to run in: overflow on the way is no warning, but looked at after."""
        return _NOTHING if self._silent else np.errstate(all="ignore")

    def load(self, X: HostArray, Y: HostArray | None = None) -> None:
        """Copy checked samples, and their targets, into the buffers."""
        xp = self.backend.xp
        xp.copyto(self._X, xp.asarray(X))
        if Y is not None:
            xp.copyto(self._Y, xp.asarray(Y))

    def load_rows(self, X: Array, Y: Array, indices: HostArray) -> None:
        """Copy chosen rows of device arrays into the buffers."""
        self.backend.take_rows(X, indices, self._X)
        self.backend.take_rows(Y, indices, self._Y)

    def predict(self) -> None:
        """Run the forward pass of what is loaded."""
        for call in self._forward_calls:
            call()

    def loss(self) -> float:
        """Run forward and loss of what is loaded; the loss may be non-finite."""
        for call in self._loss_calls:
            call()
        return float(self._L)

    def data_loss(self) -> float:
        """Run forward and loss of what is loaded, and return the loss without the penalty."""
        loss = self.loss()
        return float(self.arrays["L_data"]) if self.spec.l2 else loss

    def penalty(self) -> float:
        """Return the penalty of the loss that was run last; 0 if the network has none."""
        return float(self.arrays["R"]) if self.spec.l2 else 0.0

    def gradients(self) -> float:
        """Run forward, loss and backward of what is loaded, and return the loss.

        Raises:
            DataError: what is loaded is not finite.
            DivergenceError: a value stopped being finite.
        """
        for call in self._gradient_calls:
            call()
        loss: float
        norm: float
        loss, norm = self._watched.tolist()
        if not math.isfinite(loss):
            raise loss_error(self)
        # NaN or infinity anywhere in the batch or the gradients makes this sum non-finite.
        if not math.isfinite(norm):
            raise gradient_error(self)
        return loss

    def update(self) -> None:
        """Run the optimizer with the gradients that are there."""
        store = self.store
        store.prepare_update()
        for call in store.update_calls:
            call()
        store.finish_update()

    def step(self) -> float:
        """Run one whole training step of what is loaded, and return the loss before it.

        Raises:
            DataError: what is loaded is not finite; the parameters are unchanged.
            DivergenceError: a value stopped being finite; the parameters are unchanged.
        """
        loss = self.gradients()
        self.update()
        return loss

    def _require_room(self) -> None:
        if self.layout.size > MAX_ELEMENTS:
            raise DataError(
                "A batch of {count} samples is too large for this network: a step would need"
                " {size} numbers, but at most {most} are possible; take a smaller batch.",
                count=self.n_samples,
                size=self.layout.size,
                most=MAX_ELEMENTS,
            )

    def _views(self) -> Mapping[str, Array]:
        arrays = {
            name: self.arena[slot.offset : slot.stop].reshape(slot.shape)
            for name, slot in self.layout.slots.items()
        }
        for alias, name in self.layout.aliases.items():
            if name in arrays:
                arrays[alias] = arrays[name]
        for name in self.store.shapes:
            arrays[name] = self.store.view("p", name)
            arrays[f"d{name}"] = self.store.view(self.store.gradient_row, name)
            if self.spec.l2 and name.startswith("W"):
                arrays[f"d{name}_data"] = self.store.view("data", name)
        return arrays

    def _bind(self) -> None:
        self._X, self._Y, self._L = (self.arrays[name] for name in ("X", "Y", "L"))
        forward = _flat(self._forward_ops)
        loss = [*forward, *_flat(self._loss_ops)]
        # Side by side, because one copy then fetches both from a device, which has to be waited
        # for; between the end of L and the next slot there is room.
        place = self.layout.slots["L"].offset
        self._watched = self.arena[place : place + 2]
        g, squares = self.store.row(self.store.gradient_row), self._watched[1:].reshape(())
        norm = bind(self.backend.xp.dot, g, g, out=squares)
        clip = clip_calls(self._context, self.store, squares)
        self._forward_calls = fuse(forward)
        self._loss_calls = fuse(loss)
        self._gradient_calls = fuse([*loss, *_flat(self._backward_ops), norm, *clip])
        self._silent = all(map(is_fused, (*self._gradient_calls, *self.store.update_calls)))


def _flat(ops: list[Op]) -> list[Call]:
    return [call for op in ops for call in op.calls]
