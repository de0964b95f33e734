"""The network: parameters, prediction, training steps, and the traces of them."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnviz.engine import door, initializers, losses
from nnviz.engine.activations import Activation
from nnviz.engine.backend import Backend
from nnviz.engine.backend_choice import choose
from nnviz.engine.build import Dense, build_spec, mlp_layers
from nnviz.engine.history import History
from nnviz.engine.network_shown import ShownNetwork
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.orientation import HostArray
from nnviz.engine.program import Program
from nnviz.engine.programs import Programs
from nnviz.engine.recorder import record
from nnviz.engine.schedules import Schedule
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import NetworkState, Store
from nnviz.engine.threads import use_one_blas_thread
from nnviz.engine.trace import Trace

if TYPE_CHECKING:
    from nnviz.engine.gradcheck import GradientCheck
    from nnviz.engine.run import Run


class Network(ShownNetwork):
    """A dense network that trains step by step, and can show every number of a step.

    ``Network([Dense(4, "relu"), Dense(1)], n_in=2)`` or ``Network.mlp([2, 4, 1])``.

    ``schedule`` changes the optimizer's learning rate from update to update: a name or an object,
    such as ``schedules.Cosine(T_max=200, warmup=10)``.

    ``l2`` is λ of an L2 penalty: the loss becomes L = L_data + λ/2 · ΣW², over all weights but not
    the biases. It is the same for every batch and is never divided by its size. With plain or
    momentum SGD that is PyTorch's ``weight_decay=λ`` on the weights alone; an adaptive optimizer
    sees the penalty in its gradient, as ``torch.optim.Adam(weight_decay=λ)`` does and AdamW, which
    shrinks the weights beside the gradient, does not.

    ``clip_norm`` scales all gradients of a step down to this norm together, ``clip_value`` limits
    each number to ±clip_value: ``torch.nn.utils.clip_grad_norm_`` and ``clip_grad_value_``.

    Raises:
        SpecError: the description is impossible.
        BackendError: the backend is not there.
    """

    def __init__(
        self,
        layers: Sequence[Dense],
        n_in: int,
        *,
        loss: str = "mse",
        optimizer: str | Optimizer = "sgd",
        initializer: str | Mapping[str, npt.ArrayLike] = "he",
        seed: int = 0,
        dtype: npt.DTypeLike = "float64",
        backend: str = "auto",
        schedule: str | Schedule = "constant",
        l2: float = 0.0,
        clip_norm: float | None = None,
        clip_value: float | None = None,
    ) -> None:
        self._set_up(
            build_spec(
                layers,
                n_in,
                loss=loss,
                optimizer=optimizer,
                initializer=initializer,
                seed=seed,
                dtype=dtype,
                backend=backend,
                schedule=schedule,
                l2=l2,
                clip_norm=clip_norm,
                clip_value=clip_value,
            )
        )

    @classmethod
    def mlp(
        cls,
        sizes: Sequence[int],
        *,
        hidden: str | Activation = "relu",
        output: str | Activation | None = None,
        loss: str = "mse",
        optimizer: str | Optimizer = "sgd",
        initializer: str | Mapping[str, npt.ArrayLike] = "he",
        seed: int = 0,
        dtype: npt.DTypeLike = "float64",
        backend: str = "auto",
        schedule: str | Schedule = "constant",
        l2: float = 0.0,
        clip_norm: float | None = None,
        clip_value: float | None = None,
    ) -> "Network":
        """Return a network with the given layer sizes, inputs first: ``mlp([2, 4, 1])``.

        ``output`` left out means the one that belongs to the loss, else linear.

        Raises:
            SpecError: the description is impossible.
            BackendError: the backend is not there.
        """
        n_in, layers = mlp_layers(sizes, hidden, output)
        return cls(
            layers,
            n_in,
            loss=loss,
            optimizer=optimizer,
            initializer=initializer,
            seed=seed,
            dtype=dtype,
            backend=backend,
            schedule=schedule,
            l2=l2,
            clip_norm=clip_norm,
            clip_value=clip_value,
        )

    @classmethod
    def from_spec(cls, spec: NetworkSpec) -> "Network":
        """Return a new network of this description, at its initial values.

        Raises:
            BackendError: the backend is not there.
        """
        network = cls.__new__(cls)
        network._set_up(spec)
        return network

    def _set_up(self, spec: NetworkSpec) -> None:
        use_one_blas_thread()
        self._spec = spec
        self._dtype = np.dtype(spec.dtype)
        self._backend: Backend = choose(spec.backend, spec).backend
        self._loss = losses.get(spec.loss)
        self._store = Store(spec, spec.optimizer.make(), self._backend)
        first = initializers.initial_values(
            spec.initializer, spec.initializer_options, spec.parameter_shapes, spec.seed
        )
        self._store.write_parameters(first)
        self._programs = Programs(spec, self._store, self._backend)
        # Plain data that a saved file keeps for whoever wrote it; the engine never reads it.
        self.note: dict[str, Any] = {}

    @property
    def spec(self) -> NetworkSpec:
        """The description of the network; frozen."""
        return self._spec

    @property
    def backend(self) -> str:
        """The name of the array library that computes."""
        return self._backend.name

    @property
    def iteration(self) -> int:
        """How many updates were made so far."""
        return self._store.step

    @property
    def parameters(self) -> dict[str, HostArray]:
        """Host copies of all parameters: "W1" (n_out, n_in), "b1" (n_out,), "W2" and so on."""
        return self._store.parameters()

    def set_parameters(self, values: Mapping[str, npt.ArrayLike]) -> None:
        """Overwrite some or all parameters; if one is wrong, none is changed.

        Raises:
            SpecError: the network has no such parameter.
            ShapeError: a value has another shape.
            DataError: a value is not a finite number.
        """
        checked = initializers.checked_parameters(values, self._store.shapes)
        with np.errstate(over="ignore"):
            cast = {name: value.astype(self._dtype) for name, value in checked.items()}
        for name, value in cast.items():
            door.require_finite(name, value)
        self._store.write_parameters(cast)

    def predict(self, X: npt.ArrayLike) -> HostArray:
        """Return the output (n_samples, n_out) for X (n_samples, n_in).

        Raises:
            ShapeError: X has another shape.
            DataError: X is empty, not finite or not of numbers.
        """
        inputs = self._inputs(X)
        door.require_finite("X", inputs)
        with np.errstate(all="ignore"):
            return self._programs.predict(inputs)

    def loss(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> float:
        """Return the loss of the batch; parameters unchanged.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
        """
        inputs, targets = self._finite_pair(X, Y)
        with np.errstate(all="ignore"):
            return self._programs.loss(inputs, targets, self._loss)

    def gradients(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> dict[str, HostArray]:
        """Return "dW1", "db1", … of the loss of the batch; parameters unchanged.

        They are those of the whole loss, its penalty included, and as they are before clipping.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
            DivergenceError: a value is not finite.
        """
        program = self._loaded(X, Y)
        with program.quiet():
            program.gradients()
        names, row = self._store.shapes, self._store.gradient_row
        return {f"d{name}": self._backend.to_host(self._store.view(row, name)) for name in names}

    def train_step(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> float:
        """Make one update with the batch, record nothing, and return the loss before it.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
            DivergenceError: a value stopped being finite; the parameters are unchanged.
        """
        program = self._loaded(X, Y)
        with program.quiet():
            return program.step()

    def trace_step(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> Trace:
        """Make the same update, to the same bits, and return everything that happened in it.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
            DivergenceError: a value stopped being finite; the parameters are unchanged.
        """
        program = self._loaded(X, Y)
        with program.quiet():
            return record(program)

    def fit(
        self,
        X: npt.ArrayLike,
        Y: npt.ArrayLike,
        epochs: int = 100,
        batch_size: int = 32,
        *,
        shuffle: bool = True,
        on_epoch: Callable[[int, float], object] | None = None,
        validation: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    ) -> History:
        """Train for some epochs in batches; the last batch of an epoch may be smaller.

        ``on_epoch(epoch, loss)`` is called after each epoch, counted from 1; if it returns False,
        training stops there. The order of the samples follows from the seed and the iteration; a
        batch that holds them all keeps theirs. ``validation`` is (X, Y) of samples that are not
        trained on: their :meth:`loss` after each epoch is in the history too.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
            SpecError: epochs or batch_size is not a whole number above 0.
            DivergenceError: a value stopped being finite; the parameters are the last good ones.
        """
        from nnviz.engine.training import Training

        inputs, targets = self._finite_pair(X, Y)
        training = Training(self._programs, inputs, targets, batch_size, shuffle=shuffle)
        if validation is None:
            return training.run(epochs, on_epoch)
        held_out = self._finite_pair(*validation)
        return training.run(epochs, on_epoch, lambda: self.loss(*held_out))

    def run(
        self,
        X: npt.ArrayLike,
        Y: npt.ArrayLike,
        *,
        batch_size: int = 32,
        shuffle: bool = True,
        budget_bytes: int = 64 * 2**20,
    ) -> "Run":
        """Return a training run from here on, of which any iteration can be looked at again.

        It trains a copy (``run.network()``); this network stays as it is. It makes the same steps
        as :meth:`fit`. States are kept in ``budget_bytes``, all else is computed again from them.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
            SpecError: batch_size is not a whole number above 0.
        """
        from nnviz.engine.run import Run
        from nnviz.engine.training import dealt

        inputs, targets = (array.copy() for array in self._finite_pair(X, Y))
        batches = dealt(self._programs, inputs, targets, batch_size, shuffle=shuffle)
        return Run(self._spec, self.state(), batches, budget_bytes=budget_bytes)

    def jacobian(self, x: npt.ArrayLike, of: str, wrt: str = "X") -> HostArray:
        """Return the full matrix of derivatives for one sample: of "A2", with respect to "X".

        Raises:
            ShapeError: x is not one sample.
            SpecError: one of the names is not on the way from X to the output, in this order.
        """
        from nnviz.engine.jacobian import jacobian

        return jacobian(self, x, of, wrt)

    def check_gradients(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> "GradientCheck":
        """Compare the gradients of all parameters with central differences.

        Raises:
            ShapeError: X or Y has another shape.
            DataError: X or Y is empty, not finite, or impossible for the loss.
        """
        from nnviz.engine.gradcheck import check_gradients

        return check_gradients(self, X, Y)

    def state(self) -> NetworkState:
        """Return all that a later step depends on: parameters, optimizer state, step count."""
        return self._store.state()

    def restore(self, state: NetworkState) -> None:
        """Go back to a state of this very network.

        Raises:
            ShapeError: the state is of another network.
        """
        self._store.restore(state)

    def save(self, path: "str | PathLike[str]") -> None:
        """Write the network, its optimizer state and its note included, to a file.

        Raises:
            SpecError: the note is not plain data.
            FileError: the file cannot be written.
        """
        from nnviz.engine.file import save

        save(self, path)

    @staticmethod
    def load(path: "str | PathLike[str]") -> "Network":
        """Return the network that :meth:`save` wrote; nothing in a file is ever executed.

        Raises:
            FileError: the file cannot be read, is of another kind or version, or is damaged.
        """
        from nnviz.engine.file import load

        return load(path)

    def _inputs(self, X: npt.ArrayLike) -> HostArray:
        return door.samples("X", X, self._spec.n_in, self._dtype)

    def _pair(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> tuple[HostArray, HostArray]:
        inputs = self._inputs(X)
        return inputs, self._loss.target(Y, inputs.shape[0], self._spec.n_out, self._dtype)

    def _finite_pair(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> tuple[HostArray, HostArray]:
        inputs, targets = self._pair(X, Y)
        door.require_finite("X", inputs)
        door.require_finite("Y", targets)
        return inputs, targets

    def _loaded(self, X: npt.ArrayLike, Y: npt.ArrayLike) -> Program:
        """Return the program for this batch, loaded.

        Whether the batch is finite is seen in its loss and gradient, at no cost to each step.
        """
        inputs, targets = self._pair(X, Y)
        program = self._programs.get(inputs.shape[0])
        program.load(inputs, targets)
        return program
