"""The engine in each of its forms, and the bare matrix products of the same step."""

from functools import partial
from unittest.mock import patch

import numpy as np
from threadpoolctl import threadpool_info

from nnviz.engine import Network, backends, native, optimizers
from tests.bench.speed.cases import BETAS, EPS, Case
from tests.bench.speed.contest import Contestant


def set_up(threads: int) -> str:
    """Set NumPy's threads, and return what computes."""
    backends.set_blas_threads(threads)
    blas = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    found = "".join(
        ", {internal_api} {version} ({architecture} kernels, threads: {num_threads})".format(**pool)
        for pool in blas
    )
    return f"NumPy {np.__version__}{found}. {native.status().reason.english()}"


def network(case: Case) -> Network:
    adam = optimizers.Adam(lr=case.lr, betas=BETAS, eps=EPS)
    made = adam if case.optimizer == "adam" else optimizers.SGD(lr=case.lr)
    return Network.mlp(
        case.sizes, loss=case.loss, optimizer=made, dtype=case.dtype, backend="numpy"
    )


class TrainStep(Contestant):
    """The public method: it checks and copies the batch in every step."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.net = network(case)
        self.first = self.net.state()
        self.X, self.Y = case.batch()

    def step(self) -> object:
        return self.net.train_step(self.X, self.Y)

    def read(self) -> dict[str, np.ndarray]:
        return self.net.parameters

    def write(self, parameters: dict[str, np.ndarray]) -> None:
        self.net.set_parameters(parameters)

    def forget(self) -> None:
        parameters = self.net.parameters
        self.net.restore(self.first)
        self.net.set_parameters(parameters)


class TraceStep(TrainStep):
    """The same step with everything recorded."""

    def step(self) -> object:
        return self.net.trace_step(self.X, self.Y)


class Fit(TrainStep):
    """The public loop, with an epoch of one batch for each step."""

    def many(self, count: int) -> None:
        self.net.fit(self.X, self.Y, epochs=count, batch_size=self.case.n_samples, shuffle=False)


class ProgramStep(TrainStep):
    """The step itself, its batch loaded once: what a framework does with tensors that are there."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.program = self.net._loaded(self.X, self.Y)
        self.step = self.program.step

    def many(self, count: int) -> None:
        with self.program.quiet():  # as fit does, once around its loop
            super().many(count)


class PlainStep(ProgramStep):
    """The step as it is where the native loop could not be built: call by call."""

    def __init__(self, case: Case) -> None:
        with patch("nnviz.engine.native.fusing.loop", return_value=None):
            super().__init__(case)


class Products(Contestant):
    """The matrix products of the step and nothing else: no step on this BLAS can be faster."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        generator = np.random.default_rng(0)
        sizes, values = case.sizes, case.parameters()
        shapes = [(case.n_samples, size) for size in sizes]
        A, dA = ([generator.standard_normal(s).astype(case.dtype) for s in shapes] for _ in "ab")
        self.calls = []
        for layer in range(1, case.n_layers + 1):
            W = values[f"W{layer}"]
            self.calls.append(partial(np.dot, A[layer - 1], W.T, np.empty_like(A[layer])))
        for layer in range(case.n_layers, 0, -1):
            W = values[f"W{layer}"]
            self.calls.append(partial(np.dot, dA[layer].T, A[layer - 1], np.empty_like(W)))
            if layer > 1:
                self.calls.append(partial(np.dot, dA[layer], W, np.empty_like(A[layer - 1])))

    def step(self) -> object:
        for call in self.calls:
            call()
        return None

    def read(self) -> dict[str, np.ndarray]:
        return {}

    def write(self, parameters: dict[str, np.ndarray]) -> None:
        pass

    def forget(self) -> None:
        pass


CONTESTANTS = {
    "step": ProgramStep,
    "plain step": PlainStep,
    "fit": Fit,
    "train_step": TrainStep,
    "trace_step": TraceStep,
    "products": Products,
}
