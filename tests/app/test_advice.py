"""Advice: what it announces is really seen, and what it offers really helps."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.app import data
from nnviz.app.advice import facts_of, refusal, remarks
from nnviz.app.document import opened, revised
from nnviz.app.edits import (
    SetActivation,
    SetBackend,
    SetBatchSize,
    SetDtype,
    SetInitializer,
    SetInitialValues,
    SetL2,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
    SetSchedule,
    SetUnits,
)
from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.app.table import Table
from nnviz.engine import Network, backend
from nnviz.engine.datasets import Dataset
from nnviz.engine.errors import DivergenceError, NnvizError
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec
from nnviz.engine.symptoms import SymptomKind, symptoms

XOR = example("xor")


def made(
    *layers,
    name="xor",
    loss="mse",
    optimizer="sgd",
    options=None,
    initializer="he",
    seed=1,
    batch=None,
    standardise=False,
    of_init=None,
    **more,
):
    given = DataSpec("builtin", name, batch_size=batch, standardise=standardise)
    spec = NetworkSpec(
        n_in=data.load(given).n_in,
        layers=tuple(LayerSpec(*layer) for layer in layers),
        loss=loss,
        optimizer=OptimizerSpec(optimizer, Options(options or {"lr": 0.1})),
        initializer=initializer,
        initializer_options=Options(of_init or {}),
        seed=seed,
        **more,
    )
    return Experiment(spec, given)


def keys(experiment):
    return [remark.key for remark in remarks(experiment)]


def remark_of(experiment, key):
    return next(remark for remark in remarks(experiment) if remark.key == key)


def trained(experiment, steps):
    """Return the network after some updates, and the losses before each."""
    network = Network.from_spec(experiment.spec)
    dealt = data.batches(experiment)
    losses = []
    for step in range(steps):
        try:
            losses.append(network.train_step(*dealt.at(step)))
        except DivergenceError:
            losses.append(np.inf)
            break
    return network, np.asarray(losses)


def traced(experiment, steps=0):
    network, _ = trained(experiment, steps)
    return network.trace_step(*data.batches(experiment).at(steps))


def rises(losses):
    with np.errstate(all="ignore"):
        return bool((losses[1:] > losses[:-1] * 1.02).any())


# Each case: the experiment, and a check that what is announced is seen.


def zeros_move_nothing_but_the_last_bias(experiment):
    before = Network.from_spec(experiment.spec).parameters
    network, _ = trained(experiment, 20)
    after = network.parameters
    last = f"b{len(experiment.spec.layers)}"
    assert not np.array_equal(after[last], before[last])
    assert all(np.array_equal(after[name], before[name]) for name in before if name != last)
    trace = traced(experiment)
    assert not trace["A1"].any()


def units_stay_identical(experiment):
    network, losses = trained(experiment, 50)
    assert losses[-1] != losses[0]
    W = network.parameters["W1"]
    assert np.allclose(W, W[:1], rtol=1e-9, atol=1e-12)
    trace = traced(experiment, 50)
    assert SymptomKind.IDENTICAL in {symptom.kind for symptom in symptoms(trace)}


def one_matrix_does_it(experiment):
    network, _ = trained(experiment, 10)
    p = network.parameters
    W = p["W2"] @ p["W1"]
    b = p["W2"] @ p["b1"] + p["b2"]
    X, Y = data.batches(experiment).at(10)
    trace = network.trace_step(X, Y)
    assert np.allclose(trace["Z2"], X @ W.T + b)


def first_layer_hardly_learns(experiment):
    trace = traced(experiment)
    last = len(experiment.spec.layers)
    first, final = np.linalg.norm(trace["dW1"]), np.linalg.norm(trace[f"dW{last}"])
    assert first * 20 < final


def columns_add_up_to_one(experiment):
    assert np.allclose(traced(experiment, 5)["A1"].sum(axis=1), 1.0)


def always_one(experiment):
    trace = traced(experiment, 3)
    last = len(experiment.spec.layers)
    assert np.all(trace[f"A{last}"] == 1.0)
    assert not any(trace[f"dW{k}"].any() for k in range(1, last + 1))


def sure_and_wrong_is_hardly_corrected(experiment):
    network = Network.from_spec(experiment.spec)
    last = len(experiment.spec.layers)
    bias = np.zeros(experiment.spec.n_out)
    bias[0] = 12.0
    values = dict(network.parameters) | {f"W{last}": network.parameters[f"W{last}"] * 0.0}
    network.set_parameters({**values, f"b{last}": bias})
    X, Y = data.batches(experiment).at(0)
    trace = network.trace_step(X, Y)
    wrong = np.abs(trace["E"]).max(axis=1) > 0.9
    assert wrong.any()
    assert np.abs(trace[f"dZ{last}"][wrong]).max() < 1e-3 / trace.n_samples


def no_probabilities(experiment):
    A = traced(experiment, 20)[f"A{len(experiment.spec.layers)}"]
    assert np.abs(A.sum(axis=1) - 1.0).max() > 0.01
    assert (A < 0).any() or (A > 1).any()


def error_stays(experiment):
    trace = traced(experiment, 200)
    low = {"relu": 0.0, "sigmoid": 0.0, "softplus": 0.0, "tanh": -1.0}
    bound = low[experiment.spec.layers[-1].activation]
    out = trace["Y"] < bound
    assert out.any()
    assert (trace["E"][out] >= bound - trace["Y"][out]).all()


def weights_jump(experiment):
    start = Network.from_spec(experiment.spec).parameters
    _, losses = trained(experiment, 20)
    first = trained(experiment, 1)[0].parameters
    gradient = traced(experiment)["dW1"]
    moved = np.abs(first["W1"] - start["W1"])[np.abs(gradient) > 1e-6]
    # The step that the remark names, to the three digits it is written with.
    said = remark_of(experiment, "jumping").why.args["move"]
    assert np.allclose(moved, float(said), rtol=0.02)
    assert rises(losses)


def never_at_rest(experiment):
    _, losses = trained(experiment, 300)
    late = losses[-50:]
    assert not np.isfinite(late).all() or rises(late) or late[-1] > losses[0]


def rises_at_times(experiment):
    assert rises(trained(experiment, 30)[1])


def flat(experiment):
    X, Y = data.batches(replace(experiment, data=replace(experiment.data, batch_size=None))).at(0)
    network, _ = trained(experiment, 24)
    start = Network.from_spec(experiment.spec).trace_step(X, Y).loss
    assert abs(network.trace_step(X, Y).loss - start) < 0.05 * start


def shrunk_twice(experiment):
    spec = experiment.spec
    lr, decay = spec.optimizer.options["lr"], spec.optimizer.options["weight_decay"]
    plain = replace(spec, l2=0.0, optimizer=OptimizerSpec("sgd", Options({"lr": lr})))
    start = Network.from_spec(spec).parameters["W1"]
    both = trained(experiment, 1)[0].parameters["W1"]
    none = trained(replace(experiment, spec=plain), 1)[0].parameters["W1"]
    assert np.allclose(none - both, lr * (spec.l2 + decay) * start)


def large_gradients_decay_less(experiment):
    options = dict(experiment.spec.optimizer.options)
    without = OptimizerSpec("adam", Options({**options, "weight_decay": 0.0}))
    free = replace(experiment, spec=replace(experiment.spec, optimizer=without))
    gradient = np.abs(traced(free)["dW1"])
    start = np.abs(Network.from_spec(experiment.spec).parameters["W1"])
    steps = 1
    held = trained(experiment, steps)[0].parameters["W1"]
    loose = trained(free, steps)[0].parameters["W1"]
    # The first step is the sign of the gradient: where it is large, decay changes nothing at all.
    large = gradient > 10 * options["weight_decay"] * start
    assert large.any()
    assert np.abs(held - loose)[large].max() < 1e-6


def bits_stay(experiment):
    network, _ = trained(experiment, 1)
    start = Network.from_spec(experiment.spec).parameters
    same = np.concatenate([(network.parameters[n] == start[n]).ravel() for n in ("W1", "W2")])
    gradients = np.concatenate([traced(experiment)[n].ravel() for n in ("dW1", "dW2")])
    assert same[gradients != 0].mean() > 0.4


def mostly_at_the_ends(experiment):
    trace = traced(experiment)
    assert np.median(np.abs(trace["D1"])) < 0.05
    assert (np.abs(trace["D1"]) < 0.1 * np.abs(trace["D1"]).max()).mean() > 0.5


def one_feature_drowns_the_other(experiment):
    trace = traced(experiment)
    parts = [np.linalg.norm(np.outer(trace["X"][:, k], trace["W1"][:, k])) for k in range(2)]
    assert parts[0] > 10 * parts[1]
    follows = [abs(np.corrcoef(trace["Z1"][:, unit], trace["X"][:, 0])[0, 1]) for unit in range(4)]
    assert min(follows) > 0.95


def batch_is_all(experiment):
    assert data.batches(experiment).at(0)[0].shape[0] == facts_of(experiment.data).n_samples


def lopsided():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(60, 2)) * [100.0, 1.0]
    dataset = Dataset(X, X @ [[0.01], [1.0]], ("income", "age"), ("y",), "lopsided", "regression")
    table = DataSpec("table", "lopsided", table=Table.of(dataset))
    spec = NetworkSpec(
        2,
        (LayerSpec(4, "tanh"), LayerSpec(1)),
        optimizer=OptimizerSpec("adam", Options({"lr": 0.01})),
        initializer="xavier",
        seed=2,
    )
    return Experiment(spec, table)


DEEP = [(6, "sigmoid")] * 4
CASES = {
    "identical-zeros": (made((4, "relu"), (1,), initializer="zeros"), "identical",
                        zeros_move_nothing_but_the_last_bias),
    "identical-tanh-zeros": (made((4, "tanh"), (3, "relu"), (1,), initializer="zeros"),
                             "identical", zeros_move_nothing_but_the_last_bias),
    "identical-sigmoid-zeros": (made((4, "sigmoid"), (1, "sigmoid"), loss="bce", name="moons",
                                     batch=15, initializer="zeros"), "identical",
                                units_stay_identical),
    "identical-constant": (made((4, "relu"), (1,), initializer="constant"), "identical",
                           units_stay_identical),
    "identical-no-spread": (made((4, "tanh"), (1,), initializer="normal",
                                 of_init={"mean": 0.4, "std": 0.0}), "identical",
                            units_stay_identical),
    "collapse": (made((4, "linear"), (1,)), "collapse", one_matrix_does_it),
    "vanishing": (made(*DEEP, (1, "sigmoid"), loss="bce", name="moons", initializer="xavier"),
                  "vanishing", first_layer_hardly_learns),
    "vanishing-3": (made(*DEEP[1:], (1,), initializer="xavier", name="sine"), "vanishing",
                    first_layer_hardly_learns),
    "competing": (made((4, "softmax"), (1,)), "competing", columns_add_up_to_one),
    "only-one": (made((4, "relu"), (1, "softmax")), "only_one", always_one),
    "squared-sigmoid": (made((4, "tanh"), (1, "sigmoid")), "squared",
                        sure_and_wrong_is_hardly_corrected),
    "squared-softmax": (made((6, "relu"), (3, "softmax"), name="iris"), "squared",
                        sure_and_wrong_is_hardly_corrected),
    "no-probabilities": (made((6, "relu"), (3,), name="iris", options={"lr": 0.01}),
                         "no_probabilities", no_probabilities),
    "relu-output": (made((6, "tanh"), (1, "relu"), name="sine"), "out_of_reach", error_stays),
    "sigmoid-output": (made((6, "tanh"), (1, "sigmoid"), name="sine"), "out_of_reach", error_stays),
    "softplus-output": (made((6, "tanh"), (1, "softplus"), name="sine"), "out_of_reach",
                        error_stays),
    "jumping-adam": (made((8, "tanh"), (1,), name="sine", optimizer="adam", options={"lr": 1.0}),
                     "jumping", weights_jump),
    "jumping-rmsprop": (made((8, "tanh"), (1,), name="sine", optimizer="rmsprop",
                             options={"lr": 0.1}), "jumping", weights_jump),
    "jumping-adagrad": (made((8, "tanh"), (1,), name="sine", optimizer="adagrad",
                             options={"lr": 2.0}), "jumping", weights_jump),
    "overshoot": (made((4, "relu"), (1,), options={"lr": 1.1}), "overshoot", never_at_rest),
    "overshoot-momentum": (made((4, "tanh"), (1,), name="sine",
                                options={"lr": 2.0, "momentum": 0.9}), "overshoot", never_at_rest),
    "overshoot-sum": (made((4, "tanh"), (1,), name="sine", loss="half_sse",
                           options={"lr": 0.03}), "overshoot", never_at_rest),
    "overshoot-one-layer": (made((1,), name="linear", options={"lr": 1.05}), "overshoot",
                            never_at_rest),
    "steep": (made((8, "relu"), (3, "softmax"), name="iris", loss="cross_entropy",
                   options={"lr": 10.0}), "steep", rises_at_times),
    "steep-digits": (made((16, "relu"), (10, "softmax"), name="digits", loss="cross_entropy",
                          batch=32, options={"lr": 12.0}), "steep", rises_at_times),
    "creeping": (made((8, "tanh"), (1,), name="sine", options={"lr": 1e-5}), "creeping", flat),
    "creeping-batch": (made((16, "relu"), (10, "softmax"), name="digits", loss="cross_entropy",
                            options={"lr": 1e-3}), "creeping", flat),
    "decay-twice": (made((4, "relu"), (1,), options={"lr": 0.1, "weight_decay": 0.02}, l2=0.03),
                    "decay_twice", shrunk_twice),
    "adam-decay": (made((8, "tanh"), (1,), name="sine", optimizer="adam",
                        options={"lr": 0.01, "weight_decay": 0.001}), "adam_decay",
                   large_gradients_decay_less),
    "too-fine": (made((8, "tanh"), (1,), name="sine", options={"lr": 5e-8}, dtype="float32"),
                 "too_fine", bits_stay),
    "wide-tanh": (made((16, "tanh"), (1,), name="sine", initializer="normal",
                       of_init={"std": 40.0}), "wide", mostly_at_the_ends),
    "wide-sigmoid": (made((16, "sigmoid"), (3, "softmax"), name="iris", loss="cross_entropy",
                          initializer="uniform", of_init={"low": -9.0, "high": 9.0}), "wide",
                     mostly_at_the_ends),
    "unscaled": (lopsided(), "unscaled", one_feature_drowns_the_other),
    "batch": (made((4, "relu"), (1,), batch=9), "batch", batch_is_all),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_announced_is_seen(case):
    experiment, key, check = CASES[case]
    assert key in keys(experiment)
    check(experiment)


@pytest.mark.parametrize("case", CASES)
def test_every_remedy_can_be_applied_and_takes_the_remark_away(case):
    experiment, key, _ = CASES[case]
    remark = remark_of(experiment, key)
    assert remark.remedies
    for remedy in remark.remedies:
        document, _ = revised(opened(experiment), remedy.edit)
        assert not document.experiment.same_as(experiment), remedy
        assert key not in keys(document.experiment), remedy
        assert remedy.text.english()
        assert remedy.edit.name.english()


@pytest.mark.parametrize("case", CASES)
def test_what_is_pointed_to_is_there(case):
    experiment, key, _ = CASES[case]
    sight = remark_of(experiment, key).sight
    if sight is not None and sight.array:
        assert sight.array in traced(experiment)
        assert sight.panel in {"", "symptoms", "curve"}


@pytest.mark.parametrize("name", ["xor", "digits", "ner", "ner_zh"])
def test_a_good_example_gets_no_remark(name):
    assert keys(example(name)) == []


@pytest.mark.parametrize(
    "experiment",
    [
        made((8, "relu"), (3, "softmax"), name="iris", loss="cross_entropy", batch=32),
        made((8, "tanh"), (8, "tanh"), (1,), name="sine", initializer="xavier"),
        made((1, "sigmoid"), loss="bce", initializer="zeros"),
        made((10, "softmax"), name="digits", loss="cross_entropy", initializer="zeros", batch=32),
        made((8, "relu"), (1,), name="sine", optimizer="adam", options={"lr": 0.01}),
        made((2, "sigmoid"), (1, "sigmoid"), loss="bce", options={"lr": 1.0}),
    ],
    ids=lambda experiment: "-".join(map(str, experiment.spec.sizes)),
)
def test_what_is_usual_gets_no_remark(experiment):
    assert keys(experiment) == []


def test_units_that_were_made_different_by_hand_are_not_called_identical():
    alike = made((4, "relu"), (1,), initializer="constant")
    values = dict(Network.from_spec(alike.spec).parameters)
    assert "identical" in keys(alike.with_parameters(values))
    W = values["W1"].copy()
    W[0, 0] += 0.5
    assert "identical" not in keys(alike.with_parameters({**values, "W1": W}))


def test_a_schedule_that_slows_down_enough_is_not_called_overshooting():
    fast = made((4, "relu"), (1,), options={"lr": 1.1})
    assert "overshoot" in keys(fast)
    slower = SetSchedule("cosine", Options({"T_max": 50})).apply(fast)
    assert "overshoot" not in keys(slower)


def test_a_batch_is_never_said_to_be_too_large_when_it_is_not():
    assert "batch" not in keys(SetBatchSize(4).apply(XOR))


class TestWhatDoesNotFit:
    def test_other_inputs(self):
        wrong = replace(XOR, data=DataSpec("builtin", "iris", batch_size=32))
        remark = remarks(wrong)[0]
        assert (remark.key, remark.severity, remark.place.field) == ("shape", "impossible", "data")
        with pytest.raises(NnvizError):
            opened(wrong)
        (remedy,) = remark.remedies
        after = remedy.edit.apply(wrong)
        opened(after)
        assert "shape" not in keys(after)

    def test_one_output_for_three_classes(self):
        wrong = replace(
            made((4, "relu"), (3,), name="iris", options={"lr": 0.01}),
            spec=made((4, "relu"), (1,), name="iris", options={"lr": 0.01}).spec,
        )
        remark = remark_of(wrong, "shape")
        assert (remark.place.field, remark.place.layer) == ("units", 2)
        opened(remark.remedies[0].edit.apply(wrong))

    def test_numbers_with_cross_entropy(self):
        spec = made((4, "relu"), (2, "softmax"), name="moons", loss="cross_entropy").spec
        wrong = Experiment(replace(spec, n_in=1), DataSpec("builtin", "sine"))
        remark = remark_of(wrong, "targets")
        opened(remark.remedies[0].edit.apply(wrong))

    def test_a_backend_that_is_not_there(self):
        if backend.statuses()[1].usable:
            pytest.skip("CuPy works here")
        wrong = SetBackend("cupy").apply(XOR)
        assert "backend" in keys(wrong)
        assert keys(remark_of(wrong, "backend").remedies[0].edit.apply(wrong)) == []


IRIS = made((8, "relu"), (3, "softmax"), name="iris", loss="cross_entropy", batch=32)
MOONS = made((8, "tanh"), (1, "sigmoid"), name="moons", loss="bce", batch=32)
BLOBS = made((8, "tanh"), (3, "softmax"), name="blobs", loss="cross_entropy", batch=32)
SINE = made((8, "tanh"), (1,), name="sine")

REFUSED = [
    (IRIS, SetActivation(2, "linear"), "activation", lambda e: last(e).activation == "linear"),
    (IRIS, SetActivation(2, "sigmoid"), "activation", lambda e: last(e).activation == "sigmoid"),
    (MOONS, SetActivation(2, "softmax"), "activation", lambda e: last(e).activation == "softmax"),
    (MOONS, SetActivation(2, "tanh"), "activation", lambda e: last(e).activation == "tanh"),
    (IRIS, SetUnits(2, 1), "units", lambda e: 1 in sizes(e)),
    (BLOBS, SetUnits(2, 5), "units", lambda e: 5 in sizes(e)),
    (MOONS, SetUnits(2, 2), "units", lambda e: 2 in sizes(e)[1:]),
    (XOR, SetUnits(2, 3), "units", lambda e: 3 in sizes(e)),
    (XOR, SetUnits(1, 900_000_000), "units", lambda e: sizes(e)[1] > 1_000),
    (IRIS, SetUnits(1, 20_000_000), "units", lambda e: sizes(e)[1] > 1_000),
    (SINE, SetLoss("cross_entropy"), "loss", lambda e: e.spec.loss == "cross_entropy"),
    (SINE, SetLoss("bce"), "loss", lambda e: e.spec.loss == "bce"),
    (XOR, SetInitialValues({"W1": np.ones((2, 4))}), "start",
     lambda e: e.spec.initializer in {"explicit", "he"}),
    (XOR, SetInitialValues({"W1": np.ones((3, 3)), "b1": np.ones(4)}), "start",
     lambda e: e.spec.initializer in {"explicit", "he"}),
]  # fmt: skip


def last(experiment):
    return experiment.spec.layers[-1]


def sizes(experiment):
    return experiment.spec.sizes


@pytest.mark.parametrize(("experiment", "edit", "field", "wanted"), REFUSED)
def test_an_impossible_choice_says_why_and_offers_a_way(experiment, edit, field, wanted):
    before = opened(experiment)
    with pytest.raises(NnvizError) as caught:
        revised(before, edit)
    remark = refusal(experiment, edit, caught.value)
    assert remark.severity == "impossible"
    assert remark.place.field == field
    assert remark.why.english().endswith(".")
    done = [revised(before, remedy.edit)[0].experiment for remedy in remark.remedies
            if not (isinstance(remedy.edit, SetInitializer) and experiment.parameters)]  # fmt: skip
    assert done
    assert all(opened(after) for after in done)
    assert any(wanted(after) for after in done)


def test_a_shape_mistake_is_called_one():
    for edit in (SetUnits(2, 1), SetInitialValues({"W1": np.ones((2, 4))})):
        with pytest.raises(NnvizError) as caught:
            revised(opened(IRIS), edit)
        remark = refusal(IRIS, edit, caught.value)
        assert remark.key == "shape"
        assert remark.title.english() == "Shape mistake"


def test_transposed_values_can_be_turned():
    given = np.arange(8.0).reshape(2, 4)
    edit = SetInitialValues({"W1": given})
    with pytest.raises(NnvizError) as caught:
        revised(opened(XOR), edit)
    remedy = refusal(XOR, edit, caught.value).remedies[0]
    after = opened(remedy.edit.apply(XOR))
    assert np.array_equal(after.run.parameters(0)["W1"], given.T)


def test_a_backend_that_is_not_there_is_refused_with_numpy_offered():
    if backend.statuses()[1].usable:
        pytest.skip("CuPy works here")
    with pytest.raises(NnvizError) as caught:
        revised(opened(XOR), SetBackend("cupy"))
    remark = refusal(XOR, SetBackend("cupy"), caught.value)
    assert remark.place.field == "backend"
    assert remark.remedies[0].edit.apply(XOR).spec.backend == "numpy"


def test_any_other_error_speaks_for_itself():
    edit = SetOptimizerOption("lr", -1.0)
    with pytest.raises(NnvizError) as caught:
        edit.apply(XOR)
    remark = refusal(XOR, edit, caught.value)
    assert remark.why == caught.value.message
    assert remark.remedies == ()
    assert remark.place.field == "optimizer"


def test_a_remark_says_where():
    odd = SetDtype("float32").apply(SetL2(0.1).apply(SetOptimizer("adamw").apply(XOR)))
    (remark,) = remarks(odd)
    assert (remark.key, remark.place.field) == ("decay_twice", "penalty")
    assert remark.title.english() == "Possible, but"
