"""A recorded step is the unrecorded one, to the last bit, whatever the network."""

import numpy as np
import pytest

from nnviz.engine import Dense, Network, StepKind, losses, optimizers

OPTIMIZERS = {
    "sgd": optimizers.SGD(lr=0.05),
    "momentum": optimizers.SGD(lr=0.05, momentum=0.9, weight_decay=0.01),
    "nesterov": optimizers.SGD(lr=0.05, momentum=0.9, nesterov=True),
    "adam": optimizers.Adam(weight_decay=0.01),
    "adamw": optimizers.AdamW(weight_decay=0.1),
    "adagrad": optimizers.Adagrad(lr_decay=0.01, weight_decay=0.01),
    "rmsprop": optimizers.RMSprop(momentum=0.5, centered=True, weight_decay=0.01),
    "adafactor": optimizers.Adafactor(weight_decay=0.1),
}


def data(net, n_samples, seed=0):
    generator = np.random.default_rng(seed)
    X = generator.standard_normal((n_samples, net.spec.n_in))
    if net.spec.loss == "cross_entropy":
        return X, generator.integers(0, net.spec.n_out, n_samples)
    return X, generator.random((n_samples, net.spec.n_out))


def make(loss="mse", optimizer="adam", dtype="float64", sizes=(3, 7, 5, 2), hidden="tanh"):
    chosen = OPTIMIZERS[optimizer]
    if (loss, optimizer) == ("sse", "nesterov"):
        # The gradient of a sum is so much larger: with momentum it would swing ever wider.
        chosen = optimizers.SGD(lr=0.02, momentum=0.9, nesterov=True)
    return Network.mlp(list(sizes), hidden=hidden, loss=loss, optimizer=chosen, dtype=dtype)


def assert_same_bits(one, other):
    a, b = one.state(), other.state()
    assert a.step == b.step
    assert a.parameters.tobytes() == b.parameters.tobytes()
    assert {k: v.tobytes() for k, v in a.optimizer.items()} == {
        k: v.tobytes() for k, v in b.optimizer.items()
    }


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", losses.names())
@pytest.mark.parametrize("n_samples", [1, 7])
def test_many_steps_agree_bit_for_bit(loss, optimizer, dtype, n_samples):
    silent, recorded = (make(loss, optimizer, dtype) for _ in range(2))
    X, Y = data(silent, n_samples)
    for _ in range(70):  # past the 64th step, where vanishing moments are flushed
        assert silent.train_step(X, Y) == recorded.trace_step(X, Y).loss
    assert_same_bits(silent, recorded)


def test_recording_now_and_then_changes_nothing():
    silent, mixed = make("cross_entropy"), make("cross_entropy")
    for k in range(9):
        X, Y = data(silent, 3 + k % 4, seed=k)
        silent.train_step(X, Y)
        (mixed.trace_step if k % 2 else mixed.train_step)(X, Y)
    assert_same_bits(silent, mixed)


def test_a_large_net_with_a_chunked_optimizer_agrees():
    silent, recorded = (
        make("cross_entropy", "adam", "float32", (64, 300, 300, 10), "relu") for _ in range(2)
    )
    X, Y = data(silent, 33)
    for _ in range(3):
        silent.train_step(X, Y)
        recorded.trace_step(X, Y)
    assert_same_bits(silent, recorded)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", losses.names())
def test_float32_stays_float32(loss, optimizer):
    net = make(loss, optimizer, "float32")
    trace = net.trace_step(*data(net, 4))
    assert {trace[name].dtype for name in trace.names} == {np.dtype("float32")}
    assert {a.dtype for a in net.parameters.values()} == {np.dtype("float32")}
    assert net.predict(data(net, 4)[0]).dtype == np.float32


def test_the_trace_holds_the_state_before_and_after():
    net = make("mse", "adam")
    X, Y = data(net, 5)
    net.train_step(X, Y)
    before, gradients = net.parameters, net.gradients(X, Y)
    trace = net.trace_step(X, Y)
    assert trace.iteration == 1
    for name, value in before.items():
        np.testing.assert_array_equal(trace[name], value)
        np.testing.assert_array_equal(trace[f"{name}_new"], net.parameters[name])
        np.testing.assert_array_equal(trace[f"d{name}"], gradients[f"d{name}"])


def test_a_trace_does_not_change_when_training_goes_on():
    net = make("mse", "momentum")
    X, Y = data(net, 5)
    trace = net.trace_step(X, Y)
    names = trace.names
    kept = {name: trace[name].copy() for name in names}
    for _ in range(3):
        net.train_step(X + 1, Y)
    fresh = {name: trace[name] for name in names}
    for name in names:
        np.testing.assert_array_equal(fresh[name], kept[name])
        assert not fresh[name].flags.writeable, name


