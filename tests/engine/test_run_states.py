"""States kept at even distances within a number of rows, and the few around one place."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.run.states import States, Window


def filled(kept, until):
    """Keep what is due up to an iteration; every row holds the number of its iteration."""
    while kept.next <= until:
        due = kept.next
        row = kept.keep()
        if row is not None:
            row[:] = due
    return kept


@given(
    st.integers(1, 30),
    st.integers(0, 3000),
    st.integers(0, 9),
    st.integers(1, 40),
    st.integers(1, 70_000),
)
def test_they_stay_within_their_number_and_evenly_spread(most, count, first, stride, size):
    kept = filled(
        States(first, min(size, 200_000 // most), np.float32, most, stride), first + count
    )
    assert 1 <= len(kept) <= most
    assert len(kept) >= min(1 + count // stride, (most + 1) // 2)
    places = list(kept.iterations)
    assert places[0] == first
    assert all(b - a == kept.stride for a, b in pairwise(places))
    # Every row that is due has been kept: none later than the last one and its distance is missing.
    assert kept.next > first + count
    for k in range(first, first + count + 1, max(1, count // 50)):
        nearest, row = kept.before(k)
        assert nearest == max(place for place in places if place <= k)
        assert (row == nearest).all()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.integers(1, 40))
def test_another_limit_keeps_the_first_and_what_there_is_room_for(limits, most):
    kept = filled(States(5, 3, np.float64, most, 2), 90)
    until = 90
    for limit in limits:
        kept.limit(limit)
        assert 1 <= len(kept) <= max(1, limit)
        until += 37
        filled(kept, until)
        assert len(kept) <= max(1, limit)
        for place in kept.iterations:
            nearest, row = kept.before(place)
            assert (nearest, row.tolist()) == (place, [place] * 3)
        assert kept.next > until


def test_memory_is_taken_as_it_is_needed_and_given_back():
    kept = States(0, 1024, np.float64, most=1000)
    filled(kept, 0)
    assert kept.n_bytes <= 2**20
    filled(kept, 999)
    assert 1000 * 8192 <= kept.n_bytes <= 1000 * 8192 + 2**20
    filled(kept, 4000)
    assert kept.n_bytes <= 1000 * 8192 + 2**20
    kept.limit(10)
    assert kept.n_bytes <= 10 * 8192
    assert len(kept) <= 10


@given(st.integers(1, 9), st.integers(1, 300), st.integers(0, 400), st.integers(0, 400))
def test_a_window_is_even_and_says_the_nearest(n_rows, stride, start, k):
    window = Window(n_rows, 2, np.float64)
    window.open(start, stride)
    kept = []
    while window.next is not None:
        kept.append(window.next)
        window.keep()[:] = kept[-1]
    assert len(kept) == n_rows
    assert len({b - a for a, b in pairwise([start, *kept])}) == 1
    # Nowhere inside is it further than an even share of the way, rounded up.
    assert kept[0] - start <= -(-stride // (n_rows + 1))
    found = window.before(k)
    before = [place for place in kept if place <= k]
    assert (found is None) == (not before)
    if found is not None:
        assert found[0] == before[-1]
        assert (found[1] == before[-1]).all()


def test_a_window_that_goes_elsewhere_begins_anew():
    window = Window(3, 1, np.float64)
    window.open(100, 8)
    window.keep()[:] = 102
    window.open(100, 8)
    assert window.next == 104
    window.open(108, 8)
    assert window.next == 110
    assert window.before(109) is None
    assert window.before(50) is None


def test_without_rows_there_is_no_window():
    window = Window(0, 4, np.float64)
    window.open(0, 32)
    assert window.next is None
    assert window.before(31) is None
