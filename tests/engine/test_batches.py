import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.run import Batches


def dealt(n, size, seed=0):
    return Batches(np.arange(2 * n).reshape(n, 2), np.arange(n), size, seed)


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 5), st.integers(0, 3))
def test_in_every_pass_each_sample_comes_once(n, size, seed, which_pass):
    batches = dealt(n, size, seed)
    first = which_pass * batches.per_pass
    seen = np.concatenate([batches.indices(first + k) for k in range(batches.per_pass)])
    assert sorted(seen.tolist()) == list(range(n))


@given(st.integers(0, 500))
def test_a_batch_depends_on_the_seed_and_the_iteration_only(iteration):
    assert np.array_equal(dealt(30, 7).indices(iteration), dealt(30, 7).indices(iteration))


def test_another_seed_and_another_pass_are_dealt_in_another_order():
    first = dealt(30, 10).indices(0).tolist()
    assert first != dealt(30, 10, seed=1).indices(0).tolist()
    assert first != dealt(30, 10).indices(3).tolist()


def test_the_last_batch_of_a_pass_has_what_is_left():
    batches = dealt(10, 4)
    assert [len(batches.indices(k)) for k in range(6)] == [4, 4, 2, 4, 4, 2]


@pytest.mark.parametrize("size", [5, 6, 10**9])
def test_all_samples_in_one_batch_keep_their_order(size):
    batches = dealt(5, size)
    X, Y = batches.at(17)
    assert X is batches.X
    assert Y is batches.Y
    assert batches.indices(3).tolist() == [0, 1, 2, 3, 4]


def test_x_and_y_are_picked_alike():
    X, Y = dealt(10, 3).at(2)
    assert (X[:, 0] // 2 == Y).all()
