"""What a changed number would have done: the same step again, predicted and real."""

import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Network, errors, losses, optimizers

GENERATOR = np.random.default_rng(7)
X = GENERATOR.standard_normal((6, 3))
TARGETS = {
    "mse": GENERATOR.standard_normal((6, 2)),
    "half_mse": GENERATOR.standard_normal((6, 2)),
    "half_sse": GENERATOR.standard_normal((6, 2)),
    "sse": np.random.default_rng(8).standard_normal((6, 2)),
    "bce": GENERATOR.uniform(0.1, 0.9, (6, 2)),
    "cross_entropy": GENERATOR.integers(0, 2, 6),
}
OPTIMIZERS = {
    "sgd": optimizers.SGD(lr=0.1),
    "nesterov": optimizers.SGD(lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adagrad": optimizers.Adagrad(lr=0.05),
    "rmsprop": optimizers.RMSprop(lr=0.01, centered=True, momentum=0.5),
    "adam": optimizers.Adam(lr=0.01, weight_decay=0.02),
    "adamw": optimizers.AdamW(lr=0.01),
}
CELLS = (("W1", 3, 2), ("b1", 0, 1), ("W2", 1, 3), ("b2", 0, 0), ("X", 4, 1))


def net(loss="mse", optimizer="adam", hidden="tanh", steps=3, **options):
    made = Network.mlp(
        [3, 4, 2], hidden=hidden, loss=loss, optimizer=OPTIMIZERS[optimizer], seed=5, **options
    )
    for _ in range(steps):
        made.train_step(X, TARGETS[loss])
    return made


def traced(loss="mse", optimizer="adam", **options):
    return net(loss, optimizer, **options).trace_step(X, TARGETS[loss])


def cell(trace, name, row, col):
    return float(np.atleast_2d(trace[name])[row, col])


def same_bits(one, other):
    return one.names == other.names and all(
        one[name].tobytes() == other[name].tobytes() for name in one.names
    )


anything = {
    "loss": st.sampled_from(sorted(TARGETS)),
    "optimizer": st.sampled_from(sorted(OPTIMIZERS)),
    "hidden": st.sampled_from(["relu", "tanh", "gelu", "softmax"]),
    "dtype": st.sampled_from(["float32", "float64"]),
    "steps": st.sampled_from([0, 3, 63]),
}


@settings(max_examples=40, deadline=None)
@given(**anything, place=st.sampled_from([*CELLS, ("Y", 2, 0)]))
def test_the_value_that_is_there_changes_not_one_bit(place, **options):
    trace = traced(**options)
    found = trace.what_if(*place, cell(trace, *place))
    assert found.before is trace
    assert same_bits(found.after, trace)
    assert (found.changed, found.real, found.predicted) == ((), 0.0, 0.0)
    assert found.after.iteration == trace.iteration
    assert found.after.spec == trace.spec


@settings(max_examples=40, deadline=None)
@given(**anything, place=st.sampled_from(CELLS), value=st.floats(-3, 3))
def test_it_is_the_step_that_a_network_with_that_value_makes(place, value, **options):
    name, row, col = place
    made = net(**options)
    start = made.state()
    trace = made.trace_step(X, TARGETS[options["loss"]])
    after_training = made.state().parameters.copy()
    found = trace.what_if(name, row, col, value)
    assert made.state().parameters.tobytes() == after_training.tobytes()
    made.restore(start)
    inputs = X.copy()
    if name == "X":
        inputs[row, col] = value
    else:
        array = made.parameters[name]
        array.reshape(array.shape if array.ndim == 2 else (1, -1))[row, col] = value
        made.set_parameters({name: array})
    expected = made.trace_step(inputs, TARGETS[options["loss"]])
    assert same_bits(found.after, expected)
    assert found.real == expected.loss - trace.loss
    (change,) = found.changes
    assert change.old == cell(trace, *place)
    assert change.new == cell(expected, *place)


@pytest.mark.parametrize("loss", sorted(TARGETS))
@pytest.mark.parametrize("place", CELLS)
def test_prediction_and_reality_meet_as_the_change_shrinks(loss, place):
    trace = traced(loss)
    errors_of = []
    for size in (1e-1, 1e-2, 1e-3, 1e-4):
        found = trace.what_if(*place, cell(trace, *place) + size)
        errors_of.append(abs(found.real / found.predicted - 1))
    # To first order: the error is proportional to the change.
    assert errors_of[3] < 2e-3
    for wider, closer in pairwise(errors_of):
        assert closer < 0.2 * wider + 1e-7


@pytest.mark.parametrize("loss", ["mse", "half_mse", "sse", "half_sse", "bce"])
def test_targets_can_be_changed_too(loss):
    trace = traced(loss)
    old = cell(trace, "Y", 3, 1)
    found = trace.what_if("Y", 3, 1, old + 1e-5)
    assert found.real == pytest.approx(found.predicted, rel=1e-3)
    assert found.after["Y"][3, 1] == old + 1e-5
    assert "Z2" not in found.changed
    assert {"Y", "L", "dZ2", "W1_new"} <= set(found.changed)
    far = trace.what_if("Y", 3, 1, 0.95)
    targets = TARGETS[loss].copy()
    targets[3, 1] = 0.95
    made = net(loss)
    assert far.after.loss == made.loss(X, targets)


@pytest.mark.parametrize("loss", sorted(TARGETS))
def test_the_gradient_for_targets_is_that_of_the_loss(loss):
    rule = losses.get(loss)
    Z = GENERATOR.standard_normal((4, 3))
    Y = np.eye(3)[[0, 2, 1, 1]] if loss == "cross_entropy" else GENERATOR.uniform(0.2, 0.8, (4, 3))
    shift = np.log(np.exp(Z).sum(axis=1, keepdims=True))
    by_hand = {
        "mse": -2 * (Z - Y) / 12,
        "half_mse": -(Z - Y) / 4,
        "sse": -2 * (Z - Y),
        "half_sse": -(Z - Y),
        "bce": -Z / 12,
        "cross_entropy": (shift - Z) / 4,
    }
    np.testing.assert_allclose(rule.target_gradient(Z, Y), by_hand[loss], rtol=1e-12)
    assert rule.target_gradient(Z.astype(np.float32), Y).dtype == np.float32


def test_another_class():
    trace = traced("cross_entropy")
    was = trace.target_labels[2]
    found = trace.what_if("Y", 2, 1 - was, 1)
    assert found.after.target_labels == (
        *trace.target_labels[:2],
        1 - was,
        *trace.target_labels[3:],
    )
    # The cell asked for comes first, then the one that had to follow.
    assert [(c.col, c.old, c.new) for c in found.changes] == [(1 - was, 0, 1), (was, 1, 0)]
    assert all(change.derived for change in found.changes)
    # The loss is linear in Y, so that the prediction is the truth.
    assert found.real == pytest.approx(found.predicted, rel=1e-12)
    log_p = np.log(trace["A2"][2])
    assert found.real == pytest.approx((log_p[was] - log_p[1 - was]) / 6, rel=1e-9)
    both = trace.what_if({("Y", 2, was): 0, ("Y", 2, 1 - was): 1})
    assert same_bits(both.after, found.after)


@pytest.mark.parametrize("values", [{0: 0.5}, {0: 0.0, 1: 0.0}, {0: 1, 1: 1}, {0: 2}])
def test_what_is_no_class_is_refused(values):
    trace = traced("cross_entropy")
    with pytest.raises(errors.SpecError, match="one class for each sample"):
        trace.what_if({("Y", 1, col): value for col, value in values.items()})


def test_several_cells_at_once():
    trace = traced()
    cells = {place: cell(trace, *place) + 0.1 * k for k, place in enumerate(CELLS, start=1)}
    found = trace.what_if(cells)
    assert [(c.name, c.row, c.col) for c in found.changes] == list(CELLS)
    assert all(cell(found.after, *place) == value for place, value in cells.items())
    alone = [trace.what_if(*place, value) for place, value in cells.items()]
    assert found.predicted == pytest.approx(sum(one.predicted for one in alone), rel=1e-12)
    assert trace.what_if({}).changed == ()


def test_differences_and_what_changed():
    trace = traced("half_mse", "nesterov")
    found = trace.what_if("b2", 0, 1, cell(trace, "b2", 0, 1) + 0.25)
    expected = np.zeros((6, 2))
    expected[:, 1] = 0.25
    np.testing.assert_allclose(found.difference("Z2"), expected, atol=1e-12)
    np.testing.assert_allclose(found.difference("dZ2"), expected / 6, atol=1e-12)
    assert found.difference("L").shape == ()
    assert found.difference("L") == found.real
    assert not found.difference("W1").any()
    assert not found.difference("Z2").flags.writeable
    untouched = {"X", "Y", "W1", "b1", "P1", "Z1", "A1", "W2", "P2", "velocity_W1"}
    assert not untouched & set(found.changed)
    for name in trace.names:
        if not name.startswith("J") and not name.endswith("_sample"):
            assert (name in found.changed) == bool((found.after[name] != trace[name]).any())
    # Of what is shown for one sample at a time, no trace has but the first.
    other = trace.what_if("X", 4, 1, 0.5)
    assert {"J1", "dW1_sample"} <= set(other.changed)
    assert np.array_equal(other.after["J1"], trace["J1"])
    with pytest.raises(errors.SpecError, match="no array"):
        found.difference("Z3")


def test_gradients_come_from_the_trace_or_say_that_they_do_not():
    trace = traced("mse")
    for name, row, col in CELLS[:4]:
        (change,) = trace.what_if(name, row, col, 0.5).changes
        assert change.gradient == cell(trace, f"d{name}", row, col)
        assert not change.derived
    (change,) = trace.what_if("X", 4, 1, 0.5).changes
    assert change.derived
    assert change.gradient == pytest.approx(float(trace["dZ1"][4] @ trace["W1"][:, 1]), rel=1e-12)


def test_the_penalty_is_part_of_the_loss_that_is_predicted():
    trace = traced("mse", "sgd", l2=0.3, clip_norm=0.01)
    found = trace.what_if("W1", 0, 0, cell(trace, "W1", 0, 0) + 1e-5)
    assert found.real == pytest.approx(found.predicted, rel=1e-3)
    assert "R" in found.changed
    assert same_bits(trace.what_if("W1", 0, 0, cell(trace, "W1", 0, 0)).after, trace)


@pytest.mark.parametrize("options", [{"optimizer": "adafactor"}, {"schedule": "cosine"}])
def test_state_of_another_length_and_a_changing_rate_go_along(options):
    made = Network.mlp([3, 4, 2], seed=5, **options)
    for _ in range(4):
        made.train_step(X, TARGETS["mse"])
    trace = made.trace_step(X, TARGETS["mse"])
    assert same_bits(trace.what_if("W1", 0, 0, cell(trace, "W1", 0, 0)).after, trace)
    run = made.run(X, TARGETS["mse"], batch_size=4)
    run.advance(50)
    first = [run.trace(k) for k in range(5, 55)]
    run.limit(0)
    assert all(same_bits(run.trace(trace.iteration), trace) for trace in first[::-7])


def test_layers_without_a_bias():
    made = Network([Dense(4, "tanh", bias=False), Dense(2, bias=False)], n_in=3)
    trace = made.trace_step(X, TARGETS["mse"])
    found = trace.what_if("W1", 2, 0, 0.7)
    assert found.after["W1"][2, 0] == 0.7
    with pytest.raises(errors.SpecError, match="'b1' cannot be set"):
        trace.what_if("b1", 0, 0, 1.0)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (("Z1", 0, 0), "'Z1' cannot be set: what a step begins with is X, Y, W1, b1, W2, b2;"),
        (("W1_new", 0, 0), "cannot be set"),
        (("m_W1", 0, 0), "cannot be set"),
        (("W7", 0, 0), "cannot be set"),
        (("W1", 4, 0), "The row of W1 must be a whole number from 0 to 3, but it is 4"),
        (("W1", 0, -1), "The column of W1 must be a whole number from 0 to 2"),
        (("b1", 1, 0), "The row of b1 must be a whole number from 0 to 0"),
        (("X", 0.5, 0), "The row of X must be a whole number"),
    ],
)
def test_impossible_cells_are_refused(place, sentence):
    with pytest.raises(errors.SpecError, match=sentence):
        traced().what_if(*place, 1.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e39, "3", None, 1j])
