import pytest

from nnviz.scene.ticks import tick
from tests.scene.traces import all_steps, trace


def text(line):
    return "".join(r.text if isinstance(r.text, str) else r.text.english() for r in line)


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_step_has_a_very_short_label(orientation):
    for step in all_steps():
        assert 1 <= len(text(tick(step, orientation))) <= 7, step.kind


def test_the_labels_of_a_small_network():
    kept = [text(tick(step)) for step in trace("xor").steps if step.phase != "update"]
    assert kept[:8] == ["W·x", "+ b", "ReLU", "W·a", "+ b", "E", "ℓ", "L"]
    assert kept[-4:] == ["δ1", "δxT", "∂W1", "∂b1"]
    assert text(tick(trace("xor").steps[-1])) == "b2"
