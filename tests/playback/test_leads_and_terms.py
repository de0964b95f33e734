"""A matrix turns over before the first cell; whole terms come slowly, then all at once."""

import pytest

from nnviz.engine.step import Phase, StepKind
from nnviz.playback.pace import GRANULARITIES, LEAD_S, LONGEST_S, beats, term_beats, with_lead
from nnviz.playback.timeline import Item, Timeline

LEAD = 0.1


def product(rows, cols, lead=LEAD, *, terms=False):
    return Item(0, Phase.BACKWARD, 2, StepKind.INPUT_GRADIENT, rows, cols, lead, terms)


def other():
    return Item(1, Phase.BACKWARD, 2, StepKind.HADAMARD, 2, 2)


@pytest.mark.parametrize("granularity", ["cell", "row"])
def test_one_press_turns_the_matrix_and_the_next_makes_the_first_cells(granularity):
    timeline = Timeline.of([product(3, 4), other()], granularity)
    first, second = timeline.stops[:2]
    assert first == pytest.approx(LEAD_S)
    assert timeline.locate(first).alpha == pytest.approx(LEAD)
    made = 1 if granularity == "cell" else 4
    assert timeline.locate(second).alpha == pytest.approx(LEAD + (1 - LEAD) * made / 12)


def test_a_whole_matrix_or_a_layer_has_no_stop_after_the_turn():
    assert len(Timeline.of([product(3, 4)], "matrix").stops) == 1
    assert len(Timeline.of([product(3, 4), other()], "layer").stops) == 1
    span = Timeline.of([product(3, 4)], "matrix").spans[0]
    assert span.alpha_at(span.start_s + LEAD_S / 2) == pytest.approx(LEAD)


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("terms", [False, True])
def test_time_and_alpha_are_inverse_and_it_ends_in_time(granularity, terms):
    item = product(40, 1 if terms else 30, terms=terms)
    (span,) = Timeline.of([item], granularity).spans
    assert span.duration_s <= LONGEST_S + 1e-9
    for alpha in (0.0, 0.03, 0.1, 0.4, 0.99, 1.0):
        assert span.alpha_at(span.time_at(alpha)) == pytest.approx(alpha, abs=1e-6)


def test_a_timeline_says_from_what_it_was_made():
    items = (product(3, 4), other())
    assert Timeline.of(items, "cell").items == items


def test_the_first_terms_come_slowly_then_quicker_and_the_rest_in_one_go():
    found = term_beats(100, "cell")
    seconds = [beat.seconds for beat in found]
    assert [beat.cells for beat in found] == [1, 2, 3, 4, 5, 6, 100]
    assert seconds[:6] == sorted(seconds[:6], reverse=True)
    assert seconds[0] > 3 * seconds[5]
    assert [beat.cells for beat in term_beats(4, "cell")] == [1, 2, 3, 4]
    assert [beat.cells for beat in term_beats(9, "row")] == [1, 2, 3, 9]
    assert [beat.cells for beat in term_beats(9, "matrix")] == [9]
    assert [beat.cells for beat in term_beats(0, "cell")] == [1]


def test_the_turn_comes_first_and_the_first_cell_stays_slow():
    plain = beats(StepKind.MATMUL, 50, 50, "cell")
    led = with_lead(plain, "cell")
    assert (led[0].cells, led[0].seconds) == (0, LEAD_S)
    assert led[1].seconds == plain[0].seconds
    assert [beat.cells for beat in led[1:]] == [beat.cells for beat in plain]
    assert sum(beat.seconds for beat in led) <= LONGEST_S + 1e-9
