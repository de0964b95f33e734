"""scikit-learn's fitted MLPs: the same predictions, gradients and updates."""

import copy
import json
import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from nnviz.engine import errors, exchange

neural = pytest.importorskip("sklearn.neural_network", reason="scikit-learn is the reference")
RANDOM = np.random.default_rng(2)
X = RANDOM.normal(size=(40, 3))


def fitted(kind, Y, **options):
    settings = {"hidden_layer_sizes": (5, 4), "max_iter": 4, "random_state": 0, **options}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has not converged, and need not
        return getattr(neural, kind)(**settings).fit(X, Y)


def two_classes():
    return np.where(X[:, 0] > 0, "yes", "no")


def three_classes():
    return np.arange(len(X)) % 3 + 7


def several_labels():
    return (X > 0).astype(int)


ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_classifier_gives_the_same_probabilities(activation):
    model = fitted("MLPClassifier", three_classes(), activation=activation)
    net = exchange.from_sklearn(model)
    np.testing.assert_allclose(net.predict(X), model.predict_proba(X), rtol=1e-12, atol=1e-12)
    assert [one.activation for one in net.spec.layers] == [ACTIVATIONS[activation]] * 2 + [
        "softmax"
    ]
    assert net.spec.loss == "cross_entropy"
    assert net.note["origin"]["classes"] == [7, 8, 9]


def test_two_classes_have_one_unit():
    model = fitted("MLPClassifier", two_classes())
    net = exchange.from_sklearn(model)
    assert (net.spec.loss, net.spec.n_out) == ("bce", 1)
    probability = model.predict_proba(X)[:, 1:]
    np.testing.assert_allclose(net.predict(X), probability, rtol=1e-12, atol=1e-12)
    assert net.note["origin"]["classes"] == ["no", "yes"]


