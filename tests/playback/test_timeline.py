import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.step import Phase, StepKind
from nnviz.playback.pace import REST_S, WHOLE_S
from nnviz.playback.timeline import Item, Position, Timeline
from tests.playback.samples import SMALL_NET, small_net, timelines

UNIT = st.floats(0, 1)


@given(timelines(), st.data(), UNIT)
def test_any_moment_of_any_step_is_found_again(timeline, data, alpha):
    index = data.draw(st.integers(0, len(timeline.spans) - 1))
    found = timeline.locate(timeline.time_of(index, alpha))
    assert found.step_index == index
    assert found.alpha == pytest.approx(alpha, abs=1e-7)


@given(timelines(), st.data())
def test_a_count_of_whole_cells_survives_the_way_through_time(timeline, data):
    span = data.draw(st.sampled_from(timeline.spans))
    cells = span.rows * span.cols
    done = data.draw(st.integers(0, cells))
    alpha = timeline.locate(timeline.time_of(span.step_index, done / cells)).alpha
    assert int(alpha * cells + 1e-3) == done


@given(timelines(), UNIT, UNIT)
def test_time_never_runs_backwards(timeline, a, b):
    early, late = (timeline.locate(x * timeline.duration_s) for x in sorted((a, b)))
    assert (early.step_index, early.alpha) <= (late.step_index, late.alpha)


@given(timelines())
def test_stops_are_sorted_inside_and_end_with_the_last_op(timeline):
    stops = timeline.stops
    assert list(stops) == sorted(set(stops))
    assert stops[0] > 0
    assert timeline.locate(stops[-1]) == Position(timeline.spans[-1].step_index, 1.0)
    assert stops[-1] <= timeline.duration_s


@given(timelines())
def test_at_every_stop_whole_cells_are_done(timeline):
    for stop in timeline.stops:
        span = timeline.span_at(stop)
        work = timeline.locate(stop).alpha * span.rows * span.cols
        assert work == pytest.approx(round(work), abs=1e-6)
        assert round(work) > 0


@given(timelines())
def test_walking_from_stop_to_stop_meets_all_of_them_both_ways(timeline):
    there, t = [], 0.0
    while (stop := timeline.next_stop(t)) is not None:
        there.append(stop)
        t = stop
    assert tuple(there) == timeline.stops
    back = []
    while (stop := timeline.previous_stop(t)) is not None:
        back.append(stop)
        t = stop
    assert back == [*reversed(there[:-1]), 0.0]


def test_by_matrix_there_is_a_stop_after_each_op():
    timeline = small_net("matrix")
    assert len(timeline.stops) == len(SMALL_NET)
    assert timeline.stops[0] == pytest.approx(WHOLE_S)
    assert timeline.spans[1].start_s == pytest.approx(WHOLE_S + REST_S)


def test_by_layer_there_is_a_stop_after_the_last_op_of_each_layer_in_a_phase():
    timeline = small_net("layer")
    assert [timeline.locate(t).step_index for t in timeline.stops] == [1, 2, 4, 6, 7, 8]
    first = timeline.spans[:2]
    assert sum(span.duration_s for span in first) == pytest.approx(WHOLE_S)
    assert first[0].rest_s < 0.02
    assert timeline.locate(timeline.time_of(0, 1.0)) == Position(0, 1.0)


def test_by_row_and_by_cell_there_are_stops_inside_an_op():
    assert [small_net("row").locate(t).alpha for t in small_net("row").stops[:4]] == [
        0.25,
        0.5,
        0.75,
        1.0,
    ]
    assert [small_net("cell").locate(t).alpha for t in small_net("cell").stops[:5]] == [
        1 / 16,
        2 / 16,
        3 / 16,
        4 / 16,
        8 / 16,
    ]


def test_during_a_rest_the_op_is_done_and_the_next_one_begins_after_it():
    timeline = small_net()
    resting = timeline.spans[0].end_s + REST_S / 2
    assert timeline.locate(resting) == Position(0, 1.0)
    assert timeline.after_rest(resting) == timeline.spans[1].start_s
    assert timeline.after_rest(0.3) == 0.3


def test_times_and_steps_outside_are_clamped():
    timeline = small_net()
    assert timeline.locate(-5) == Position(0, 0.0)
    assert timeline.locate(1e9) == Position(8, 1.0)
    assert timeline.time_of(-1, 0.0) == 0.0
    assert timeline.time_of(99, 2.0) == timeline.spans[-1].end_s


def test_phases_are_found_both_ways():
    timeline = small_net()
    starts = dict(timeline.phase_starts)
    assert list(starts) == [Phase.FORWARD, Phase.LOSS, Phase.BACKWARD, Phase.UPDATE]
    assert timeline.locate(starts[Phase.BACKWARD]) == Position(5, 0.0)
    inside = starts[Phase.BACKWARD] + 0.5
    assert timeline.next_phase(inside) == starts[Phase.UPDATE]
    assert timeline.previous_phase(inside) == starts[Phase.BACKWARD]
    assert timeline.previous_phase(starts[Phase.BACKWARD]) == starts[Phase.LOSS]
    assert timeline.next_phase(starts[Phase.UPDATE]) is None
    assert timeline.previous_phase(0.0) == 0.0


def test_a_timeline_says_what_it_was_laid_out_from():
    assert small_net("cell").items == SMALL_NET


def test_a_timeline_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one step"):
        Timeline.of([], "cell")


def test_a_single_cell_is_a_timeline():
    timeline = Timeline.of([Item(0, Phase.LOSS, 1, StepKind.LOSS, 1, 1)], "cell")
    assert timeline.stops == (timeline.spans[0].end_s,)
