"""The size of text and motion as commands of the session."""

import pytest

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings


@pytest.fixture
def session():
    return Session(example("xor"), Settings())


@pytest.mark.parametrize(("asked", "given"), [(90, 100), (100, 100), (163, 163), (400, 200)])
def test_the_size_of_text_has_its_bounds(session, asked, given):
    session.set_text_scale(asked)
    assert session.state.text_scale == given
    assert session.settings.text_scale == given


def test_larger_and_smaller_go_by_the_usual_sizes(session):
    session.set_text_scale(140)
    session.change_text_scale(1)
    assert session.state.text_scale == 175
    session.change_text_scale(-9)
    assert session.state.text_scale == 100


def test_the_system_counts_until_something_is_chosen(session):
    assert not session.state.reduced_motion
    session.set_system_motion(True)
    assert session.state.reduced_motion
    assert session.settings.motion == "system"
    session.set_motion("full")
    assert not session.state.reduced_motion
    session.set_system_motion(True)
    assert not session.state.reduced_motion
    session.set_motion("system")
    assert session.state.reduced_motion


def test_what_was_chosen_is_remembered():
    assert Session(example("xor"), Settings(motion="less")).state.reduced_motion
    again = Session(example("xor"), Settings(motion="less"))
    again.set_system_motion(False)
    assert again.state.reduced_motion
    assert again.settings.motion == "less"
