"""Trained experiments to be portrayed, and their forward pass written out in NumPy."""

from functools import lru_cache

import numpy as np

from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.app.session import Session
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec

ADAM = OptimizerSpec("adam", Options({"lr": 0.02}))


def experiment(data, layers, loss, batch_size=None, **options):
    n_in, *rest = layers
    spec = NetworkSpec(
        n_in, tuple(LayerSpec(units, name) for units, name in rest), loss=loss, optimizer=ADAM
    )
    validation = options.pop("validation", 0.0)
    return Experiment(
        spec,
        DataSpec("builtin", data, batch_size=batch_size, validation=validation,
                 options=Options(options)),
    )  # fmt: skip


NETS = {
    "spiral": lambda: experiment(
        "spiral", (2, (8, "tanh"), (8, "relu"), (3, "softmax")), "cross_entropy", 32, n_classes=3
    ),
    "moons": lambda: experiment(
        "moons", (2, (6, "relu"), (2, "tanh"), (1, "sigmoid")), "bce", 20, validation=0.25
    ),
    "iris": lambda: experiment(
        "iris", (4, (5, "sigmoid"), (3, "softmax")), "cross_entropy", 30, validation=0.2
    ),
    "sine": lambda: experiment("sine", (1, (8, "tanh"), (3, "tanh"), (1, "linear")), "mse"),
    "digits": lambda: experiment(
        "digits", (64, (12, "relu"), (10, "softmax")), "cross_entropy", 32
    ),
    "xor": lambda: example("xor"),
}


@lru_cache(maxsize=12)
def trained(name, iterations=60):
    """A session that has been trained; nobody may change it."""
    session = Session(NETS[name]())
    session.train_to(iterations)
    return session


def layers_of(spec, parameters, X):
    """[X, A1, A2, …] in plain NumPy."""
    functions = {
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "linear": lambda z: z,
        "softmax": lambda z: (
            np.exp(z - z.max(1, keepdims=True))
            / np.exp(z - z.max(1, keepdims=True)).sum(1, keepdims=True)
        ),
    }
    table = [np.asarray(X, float)]
    for number, layer in enumerate(spec.layers, start=1):
        z = table[-1] @ parameters[f"W{number}"].T + parameters[f"b{number}"]
        table.append(functions[layer.activation](z))
    return table
