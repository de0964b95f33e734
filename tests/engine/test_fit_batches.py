"""An epoch: each sample exactly once, and a smaller last batch counted by its size."""

import numpy as np
import pytest

from nnviz.engine import Dense, Network, optimizers

COUNT = 12


def still_net(seed=0):
    """A net that says 0 and, at this learning rate, goes on saying so."""
    return Network(
        [Dense(1, bias=False)],
        n_in=1,
        loss="mse",
        optimizer=optimizers.SGD(lr=1e-300),
        initializer="zeros",
        seed=seed,
    )


@pytest.mark.parametrize("size", [1, 5, 7, 11, 12, 100])
@pytest.mark.parametrize("shuffle", [True, False])
def test_each_sample_comes_once_an_epoch(size, shuffle):
    # The squared errors are powers of 4. Twelve of them add up to 1 + 4 + … + 4^11 only if each
    # is there once, and the mean over the epoch is right only if batches count by their size.
    Y = 2.0 ** np.arange(COUNT)
    history = still_net().fit(np.ones((COUNT, 1)), Y, epochs=4, batch_size=size, shuffle=shuffle)
    total = (4.0**COUNT - 1) / 3
    assert [loss * COUNT for loss in history.losses] == pytest.approx([total] * 4, abs=0.3)


def test_a_smaller_last_batch_is_averaged_over_its_own_samples():
    # Four samples and a last one alone: its gradient is its own, not a quarter of it.
    X, Y = np.ones((5, 1)), np.array([1.0, 1.0, 1.0, 1.0, 8.0])
    net = Network(
        [Dense(1, bias=False)],
        n_in=1,
        loss="mse",
        optimizer=optimizers.SGD(lr=0.25),
        initializer="zeros",
    )
    history = net.fit(X, Y, epochs=1, batch_size=4, shuffle=False)
    w = 0.25 * 2 * 1.0
    losses = (1.0, (8.0 - w) ** 2)
    w += 0.25 * 2 * (8.0 - w)
    assert net.parameters["W1"][0, 0] == pytest.approx(w, rel=1e-14)
    assert history.losses[0] == pytest.approx((4 * losses[0] + losses[1]) / 5, rel=1e-14)


def test_the_seed_decides_the_order():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(20, 3)), rng.normal(size=20)

    def losses(seed):
        start = {"W1": np.ones((1, 3)), "b1": np.zeros(1)}
        net = Network([Dense(1)], n_in=3, initializer=start, seed=seed)
        return net.fit(X, Y, epochs=3, batch_size=6).losses

    assert losses(4) == losses(4)
    assert losses(4) != losses(5)