def test_steps_come_in_the_promised_order():
    net = Network.mlp([2, 4, 1], hidden="relu", output="linear", loss="mse", optimizer="sgd")
    trace = net.trace_step([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    assert [f"{s.kind}:{s.output}" for s in trace.steps] == [
        "matmul:P1",
        "add_bias:Z1",
        "activation:A1",
        "matmul:P2",
        "add_bias:Z2",
        "error:E",
        "sample_loss:Ls",
        "loss:L",
        "loss_gradient:dZ2",
        "outer_product:dW2_sample",
        "weight_gradient:dW2",
        "bias_gradient:db2",
        "input_gradient:dA1",
        "derivative:D1",
        "jacobian:J1",
        "hadamard:dZ1",
        "outer_product:dW1_sample",
        "weight_gradient:dW1",
        "bias_gradient:db1",
        "update:W1_new",
        "update:b1_new",
        "update:W2_new",
        "update:b2_new",
    ]
    assert [s.index for s in trace.steps] == list(range(len(trace.steps)))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", losses.names())
@pytest.mark.parametrize("hidden", ["relu", "leaky_relu", "softmax", "linear", "sigmoid"])
def test_derived_steps_lead_to_the_recorded_result(loss, optimizer, hidden):
    net = make(loss, optimizer, hidden=hidden)
    trace = net.trace_step(*data(net, 4))
    for step in trace.steps:
        if step.kind is StepKind.JACOBIAN:
            for sample in range(4):
                shown = step.for_sample(sample)
                (name,) = shown.also
                np.testing.assert_allclose(
                    shown.also[name], trace[name][sample], rtol=1e-9, atol=1e-15
                )
        if step.kind is StepKind.OUTER_PRODUCT:
            total = sum(step.for_sample(sample).value for sample in range(4))
            np.testing.assert_allclose(total, trace[f"dW{step.layer}"], rtol=1e-9, atol=1e-15)
        if step.kind is StepKind.UPDATE and optimizer == "adam":
            p, m, v = step.inputs.values()
            lr, eps = step.options["lr"], step.options["eps"]
            np.testing.assert_allclose(step.value, p - lr * m / (np.sqrt(v) + eps), rtol=1e-9)


def test_a_fused_gradient_is_not_opened_where_it_would_show_infinities():
    net = Network(
        [Dense(2)], n_in=1, loss="cross_entropy", initializer={"W1": [[900], [-900]], "b1": [0, 0]}
    )
    trace = net.trace_step([[1.0]], [1])
    kinds = [step.kind for step in trace.steps]
    assert StepKind.FUSED_GRADIENT in kinds
    assert StepKind.JACOBIAN not in kinds
    assert "dA1" not in trace
    assert trace.loss == 1800


def test_names_makers_and_gradients():
    net = Network.mlp([2, 3, 3, 2], hidden="relu", loss="mse", optimizer="adam")
    trace = net.trace_step([[1.0, -1.0], [0.5, 2.0]], [[0, 1], [1, 0]])
    for name in ("X", "Y", "W1", "b2", "m_W1", "v_b3"):
        assert name in trace
        assert trace.maker(name) is None
        assert trace.explain(name, 0, 0) is None
    for name in trace.names:
        maker = trace.maker(name)
        if maker is not None and name not in maker.also:
            np.testing.assert_array_equal(maker.value, trace[name])
    assert trace.maker("dZ1").kind is StepKind.HADAMARD
    assert trace.maker("M1").kind is StepKind.ACTIVATION
    assert trace.maker("A3").output == "Z3"
    assert trace.gradient_of("W1", 1, 0) == trace["dW1"][1, 0]
    assert trace.gradient_of("b1", 0, 2) == trace["db1"][2]
    assert trace.gradient_of("P2", 1, 0) == trace["dZ2"][1, 0]
    assert trace.gradient_of("A3", 1, 0) == trace["dZ3"][1, 0]
    assert trace.gradient_of("X", 0, 0) is None
    assert trace.gradient_of("W1_new", 0, 0) is None


def test_targets_are_the_cells_that_change_with_a_cell():
    net = Network.mlp([2, 3, 1], hidden="tanh", loss="mse")
    trace = net.trace_step([[1.0, -1.0], [0.5, 2.0]], [[0], [1]])
    found = [(t.name, t.rows, t.cols, t.sample) for t in trace.targets("A1", 1, 2)]
    assert ("P2", slice(1, 2), slice(0, 1), None) in found
    assert ("dW2", slice(0, 1), slice(2, 3), None) in found
    assert ("dW2_sample", slice(0, 1), slice(2, 3), 1) in found
    assert all(t.step_index > trace.maker("A1").index for t in trace.targets("A1", 1, 2))
