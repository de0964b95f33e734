import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.step import Phase, StepKind
from nnviz.playback.pace import GRANULARITIES, REST_S
from nnviz.playback.player import FASTEST, SLOWEST, Boundary, Player
from nnviz.playback.timeline import Item, Position, Timeline
from tests.playback.samples import SMALL_NET, small_net, timelines

UNIT = st.floats(0, 1)


def run_for(player, seconds, fps):
    for _ in range(round(seconds * fps)):
        player.advance(1 / fps)


def settle(player):
    for _ in range(10_000):
        if not player.status.playing:
            return
        player.advance(0.05)
    raise AssertionError("the player never came to rest")


@given(timelines(), st.lists(UNIT, min_size=1, max_size=6), UNIT)
def test_however_one_seeks_the_same_time_shows_the_same_moment(timeline, visited, last):
    wandered, direct = Player(timeline), Player(timeline)
    for x in visited:
        wandered.seek(x * timeline.duration_s)
    wandered.seek(last * timeline.duration_s)
    direct.seek(last * timeline.duration_s)
    assert wandered.status == direct.status


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("seconds", [0.5, 3.0, 7.25])
def test_playing_at_24_and_at_60_frames_shows_the_same(direction, seconds):
    players = [Player(small_net("cell")) for _ in range(2)]
    for player, fps in zip(players, (24, 60), strict=True):
        player.seek(0.0 if direction == 1 else player.timeline.duration_s)
        player.play(direction)
        run_for(player, seconds, fps)
    slow, fast = (player.status for player in players)
    assert slow.time_s == pytest.approx(fast.time_s, abs=1e-9)
    assert slow.position.step_index == fast.position.step_index


def test_next_moves_to_the_next_stop_and_stands_still_there():
    player = Player(small_net())
    assert player.next() is None
    player.advance(0.4)
    assert player.status.playing
    assert not player.status.continuous
    settle(player)
    assert player.status.time_s == player.timeline.stops[0]
    assert player.status.position == Position(0, 1.0)


def test_next_does_not_wait_for_the_rest_of_the_op_before():
    player = Player(small_net())
    player.next()
    settle(player)
    player.next()
    player.advance(0.3)
    assert player.status.position.step_index == 1
    assert player.status.position.alpha > 0


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_pressing_next_again_and_again_visits_every_stop_and_is_never_queued(granularity):
    player = Player(small_net(granularity))
    timeline = player.timeline
    player.next()
    for reached in timeline.stops[:-1]:
        player.advance(0.01)
        assert player.next() is None
        assert player.status.time_s >= reached - 1e-9
        assert player.status.target_s == timeline.next_stop(reached)
    assert player.next() == Boundary("end", 0.0)
    assert player.status.time_s == timeline.stops[-1]
    assert not player.status.playing


def test_previous_goes_back_quickly_however_long_the_way():
    player = Player(small_net("cell"))
    player.end()
    while player.status.time_s > 0:
        before = player.timeline.previous_stop(player.status.time_s)
        assert player.previous() is None
        assert player.status.direction == -1
        player.advance(0.35)
        assert player.status.time_s == before
    assert player.status.at_start
    assert player.previous() == Boundary("start", 0.0)


def test_previous_pressed_again_while_moving_goes_on_from_the_stop_approached():
    player = Player(small_net())
    player.end()
    player.previous()
    player.advance(0.01)
    player.previous()
    assert player.status.time_s == player.timeline.stops[-2]
    assert player.status.target_s == player.timeline.stops[-3]


def test_turning_round_in_the_middle_goes_to_the_stop_on_the_other_side():
    player = Player(small_net())
    player.seek_step(2, 0.5)
    player.next()
    player.advance(0.1)
    player.previous()
    settle(player)
    assert player.status.position == Position(1, 1.0)


def test_playing_on_passes_the_stops_and_reaches_the_end_with_the_time_left_over():
    player = Player(small_net())
    player.play()
    assert player.status.continuous
    boundary = player.advance(player.timeline.duration_s + 0.75)
    assert boundary.side == "end"
    assert boundary.left_s == pytest.approx(0.75)
    assert player.status.at_end
    assert not player.status.playing


def test_playing_backwards_reaches_the_start_with_the_time_left_over():
    player = Player(small_net())
    player.set_speed(2.0)
    player.seek(1.0)
    player.play(-1)
    boundary = player.advance(2.0)
    assert boundary.side == "start"
    assert boundary.left_s == pytest.approx(1.5)
    assert player.status.at_start


