"""Networks of every kind, to be sent to other programs and back."""

import numpy as np
from hypothesis import strategies as st

from nnviz.engine import Dense, Network, activations, optimizers

OUTPUTS = {"bce": "sigmoid", "cross_entropy": "softmax"}
OPTIONS = {"leaky_relu": {"alpha": 0.2}, "elu": {"alpha": 0.7}}
OPTIMIZERS = {
    "sgd": optimizers.SGD(lr=0.01),
    "momentum": optimizers.SGD(lr=0.01, momentum=0.9, nesterov=True),
    "adam": optimizers.Adam(),
    "adafactor": optimizers.Adafactor(),
    "rmsprop": optimizers.RMSprop(momentum=0.5, centered=True),
}


def layer(units, name, bias=True):
    return Dense(units, name, bias=bias, **OPTIONS.get(name, {}))


def inputs(net, count=20, seed=0):
    generator = np.random.default_rng(seed)
    return (3 * generator.normal(size=(count, net.spec.n_in))).astype(net.spec.dtype)


def targets(net, count=20):
    n_out = net.spec.n_out
    if net.spec.loss == "cross_entropy":
        return np.arange(count) % n_out
    return np.full((count, n_out), 0.25)


@st.composite
def networks(draw):
    """Return a network with one to three layers, trained for some steps."""
    loss = draw(st.sampled_from(["mse", "half_mse", "bce", "cross_entropy"]))
    names = draw(st.lists(st.sampled_from(activations.names()), min_size=1, max_size=3))
    output = OUTPUTS.get(loss, names[-1])
    units = draw(st.lists(st.integers(1, 4), min_size=len(names), max_size=len(names)))
    if loss == "cross_entropy":
        units[-1] += 1
    biases = draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
    net = Network(
        [layer(*one) for one in zip(units, [*names[:-1], output], biases, strict=True)],
        n_in=draw(st.integers(1, 3)),
        loss=loss,
        optimizer=OPTIMIZERS[draw(st.sampled_from(sorted(OPTIMIZERS)))],
        initializer="normal",
        seed=draw(st.integers(0, 99)),
        dtype=draw(st.sampled_from(["float32", "float64"])),
        schedule=draw(st.sampled_from(["constant", "cosine"])),
        l2=draw(st.sampled_from([0.0, 0.1])),
        clip_norm=draw(st.sampled_from([None, 1.0])),
    )
    net.note = {"made": "to be sent away", "count": 3}
    for _ in range(draw(st.integers(0, 2))):
        net.train_step(inputs(net), targets(net))
    return net


def assert_same_parameters(one, other):
    assert one.parameters.keys() == other.parameters.keys()
    for name, values in one.parameters.items():
        assert values.dtype == other.parameters[name].dtype
        assert values.tobytes() == other.parameters[name].tobytes(), name


def assert_same_state(one, other):
    first, second = one.state(), other.state()
    assert first.step == second.step
    assert first.parameters.tobytes() == second.parameters.tobytes()
    assert first.optimizer.keys() == second.optimizer.keys()
    for name, row in first.optimizer.items():
        assert row.tobytes() == second.optimizer[name].tobytes(), name
