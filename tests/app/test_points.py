"""Samples drawn as points: put, moved, taken away; what can be drawn and what cannot."""

import numpy as np
import pytest

from nnviz.app import points
from nnviz.app.sheet.shape import with_input
from nnviz.app.table import Table
from nnviz.engine import datasets
from nnviz.engine.errors import DataError


def table_of(name):
    return Table.of(datasets.load(name))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("xor", "classes"), ("moons", "classes"), ("blobs", "classes"), ("sine", "curve"),
     ("linear", None), ("iris", None), ("digits", None)],
)  # fmt: skip
def test_what_can_be_drawn(name, mode):
    table = table_of(name)
    assert points.mode_of(table) == mode
    found = points.points_of(table)
    assert (found is None) is (mode is None)
    if found is not None:
        assert found.places.shape == (table.n_samples, 2)
        left, bottom, right, top = points.bounds_of(found.places)
        inside = (found.places > [left, bottom]) & (found.places < [right, top])
        assert inside.all()


def test_a_first_point_begins_data():
    table = points.added(None, "classes", np.array([[0.5, -0.5]]), 2)
    assert table.target_names == ("1", "2", "3")
    assert table.Y.tolist() == [2]
    table = points.added(table, "classes", np.array([[1.0, 1.0], [2.0, 2.0]]), 0)
    assert table.X.tolist() == [[0.5, -0.5], [1.0, 1.0], [2.0, 2.0]]
    assert table.Y.tolist() == [2, 0, 0]
    other = points.added(table, "curve", np.array([[1.0, 4.0]]), 0)
    assert (other.X.tolist(), other.Y.tolist()) == ([[1.0]], [[4.0]])


def test_points_of_xor_stay_numbers_until_there_is_a_third_class():
    xor = table_of("xor")
    more = points.added(xor, "classes", np.array([[0.5, 0.5]]), 1)
    assert more.Y[:, 0].tolist() == [0, 1, 1, 0, 1]
    third = points.added(more, "classes", np.array([[2.0, 2.0]]), 2)
    assert third.has_classes
    assert len(third.target_names) == 3
    assert len(set(third.target_names)) == 3
    assert third.Y.tolist() == [0, 1, 1, 0, 1, 2]


def test_moving_and_taking_away():
    sine = table_of("sine")
    there = points.moved(sine, [3], np.array([[0.25, 9.0]]))
    assert (there.X[3, 0], there.Y[3, 0]) == (0.25, 9.0)
    assert np.array_equal(np.delete(there.X, 3), np.delete(sine.X, 3))
    fewer = points.removed(there, [3])
    assert fewer.n_samples == sine.n_samples - 1
    one = points.added(None, "classes", np.zeros((1, 2)), 0)
    assert points.removed(one, [0]) is None
    assert points.removed(points.added(one, "classes", np.ones((1, 2)), 1), [0]).Y.tolist() == [1]


def test_what_is_refused():
    with pytest.raises(DataError, match="9 classes"):
        points.added(None, "classes", np.zeros((1, 2)), 9)
    moons = table_of("moons")
    with pytest.raises(DataError, match="at most"):
        points.added(moons, "classes", np.zeros((1_000_000, 2)), 0)
    with pytest.raises(DataError, match="finite"):
        points.added(moons, "classes", np.array([[np.nan, 0.0]]), 0)


def test_other_data_begin_anew():
    wide = with_input(table_of("moons"), 0)
    assert points.added(wide, "classes", np.zeros((1, 2)), 0).n_samples == 1


def test_bounds_of_nothing_and_of_one():
    assert points.bounds_of(np.empty((0, 2))) == (-1.5, -1.5, 1.5, 1.5)
    left, bottom, right, top = points.bounds_of(np.array([[3.0, -7.0]]))
    assert left < 3 < right
    assert bottom < -7 < top
