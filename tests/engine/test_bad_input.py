"""Every call refuses what it cannot use: our error, one sentence that names what is wrong."""

import numpy as np
import pytest

from nnviz.engine import Dense, Network, NetworkSpec, activations, backends, errors, losses
from nnviz.engine import optimizers as opt

X = [[0.0, 1.0], [1.0, 0.0]]
Y = [[1.0], [0.0]]


def net(**options):
    return Network.mlp([2, 3, 1], **options)


def classes(**options):
    return Network.mlp([2, 3, 4], loss="cross_entropy", **options)


def binary():
    return Network.mlp([2, 3, 1], loss="bce")


DESCRIPTIONS = {
    "no layers": (lambda: Network([], n_in=2), "at least one layer"),
    "layers that are none": (lambda: Network([4, 1], n_in=2), "must be a Dense"),
    "one size": (lambda: Network.mlp([2]), "sizes"),
    "sizes in a string": (lambda: Network.mlp("241"), "sizes"),
    "zero units": (lambda: Network.mlp([2, 0, 1]), "units"),
    "negative units": (lambda: Network.mlp([2, -3, 1]), "units"),
    "fractional units": (lambda: Network.mlp([2, 2.5, 1]), "units"),
    "units that are true": (lambda: Network.mlp([2, True, 1]), "units"),
    "no inputs": (lambda: Network.mlp([0, 1]), "inputs"),
    "huge layer": (lambda: Network.mlp([2, 10**9, 1]), "units"),
    "too many parameters": (lambda: Network.mlp([100_000, 100_000]), "parameters"),
    "too many layers": (lambda: Network.mlp([2] * 300), "layers"),
    "unknown activation": (lambda: net(hidden="rleu"), "did you mean 'relu'"),
    "activation that is no name": (lambda: net(hidden=7), "activation"),
    "unknown output": (lambda: net(output="soft"), "activation"),
    "alpha of zero": (lambda: Network([Dense(1, "leaky_relu", alpha=0)], n_in=1), "alpha"),
    "alpha that is text": (lambda: activations.get("leaky_relu", alpha="a"), "alpha"),
    "alpha where there is none": (lambda: activations.get("relu", alpha=1.0), "alpha"),
    "bias that is no flag": (lambda: Network([Dense(1, bias="no")], n_in=1), "bias"),
    "unknown loss": (lambda: net(loss="mae"), "loss 'mae'"),
    "loss that is none": (lambda: net(loss=None), "loss"),
    "cross_entropy on relu": (lambda: net(loss="cross_entropy", output="relu"), "softmax"),
    "bce on linear": (lambda: net(loss="bce", output="linear"), "sigmoid"),
    "cross_entropy on one unit": (lambda: net(loss="cross_entropy"), "bce"),
    "unknown optimizer": (lambda: net(optimizer="adamm"), "did you mean 'adam'"),
    "optimizer that is a number": (lambda: net(optimizer=0.1), "optimizer"),
    "lr of zero": (lambda: opt.SGD(lr=0), "lr of sgd"),
    "negative lr": (lambda: opt.Adam(lr=-1), "lr of adam"),
    "lr that is not finite": (lambda: opt.SGD(lr=float("inf")), "lr"),
    "lr that is text": (lambda: opt.SGD(lr="0.1"), "lr"),
    "huge lr": (lambda: opt.SGD(lr=1e9), "lr"),
    "momentum above one": (lambda: opt.SGD(lr=1, momentum=1.5), "momentum"),
    "nesterov without momentum": (lambda: opt.SGD(lr=1, nesterov=True), "momentum"),
    "nesterov that is no flag": (lambda: opt.SGD(lr=1, momentum=0.9, nesterov=1), "nesterov"),
    "negative weight decay": (lambda: opt.SGD(lr=1, weight_decay=-1), "weight_decay"),
    "one beta": (lambda: opt.Adam(betas=(0.9,)), "betas"),
    "betas that are a number": (lambda: opt.Adam(betas=0.9), "betas"),
    "beta of one": (lambda: opt.Adam(betas=(1.0, 0.9)), "betas"),
    "eps of zero": (lambda: opt.Adam(eps=0), "eps"),
    "unknown option of an optimizer": (lambda: opt.get("sgd", rate=1), "rate"),
    "unknown initializer": (lambda: net(initializer="kaiming"), "initializer"),
    "initializer that is a number": (lambda: net(initializer=3), "initializer"),
    "explicit values that lack one": (lambda: net(initializer={"W1": [[1]]}), "b1"),
    "explicit values of a wrong shape": (
        lambda: Network.mlp([1, 1], initializer={"W1": [[1, 2]], "b1": [0]}),
        "W1 must have shape",
    ),
    "explicit values with NaN": (
        lambda: Network.mlp([1, 1], initializer={"W1": [[np.nan]], "b1": [0]}),
        "W1 must be finite",
    ),
    "explicit values that are ragged": (
        lambda: Network.mlp([1, 1], initializer={"W1": [[1, 2], [3]], "b1": [0]}),
        "W1",
    ),
    "negative seed": (lambda: net(seed=-1), "seed"),
    "seed that is text": (lambda: net(seed="a"), "seed"),
    "whole number type": (lambda: net(dtype="int32"), "number type"),
    "half precision": (lambda: net(dtype="float16"), "number type"),
    "number type that is none": (lambda: net(dtype="float99"), "number type"),
    "unknown backend": (lambda: net(backend="torch"), "backend"),
    "unknown backend by name": (lambda: backends.get("torch"), "backend"),
    "no threads": (lambda: backends.set_blas_threads(0), "threads"),
    "spec from nothing": (lambda: NetworkSpec.from_dict({}), "version"),
    "spec from a list": (lambda: NetworkSpec.from_dict([]), "description"),
    "spec of another version": (lambda: NetworkSpec.from_dict({"version": 99}), "version 99"),
    "spec without layers": (lambda: NetworkSpec.from_dict({"version": 1}), "'layers' is missing"),
    "spec with a name of another version": (
        lambda: NetworkSpec.from_dict({**net().spec.to_dict(), "loss": "mse.v2"}),
        "mse.v2",
    ),
}

