"""Every value at the edge has been decided; resources/docs/numerics.md says what and why."""

import math
import warnings
from pathlib import Path

import numpy as np
import pytest

from nnviz.engine import Dense, Network, activations, errors, losses, optimizers
from nnviz.engine.datasets.dataset import Dataset
from tests.engine import parity

DOCUMENT = Path(__file__).parents[2] / "resources" / "docs" / "numerics.md"
DTYPES = (np.float32, np.float64)
N, I = np.nan, np.inf  # noqa: E741
# -0, 0, minus and plus the smallest denormal, NaN, infinity, -infinity. D stands for the smallest
# denormal, T for three of them.
D, T = "denormal", "three denormals"
MINUS = {D: -1, T: -3}
S = 1.0507009873554805
SELU = S * 1.6732632423543772
AT_THE_EDGES = {
    "linear": ([0, 0, "-D", D, N, I, -I], [1] * 7),
    "relu": ([0, 0, 0, D, N, I, 0], [0, 0, 0, 1, N, 1, 0]),
    "leaky_relu": ([0, 0, 0, D, N, I, -I], [0.01, 0.01, 0.01, 1, N, 1, 0.01]),
    "elu": ([0, 0, "-D", D, N, I, -1], [1, 1, 1, 1, N, 1, 0]),
    # 1.67 denormals are two, and 1.05 times that is two again; in float32 as in float64.
    "selu": ([0, 0, "-2D", D, N, I, -SELU], [SELU, SELU, SELU, S, N, S, 0]),
    "sigmoid": ([0.5, 0.5, 0.5, 0.5, N, 1, 0], [0.25, 0.25, 0.25, 0.25, N, 0, 0]),
    "tanh": ([0, 0, "-D", D, N, 1, -1], [1, 1, 1, 1, N, 0, 0]),
    "softplus": ([math.log(2)] * 4 + [N, I, 0], [0.5, 0.5, 0.5, 0.5, N, 1, 0]),
    "swish": ([0, 0, 0, 0, N, I, N], [0.5, 0.5, 0.5, 0.5, N, N, N]),
    "gelu": ([0, 0, 0, 0, N, I, N], [0.5, 0.5, 0.5, 0.5, N, N, N]),
    "gelu_tanh": ([0, 0, 0, 0, N, I, N], [0.5, 0.5, 0.5, 0.5, N, N, N]),
}
# Where PyTorch may have another value: which of the seven, and its value. Whether it does depends
# on the number type and on how many numbers there are: its code for vectors has its own edges.
TORCH_DIFFERS = {
    ("relu", "slope"): {4: 1.0},
    ("leaky_relu", "slope"): {4: np.float32(0.01)},
    ("elu", "slope"): {4: 1.0},
    ("selu", "slope"): {4: np.float32(S)},
    ("gelu", "value"): {5: N},
}


def denormal(dtype):
    return np.finfo(dtype).smallest_subnormal


def edges(dtype):
    tiny = denormal(dtype)
    return np.array([-0.0, 0.0, -tiny, tiny, N, I, -I], dtype=dtype)


def numbers(values, dtype):
    named = {D: 1, "-D": -1, "-2D": -2}
    tiny = denormal(dtype)
    return np.array([named[v] * tiny if v in named else v for v in values], dtype=dtype)


def elementwise():
    return [name for name in activations.names() if activations.get(name).elementwise]


def test_every_activation_has_been_decided():
    assert set(AT_THE_EDGES) == set(elementwise())
    written = DOCUMENT.read_text(encoding="utf-8")
    for name in (*activations.names(), *losses.names()):
        assert f"| {name} |" in written, name


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", elementwise())
def test_values_and_slopes_at_the_edges(name, dtype):
    f = activations.get(name)
    values, slopes = (numbers(row, dtype) for row in AT_THE_EDGES[name])
    found = f(edges(dtype)), f.derivative(edges(dtype))
    np.testing.assert_array_equal(found[0], values)
    np.testing.assert_array_equal(found[1], slopes)
    assert found[0].dtype == found[1].dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", elementwise())
