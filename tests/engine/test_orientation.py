"""The two orientations show the same memory; a cell survives the way there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.orientation import displayed, has_sample_axis, to_display, to_storage

NAMES = ["X", "Y", "A1", "dZ2", "P1", "W1", "dW2", "W1_new", "J1", "dW1_sample", "E"]
VECTORS = ["b1", "db1", "b1_new", "Ls", "Zmax2", "sumexp2", "velocity_b1"]


@pytest.mark.parametrize(
    "name", ["X", "Y", "E", "Ls", "dX", "A1", "dZ12", "M1", "Zshift3", "expZ1"]
)
def test_arrays_over_samples_are_known(name: str) -> None:
    assert has_sample_axis(name)


@pytest.mark.parametrize(
    "name", ["W1", "b1", "dW1", "db2", "J1", "L", "W1_new", "m_W1", "dW1_sample"]
)
def test_parameters_have_no_sample_axis(name: str) -> None:
    assert not has_sample_axis(name)


def test_the_textbook_shows_samples_as_columns_and_parameters_as_stored() -> None:
    X = np.arange(6.0).reshape(3, 2)
    assert displayed("X", X, "textbook").shape == (2, 3)
    assert displayed("X", X, "rows").shape == (3, 2)
    assert displayed("W1", X, "textbook").shape == (3, 2)


def test_vectors_stand_as_the_formula_needs_them() -> None:
    b = np.arange(3.0)
    assert displayed("b1", b, "textbook").shape == (3, 1)
    assert displayed("b1", b, "rows").shape == (1, 3)
    assert displayed("Ls", b, "textbook").shape == (1, 3)
    assert displayed("Ls", b, "rows").shape == (3, 1)
    assert displayed("L", np.array(2.0), "textbook").shape == (1, 1)


@given(
    name=st.sampled_from(NAMES + VECTORS),
    orientation=st.sampled_from(["textbook", "rows"]),
    rows=st.integers(1, 4),
    cols=st.integers(1, 4),
)
def test_the_shown_cell_is_the_stored_cell(name: str, orientation, rows: int, cols: int) -> None:
    vector = name in VECTORS
    array = np.arange(float(cols)) if vector else np.arange(float(rows * cols)).reshape(rows, cols)
    table = np.atleast_2d(array)
    for row in range(table.shape[0]):
        for col in range(table.shape[1]):
            r, c = to_display(name, array.ndim, row, col, orientation)
            assert displayed(name, array, orientation)[r, c] == table[row, col]
            assert to_storage(name, array.ndim, r, c, orientation) == (row, col)