DATA = {
    "parameters without names": (lambda n: n().set_parameters(3), "by name"),
    "a formula in no orientation": (
        lambda n: n().trace_step([[0, 1]], [[1]]).steps[0].formula("cell"),
        "cell",
    ),
    "an explanation in no orientation": (
        lambda n: n().trace_step([[0, 1]], [[1]]).steps[0].explain(0, 0, "cell"),
        "cell",
    ),
    "X of one dimension": (lambda n: n().predict([0, 1]), "X must have shape (n_samples, 2)"),
    "X with three columns": (lambda n: n().predict([[0, 1, 2]]), "X must have shape"),
    "X that is a number": (lambda n: n().predict(3), "X must have shape"),
    "X that is ragged": (lambda n: n().predict([[0, 1], [2]]), "X must be a table"),
    "X of text": (lambda n: n().predict([["a", "b"]]), "X must hold real numbers"),
    "X of objects": (lambda n: n().predict([[None, 1]]), "X must hold real numbers"),
    "X of complex numbers": (lambda n: n().predict([[1j, 0]]), "X must hold real numbers"),
    "X with NaN": (lambda n: n().predict([[0, 1], [2, np.nan]]), "the value at [1, 1] is nan"),
    "X with infinity": (lambda n: n().predict([[np.inf, 1]]), "the value at [0, 0] is inf"),
    "X that is empty": (lambda n: n().predict(np.empty((0, 2))), "X must hold at least one"),
    "train on X with NaN": (lambda n: n().train_step([[np.nan, 1]], [[1]]), "X must be finite"),
    "train on X with infinity": (lambda n: n().train_step([[np.inf, 1]], [[1]]), "X must be"),
    "trace X with -infinity": (lambda n: n().trace_step([[-np.inf, 1]], [[1]]), "X must be"),
    "gradients of X with NaN": (lambda n: n().gradients([[np.nan, 1]], [[1]]), "X must be finite"),
    "train on Y with NaN": (lambda n: n().train_step(X, [[np.nan], [1]]), "Y must be finite"),
    "loss of Y with NaN": (lambda n: n().loss(X, [[np.nan], [1]]), "Y must be finite"),
    "fit on X with NaN": (lambda n: n().fit([[np.nan, 1]], [[1]]), "X must be finite"),
    "Y with other samples": (lambda n: n().train_step(X, [[1.0]]), "Y must have shape (2, 1)"),
    "Y with other columns": (lambda n: n().loss(X, [[1, 2], [3, 4]]), "Y must have shape"),
    "Y of text": (lambda n: n().loss(X, [["a"], ["b"]]), "Y must hold real numbers"),
    "empty batch": (lambda n: n().train_step(np.empty((0, 2)), np.empty((0, 1))), "at least one"),
    "no epochs": (lambda n: n().fit(X, Y, epochs=0), "epochs"),
    "fractional epochs": (lambda n: n().fit(X, Y, epochs=1.5), "epochs"),
    "batch of none": (lambda n: n().fit(X, Y, batch_size=0), "batch size"),
    "unknown parameter": (lambda n: n().set_parameters({"W9": [[1]]}), "no parameter 'W9'"),
    "parameter of a wrong shape": (lambda n: n().set_parameters({"b1": [1]}), "b1 must have shape"),
    "parameter with NaN": (lambda n: n().set_parameters({"b2": [np.nan]}), "b2 must be finite"),
    "parameter of text": (lambda n: n().set_parameters({"b2": ["x"]}), "b2 must hold real"),
    "state of another net": (lambda n: n().restore(classes().state()), "another network"),
    "trace name": (lambda n: n().trace_step(X, Y)["Q7"], "no array 'Q7'"),
    "explain an unknown name": (lambda n: n().trace_step(X, Y).explain("Q7", 0, 0), "Q7"),
    "targets of an unknown name": (lambda n: n().trace_step(X, Y).targets("Q7", 0, 0), "Q7"),
    "explain an unknown cell": (lambda n: n().trace_step(X, Y).explain("Z1", 9, 0), "cell"),
}