def test_where_pytorch_differs_is_known(name, dtype):
    torch = pytest.importorskip("torch", reason="PyTorch is the reference; it is not here")
    theirs = {
        "linear": torch.nn.Identity(),
        "relu": torch.nn.ReLU(),
        "leaky_relu": torch.nn.LeakyReLU(0.01),
        "elu": torch.nn.ELU(),
        "selu": torch.nn.SELU(),
        "sigmoid": torch.nn.Sigmoid(),
        "tanh": torch.nn.Tanh(),
        "softplus": torch.nn.Softplus(),
        "swish": torch.nn.SiLU(),
        "gelu": torch.nn.GELU(),
        "gelu_tanh": torch.nn.GELU(approximate="tanh"),
    }[name]
    z = torch.tensor(edges(dtype), requires_grad=True)
    y = theirs(z)
    y.sum().backward()
    found = {"value": y.detach().numpy(), "slope": z.grad.numpy()}
    for kind, expected in zip(("value", "slope"), AT_THE_EDGES[name], strict=True):
        wanted = numbers(expected, dtype)
        for place, other in TORCH_DIFFERS.get((name, kind), {}).items():
            if not np.array_equal(found[kind][place], wanted[place], equal_nan=True):
                wanted[place] = other
        np.testing.assert_allclose(found[kind], wanted, rtol=2e-7, atol=0, err_msg=kind)


@pytest.mark.parametrize("dtype", DTYPES)
def test_softmax_at_the_edges(dtype):
    f = activations.get("softmax")
    small = denormal(dtype)
    rows = np.array([[-0.0, 0.0], [small, -small], [-I, 0], [1e4, -1e4]], dtype=dtype)
    np.testing.assert_array_equal(f(rows), np.array([[0.5, 0.5], [0.5, 0.5], [0, 1], [1, 0]]))
    for bad in ([N, 0], [I, 0], [-I, -I], [I, -I]):
        assert np.isnan(f(np.array([bad], dtype=dtype))).any()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", activations.names())
def test_where_exp_overflows_or_vanishes_nothing_else_does(name, dtype):
    # exp overflows above 88.72 and vanishes below -103.28; in float64 709.78 and -745.13.
    brink = 88.72283 if dtype is np.float32 else 709.782712893384
    vanish = 103.278 if dtype is np.float32 else 745.1332
    at = [x * s for x in (brink * 0.999, brink * 1.001, vanish * 1.01, 1e4) for s in (1, -1)]
    Z = np.array([at], dtype=dtype)
    f = activations.get(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values, slopes = f(Z), f.jacobian(Z[0])
    assert np.isfinite(values).all()
    assert np.isfinite(slopes).all()
    bounds = {"sigmoid": (0, 1), "tanh": (-1, 1), "softmax": (0, 1)}
    low, high = bounds.get(name, (-2e4, 2e4))
    assert (values >= low).all()
    assert (values <= high).all()


CROSS_ENTROPY = [
    ([1000.0, 0.0], 0, 0.0, [0.0, 0.0]),
    ([1000.0, 0.0], 1, 1000.0, [1.0, -1.0]),
    ([-1000.0, -1001.0], 0, 0.31326168751822286, [-0.2689414213699951, 0.2689414213699951]),
    ([I, 0.0], 0, N, [N, N]),
    ([I, 0.0], 1, N, [N, N]),
    ([-I, 0.0], 0, I, [-1.0, 1.0]),
    # PyTorch says 0: it never looks at the wrong classes. Here an infinite logit always shows.
    ([-I, 0.0], 1, N, [0.0, 0.0]),
    ([-I, -I], 0, N, [N, N]),
    ([N, 0.0], 0, N, [N, N]),
    ([N, 0.0], 1, N, [N, N]),
]
BCE = [
    (1000.0, 0.0, 1000.0, 1.0),
    (1000.0, 1.0, 0.0, 0.0),
    (-1000.0, 0.0, 0.0, 0.0),
    (-1000.0, 1.0, 1000.0, -1.0),
    (0.0, 0.5, math.log(2), 0.0),
    # An infinite logit gives infinity or NaN, never a number. Which of the two is not promised.
    (I, 0.0, N, 1.0),
    (I, 1.0, N, 0.0),
    (-I, 0.0, N, 0.0),
    (-I, 1.0, I, -1.0),
    (N, 0.0, N, N),
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("logits", "label", "loss", "gradient"), CROSS_ENTROPY)
def test_cross_entropy_at_extreme_logits(logits, label, loss, gradient, dtype):
    f, Z = losses.get("cross_entropy"), np.array([logits], dtype=dtype)
    assert f(Z, [label]) == pytest.approx(loss, rel=1e-6, nan_ok=True)
    np.testing.assert_allclose(f.gradient(Z, [label]), [gradient], rtol=1e-6)
    assert f.gradient(Z, [label]).dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("z", "y", "loss", "gradient"), BCE)
