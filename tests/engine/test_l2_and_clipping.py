"""The L2 penalty and gradient clipping against PyTorch, and through everything that uses them."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import Dense, Network, StepKind, errors, optimizers, programs
from nnviz.engine.gradcheck import check_cell
from nnviz.engine.replay import replay
from nnviz.engine.spec import NetworkSpec

XOR = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]
# The small limits bite in every step, the middle ones in some, the large ones in none.
LIMITS = {
    "l2": {"l2": 0.3},
    "norm, always": {"clip_norm": 0.01},
    "norm, sometimes": {"clip_norm": 0.6},
    "norm, never": {"clip_norm": 1e6},
    "value, sometimes": {"clip_value": 0.1},
    "value, never": {"clip_value": 1e6},
    "l2 and norm": {"l2": 0.2, "clip_norm": 0.5},
    "l2 and value": {"l2": 0.2, "clip_value": 0.05},
}
OPTIMIZERS = {
    "sgd": ("SGD", {"lr": 0.1}),
    "nesterov": ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.02}),
    "adam": ("Adam", {"lr": 0.05}),
    "adamw": ("AdamW", {"lr": 0.05, "weight_decay": 0.1}),
    "rmsprop": ("RMSprop", {"lr": 0.02, "momentum": 0.5, "weight_decay": 0.01}),
    "adagrad": ("Adagrad", {"lr": 0.1, "lr_decay": 0.1}),
}
SHAPES = [("tanh", "mse"), ("gelu", "half_sse"), ("sigmoid", "bce"), ("relu", "cross_entropy")]


def network(hidden="tanh", loss="mse", optimizer="adam", **settings):
    name, options = OPTIMIZERS[optimizer]
    made = getattr(optimizers, name)(**options)
    layers = [Dense(5, hidden), Dense(4, hidden, bias=False), Dense(3)]
    return Network(layers, 2, loss=loss, optimizer=made, seed=1, backend="numpy", **settings)


def batch(loss, n_samples, seed=0):
    random = np.random.default_rng(seed)
    X = random.normal(size=(n_samples, 2)) * 2
    if loss == "cross_entropy":
        return X, random.integers(0, 3, n_samples)
    return X, random.random((n_samples, 3))


class Twin:
    """The same network in PyTorch: the penalty is added to the loss, the rest is autograd."""

    def __init__(self, net, hidden, l2=0.0, clip_norm=None, clip_value=None):
        self.torch = pytest.importorskip("torch", reason="PyTorch is the reference")
        tensors = {name: self.torch.tensor(value) for name, value in net.parameters.items()}
        self.parameters = {name: t.requires_grad_() for name, t in tensors.items()}
        self.weights = [t for name, t in self.parameters.items() if name.startswith("W")]
        self.hidden, self.loss = hidden, net.spec.loss
        self.l2, self.norm, self.value = l2, clip_norm, clip_value

    def gradients(self, X, Y):
        """Return the loss, its gradients before clipping, and their norm; clipped ones are left."""
        f, x, y = self.torch.nn.functional, self.torch.tensor(X), self.torch.tensor(Y)
        p = self.parameters
        for tensor in p.values():
            tensor.grad = None
        act = getattr(f, self.hidden)
        a = act(act(x @ p["W1"].T + p["b1"]) @ p["W2"].T)
        z = a @ p["W3"].T + p["b3"]
        losses = {
            "mse": lambda: f.mse_loss(z, y),
            "half_sse": lambda: ((z - y) ** 2).sum() / 2,
            "bce": lambda: f.binary_cross_entropy_with_logits(z, y),
            "cross_entropy": lambda: f.cross_entropy(z, y),
        }
        total = losses[self.loss]() + 0.5 * self.l2 * sum((W**2).sum() for W in self.weights)
        total.backward()
        raw = {f"d{name}": t.grad.numpy().copy() for name, t in p.items()}
        norm = None
        if self.norm is not None:
            norm = float(self.torch.nn.utils.clip_grad_norm_(list(p.values()), self.norm))
        if self.value is not None:
            self.torch.nn.utils.clip_grad_value_(list(p.values()), self.value)
        return total.item(), raw, norm

    def clipped(self):
        return {f"d{name}_clipped": t.grad.numpy() for name, t in self.parameters.items()}


def agree(ours, theirs):
    scale = max(1.0, float(np.abs(theirs).max()))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * scale)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("hidden", "loss"), SHAPES)
def test_every_step_is_that_of_torch(hidden, loss, optimizer, limits):
    net = network(hidden, loss, optimizer, **limits)
    twin = Twin(net, hidden, **limits)
    name, options = OPTIMIZERS[optimizer]
    update = getattr(twin.torch.optim, name)(twin.parameters.values(), **options)
    for step in range(6):
        X, Y = batch(loss, 4 + step, seed=step)
        value, raw, norm = twin.gradients(X, Y)
        assert net.loss(X, Y) == pytest.approx(value, rel=1e-12)
        for key, gradient in net.gradients(X, Y).items():
            agree(gradient, raw[key])
        trace = net.trace_step(X, Y)
        assert trace.loss == pytest.approx(value, rel=1e-12)
        if norm is not None:
            agree(trace["gnorm"], norm)
        for key, gradient in twin.clipped().items():
            agree(trace[key if net.spec.clips else key.removesuffix("_clipped")], gradient)
        update.step()
        for key, parameter in twin.parameters.items():
            agree(net.parameters[key], parameter.detach().numpy())


@pytest.mark.parametrize("name", ["norm, sometimes", "value, sometimes"])
def test_the_limits_bite_in_some_of_those_steps_and_not_in_others(name):
    bites = set()
    for hidden, loss in SHAPES:
        net = network(hidden, loss, "sgd", **LIMITS[name])
        for step in range(6):
            trace = net.trace_step(*batch(loss, 4 + step, seed=step))
            bites |= {np.array_equal(trace[f"d{p}"], trace[f"d{p}_clipped"]) for p in ("W1", "b3")}
    assert bites == {True, False}


@pytest.mark.parametrize(
    ("optimizer", "options"),
    [
        ("SGD", {"lr": 0.1}),
        ("SGD", {"lr": 0.1, "momentum": 0.9}),
        ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
        ("Adam", {"lr": 0.05}),
    ],
)
def test_l2_is_torchs_weight_decay_on_the_weights_alone(optimizer, options):
    made = getattr(optimizers, optimizer)(**options)
    net = Network([Dense(5, "tanh"), Dense(4, "tanh", bias=False), Dense(3)], 2, l2=0.05,
                  optimizer=made, seed=1)  # fmt: skip
    twin = Twin(net, "tanh")
    biases = [t for name, t in twin.parameters.items() if name.startswith("b")]
    groups = [{"params": twin.weights, "weight_decay": 0.05}, {"params": biases}]
    update = getattr(twin.torch.optim, optimizer)(groups, **options)
    for step in range(10):
        X, Y = batch("mse", 6, seed=step)
        twin.gradients(X, Y)
        update.step()
        net.train_step(X, Y)
    for key, parameter in twin.parameters.items():
        agree(net.parameters[key], parameter.detach().numpy())


def test_l2_is_not_the_decoupled_decay_of_adamw():
    X, Y = batch("mse", 6)
    penalty = Network.mlp([2, 4, 3], optimizer=optimizers.Adam(lr=0.05), l2=0.1)
    decay = Network.mlp([2, 4, 3], optimizer=optimizers.AdamW(lr=0.05, weight_decay=0.1))
    for net in (penalty, decay):
        net.train_step(X, Y)
    difference = np.abs(penalty.parameters["W1"] - decay.parameters["W1"]).max()
    assert difference > 1e-4


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_recording_changes_no_bit(optimizer, limits, dtype):
    silent, recorded = (network(optimizer=optimizer, dtype=dtype, **limits) for _ in range(2))
    for step in range(70):  # past the 64th step, where vanishing moments are flushed
        X, Y = batch("mse", 5 + step % 2, seed=step)
        assert silent.train_step(X, Y) == recorded.trace_step(X, Y).loss
    one, other = silent.state(), recorded.state()
    assert one.parameters.tobytes() == other.parameters.tobytes()
    for row, values in one.optimizer.items():
        assert values.tobytes() == other.optimizer[row].tobytes()


@pytest.mark.parametrize("limits", [{"clip_norm": 1e6}, {"clip_value": 1e6}], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_limit_that_is_never_reached_changes_no_bit(optimizer, dtype, limits):
    free, limited = network(optimizer=optimizer, dtype=dtype), None
    limited = network(optimizer=optimizer, dtype=dtype, **limits)
    for step in range(10):
        X, Y = batch("mse", 5, seed=step)
        assert free.train_step(X, Y) == limited.train_step(X, Y)
    assert free.state().parameters.tobytes() == limited.state().parameters.tobytes()


def test_without_them_a_step_has_nothing_of_them():
    trace = network("relu").trace_step(*batch("mse", 4))
    new = {"penalty", "total_loss", "penalty_gradient", "gradient_norm", "clip"}
    assert not new & {step.kind.value for step in trace.steps}
    names = ("L_data", "R", "gnorm", "dW1_data", "dW1_clipped")
    assert not any(name in trace for name in names)


def test_the_steps_come_in_their_order():
    net = Network.mlp([2, 3, 1], optimizer="adam", l2=0.1, clip_norm=1.0)
    trace = net.trace_step(*XOR)
    kinds = {"loss", "penalty", "total_loss", "weight_gradient", "penalty_gradient"}
    assert [f"{s.kind}:{s.output}" for s in trace.steps if s.kind in kinds] == [
        "loss:L_data", "penalty:R", "total_loss:L", "weight_gradient:dW2_data",
        "penalty_gradient:dW2", "weight_gradient:dW1_data", "penalty_gradient:dW1",
    ]  # fmt: skip
    update = [s for s in trace.steps if s.phase == "update"]
    assert update[0].kind is StepKind.GRADIENT_NORM
    assert list(update[0].inputs) == ["dW1", "db1", "dW2", "db2"]
    assert [s.output for s in update if s.kind is StepKind.CLIP] == [
        "dW1_clipped", "db1_clipped", "dW2_clipped", "db2_clipped",
    ]  # fmt: skip
    after = {s.kind: list(s.inputs) for s in update if s.output.startswith(("m_W1", "v_W1"))}
    assert after[StepKind.FIRST_MOMENT] == ["dW1_clipped", "m_W1"]
    assert after[StepKind.SECOND_MOMENT] == ["dW1_clipped", "v_W1"]


def test_a_trace_keeps_the_gradient_before_the_clipping_and_the_one_of_the_data():
    net = Network.mlp([2, 3, 1], optimizer=optimizers.SGD(lr=0.1, weight_decay=0.5), l2=0.1,
                      clip_value=0.01)  # fmt: skip
    gradients, W = net.gradients(*XOR), net.parameters["W1"]
    trace = net.trace_step(*XOR)
    np.testing.assert_array_equal(trace["dW1"], gradients["dW1"])
    np.testing.assert_allclose(trace["dW1"], trace["dW1_data"] + 0.1 * W, rtol=1e-14)
    np.testing.assert_array_equal(trace["dW1_clipped"], np.clip(gradients["dW1"], -0.01, 0.01))
    np.testing.assert_allclose(trace["dW1_decayed"], trace["dW1_clipped"] + 0.5 * W, rtol=1e-14)
    assert trace.gradient_of("W1", 1, 0) == gradients["dW1"][1, 0]
    assert {t.name for t in trace.targets("dW1", 1, 0)} == {"dW1_clipped"}
    assert {"P1", "R", "dW1", "dW1_decayed", "W1_new"} == {
        t.name for t in trace.targets("W1", 1, 0)
    }


def test_the_norm_is_a_target_of_every_gradient_and_a_source_of_every_clipped_one():
    trace = Network.mlp([2, 3, 1], clip_norm=0.1).trace_step(*XOR)
    assert {t.name for t in trace.targets("db1", 0, 2)} == {"gnorm", "db1_clipped"}
    found = {t.name: (t.rows, t.cols) for t in trace.targets("gnorm", 0, 0)}
    assert found["dW1_clipped"] == (slice(0, 3), slice(0, 2))
    assert found["db2_clipped"] == (slice(0, 1), slice(0, 1))


@pytest.mark.parametrize("loss", ["mse", "half_sse", "cross_entropy"])
def test_in_parts_the_penalty_is_counted_once(loss, monkeypatch):
    net = network("tanh", loss, l2=0.7)
    X, Y = batch(loss, 10)
    whole = net.loss(X, Y)
    monkeypatch.setattr(programs, "_PART", 3)
    assert net.loss(X, Y) == pytest.approx(whole, rel=1e-13)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_loss_of_a_batch_is_the_loss_of_its_step_to_the_bit(dtype):
    net = network(l2=0.7, dtype=dtype)
    X, Y = batch("mse", 6)
    assert net.loss(X, Y) == net.train_step(X, Y)


def test_the_penalty_does_not_depend_on_the_batch():
    net = network(l2=0.7)
    (found,) = {float(network(l2=0.7).trace_step(*batch("mse", n))["R"]) for n in (1, 3, 50)}
    weights = (value for name, value in net.parameters.items() if name.startswith("W"))
    assert found == pytest.approx(0.35 * sum((W**2).sum() for W in weights), rel=1e-14)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize(("hidden", "loss"), SHAPES)
def test_all_gradients_agree_with_differences_of_the_whole_loss(hidden, loss, limits):
    net = network(hidden, loss, **limits)
    assert net.check_gradients(*batch(loss, 5)).max_relative_error < 1e-6
    trace = net.trace_step(*batch(loss, 5))
    for name in ("W1", "W3", "b1", "Z1"):
        found = check_cell(trace, name, 0, 1)
        assert found.kink or found.relative_error < 1e-6
    given = {name: trace[name] for name in ("X", "Y", "W1", "b1", "W2", "W3", "b3")}
    assert replay(net.spec, given, {}).loss == pytest.approx(trace.loss, rel=1e-13)


def test_a_gradient_without_its_penalty_would_be_found():
    net = network(l2=0.5)
    plain = network()
    report = net.check_gradients(*batch("mse", 5))
    assert report.max_relative_error < 1e-6
    trace = plain.trace_step(*batch("mse", 5))
    trace.spec = replace(trace.spec, l2=0.5)
    assert check_cell(trace, "W1", 0, 1).relative_error > 1e-2
    assert check_cell(trace, "b1", 0, 1).relative_error < 1e-6


def test_what_a_change_of_a_weight_would_do_counts_its_penalty():
    trace = network(l2=0.5).trace_step(*batch("mse", 5))
    old = float(trace["W2"][1, 2])
    found = trace.what_if({("W2", 1, 2): old + 1e-6})
    assert found.predicted == pytest.approx(1e-6 * trace["dW2"][1, 2], rel=1e-6)
    assert found.real == pytest.approx(found.predicted, rel=1e-4)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_a_saved_network_goes_on_to_the_same_bits(tmp_path, limits):
    net = network(optimizer="nesterov", **limits)
    X, Y = batch("mse", 5)
    net.train_step(X, Y)
    net.save(tmp_path / "net.nnviz")
    loaded = Network.load(tmp_path / "net.nnviz")
    assert loaded.spec == net.spec
    assert [loaded.train_step(X, Y) for _ in range(3)] == [net.train_step(X, Y) for _ in range(3)]
    assert loaded.state().parameters.tobytes() == net.state().parameters.tobytes()


def test_a_description_of_version_1_has_no_penalty_and_no_clipping():
    data = network().spec.to_dict()
    assert data["version"] == NetworkSpec.VERSION == 2
    old = {k: v for k, v in data.items() if k not in ("l2", "clip_norm", "clip_value", "schedule")}
    assert NetworkSpec.from_dict({**old, "version": 1}) == network().spec
    with pytest.raises(errors.SpecError, match="is missing"):
        NetworkSpec.from_dict(old)
    limited = network(l2=0.25, clip_value=3).spec
    assert NetworkSpec.from_dict(limited.to_dict()) == limited
    assert (limited.l2, limited.clip_norm, limited.clip_value) == (0.25, None, 3.0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"l2": -0.1}, "l2 of Network must be a number ≥ 0"),
        ({"l2": float("nan")}, "l2 of Network must be a number"),
        ({"l2": None}, "l2 of Network must be a number"),
        ({"l2": "0.1"}, "l2 of Network must be a number"),
        ({"clip_norm": 0}, "clip_norm of Network must be a number > 0"),
        ({"clip_norm": float("inf")}, "clip_norm of Network must be a number"),
        ({"clip_value": -1}, "clip_value of Network must be a number > 0"),
        ({"clip_value": True}, "clip_value of Network must be a number"),
        ({"clip_norm": 1, "clip_value": 2}, "leave out clip_norm=1.0 or clip_value=2.0"),
    ],
)
def test_an_impossible_limit_is_one_clear_sentence(settings, said):
    with pytest.raises(errors.SpecError, match=said):
        Network.mlp([2, 3, 1], **settings)


def test_a_penalty_that_is_too_large_is_named():
    net = Network([Dense(1)], 1, l2=1.0, initializer={"W1": [[1e200]], "b1": [0.0]})
    before = net.parameters
    with pytest.raises(errors.DivergenceError, match=r"R stopped being finite.*op penalty"):
        net.train_step([[0.0]], [[1.0]])
    np.testing.assert_array_equal(net.parameters["W1"], before["W1"])


def test_a_gradient_of_zero_is_not_divided_by_its_norm():
    net = Network([Dense(1)], 1, clip_norm=0.5, initializer="zeros")
    trace = net.trace_step([[1.0]], [[0.0]])
    assert float(trace["gnorm"]) == 0.0
    assert float(trace["dW1_clipped"][0, 0]) == 0.0


def test_a_large_network_clips_all_its_pieces():
    made = optimizers.SGD(lr=1.0)
    net = Network.mlp([200, 300, 3], loss="cross_entropy", optimizer=made, clip_norm=1e-3, l2=0.01)
    X = np.random.default_rng(0).normal(size=(8, 200))
    before, gradients = net.parameters, net.gradients(X, np.arange(8) % 3)
    norm = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    net.train_step(X, np.arange(8) % 3)
    for name, value in net.parameters.items():
        step = gradients[f"d{name}"] * (1e-3 / (norm + 1e-6))
        np.testing.assert_allclose(value, before[name] - step, rtol=1e-12, atol=1e-15)
