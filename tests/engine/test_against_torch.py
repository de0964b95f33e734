"""Several training steps of random nets are PyTorch's to 1e-9, optimizer state included."""

from itertools import product

import numpy as np
import pytest

from nnviz.engine import Dense, Network, activations, losses, optimizers

torch = pytest.importorskip("torch", reason="PyTorch is the reference; it is not installed here")

ACTIVATIONS = {
    "linear": torch.nn.Identity,
    "relu": torch.nn.ReLU,
    "leaky_relu": lambda: torch.nn.LeakyReLU(0.2),
    "elu": lambda: torch.nn.ELU(0.7),
    "selu": torch.nn.SELU,
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "softplus": torch.nn.Softplus,
    "swish": torch.nn.SiLU,
    "gelu": torch.nn.GELU,
    "gelu_tanh": lambda: torch.nn.GELU(approximate="tanh"),
    "softmax": lambda: torch.nn.Softmax(dim=1),
}


def twin(name, **settings):
    return getattr(optimizers, name)(**settings), getattr(torch.optim, name), settings


OPTIMIZERS = {
    "sgd": (optimizers.SGD(lr=0.005), torch.optim.SGD, {"lr": 0.005}),
    "momentum": (
        optimizers.SGD(lr=0.005, momentum=0.9, weight_decay=0.01),
        torch.optim.SGD,
        {"lr": 0.005, "momentum": 0.9, "weight_decay": 0.01},
    ),
    "nesterov": (
        optimizers.SGD(lr=0.005, momentum=0.8, nesterov=True, weight_decay=0.02),
        torch.optim.SGD,
        {"lr": 0.005, "momentum": 0.8, "nesterov": True, "weight_decay": 0.02},
    ),
    "adam": (optimizers.Adam(), torch.optim.Adam, {}),
    "adam_decay": (
        optimizers.Adam(lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.03),
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.8, 0.99), "eps": 1e-6, "weight_decay": 0.03},
    ),
    "adamw": (optimizers.AdamW(), torch.optim.AdamW, {}),
    "adamw_decay": twin("AdamW", lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.3),
    "adamw_plain": twin("AdamW", lr=0.01, weight_decay=0.0),
    "adagrad": (optimizers.Adagrad(), torch.optim.Adagrad, {}),
    "adagrad_decay": twin("Adagrad", lr=0.02, lr_decay=0.1, weight_decay=0.03, eps=1e-6),
    "rmsprop": (optimizers.RMSprop(), torch.optim.RMSprop, {}),
    "rmsprop_momentum": twin("RMSprop", lr=0.002, alpha=0.8, momentum=0.9, weight_decay=0.03),
    "rmsprop_centered": twin("RMSprop", lr=0.002, alpha=0.9, eps=1e-6, centered=True),
    "rmsprop_all": twin(
        "RMSprop", lr=0.002, eps=1e-6, weight_decay=0.01, momentum=0.5, centered=True
    ),
    "adafactor": (optimizers.Adafactor(), torch.optim.Adafactor, {}),
    "adafactor_all": twin(
        "Adafactor", lr=0.003, beta2_decay=-0.5, eps=(1e-4, 0.01), d=1.5, weight_decay=0.1
    ),
}
ROWS = {
    "velocity": ["momentum_buffer"],
    "u": ["momentum_buffer"],
    "m": ["exp_avg", "grad_avg"],
    "v": ["exp_avg_sq", "square_avg", "variance"],
    "s": ["sum"],
    "R": ["row_var"],
    "C": ["col_var"],
}


def torch_loss(name, Z, Y):
    match name:
        case "mse":
            return torch.nn.functional.mse_loss(Z, Y)
        case "half_mse":
            return ((Z - Y) ** 2).sum() / (2 * len(Z))
        case "sse":
            return torch.nn.functional.mse_loss(Z, Y, reduction="sum")
        case "half_sse":
            return ((Z - Y) ** 2).sum() / 2
        case "bce":
            return torch.nn.functional.binary_cross_entropy_with_logits(Z, Y)
        case "cross_entropy":
            return torch.nn.functional.cross_entropy(Z, Y)
    raise AssertionError(name)


def options(name):
    return {"leaky_relu": {"alpha": 0.2}, "elu": {"alpha": 0.7}}.get(name, {})


def outputs_of(loss):
    needed = losses.get(loss).output
    return [needed] if needed else list(ACTIVATIONS)


CASES = [
    (hidden, output, loss, optimizer)
    for hidden, loss, optimizer in product(ACTIVATIONS, losses.names(), OPTIMIZERS)
    for output in outputs_of(loss)
    # Every output with every loss, but not again for every hidden activation.
    if hidden == "tanh" or output == outputs_of(loss)[0]
]


def test_every_name_has_a_reference():
    assert set(ACTIVATIONS) == set(activations.names())
    assert {optimizer.name for optimizer, _, _ in OPTIMIZERS.values()} == set(optimizers.names())