def test_backwards_mirrors_forwards():
    forwards, backwards = Player(small_net("cell")), Player(small_net("cell"))
    duration = forwards.timeline.duration_s
    backwards.seek(duration)
    forwards.play(1)
    backwards.play(-1)
    for _ in range(40):
        forwards.advance(0.1)
        backwards.advance(0.1)
        assert forwards.status.time_s == pytest.approx(duration - backwards.status.time_s)


def test_next_during_continuous_play_stops_it_at_the_stop_being_approached():
    player = Player(small_net())
    player.play()
    player.advance(0.5)
    player.next()
    assert not player.status.continuous
    settle(player)
    assert player.status.time_s == player.timeline.stops[0]


def test_next_during_the_last_rest_of_continuous_play_is_the_end():
    player = Player(small_net())
    player.seek(player.timeline.duration_s - REST_S / 2)
    player.play()
    assert player.next() == Boundary("end", 0.0)


def test_a_loop_starts_again_both_ways():
    player = Player(small_net())
    player.set_loop(True)
    duration = player.timeline.duration_s
    player.play()
    assert player.advance(duration + 1.0) is None
    assert player.status.time_s == pytest.approx(1.0)
    player.play(-1)
    assert player.advance(2.0) is None
    assert player.status.time_s == pytest.approx(duration - 1.0)
    assert player.status.playing


def test_speed_is_clamped_and_scales_time():
    player = Player(small_net())
    player.set_speed(2.0)
    player.play()
    player.advance(0.25)
    assert player.status.time_s == pytest.approx(0.5)
    player.set_speed(1e9)
    assert player.status.speed == FASTEST
    player.set_speed(0.0)
    assert player.status.speed == SLOWEST


def test_toggle_and_pause():
    player = Player(small_net())
    player.toggle()
    assert player.status.continuous
    player.advance(0.2)
    player.toggle()
    here = player.status.time_s
    assert player.advance(5.0) is None
    assert player.status.time_s == here
    player.next()
    player.pause()
    assert not player.status.playing


def test_time_that_does_not_pass_changes_nothing():
    player = Player(small_net())
    player.play()
    assert player.advance(0.0) is None
    assert player.advance(-1.0) is None
    assert player.status.time_s == 0.0


def test_home_end_and_seek_stand_still_within_the_timeline():
    player = Player(small_net())
    player.play()
    player.end()
    assert player.status.at_end
    assert player.status.position == Position(8, 1.0)
    player.home()
    assert player.status.at_start
    player.seek(-4)
    assert player.status.time_s == 0.0
    player.seek(1e9)
    assert player.status.time_s == player.timeline.duration_s
    assert not player.status.playing


@given(st.sampled_from(GRANULARITIES), st.sampled_from(GRANULARITIES), st.integers(0, 8), UNIT)
def test_another_granularity_keeps_the_place(old, new, index, alpha):
    player = Player(small_net(old))
    player.seek_step(index, alpha)
    player.set_timeline(small_net(new))
    assert player.status.granularity == new
    assert player.status.position.step_index == index
    assert player.status.position.alpha == pytest.approx(alpha, abs=1e-6)


def test_another_granularity_while_stepping_goes_on_to_the_stop_it_has_there():
    player = Player(small_net("matrix"))
    player.next()
    player.advance(0.1)
    player.set_timeline(small_net("cell"))
    settle(player)
    timeline = player.timeline
    assert player.status.time_s in timeline.stops
    assert player.status.time_s < timeline.spans[0].end_s


def test_another_timeline_at_its_end_has_nowhere_to_step_to():
    player = Player(small_net())
    player.seek_step(8, 0.5)
    player.next()
    player.set_timeline(Timeline.of(SMALL_NET[:1], "matrix"), Position(0, 1.0))
    assert not player.status.playing
    assert player.status.at_end


def test_the_same_timeline_again_leaves_a_rest_undisturbed():
    player = Player(small_net())
    resting = player.timeline.spans[0].end_s + REST_S / 2
    player.seek(resting)
    player.set_timeline(player.timeline)
    assert player.status.time_s == resting


def test_a_timeline_of_other_steps_is_entered_at_the_place_given():
    player = Player(small_net())
    player.seek_step(4, 0.5)
    other = Timeline.of(
        [Item(i, Phase.FORWARD, 1, StepKind.MATMUL, 2, 2) for i in range(3)], "matrix"
    )
    player.set_timeline(other, Position(2, 0.5))
    assert player.status.position.step_index == 2
    assert player.status.position.alpha == pytest.approx(0.5)