def test_bce_at_extreme_logits(z, y, loss, gradient, dtype):
    f, Z = losses.get("bce"), np.array([[z]], dtype=dtype)
    assert f(Z, [[y]]) == pytest.approx(loss, rel=1e-6, nan_ok=True)
    np.testing.assert_allclose(f.gradient(Z, [[y]]), [[gradient]], rtol=1e-6)


@pytest.mark.parametrize("bad", [N, I, -I])
@pytest.mark.parametrize("name", losses.names())
def test_no_loss_hides_a_prediction_that_is_not_finite(name, bad):
    for label, column in ((0, 0), (0, 1)):
        Z, Y = np.zeros((1, 2)), np.eye(2)[[label]]
        Z[0, column] = bad
        assert not math.isfinite(losses.get(name)(Z, Y)), (label, column)


def batches():
    X = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
    wide = np.zeros((4, 6))
    wide[::2, ::2] = X
    read_only = X.copy()
    read_only.setflags(write=False)
    return {
        "list": X.tolist(),
        "strided": wide[::2, ::2],
        "fortran": np.asfortranarray(X),
        "transposed": np.ascontiguousarray(X.T).T,
        "backwards": np.ascontiguousarray(X[::-1, ::-1])[::-1, ::-1],
        "read-only": read_only,
        "broadcast": np.broadcast_to(X, (1, 2, 3))[0],
        "half precision": X.astype(np.float16),
        "single precision": X.astype(np.float32),
        "long double": X.astype(np.longdouble),
        "big-endian": X.astype(">f8"),
    }


def results(net, X):
    Y = [[1.0], [0.0]]
    trace = net.trace_step(X, Y)
    arrays = [trace[name] for name in trace.names]
    numbers = [net.train_step(X, Y), net.loss(X, Y), *net.fit(X, Y, epochs=2).losses]
    return [
        *arrays,
        net.predict(X),
        *net.gradients(X, Y).values(),
        *net.parameters.values(),
        numbers,
    ]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("how", batches())
