import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.scene.options import Extent
from nnviz.scene.reveal import lit_range, progress


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_at_k_of_n_exactly_k_cells_are_made_and_the_last_of_them_is_in_focus(rows, cols, data):
    n = rows * cols
    k = data.draw(st.integers(1, n))
    now = progress(k / n, Extent(rows, cols))
    assert (now.done, now.focus, now.fraction) == (k, k - 1, 1.0)


@given(st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_more_time_never_takes_a_cell_back(n, a, b):
    earlier, later = sorted((a, b))
    extent = Extent(1, n)
    assert progress(earlier, extent).done <= progress(later, extent).done


def test_between_two_stops_the_next_cell_is_in_the_making():
    now = progress(2.25 / 6, Extent(2, 3))
    assert (now.done, now.focus, now.cell) == (2, 2, (0, 2))
    assert now.fraction == pytest.approx(0.25)


def test_before_the_start_there_is_no_focus():
    now = progress(0.0, Extent(2, 3))
    assert (now.done, now.focus, now.cell, now.finished) == (0, None, None, False)


def test_alpha_outside_its_range_is_taken_as_its_end():
    assert progress(1.7, Extent(2, 2)).finished
    assert progress(-1.0, Extent(2, 2)).done == 0


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [
        ("cell", (slice(1, 2), slice(2, 3))),
        ("row", (slice(1, 2), slice(0, 4))),
        ("matrix", (slice(0, 3), slice(0, 4))),
        ("layer", (slice(0, 3), slice(0, 4))),
    ],
)
def test_what_is_lit_with_a_cell(granularity, expected):
    assert lit_range((1, 2), Extent(3, 4), granularity) == expected
