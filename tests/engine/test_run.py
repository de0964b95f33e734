"""Runs: any iteration again to the bit, stopping and going on, divergence, branches, threads."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Network, errors, optimizers
from nnviz.engine.run import Batches, Run

GENERATOR = np.random.default_rng(11)
X = GENERATOR.standard_normal((23, 3))
LABELS = GENERATOR.integers(0, 4, 23)
NUMBERS = GENERATOR.standard_normal((23, 2))
OPTIMIZERS = {
    "sgd": optimizers.SGD(lr=0.05),
    "nesterov": optimizers.SGD(lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adagrad": optimizers.Adagrad(lr=0.05),
    "rmsprop": optimizers.RMSprop(lr=0.01, centered=True, momentum=0.5),
    "adam": optimizers.Adam(lr=0.01),
    "adamw": optimizers.AdamW(lr=0.01),
}


def net(optimizer="adam", dtype="float64", classes=True, seed=3):
    sizes, loss = ([3, 6, 4], "cross_entropy") if classes else ([3, 5, 2], "mse")
    made = OPTIMIZERS[optimizer]
    return Network.mlp(sizes, hidden="tanh", loss=loss, optimizer=made, dtype=dtype, seed=seed)


def run_of(network, **options):
    Y = LABELS if network.spec.loss == "cross_entropy" else NUMBERS
    return network.run(X, Y, **{"batch_size": 5, **options})


def straight(network, batches, count):
    """Return the traces of the first iterations, made one after another by the network itself."""
    return [network.trace_step(*batches.at(network.iteration)) for _ in range(count)]


def same_bits(one, other):
    return one.names == other.names and all(
        one[name].tobytes() == other[name].tobytes() for name in one.names
    )


def same_state(one, other):
    rows = zip(one.optimizer.values(), other.optimizer.values(), strict=True)
    return (
        one.step == other.step
        and one.parameters.tobytes() == other.parameters.tobytes()
        and all(mine.tobytes() == theirs.tobytes() for mine, theirs in rows)
    )


def bytes_of_state(network):
    state = network.state()
    rows = (state.parameters, *state.optimizer.values())
    return sum(-(-row.size // 64) * 64 * row.itemsize for row in rows)


@settings(max_examples=40, deadline=None)
@given(
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    dtype=st.sampled_from(["float32", "float64"]),
    classes=st.booleans(),
    shuffle=st.booleans(),
    batch_size=st.sampled_from([1, 5, 22, 23, 99]),
    budget=st.sampled_from([0, 2, 3, 5, 9, 10**6]),
    order=st.lists(st.integers(0, 299), min_size=1, max_size=8),
)
def test_any_iteration_in_any_order_is_the_same_to_the_bit(
    optimizer, dtype, classes, shuffle, batch_size, budget, order
):
    made = net(optimizer, dtype, classes)
    run = run_of(
        made,
        batch_size=batch_size,
        shuffle=shuffle,
        budget_bytes=budget * bytes_of_state(made),
    )
    assert run.advance(300) == 300
    traces = straight(net(optimizer, dtype, classes), run.batches, 300)
    for iteration in order:
        assert same_bits(run.trace(iteration), traces[iteration])
        assert same_bits(run.trace(iteration - iteration % 7), traces[iteration - iteration % 7])
    assert run.losses.tolist() == [trace.loss for trace in traces]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 120), min_size=1, max_size=6), st.integers(0, 10**6))
def test_going_on_gives_the_same_bits_as_one_go(pieces, budget_bytes):
    whole, cut = run_of(net()), run_of(net(), budget_bytes=budget_bytes)
    whole.advance(sum(pieces))
    for piece in pieces:
        assert cut.advance(piece) == piece
    assert cut.losses.tobytes() == whole.losses.tobytes()
    last = sum(pieces)
    assert cut.last_iteration == last - 1
    assert same_state(cut.state(last), whole.state(last))


def test_a_run_makes_the_steps_of_fit():
    fitted = net()
    fitted.fit(X, LABELS, epochs=7, batch_size=5)
    run = run_of(net())
    run.advance(fitted.iteration)
    assert same_state(run.network().state(), fitted.state())


def test_a_run_counts_on_from_a_trained_network_which_it_leaves_as_it_is():
    made = net()
    made.fit(X, LABELS, epochs=2, batch_size=5)
    before = made.state()
    run = run_of(made)
    assert (run.first_iteration, run.last_iteration, len(run.losses)) == (10, 9, 0)
    run.advance(12)
    assert same_state(made.state(), before)
    trace = run.trace(13)
    assert trace.iteration == 13
    assert run.losses[3] == trace.loss
    made.fit(X, LABELS, epochs=2, batch_size=5)
    assert same_state(run.state(20), made.state())


def test_looking_further_than_the_run_has_come_trains_it():
    run = run_of(net())
    trace = run.trace(70)
    assert run.last_iteration == 70
    assert same_bits(trace, straight(net(), run.batches, 71)[70])
    assert run.state(75).step == 75
    assert run.last_iteration == 74


def test_parameters_states_and_networks_are_those_before_the_update():
    run = run_of(net())
    run.advance(90)
    for k in (88, 3, 90, 40):
        trace = run.trace(k) if k < 90 else None
        parameters, state, made = run.parameters(k), run.state(k), run.network(k)
        assert state.step == made.iteration == k
        assert same_state(made.state(), state)
        assert parameters["W2"].tobytes() == made.parameters["W2"].tobytes()
        if trace is not None:
            assert trace["W2"].tobytes() == parameters["W2"].tobytes()


def test_its_data_is_its_own():
    inputs = X.copy()
    run = net().run(inputs, LABELS, batch_size=5)
    run.advance(40)
    first = run.trace(3)
    inputs[:] = 7
    assert same_bits(run.trace(3), first)


def test_losses_are_read_only_and_the_same_array_until_one_is_added():
    run = run_of(net())
    run.advance(4)
    losses = run.losses
    run.trace(1)
    assert run.losses is losses
    assert not losses.flags.writeable
    run.advance(500)
    assert len(losses) == 4
    assert run.losses[:4].tolist() == losses.tolist()


@pytest.mark.parametrize("rows", [1, 2, 4, 13, 40])
def test_memory_stays_within_the_budget(rows):
    made = net()
    run = run_of(made, budget_bytes=rows * bytes_of_state(made))
    for _ in range(12):
        run.advance(300)
        run.trace(run.last_iteration - 290)
        kept = len(run.kept_iterations)
        assert kept <= rows
        # At least half of the room that is not for those around the place looked at is used.
        most = rows - min(8, rows // 4)
        assert 2 * kept >= min(most, run.last_iteration // 32)
    assert run.kept_iterations[0] == 0


def test_a_smaller_budget_later_loses_nothing_but_speed():
    run = run_of(net())
    run.advance(400)
    traces = [run.trace(k) for k in (0, 33, 399)]
    run.limit(1)
    assert list(run.kept_iterations) == [0]
    for trace in traces:
        assert same_bits(run.trace(trace.iteration), trace)
    run.limit(10**6)
    run.advance(4000)
    assert len(run.kept_iterations) > 3
    assert same_bits(run.trace(33), traces[1])


def test_progress_is_told_in_order_and_can_stop():
    run, seen = run_of(net()), []

    def on_progress(iteration, loss):
        seen.append((iteration, loss))
        return iteration < 400

    made = run.advance(1000, on_progress)
    assert 400 < made <= 405
    iterations = [iteration for iteration, _ in seen]
    assert iterations == sorted(set(iterations))
    assert iterations[-1] == run.last_iteration
    assert [loss for _, loss in seen] == [run.losses[k] for k in iterations]
    del seen[:]
    run.advance(1000, lambda iteration, loss: seen.append((iteration, loss)))
    assert len(seen) == 200
    assert seen[-1][0] == run.last_iteration == made + 999


def test_an_error_of_the_callback_leaves_the_run_usable():
    run = run_of(net())
    with pytest.raises(ZeroDivisionError):
        run.advance(50, lambda *_: 1 / 0)
    run.advance(49 - run.last_iteration)
    whole = run_of(net())
    whole.advance(50)
    assert run.losses.tobytes() == whole.losses.tobytes()


def test_stop_from_another_thread_ends_it_and_it_can_go_on():
    run = run_of(net())
    thread = threading.Thread(target=run.advance, args=(10**8,))
    thread.start()
    while run.last_iteration < 200:
        time.sleep(0.001)
    run.stop()
    thread.join(20)
    assert not thread.is_alive()
    reached = run.last_iteration + 1
    assert run.advance(10) == 10
    traces = straight(net(), run.batches, 150)
    assert same_bits(run.trace(149), traces[149])
    assert run.losses[:150].tolist() == [trace.loss for trace in traces]
    assert run.last_iteration == reached + 9


def test_it_may_be_looked_at_while_another_thread_trains_it():
    made = net()
    run = run_of(made, budget_bytes=6 * bytes_of_state(made))
    traces = straight(net(), run.batches, 100)
    thread = threading.Thread(target=run.advance, args=(20_000,))
    thread.start()
    looked = 0
    while thread.is_alive() or looked < 20:
        iteration = int(GENERATOR.integers(0, 100))
        assert same_bits(run.trace(iteration), traces[iteration])
        run.limit((2 + looked % 5) * bytes_of_state(made))
        looked += 1
    thread.join()
    whole = run_of(net())
    whole.advance(20_000)
    assert run.losses.tobytes() == whole.losses.tobytes()


def wild(**options):
    made = Network.mlp([3, 6, 2], hidden="relu", loss="half_sse", optimizer=optimizers.SGD(lr=0.5))
    return made.run(X, NUMBERS, batch_size=23, **options)


def test_divergence_keeps_all_before_it_and_the_last_good_state():
    run = wild()
    with pytest.raises(errors.DivergenceError, match=r"In iteration (\d+), .*cell \[") as caught:
        run.advance(5000)
    reached = run.last_iteration + 1
    assert caught.value.message.args["iteration"] == reached
    assert 0 < reached < 5000
    assert np.isfinite(run.losses).all()
    assert np.isfinite(run.state(reached).parameters).all()
    assert run.network().iteration == reached
    with pytest.raises(errors.DivergenceError) as again:
        run.advance(1)
    assert str(again.value) == str(caught.value)
    with pytest.raises(errors.DivergenceError):
        run.trace(reached)
    assert run.last_iteration == reached - 1
    assert run.trace(reached - 1).loss == run.losses[-1]
    assert run.trace(0).loss == run.losses[0]


def test_a_branch_is_the_old_run_before_and_another_network_from_then_on():
    run = run_of(net())
    run.advance(80)
    slow = replace(run.spec, optimizer=replace(run.spec.optimizer, options={"lr": 0.0001}))
    other = Network.from_spec(slow)
    other.restore(run.state(50))
    branch = run.branch(50, other)
    assert (branch.first_iteration, branch.last_iteration) == (0, 49)
    branch.advance(30)
    assert branch.losses[:51].tolist() == run.losses[:51].tolist()
    assert (branch.losses[51:] != run.losses[51:80]).all()
    assert same_bits(branch.trace(20), run.trace(20))
    assert branch.trace(60).spec.optimizer.options["lr"] == 0.0001
    assert same_state(branch.state(33), run.state(33))
    for k in range(50, 80):
        assert other.train_step(*run.batches.at(k)) == branch.losses[k]
    assert same_state(branch.state(80), other.state())


def test_a_branch_of_a_network_that_counts_anew_goes_on_with_the_batches():
    run = run_of(net("sgd"))
    run.advance(40)
    fresh = net("adam", seed=8)
    branch = run.branch(33, fresh)
    branch.advance(70)
    traces = [net("adam", seed=8)]
    expected = [traces[0].trace_step(*run.batches.at(k)) for k in range(33, 103)]
    assert branch.losses[33:].tolist() == [trace.loss for trace in expected]
    for k in (33, 34, 66, 102, 40):
        assert same_bits(branch.trace(k), expected[k - 33])


def test_branching_again_at_the_same_place_leaves_no_chain_of_runs():
    run = run_of(net())
    run.advance(6)
    first = run.trace(2)
    for _ in range(1500):
        run = run.branch(5, run.network(5))
    assert same_bits(run.trace(2), first)
    assert run.trace(8).iteration == 8


@pytest.mark.parametrize("bad", [-1, 1.5, "3", None, True])
def test_impossible_iterations_are_refused(bad):
    run = run_of(net())
    run.advance(5)
    for call in (run.trace, run.state, run.parameters, run.advance):
        with pytest.raises(errors.SpecError, match="must be a whole number"):
            call(bad)
    with pytest.raises(errors.SpecError, match="from 0 to 5, but it is 6"):
        run.branch(6, net())
    assert run.last_iteration == 4


def test_data_that_does_not_fit_is_refused_at_once():
    made = net()
    with pytest.raises(errors.ShapeError, match="X must have shape"):
        made.run(X[:, :2], LABELS)
    with pytest.raises(errors.DataError, match="finite"):
        made.run(np.where(np.eye(23, 3, -4), np.nan, X), LABELS)
    with pytest.raises(errors.SpecError, match="batch size"):
        made.run(X, LABELS, batch_size=0)
    with pytest.raises(errors.ShapeError, match="Y must"):
        Run(made.spec, made.state(), Batches(X, LABELS[:4], 5, 0))


def test_validation_losses_are_those_after_each_epoch():
    one, other, seen = net(), net(), []
    inputs, labels = X[:15], LABELS[:15]
    history = one.fit(inputs, labels, epochs=4, batch_size=4, validation=(X[15:], LABELS[15:]))
    for _ in range(4):
        seen.append(other.fit(inputs, labels, epochs=1, batch_size=4).losses[0])
        seen.append(other.loss(X[15:], LABELS[15:]))
    assert history.losses == tuple(seen[::2])
    assert history.validation_losses == tuple(seen[1::2])
    assert same_state(one.state(), other.state())
    assert net().fit(inputs, labels, epochs=2).validation_losses == ()


def test_validation_data_that_does_not_fit_changes_nothing():
    made = net()
    before = made.state()
    with pytest.raises(errors.ShapeError):
        made.fit(X, LABELS, epochs=2, validation=(X[:, :1], LABELS))
    assert same_state(made.state(), before)
