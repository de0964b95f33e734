"""The same work on two backends: nets that have everything between them, and all they can do."""

import numpy as np

from nnviz.engine import Dense, Network, activations, losses, optimizers, schedules

OPTIONS = {
    "sgd": {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
    "rmsprop": {"momentum": 0.5, "centered": True},
    "adam": {"lr": 0.01, "weight_decay": 0.01},
    "adagrad": {"lr_decay": 0.1},
}
SETTINGS = {
    "plain": {},
    "l2": {"l2": 0.1},
    "clip_norm": {"clip_norm": 0.05},
    "clip_value": {"clip_value": 0.01, "l2": 0.1},
    "schedule": {"schedule": schedules.get("exponential", gamma=0.9, warmup=2)},
}
# How far the numbers of two libraries may lie apart after the steps of :func:`everything`, as a
# share of the largest number of an array.
TOLERANCE = {"float32": 1e-4, "float64": 1e-12}
DTYPES = ("float32", "float64")


def cases():
    """Return keywords for :func:`network`: every activation, loss and optimizer, both types."""
    kinds = [
        *({"hidden": name, "loss": "mse", "optimizer": "adam"} for name in activations.names()),
        *({"hidden": "tanh", "loss": name, "optimizer": "sgd"} for name in losses.names()),
        *({"hidden": "relu", "loss": "mse", "optimizer": name} for name in optimizers.names()),
    ]
    rest = {"hidden": "swish", "loss": "cross_entropy", "optimizer": "adam"}
    kinds = [{**kind, "settings": "plain"} for kind in kinds]
    kinds += [{**rest, "settings": name} for name in SETTINGS if name != "plain"]
    return [{**kind, "dtype": dtype} for kind in kinds for dtype in DTYPES]


def title(case):
    return "-".join(case.values())


def network(case, backend):
    optimizer = case["optimizer"]
    options = dict(OPTIONS.get(optimizer, {}))
    if case["loss"] == "sse":
        options["lr"] = 0.005  # of a sum the gradient is so much larger: it must not swing
    return Network(
        [Dense(7, case["hidden"]), Dense(5, case["hidden"], bias=False), Dense(3)],
        n_in=4,
        loss=case["loss"],
        optimizer=optimizers.get(optimizer, **options),
        seed=3,
        dtype=case["dtype"],
        backend=backend,
        **SETTINGS[case["settings"]],
    )


def batch(case, count=6):
    generator = np.random.default_rng(11)
    X = generator.standard_normal((count, 4))
    if case["loss"] == "cross_entropy":
        return X, generator.integers(0, 3, count)
    return X, generator.random((count, 3))


def everything(net, X, Y, path):
    """Do all that a network can do, and return the numbers by name."""
    found = {"prediction": net.predict(X), "loss": net.loss(X, Y)}
    found |= {f"first {name}": array for name, array in net.gradients(X, Y).items()}
    found["train_step"] = net.train_step(X, Y)
    trace = net.trace_step(X, Y)
    found |= {f"trace {name}": trace[name] for name in trace.names}
    found["fit"] = net.fit(X, Y, epochs=3, batch_size=4).losses
    found["jacobian"] = net.jacobian(np.asarray(X[0], dtype=float), of="A3", wrt="X")
    found |= looked_back(net.run(X, Y, batch_size=4))
    changed = trace.what_if("W1", 0, 1, 0.5)
    found |= {f"what if {name}": changed.after[name] for name in changed.after.names}
    state = net.state()
    net.train_step(X, Y)
    net.restore(state)
    net.save(path)
    again = Network.load(path)
    assert again.backend == net.backend
    found["after loading"] = again.train_step(X, Y)
    net.set_parameters({name: value * 0.5 for name, value in net.parameters.items()})
    found["halved"] = net.train_step(X, Y)
    found |= {f"state {name}": row for name, row in net.state().optimizer.items()}
    return found | net.parameters


def looked_back(run):
    """Train a run and look at an iteration that is past."""
    run.advance(9)
    first = run.first_iteration
    trace = run.trace(first + 5)
    found = {f"run {name}": trace[name] for name in trace.names}
    return found | {"run losses": run.losses, "run p": run.state(first + 7).parameters}


def distance(ours, theirs):
    """Return the largest difference of two sets of numbers, as a share of each array's largest."""
    assert ours.keys() == theirs.keys()
    worst = 0.0
    for name, array in ours.items():
        one, other = (np.asarray(values, dtype=np.float64) for values in (array, theirs[name]))
        assert one.shape == other.shape, name
        assert np.isfinite(other).all(), name
        size = max(float(np.abs(one).max()), np.finfo(np.float64).tiny)
        worst = max(worst, float(np.abs(one - other).max()) / size)
    return worst