def test_impossible_values_are_refused(value):
    trace = traced(dtype="float32")
    with pytest.raises(errors.DataError, match="a finite number of the type float32, but not to"):
        trace.what_if("W1", 0, 0, value)


def test_targets_that_the_loss_cannot_have_are_refused():
    with pytest.raises(errors.DataError, match="between 0 and 1"):
        traced("bce").what_if("Y", 0, 0, 1.5)


def test_what_cannot_be_computed_is_named():
    trace = traced(hidden="relu", dtype="float32")
    with pytest.raises(errors.DivergenceError, match=r"iteration 3 .*cell \[\d, \d\].*inf.*op"):
        trace.what_if({("W1", k, 0): 3e38 for k in range(4)} | {("X", 0, 0): 1e3})
    assert np.isfinite(trace.what_if("W1", 0, 0, 0.5).after.loss)


def test_traces_of_a_run_have_it_too_and_leave_the_run_alone():
    run = net().run(X, TARGETS["mse"], batch_size=4)
    run.advance(60)
    trace = run.trace(41)
    found = trace.what_if("W2", 0, 0, 9.0)
    assert found.after.loss > 3 * trace.loss
    assert same_bits(run.trace(41), trace)
    assert found.after.what_if("W2", 0, 0, cell(trace, "W2", 0, 0)).after.loss == trace.loss


def test_several_threads_may_ask_at_once():
    traces = [traced(optimizer=name, steps=k) for k, name in enumerate(OPTIMIZERS)] * 3
    expected = [trace.what_if("W1", 0, 0, 0.3).after for trace in traces]
    found: dict[int, object] = {}

    def ask(k):
        found[k] = [traces[k].what_if("W1", 0, 0, 0.3).after for _ in range(20)]

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(len(traces))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for k, after in enumerate(expected):
        assert all(same_bits(one, after) for one in found[k])
