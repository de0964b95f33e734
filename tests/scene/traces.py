"""Recorded training steps of small networks that together hold every kind of step."""

from functools import cache

import numpy as np

from nnviz.engine import Dense, Network, optimizers, schedules

NAMES = (
    *("xor", "classes", "yes_no", "mixed", "adamw", "adagrad", "rmsprop"),
    *("clip_norm", "clip_value", "adafactor", "warming"),
)


ADAPTIVE = {
    "adamw": optimizers.AdamW(lr=0.1, weight_decay=0.1),
    "adagrad": optimizers.Adagrad(lr=0.1, lr_decay=0.5, weight_decay=0.01),
    "rmsprop": optimizers.RMSprop(lr=0.1, momentum=0.9, centered=True),
    "adafactor": optimizers.Adafactor(lr=0.1, weight_decay=0.1),
}


LIMITED = {
    "clip_norm": {"l2": 0.01, "clip_norm": 0.5, "optimizer": "adam"},
    "clip_value": {
        "l2": 0.1,
        "clip_value": 0.05,
        "optimizer": optimizers.SGD(lr=0.1, weight_decay=0.01),
    },
}


@cache
def trace(name):
    """One trace of four samples by its name in NAMES."""
    net, Y = _networks()[name]
    X = np.random.default_rng(1).normal(size=(4, 2))
    return net.trace_step(X if name != "xor" else np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), Y)


def _networks():
    rng = np.random.default_rng(2)
    nesterov = optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)
    mixed = [Dense(3, "softmax", bias=False), Dense(2, "sigmoid")]
    return {
        "xor": (
            Network.mlp([2, 4, 1], hidden="relu", loss="mse", optimizer=nesterov, seed=0),
            np.array([[0], [1], [1], [0.0]]),
        ),
        "classes": (
            Network.mlp([2, 4, 3], hidden="tanh", loss="cross_entropy", optimizer="adam", seed=0),
            np.array([0, 1, 2, 1]),
        ),
        "yes_no": (
            Network.mlp([2, 3, 1], hidden="leaky_relu", loss="bce", optimizer="sgd", seed=0),
            np.array([[0], [1], [1], [0.0]]),
        ),
        **{name: _squares(optimizer=made) for name, made in ADAPTIVE.items()},
        **{name: _squares(**settings) for name, settings in LIMITED.items()},
        "warming": _squares(optimizer="adam", schedule=schedules.Cosine(T_max=30, warmup=4)),
        "mixed": (
            Network(mixed, n_in=2, loss="half_sse", optimizer="sgd", seed=0),
            rng.random(size=(4, 2)),
        ),
    }


def _squares(**settings):
    net = Network.mlp([2, 3, 1], hidden="gelu", loss="mse", seed=0, **settings)
    return net, np.array([[0], [1], [1], [0.0]])


def wide_trace(sizes, n_samples=2):
    """A trace of a softmax network of these sizes."""
    net = Network.mlp(list(sizes), hidden="relu", loss="cross_entropy", optimizer="sgd", seed=0)
    X = np.random.default_rng(0).normal(size=(n_samples, sizes[0]))
    return net.trace_step(X, np.arange(n_samples) % sizes[-1])


def all_steps():
    """Every step of every trace."""
    return [step for name in NAMES for step in trace(name).steps]


def made_cells(step):
    """A few cells that the step made: the first and the last of every array."""
    for name, array in {step.output: step.value, **step.also}.items():
        rows, cols = np.atleast_2d(array).shape
        one_sample = array.ndim == 1 and step.sample is not None
        last = step.sample if one_sample else rows - 1
        # A dict keeps the order: the names of the tests are the same in every process.
        yield from dict.fromkeys([(name, last if one_sample else 0, 0), (name, last, cols - 1)])


XOR_PARAMETERS = {
    "W1": [[0.0, 0.3], [-0.27, -0.89], [-0.45, -0.99], [0.06, 1.34]],
    "b1": [0.1, 0.0, -0.2, 0.05],
    "W2": [[0.31, -0.5, 0.42, 0.6]],
    "b2": [0.02],
}
XOR_X = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
XOR_Y = [[0.0], [1.0], [1.0], [0.0]]
OPTIMIZERS = {
    "sgd": optimizers.SGD(lr=0.1),
    "nesterov": optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adam": optimizers.Adam(lr=0.1),
    **ADAPTIVE,
}


def xor_steps(activation="relu", output="linear", loss="half_mse", optimizer="sgd", **more):
    """Return the steps of a 2-4-1 net with hand-made parameters on XOR."""
    layers = [Dense(4, activation), Dense(1, output)]
    net = Network(layers, n_in=2, loss=loss, optimizer=OPTIMIZERS[optimizer], **more)
    net.set_parameters(XOR_PARAMETERS)
    return net.trace_step(XOR_X, XOR_Y).steps


def random_steps(
    sizes, n, activation="relu", output="linear", seed=0, loss="half_mse", optimizer="sgd"
):
    """Return the steps of a random net with layers of these ``sizes`` on ``n`` samples."""
    random = np.random.default_rng(seed)
    layers = [*(Dense(units, activation) for units in sizes[1:-1]), Dense(sizes[-1], output)]
    net = Network(layers, n_in=sizes[0], loss=loss, optimizer=OPTIMIZERS[optimizer], seed=seed)
    net.set_parameters(
        {f"b{k}": random.normal(size=units) * 0.1 for k, units in enumerate(sizes[1:], 1)}
    )
    X = random.normal(size=(n, sizes[0])).round(2)
    if output == "softmax":
        Y = np.eye(sizes[-1])[random.integers(sizes[-1], size=n)]
    else:
        Y = random.integers(2, size=(n, sizes[-1])).astype(float)
    return net.trace_step(X, Y).steps


def softmax_steps(loss="cross_entropy", optimizer="sgd"):
    """Return the steps of a 2-3-3 net with a softmax on five samples."""
    return random_steps([2, 3, 3], 5, "tanh", "softmax", seed=3, loss=loss, optimizer=optimizer)