TARGETS = {
    "label too large": (lambda: classes().train_step(X, [0, 4]), "from 0 to 3"),
    "negative label": (lambda: classes().loss(X, [0, -1]), "from 0 to 3"),
    "fractional label": (lambda: classes().loss(X, [0.5, 1]), "whole numbers"),
    "label that is NaN": (lambda: classes().loss(X, [np.nan, 1]), "Y must be finite"),
    "labels as a column": (lambda: classes().loss(X, [[0], [1]]), "labels of shape (2,)"),
    "two ones": (lambda: classes().loss(X, [[1, 1, 0, 0], [0, 1, 0, 0]]), "row 0"),
    "half a one": (lambda: classes().loss(X, [[1, 0, 0, 0], [0, 0.5, 0.5, 0]]), "row 1"),
    "bce above one": (lambda: binary().train_step(X, [[0], [2]]), "the value at [1, 0] is 2"),
    "bce below zero": (lambda: binary().loss(X, [[-0.5], [1]]), "between 0 and 1"),
    "bce with NaN": (lambda: binary().train_step(X, [[np.nan], [1]]), "Y must be finite"),
    "loss of other shapes": (lambda: losses.get("mse")([[1, 2]], [[1]]), "shape (1, 2)"),
    "loss of text": (lambda: losses.get("mse")([["a"]], [[1]]), "prediction"),
    "loss of nothing": (lambda: losses.get("mse")(np.empty((0, 1)), np.empty((0, 1))), "at least"),
    "unknown loss": (lambda: losses.get("huber"), "loss 'huber'"),
    "activation of text": (lambda: activations.get("relu")(["a"]), "real numbers"),
    "Jacobian of a table": (lambda: activations.get("relu").jacobian([[1, 2]]), "one vector"),
    "derivative of softmax": (lambda: activations.get("softmax").derivative([1, 2]), "Jacobian"),
}


def refused(call, words):
    with pytest.raises(errors.NnvizError) as caught:
        call()
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert "{" not in sentence.replace('{"W1"', "")
    assert caught.value.message.english() == sentence


@pytest.mark.parametrize("case", DESCRIPTIONS)
def test_impossible_descriptions_are_refused(case):
    refused(*DESCRIPTIONS[case])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", DATA)
def test_unusable_data_is_refused_and_changes_nothing(case, dtype):
    made = []

    def make():
        made.append(net(dtype=dtype, optimizer="adam"))
        made.append(made[0].state())
        return made[0]

    call, words = DATA[case]
    refused(lambda: call(make), words)
    if "Q7" not in words and words != "cell":  # those come after a step
        after, before = made[0].state(), made[1]
        assert after.parameters.tobytes() == before.parameters.tobytes()
        assert after.step == before.step


@pytest.mark.parametrize("case", TARGETS)
def test_impossible_targets_are_refused(case):
    refused(*TARGETS[case])


def test_set_parameters_is_all_or_nothing():
    network = net()
    before = network.parameters
    with pytest.raises(errors.ShapeError):
        network.set_parameters({"W1": np.ones((3, 2)), "b1": np.ones(7)})
    for name, value in network.parameters.items():
        np.testing.assert_array_equal(value, before[name])


def test_a_value_too_large_for_float32_is_refused():
    network = net(dtype="float32")
    refused(lambda: network.predict([[1e300, 0]]), "X must be finite")
    refused(lambda: network.train_step([[1e300, 0]], [[0]]), "X must be finite")
    refused(lambda: network.set_parameters({"b2": [1e300]}), "b2 must be finite")


def test_a_batch_that_would_not_fit_into_memory_is_one_sentence():
    wide = Network.mlp([2, 1_000_000, 1], initializer="zeros", dtype="float32")
    refused(lambda: wide.train_step(np.zeros((100, 2)), np.zeros((100, 1))), "smaller batch")


@pytest.mark.parametrize(
    "given",
    [
        [[0, 1], [1, 0]],
        [[False, True], [True, False]],
        np.array([[0, 1], [1, 0]], dtype=np.uint8),
        np.array([[0, 1], [1, 0]], dtype=np.float32),
        np.array([[0, 1], [1, 0]], dtype=np.float64).T,
        np.zeros((4, 4))[::2, ::2] + [[0, 1], [1, 0]],
        np.asfortranarray([[0.0, 1.0], [1.0, 0.0]]),
    ],
    ids=["ints", "bools", "uint8", "float32", "transposed", "strided", "fortran"],
)
def test_any_array_of_numbers_gives_the_same_result(given):
    np.testing.assert_array_equal(net().predict(given), net().predict(X))
    one, other = net(), net()
    assert one.train_step(given, Y) == other.train_step(X, Y)
    assert one.fit(given, Y, epochs=2).losses == other.fit(X, Y, epochs=2).losses
