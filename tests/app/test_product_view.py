"""The way in which products are seen: chosen at once, remembered, and the place stays."""

import pytest

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import TABLE, Settings
from nnviz.scene.products.ways import WAYS


@pytest.fixture
def session():
    return Session(example("xor"), Settings())


@pytest.mark.parametrize("alpha", [0.0, 0.05, 0.1, 0.4375, 0.7, 1.0])
def test_another_way_keeps_the_step_and_how_far_it_is(session, alpha):
    kinds = [step.kind for step in session.state.trace.steps]
    for kind in ("matmul", "input_gradient", "weight_gradient"):
        session.seek_step(kinds.index(kind), alpha)
        for view in (*WAYS, "usual"):
            session.set_product_view(view)
            position = session.state.status.position
            assert session.state.product_view == view
            assert position.step_index == kinds.index(kind)
            assert position.alpha == pytest.approx(alpha, abs=1e-6)


def test_it_is_heard_once_and_is_no_edit(session):
    heard = []
    session.changed.connect(lambda old, new: heard.append(new))
    session.set_product_view("rows")
    session.set_reduced_motion(True)
    assert len(heard) == 2
    assert session.state.undo_name is None
    session.set_product_view("rows")
    session.set_reduced_motion(True)
    assert len(heard) == 2


def test_the_stops_are_those_of_the_way(session):
    timelines = {}
    for view in WAYS:
        session.set_product_view(view)
        timelines[view] = session.state.timeline.stops
    assert timelines["falk"] == timelines["inline"]
    assert len({timelines[view] for view in ("falk", "rows", "columns", "outer")}) == 4


def test_both_are_remembered(session):
    session.set_product_view("columns")
    session.set_reduced_motion(True)
    kept = session.settings
    assert (kept.product_view, kept.motion) == ("columns", "less")
    again = Session(example("xor"), kept)
    assert again.state.product_view == "columns"
    assert again.state.reduced_motion
    assert again.state.timeline.items == session.state.timeline.items


def test_both_can_be_set_by_name():
    table = {setting.name: setting for setting in TABLE}
    assert set(table["product_view"].choices) == {*WAYS, "usual"}
    assert "motion" in table


def test_the_way_stays_when_the_iteration_or_the_writing_changes(session):
    session.set_product_view("outer")
    session.next_iteration()
    session.set_orientation("rows")
    assert session.state.product_view == "outer"
    spans = session.state.timeline.spans
    assert next(span for span in spans if span.kind == "matmul").terms
