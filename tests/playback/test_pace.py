import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.step import StepKind
from nnviz.playback.pace import GRANULARITIES, LONGEST_S, MOST_STOPS, beats

SIZES = st.integers(1, 900)


@given(st.sampled_from(StepKind), SIZES, SIZES, st.sampled_from(GRANULARITIES))
def test_beats_do_all_the_work_in_order_and_in_time(kind, rows, cols, granularity):
    found = beats(kind, rows, cols, granularity)
    cells = [0, *(beat.cells for beat in found)]
    assert cells == sorted(set(cells))
    assert cells[-1] == rows * cols
    assert len(found) <= MOST_STOPS
    assert all(beat.seconds > 0 for beat in found)
    assert sum(beat.seconds for beat in found) <= LONGEST_S + 1e-9


def test_a_small_product_stops_after_each_cell_of_the_first_row_then_after_each_row():
    found = beats(StepKind.MATMUL, 4, 3, "cell")
    assert [beat.cells for beat in found] == [1, 2, 3, 6, 9, 12]


def test_the_first_cell_is_slow_and_the_next_ones_are_quicker():
    seconds = [beat.seconds for beat in beats(StepKind.MATMUL, 4, 4, "cell")]
    assert seconds[0] == 1.4
    assert seconds[:4] == sorted(seconds[:4], reverse=True)
    assert seconds[3] < seconds[0] / 2


def test_the_first_cell_stays_slow_in_a_big_matrix():
    found = beats(StepKind.MATMUL, 512, 512, "cell")
    assert found[0].seconds == 1.4
    assert found[-1].seconds < 0.4


@pytest.mark.parametrize("granularity", ["matrix", "layer"])
def test_a_whole_op_is_one_beat(granularity):
    (beat,) = beats(StepKind.UPDATE, 7, 5, granularity)
    assert (beat.cells, beat.seconds) == (35, 1.2)


def test_rows_are_beats_and_many_rows_go_in_groups():
    assert [beat.cells for beat in beats(StepKind.ADD_BIAS, 3, 5, "row")] == [5, 10, 15]
    assert len(beats(StepKind.ADD_BIAS, 500, 5, "row")) == MOST_STOPS


def test_an_empty_step_is_paced_like_one_cell():
    assert [beat.cells for beat in beats(StepKind.LOSS, 0, 0, "cell")] == [1]