def test_how_a_batch_lies_in_memory_does_not_matter(how, dtype):
    def net():
        return Network.mlp([3, 4, 1], hidden="tanh", optimizer="adam", dtype=dtype)

    given = batches()[how]
    before = np.array(given)
    plain = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]], dtype=dtype)
    for one, other in zip(results(net(), given), results(net(), plain), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(np.array(given), before)  # what came in is left alone


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", ["bool", "int8", "uint8", "int16", "int64", "uint64"])
def test_whole_numbers_become_floats_at_the_door(kind, dtype):
    X = np.array([[0, 1, 1], [1, 0, 1]])

    def net():
        return Network.mlp([3, 4, 1], dtype=dtype)

    for one, other in zip(results(net(), X.astype(kind)), results(net(), X * 1.0), strict=True):
        np.testing.assert_array_equal(one, other)
        assert np.asarray(one).dtype == np.asarray(other).dtype


def options(name):
    """Return an optimizer whose numbers are NumPy's float64, which promotes float32 arrays."""
    given = {"lr": np.float64(0.01)}
    given |= {"momentum": np.float64(0.9)} if name in {"sgd", "rmsprop"} else {}
    return optimizers.get(name, **given)


@pytest.mark.parametrize("case", parity.cases()[::2], ids=parity.title)
def test_float32_stays_float32(case):
    assert case["dtype"] == "float32"
    hidden = {"alpha": np.float64(0.1)} if case["hidden"] in {"leaky_relu", "elu"} else {}
    net = Network(
        [Dense(np.int64(4), case["hidden"], **hidden), Dense(3)],
        n_in=4,
        loss=case["loss"],
        optimizer=options(case["optimizer"]),
        dtype="float32",
        initializer={
            "W1": np.full((4, 4), 0.1),
            "b1": np.zeros(4),
            "W2": np.eye(3, 4),
            "b2": np.zeros(3),
        },
    )
    X, Y = parity.batch(case)
    assert X.dtype == np.float64
    net.train_step(X, Y)
    net.set_parameters({"b1": np.full(4, np.float64(0.1))})
    trace = net.trace_step(X, Y)
    arrays = {name: trace[name] for name in trace.names}
    for step in trace.steps:
        arrays |= {**step.inputs, step.output: step.value, **step.also}
    arrays |= net.parameters | net.gradients(X, Y) | dict(net.state().optimizer)
    arrays |= {"prediction": net.predict(X), "jacobian": net.jacobian(X[0], of="A2")}
    wrong = {name: array.dtype for name, array in arrays.items() if array.dtype != np.float32}
    assert not wrong


def test_a_number_that_float32_cannot_hold_is_refused():
    net = Network.mlp([1, 1], dtype="float32")
    for call in (net.predict, lambda X: net.train_step(X, [[1.0]]), lambda X: net.loss(X, [[1]])):
        with pytest.raises(errors.DataError, match=r"X must be finite, .* \[0, 0\] is inf"):
            call([[1e300]])
    with pytest.raises(errors.DataError, match="Y must be finite"):
        net.train_step([[1.0]], [[1e300]])
    with pytest.raises(errors.DataError, match="W1 must be finite"):
        net.set_parameters({"W1": [[1e300]]})


@pytest.mark.parametrize("dtype", DTYPES)
def test_denormal_numbers_are_numbers(dtype):
    small = np.array([[denormal(dtype), 1.0]], dtype=dtype)
    net = Network.mlp([2, 1], dtype=dtype, initializer={"W1": [[1.0, 0.0]], "b1": [0.0]})
    assert net.predict(small)[0, 0] == denormal(dtype)
    trace = net.trace_step(small, [[0.0]])
    assert trace["P1"][0, 0] == denormal(dtype)
    assert trace.loss == 0.0


CALLS = {
    "predict": lambda net, X, Y: net.predict(X),
    "loss": lambda net, X, Y: net.loss(X, Y),
    "gradients": lambda net, X, Y: net.gradients(X, Y),
    "train_step": lambda net, X, Y: net.train_step(X, Y),
    "trace_step": lambda net, X, Y: net.trace_step(X, Y),
    "fit": lambda net, X, Y: net.fit(X, Y, epochs=1),
    "check_gradients": lambda net, X, Y: net.check_gradients(X, Y),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("loss", losses.names())
def test_an_empty_batch_is_refused(loss, call):
    # PyTorch's mean over nothing is NaN, which would become the parameters.
    net = Network.mlp([2, 2], loss=loss)
    before = net.parameters
    Y = np.empty(0, dtype=int) if loss == "cross_entropy" else np.empty((0, 2))
    with pytest.raises(errors.DataError, match="X must hold at least one sample"):
        CALLS[call](net, np.empty((0, 2)), Y)
    for name, value in net.parameters.items():
        np.testing.assert_array_equal(value, before[name])


def one_sample_loss(name, z, y):
    """Return the loss of one sample, by plain numbers."""
    match name:
        case "mse":
            return sum((a - b) ** 2 for a, b in zip(z, y, strict=True)) / len(z)
        case "sse":
            return sum((a - b) ** 2 for a, b in zip(z, y, strict=True))
        case "half_mse" | "half_sse":
            return sum((a - b) ** 2 for a, b in zip(z, y, strict=True)) / 2
        case "bce":
            terms = (math.log1p(math.exp(a)) - a * b for a, b in zip(z, y, strict=True))
            return sum(terms) / len(z)
    return math.log(sum(math.exp(a) for a in z)) - z[y.index(1)]


@pytest.mark.parametrize("name", losses.names())
def test_one_sample_is_a_batch(name):
    net = Network.mlp([2, 3], loss=name, seed=2)
    x, y = [0.3, -0.7], [0.0, 1.0, 0.0]
    W, b = (net.parameters[key].tolist() for key in ("W1", "b1"))
    z = [sum(w * v for w, v in zip(row, x, strict=True)) + c for row, c in zip(W, b, strict=True)]
    assert net.trace_step([x], [y]).loss == pytest.approx(one_sample_loss(name, z, y), rel=1e-12)
    assert np.isfinite(net.train_step([x], [y]))


def test_a_feature_that_never_varies_is_only_centred():
    X = np.column_stack([np.full(5, 3.0), np.arange(5.0)])
    data = Dataset(
        X, np.zeros((5, 1)), ("fixed", "rising"), ("y",), "made", "regression"
    ).standardised()
    np.testing.assert_array_equal(data.X[:, 0], 0.0)
    np.testing.assert_allclose([data.X[:, 1].mean(), data.X[:, 1].std()], [0, 1], atol=1e-15)
    assert np.isfinite(Network.mlp([2, 3, 1]).fit(data.X, data.Y, epochs=3).losses).all()
