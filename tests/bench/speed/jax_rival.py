"""JAX: the whole step in one jit, its state donated, one step for each call."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from tests.bench.speed.cases import BETAS, EPS, Case
from tests.bench.speed.contest import Contestant


def set_up(threads: int) -> str:
    """Return what computes; XLA has as many threads as the process has cores (see worker)."""
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    # Each step is waited for: handing it to another thread first would only cost time.
    jax.config.update("jax_cpu_enable_async_dispatch", False)
    return f"JAX {jax.__version__}"


def loss_of(kind, parameters, x, y):
    *hidden, (W, b) = parameters
    for V, c in hidden:
        x = jax.nn.relu(x @ V + c)
    z = x @ W + b
    if kind == "mse":
        return jnp.mean((z - y) ** 2)
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], axis=1))


def sgd(lr, parameters, gradients, state):
    return jax.tree.map(lambda p, g: p - lr * g, parameters, gradients), state


def adam(lr, parameters, gradients, state):
    t, ms, vs = state
    t = t + 1
    b1, b2 = BETAS
    ms = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, ms, gradients)
    vs = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, vs, gradients)
    first, second = 1 - b1**t, 1 - b2**t
    parameters = jax.tree.map(
        lambda p, m, v: p - lr * (m / first) / (jnp.sqrt(v / second) + EPS), parameters, ms, vs
    )
    return parameters, (t, ms, vs)


class Jit(Contestant):
    """The form of JAX's own tutorials: pytrees, value_and_grad, donated buffers."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        update = adam if case.optimizer == "adam" else sgd

        @partial(jax.jit, donate_argnums=(0, 1))
        def step(parameters, state, x, y):
            value, gradients = jax.value_and_grad(partial(loss_of, case.loss))(parameters, x, y)
            return *update(case.lr, parameters, gradients, state), value

        self.jitted = step
        X, Y = case.batch()
        self.x = jnp.asarray(X)
        self.y = jnp.asarray(Y.astype(np.int32) if case.loss == "cross_entropy" else Y)
        self.reset()

    def step(self) -> object:
        self.parameters, self.state, loss = self.jitted(self.parameters, self.state, self.x, self.y)
        return loss.block_until_ready()

    def read(self) -> dict[str, np.ndarray]:
        found = {}
        for layer, (W, b) in enumerate(self.parameters, 1):
            found |= {f"W{layer}": np.array(W).T, f"b{layer}": np.array(b)}
        return found

    def write(self, parameters: dict[str, np.ndarray]) -> None:
        # copy=True: donated buffers must not be memory that NumPy still has.
        self.parameters = [
            (
                jnp.array(np.ascontiguousarray(parameters[f"W{layer}"].T), copy=True),
                jnp.array(parameters[f"b{layer}"], copy=True),
            )
            for layer in range(1, self.case.n_layers + 1)
        ]

    def forget(self) -> None:
        if self.case.optimizer == "sgd":
            self.state = ()
            return
        count = jnp.zeros((), self.case.dtype)
        zeros = (jax.tree.map(jnp.zeros_like, self.parameters) for _ in range(2))
        self.state = (count, *zeros)


CONTESTANTS = {"JAX jit": Jit}
