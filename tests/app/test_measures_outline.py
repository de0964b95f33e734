"""The outline of a long series against the series itself."""

import numpy as np
import pytest

from nnviz.app.measures import Outline


def series(count, seed=0):
    return np.random.default_rng(seed).normal(size=count).cumsum()


def follow(values, step):
    outline = Outline()
    for end in range(step, len(values), step):
        outline.follow(values[:end])
    outline.follow(values)
    return outline


@pytest.mark.parametrize("count", [0, 1, 15, 31, 32, 33, 100, 1000, 70_001])
@pytest.mark.parametrize("most", [1, 50, 2000])
def test_blocks_hold_the_extremes_and_the_mean_of_their_values(count, most):
    values = series(count)
    shown = follow(values, 997).stretch(0, count, most)
    assert len(shown.starts) <= max(most, 31) + 1  # fewer than two blocks of 16 stay as they are
    for place, start in enumerate(shown.starts.astype(int)):
        stop = int(shown.starts[place + 1]) if place + 1 < len(shown.starts) else count
        block = values[start:stop]
        assert shown.lows[place] == block.min()
        assert shown.highs[place] == block.max()
        assert shown.means[place] == pytest.approx(block.mean(), rel=1e-9, abs=1e-9)
        assert shown.centres[place] == pytest.approx((start + stop - 1) / 2)


def test_no_value_is_left_out_of_a_part():
    values = series(50_000)
    outline = follow(values, 1234)
    for start, stop in ((0, 50_000), (123, 45_678), (49_000, 50_000), (7, 90)):
        shown = outline.stretch(start, stop, 300)
        assert shown.lows.min() <= values[start:stop].min()
        assert shown.highs.max() >= values[start:stop].max()
        assert shown.starts[0] <= start
        assert len(shown.starts) <= 310


def test_it_is_the_same_however_it_grew():
    values = series(30_000)
    one, other = follow(values, 1), follow(values, 29_999)
    a, b = one.stretch(0, 30_000, 400), other.stretch(0, 30_000, 400)
    for name in ("starts", "lows", "highs", "means"):
        assert getattr(a, name).tobytes() == getattr(b, name).tobytes()


def test_what_is_not_finite_is_a_gap_and_no_more():
    values = np.ones(2000)
    values[100:300] = np.nan
    values[1500] = np.inf
    shown = follow(values, 64).stretch(0, 2000, 50)
    good = np.isfinite(shown.means)
    assert (shown.means[good] == 1).all()
    assert (shown.highs[good] == 1).all()
    assert not good.all()


def test_ten_million_values_need_little_beside_them():
    values = np.zeros(10_000_000)
    outline = Outline()
    outline.follow(values)
    assert sum(level._room.nbytes for level in outline._levels) < 1.1 * values.nbytes
    assert len(outline.stretch(0, len(values), 1500).starts) <= 1500


def test_means_are_of_blocks_that_are_large_enough():
    values = series(10_000)
    smooth = follow(values, 100).means(0, 10_000, 57)
    assert smooth.size == 64
    assert smooth.means[3] == pytest.approx(values[192:256].mean())
    assert len(Outline().means(0, 0, 5).starts) == 0