def twins(hidden, output, loss, optimizer):
    """Return our network, PyTorch's, its part before the loss, its optimizer, and a batch."""
    generator = np.random.default_rng(CASES.index((hidden, output, loss, optimizer)))
    n_in, units, n_out, n_samples = (int(k) for k in generator.integers(2, 6, 4))
    ours, theirs, settings = OPTIMIZERS[optimizer]
    net = Network(
        [
            Dense(units, hidden, **options(hidden)),
            Dense(units + 1, hidden, bias=False, **options(hidden)),
            Dense(n_out, output, **options(output)),
        ],
        n_in=n_in,
        loss=loss,
        optimizer=ours,
        initializer="xavier",
        seed=int(generator.integers(1000)),
    )
    model, logits = torch_model(net, hidden, output, loss)
    update = theirs(model.parameters(), **settings)
    X = generator.standard_normal((n_samples, n_in))
    return net, model, logits, update, X, target(generator, loss, n_samples, n_out)


@pytest.mark.parametrize(("hidden", "output", "loss", "optimizer"), CASES)
def test_steps_are_those_of_torch(hidden, output, loss, optimizer):
    net, model, logits, update, X, Y = twins(hidden, output, loss, optimizer)
    for _ in range(5):
        update.zero_grad()
        value = torch_loss(loss, logits(torch.from_numpy(X)), torch.from_numpy(Y))
        value.backward()
        assert_same_gradients(net.gradients(X, Y), model)
        update.step()
        assert net.train_step(X, Y) == pytest.approx(value.item(), rel=1e-9, abs=1e-12)
        assert_same_parameters(net, model)
    assert_same_state(net, update)
    assert_same_prediction(net, model, X)


def torch_model(net, hidden, output, loss, layers=3):
    """Return the PyTorch twin, and the part of it that the loss is computed from."""
    names = [*[hidden] * (layers - 1), output]
    parts = []
    for (W, b), name in zip(weights(net), names, strict=True):
        linear = torch.nn.Linear(W.shape[1], W.shape[0], bias=b is not None, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W))
            if b is not None:
                linear.bias.copy_(torch.from_numpy(b))
        parts += [linear, ACTIVATIONS[name]()]
    model = torch.nn.Sequential(*parts)
    return model, model[:-1] if losses.get(loss).output else model


def weights(net):
    parameters = net.parameters
    count = len(net.spec.layers)
    return [(parameters[f"W{k}"], parameters.get(f"b{k}")) for k in range(1, count + 1)]


def target(generator, loss, n_samples, n_out):
    match loss:
        case "cross_entropy":
            return generator.integers(0, n_out, n_samples)
        case "bce":
            return generator.random((n_samples, n_out))
    return generator.standard_normal((n_samples, n_out))


def assert_same_gradients(gradients, model):
    for ours, theirs in zip(gradients.values(), model.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-9, atol=1e-12)


def assert_same_parameters(net, model):
    for ours, theirs in zip(net.parameters.values(), model.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-9, atol=1e-12)


def assert_same_state(net, update):
    for row, flat in net.state().optimizer.items():
        theirs = [
            found.numpy().ravel()
            for state in update.state.values()
            if (found := theirs_of(state, row)) is not None
        ]
        np.testing.assert_allclose(flat, np.concatenate(theirs), rtol=1e-9, atol=1e-12)


def theirs_of(state, row):
    return next((state[key] for key in ROWS[row] if key in state), None)


def assert_same_prediction(net, model, X):
    with torch.no_grad():
        expected = model(torch.from_numpy(X)).numpy()
    np.testing.assert_allclose(net.predict(X), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_fifty_updates_agree_to_the_last_digits(optimizer):
    ours, theirs, settings = OPTIMIZERS[optimizer]
    net = Network.mlp([3, 5, 2], hidden="tanh", loss="mse", optimizer=ours, seed=4)
    model, _ = torch_model(net, "tanh", "linear", "mse", layers=2)
    update = theirs(model.parameters(), **settings)
    generator = np.random.default_rng(5)
    X, Y = generator.standard_normal((6, 3)), generator.standard_normal((6, 2))
    for _ in range(50):
        net.train_step(X, Y)
        update.zero_grad()
        torch_loss("mse", model(torch.from_numpy(X)), torch.from_numpy(Y)).backward()
        update.step()
    for mine, other in zip(net.parameters.values(), model.parameters(), strict=True):
        np.testing.assert_allclose(mine, other.detach().numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_functions_and_derivatives(name):
    Z = np.random.default_rng(1).standard_normal((5, 4)) * 5
    f, g = activations.get(name, **options(name)), ACTIVATIONS[name]()
    np.testing.assert_allclose(f(Z), g(torch.from_numpy(Z)).numpy(), rtol=1e-9, atol=1e-12)
    z = torch.from_numpy(Z[:1])
    expected = torch.autograd.functional.jacobian(lambda x: g(x[None])[0], z[0]).numpy()
    np.testing.assert_allclose(f.jacobian(Z[0]), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", losses.names())
def test_losses_and_their_gradients(name):
    generator = np.random.default_rng(2)
    Z, Y = generator.standard_normal((6, 3)), target(generator, name, 6, 3)
    z = torch.from_numpy(Z).requires_grad_()
    value = torch_loss(name, z, torch.from_numpy(Y))
    value.backward()
    loss = losses.get(name)
    assert loss(Z, Y) == pytest.approx(value.item(), rel=1e-12)
    np.testing.assert_allclose(loss.gradient(Z, Y), z.grad.numpy(), rtol=1e-9, atol=1e-12)
