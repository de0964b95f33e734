import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.playback.easing import clamp, smooth, smooth_inverse

UNIT = st.floats(0, 1)


def test_smooth_is_the_cubic_through_these_points():
    assert [smooth(x) for x in (0.0, 0.25, 0.5, 0.75, 1.0)] == [0.0, 0.15625, 0.5, 0.84375, 1.0]


@given(UNIT)
def test_smooth_and_its_inverse_undo_each_other(x):
    assert smooth(smooth_inverse(x)) == pytest.approx(x, abs=1e-12)


@given(UNIT, UNIT)
def test_smooth_never_goes_back(a, b):
    low, high = sorted((a, b))
    assert smooth(low) <= smooth(high)


@pytest.mark.parametrize(("x", "kept"), [(-3.0, 0.0), (0.3, 0.3), (7.0, 1.0)])
def test_everything_is_clamped(x, kept):
    assert clamp(x) == kept
    assert smooth(x) == smooth(kept)
    assert smooth_inverse(x) == smooth_inverse(kept)
