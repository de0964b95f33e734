"""Training over epochs: batches, order, callbacks, state, evaluation in parts."""

import numpy as np
import pytest

from nnviz.engine import Network, optimizers

GENERATOR = np.random.default_rng(5)
X = GENERATOR.standard_normal((50, 3))
Y = GENERATOR.integers(0, 4, 50)


def net(**options):
    settings = {"loss": "cross_entropy", "optimizer": optimizers.Adam(lr=0.02), **options}
    return Network.mlp([3, 8, 4], **settings)


def test_xor_is_learnt():
    made = Network.mlp(
        [2, 8, 1], hidden="tanh", output="sigmoid", optimizer=optimizers.Adam(lr=0.05)
    )
    inputs, targets = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
    history = made.fit(inputs, targets, epochs=500)
    assert history.losses[0] > 0.2
    assert history.losses[-1] < 0.01
    np.testing.assert_array_equal(np.round(made.predict(inputs)), targets)


def test_without_shuffling_an_epoch_is_its_batches_in_order():
    by_fit, by_hand = net(), net()
    history = by_fit.fit(X, Y, epochs=2, batch_size=16, shuffle=False)
    for epoch in range(2):
        parts = [slice(k, k + 16) for k in range(0, 50, 16)]
        found = [by_hand.train_step(X[part], Y[part]) * len(Y[part]) for part in parts]
        assert history.losses[epoch] == pytest.approx(sum(found) / 50, rel=1e-12)
    assert by_fit.iteration == 8
    assert by_fit.state().parameters.tobytes() == by_hand.state().parameters.tobytes()


def test_shuffling_follows_from_the_seed():
    losses = [net(seed=seed).fit(X, Y, epochs=3, batch_size=7).losses for seed in (1, 1, 2)]
    assert losses[0] == losses[1] != losses[2]
    assert net(seed=1).fit(X, Y, epochs=3, batch_size=7, shuffle=False).losses != losses[0]


def test_a_restored_network_goes_on_to_the_same_bits():
    made = net()
    made.fit(X, Y, epochs=2, batch_size=7)
    state = made.state()
    first = made.fit(X, Y, epochs=2, batch_size=7)
    after = made.state()
    made.restore(state)
    assert made.iteration == state.step
    assert made.fit(X, Y, epochs=2, batch_size=7).losses == first.losses
    assert made.state().parameters.tobytes() == after.parameters.tobytes()
    assert not state.parameters.flags.writeable


def test_the_callback_sees_every_epoch_and_can_stop():
    seen = []
    history = net().fit(X, Y, epochs=9, on_epoch=lambda k, loss: seen.append((k, loss)) or k < 3)
    assert [k for k, _ in seen] == [1, 2, 3]
    assert history.losses == tuple(loss for _, loss in seen)
    assert list(history.times) == sorted(history.times)
    assert len(history.times) == 3


def test_gradients_predict_and_loss_change_nothing():
    made = net()
    before = made.state()
    made.gradients(X, Y), made.predict(X), made.loss(X, Y)
    after = made.state()
    assert before.parameters.tobytes() == after.parameters.tobytes()
    assert before.step == after.step == 0


@pytest.mark.parametrize("loss", ["mse", "half_sse"])
def test_large_sets_are_evaluated_in_parts(loss):
    made = Network.mlp([2, 3, 1], loss=loss)
    inputs = GENERATOR.standard_normal((9000, 2))
    targets = GENERATOR.standard_normal((9000, 1))
    error = made.predict(inputs) - targets
    expected = (error**2).mean() if loss == "mse" else (error**2).sum() / 2
    assert made.loss(inputs, targets) == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(made.predict(inputs)[8000:], made.predict(inputs[8000:]), rtol=1e-12)


def test_labels_and_one_hot_rows_are_the_same():
    one, other = net(), net()
    assert one.train_step(X, Y) == other.train_step(X, np.eye(4)[Y])
    assert one.loss(X, Y.astype(float)) == other.loss(X, np.eye(4)[Y].astype(bool))


def test_one_column_of_targets_may_be_a_vector():
    made = Network.mlp([3, 1])
    assert made.loss(X, np.arange(50)) == made.loss(X, np.arange(50)[:, None])


def test_parameters_are_copies():
    made = net()
    made.parameters["W1"][:] = 7
    assert not (made.parameters["W1"] == 7).any()


def test_set_parameters_takes_lists_and_keeps_the_rest():
    made = net()
    others = made.parameters
    made.set_parameters({"b2": [1, 2, 3, 4]})
    np.testing.assert_array_equal(made.parameters["b2"], [1, 2, 3, 4])
    np.testing.assert_array_equal(made.parameters["W1"], others["W1"])
