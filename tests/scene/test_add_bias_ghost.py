"""The bias is seen on the sample that it is being added to."""

import pytest

from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Highlight, MatrixBlock
from tests.scene.traces import trace

STEP = next(step for step in trace("xor").steps if step.kind == "add_bias")


def ghost_and_sum(alpha, orientation):
    scene = compose(STEP, alpha, ComposeOptions(1200.0, 620.0, orientation=orientation))
    ghosts = [
        item
        for item in scene.primitives
        if isinstance(item, Highlight) and item.id.startswith("ghost.")
    ]
    summed = next(b for b in scene.primitives if isinstance(b, MatrixBlock) and b.id == "P1")
    return ghosts, summed


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_the_bias_lies_over_one_whole_sample(orientation):
    (veil, frame), summed = ghost_and_sum(0.3, orientation)
    assert (veil.style, frame.style) == ("band", "frame")
    assert veil.rect == frame.rect
    rows, cols = summed.values.shape
    if orientation == "textbook":
        assert veil.rect.height == pytest.approx(summed.rect.height)
        assert veil.rect.width == pytest.approx(summed.rect.width / cols)
    else:
        assert veil.rect.width == pytest.approx(summed.rect.width)
        assert veil.rect.height == pytest.approx(summed.rect.height / rows)


def test_it_slides_from_sample_to_sample():
    samples, units = STEP.value.shape
    places = [
        ghost_and_sum((sample + 0.5) / (samples * units), "textbook")[0][0].rect.x
        for sample in range(samples)
    ]
    assert places == sorted(set(places))
    assert len(places) == samples