def test_several_labels_at_once():
    model = fitted("MLPClassifier", several_labels())
    net = exchange.from_sklearn(model)
    assert (net.spec.loss, net.spec.n_out) == ("bce", 3)
    np.testing.assert_allclose(net.predict(X), model.predict_proba(X), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("n_out", [1, 2])
def test_a_regressor_gives_the_same_numbers(n_out):
    Y = RANDOM.normal(size=(len(X), n_out)) if n_out > 1 else X[:, 0]
    model = fitted("MLPRegressor", Y)
    net = exchange.from_sklearn(model)
    assert (net.spec.loss, net.spec.layers[-1].activation) == ("half_mse", "linear")
    expected = model.predict(X).reshape(len(X), n_out)
    np.testing.assert_allclose(net.predict(X), expected, rtol=1e-12, atol=1e-12)


def test_a_model_of_float32():
    values = X.astype(np.float32)
    model = neural.MLPRegressor(hidden_layer_sizes=(4,), solver="lbfgs", max_iter=2, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(values, values[:, 0])
    net = exchange.from_sklearn(model)
    assert net.spec.dtype == model.coefs_[0].dtype.name
    np.testing.assert_allclose(net.predict(values)[:, 0], model.predict(values), rtol=1e-4)


SOLVERS = {
    "sgd": {"solver": "sgd", "momentum": 0.0, "learning_rate_init": 0.1},
    "momentum": {"solver": "sgd", "nesterovs_momentum": False, "learning_rate_init": 0.1},
    "nesterov": {"solver": "sgd", "learning_rate_init": 0.1},
    "adam": {"solver": "adam", "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-12},
}
KINDS = {
    "two classes": ("MLPClassifier", two_classes, lambda Y: (Y == "yes").astype(float)[:, None]),
    "three classes": ("MLPClassifier", three_classes, lambda Y: Y - 7),
    "numbers": ("MLPRegressor", lambda: X[:, :2] ** 2, lambda Y: Y),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("solver", SOLVERS)
def test_it_goes_on_learning_as_scikit_learn_does(solver, kind):
    name, make, ours = KINDS[kind]
    Y = make()
    model = fitted(name, Y, alpha=0.5, batch_size=len(X), shuffle=False, **SOLVERS[solver])
    net = exchange.from_sklearn(model, batch_size=len(X))
    assert net.spec.l2 == 0.5 / len(X)
    fresh = copy.deepcopy(model)
    del fresh._optimizer  # the network's optimizer starts anew, and so does this one
    for _ in range(5):
        fresh.partial_fit(X, Y)
        net.train_step(X, ours(Y))
    # With so small an epsilon the two places of it in Adam's formula do not matter.
    for number, (coef, intercept) in enumerate(
        zip(fresh.coefs_, fresh.intercepts_, strict=True), start=1
    ):
        np.testing.assert_allclose(net.parameters[f"W{number}"], coef.T, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(net.parameters[f"b{number}"], intercept, rtol=1e-6, atol=1e-9)


def test_several_labels_have_a_gradient_smaller_by_their_number():
    model = fitted("MLPClassifier", several_labels(), alpha=0.0, **SOLVERS["sgd"])
    net = exchange.from_sklearn(model)
    before = [coef.copy() for coef in model.coefs_]
    model.set_params(batch_size=len(X))
    model.partial_fit(X, several_labels())
    gradient = (before[0] - model.coefs_[0]).T / 0.1
    np.testing.assert_allclose(
        net.gradients(X, several_labels())["dW1"] * 3, gradient, rtol=1e-9, atol=1e-12
    )


def test_the_options_of_the_solver():
    options = exchange.from_sklearn(fitted("MLPRegressor", X[:, 0], **SOLVERS["adam"])).spec
    assert options.optimizer.name == "adam"
    assert options.optimizer.options["betas"] == (0.8, 0.99)
    assert options.optimizer.options["eps"] == 1e-12
    net = exchange.from_sklearn(fitted("MLPRegressor", X[:, 0], **SOLVERS["nesterov"]))
    assert dict(net.spec.optimizer.options) == {
        "lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.0,
    }  # fmt: skip


def test_what_has_no_counterpart_is_noted():
    model = fitted("MLPRegressor", X[:, 0], solver="sgd", learning_rate="invscaling", alpha=0.3)
    net = exchange.from_sklearn(model)
    assert net.spec.l2 == 0.0
    assert net.spec.optimizer.options["lr"] == model._optimizer.learning_rate < 0.001
    origin = net.note["origin"]
    assert (origin["alpha"], origin["learning_rate"], origin["power_t"]) == (0.3, "invscaling", 0.5)
    json.dumps(net.note)
    lbfgs = exchange.from_sklearn(fitted("MLPRegressor", X[:, 0], solver="lbfgs"))
    assert lbfgs.spec.optimizer.name == "sgd"
    assert lbfgs.note["origin"]["solver"] == "lbfgs"


@pytest.mark.parametrize("model", [neural.MLPClassifier(), "model", None, SimpleNamespace()])
def test_what_is_no_fitted_model(model):
    with pytest.raises(errors.SpecError, match="takes a fitted MLPClassifier or MLPRegressor"):
        exchange.from_sklearn(model)


BROKEN = {
    "an output of counts": ({"out_activation_": "exp", "loss": "poisson"}, "loss poisson"),
    "a hidden activation": ({"activation": "cube"}, "hidden units cube"),
    "no layers": ({"coefs_": [], "intercepts_": []}, "no layers"),
    "another bias": ({"intercepts_": [np.zeros(2)] * 3}, "impossible shape"),
    "NaN": ({"coefs_": [np.full((3, 5), np.nan)] * 3}, "not finite"),
    "no chain": ({"coefs_": [np.ones((3, 5))] * 3, "intercepts_": [np.ones(5)] * 3}, "takes 3"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_model_that_is_broken_or_of_another_kind(case):
    changes, sentence = BROKEN[case]
    model = copy.copy(fitted("MLPRegressor", X[:, 0]))
    vars(model).update(changes)
    with pytest.raises(errors.FileError, match=sentence):
        exchange.from_sklearn(model)


def test_a_batch_size_that_is_none():
    with pytest.raises(errors.SpecError, match="batch size must be a whole number"):
        exchange.from_sklearn(fitted("MLPRegressor", X[:, 0]), batch_size=0)
