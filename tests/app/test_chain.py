"""The chain of Jacobians as a mode of the session."""

import numpy as np
import pytest

from nnviz.app.chain_mode import timeline_of
from nnviz.app.edits import SetUnits
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Phase
from nnviz.engine.jacobian_chain import ORDERS, jacobian_chain
from nnviz.playback.pace import GRANULARITIES
from nnviz.scene.chain.state import parts


@pytest.fixture
def session():
    return Session(example("xor"), Settings(language="en"))


@pytest.fixture
def opened(session):
    session.seek_step(7, 0.5)
    session.toggle_chain()
    return session


def settle(session):
    while session.state.shown_status.playing:
        session.advance(0.5)


def test_it_opens_at_its_start_and_closes_to_where_the_stage_was(session):
    session.seek_step(7, 0.5)
    before = session.state
    session.toggle_chain()
    view = session.state.chain
    assert (view.chain.of, view.chain.wrt, view.order) == ("L", "X", "reverse")
    assert view.chain.sample == session.state.sample
    assert view.status.at_start
    assert session.state.status.position == before.status.position
    session.toggle_chain()
    assert session.state.chain is None
    assert session.state.status == before.status
    assert session.state.trace is before.trace


def test_the_same_keys_go_through_its_products(opened):
    seen = []
    for _ in range(200):
        opened.next()
        settle(opened)
        position = opened.state.chain.status.position
        seen.append((position.step_index, position.alpha))
        if opened.state.chain.status.at_end:
            break
    chain = opened.state.chain.chain
    assert seen == sorted(seen)
    assert seen[-1] == (len(parts(chain, "reverse")) - 1, 1.0)
    # Nobody stops in the midst of a row that closes up.
    assert all(not parts(chain, "reverse")[index].closing for index, _ in seen)
    iteration = opened.state.iteration
    opened.next()
    opened.next()
    assert opened.state.iteration == iteration
    opened.previous()
    settle(opened)
    position = opened.state.chain.status.position
    assert (position.step_index, position.alpha) == seen[-2]
    opened.home()
    assert opened.state.chain.status.at_start
    opened.previous()
    assert opened.state.iteration == iteration
    opened.end()
    assert opened.state.chain.status.at_end


def test_play_plays_it_to_its_end(opened):
    opened.toggle()
    for _ in range(400):
        opened.advance(0.25)
    assert opened.state.chain.status.time_s == pytest.approx(opened._player.timeline.duration_s)
    assert not opened.state.chain.status.playing
    assert opened.state.iteration == 0


def test_the_order_can_be_changed_and_begins_anew(opened):
    opened.next()
    settle(opened)
    opened.set_chain_order("forward")
    assert opened.state.chain.order == "forward"
    assert opened.state.chain.status.at_start


def test_another_sample_shows_its_own_chain_at_the_same_place(opened):
    opened.next()
    settle(opened)
    place = opened.state.chain.status.position
    other = (opened.state.sample + 1) % opened.state.trace.n_samples
    opened.select_sample(other)
    view = opened.state.chain
    assert view.chain.sample == other
    assert view.status.position == place
    wanted = opened.state.trace["dZ1"][other] @ opened.state.trace["W1"]
    np.testing.assert_allclose(view.chain.value[0], wanted)


def test_another_path(opened):
    opened.set_chain_path("L", "Z1")
    chain = opened.state.chain.chain
    sample = opened.state.sample
    np.testing.assert_allclose(chain.value[0], opened.state.trace["dZ1"][sample])
    opened.set_chain_path("A1", "Z1")
    assert opened.state.chain.chain.of == "A1"
    # Names that cross: the one just chosen counts.
    opened.set_chain_path("A1", "Z2")
    assert (opened.state.chain.chain.of, opened.state.chain.chain.wrt) == ("L", "Z2")
    opened.set_chain_path("Z1", "Z2")
    assert (opened.state.chain.chain.of, opened.state.chain.chain.wrt) == ("Z1", "X")


def test_the_next_iteration_is_shown_in_the_chain(opened):
    before = opened.state.chain.chain
    opened.next_iteration()
    after = opened.state.chain.chain
    assert after is not before
    np.testing.assert_allclose(
        after.value[0],
        opened.state.trace["dZ1"][opened.state.sample] @ opened.state.trace["W1"],
    )


def test_an_edit_of_the_net_is_followed(opened):
    opened.set_chain_path("L", "Z1")
    opened.edit(SetUnits(1, 6))
    chain = opened.state.chain.chain
    assert chain.factors[-1].shape == (6, 6)
    assert (chain.of, chain.wrt) == ("L", "Z1")


@pytest.mark.parametrize("leave", ["seek_step", "next_phase", "previous_phase", "jump_phase"])
def test_going_elsewhere_in_the_step_leaves_it(opened, leave):
    argument = {"seek_step": (2, 1.0), "jump_phase": (Phase.UPDATE,)}.get(leave, ())
    getattr(opened, leave)(*argument)
    assert opened.state.chain is None


def test_nothing_new_is_said_when_nothing_changed(opened):
    told = []
    opened.changed.connect(lambda old, new: told.append(new))
    opened.advance(1.0)
    opened.set_chain_order("reverse")
    opened.set_chain_path("L", "X")
    assert told == []


def test_speed_set_in_the_chain_stays(opened):
    opened.set_speed(2.0)
    assert opened.state.shown_status.speed == 2.0
    opened.close_chain()
    assert opened.state.status.speed == 2.0


def test_granularity_is_that_of_the_stage(opened):
    opened.set_granularity("matrix")
    assert opened.state.chain.status.granularity == "matrix"
    stops = opened._player.timeline.stops
    assert len(stops) == len(opened.state.chain.chain.factors) - 1


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("order", ORDERS)
def test_the_timeline_has_a_stop_after_every_product_and_none_in_a_closing(granularity, order):
    trace = Session(example("digits"), Settings()).state.trace
    chain = jacobian_chain(trace)
    timeline = timeline_of(chain, order, granularity)
    found = parts(chain, order)
    assert len(timeline.spans) == len(found)
    for before, span in zip(timeline.spans, timeline.spans[1:], strict=False):
        assert span.start_s == pytest.approx(before.end_s + before.rest_s)
    for part, span in zip(found, timeline.spans, strict=True):
        if part.closing:
            assert span.stop_times == ()
        else:
            assert span.stop_times[-1] == pytest.approx(span.end_s)


def test_a_path_that_cannot_be_shown_is_said_and_nothing_changes(session, monkeypatch):
    session.edit(SetUnits(1, 3000))
    session.toggle_chain()
    assert session.state.chain is None
    assert "3000" in session.state.notice.english()
