import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnviz.scene.numbers import (
    decimals_for,
    format_value,
    grouped,
    one_more,
    parse_value,
    widest,
)

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
TABLES = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=NUMBERS)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-0.268, 2, "−0.27"),
        (-0.001, 2, "−0.001"),
        (0.0049, 2, "0.005"),
        (-0.004, 1, "−0.004"),
        (0.04, 1, "0.04"),
        (0.3, 0, "0.3"),
        (0.00096, 2, "0.001"),
        (0.00094, 2, "9e−4"),
        (-3.7e-12, 5, "−4e−12"),
        (5e-324, 3, "5e−324"),
        (0.0, 5, "0.00000"),
        (-0.0, 2, "0.00"),
        (-0.0, 0, "0"),
        (1.0, 0, "1"),
        (1.2345e-7, -2, "1.2e−7"),
        (-1.2345e12, -3, "−1.23e12"),
        (0.0, -2, "0"),
        (3e9, 2, "3.0e9"),
        (math.nan, 2, "NaN"),
        (math.inf, 2, "∞"),
        (-math.inf, -2, "−∞"),
    ],
)
def test_a_value_is_written(value, decimals, text):
    assert format_value(value, decimals) == text


@pytest.mark.parametrize(
    ("values", "digits", "decimals"),
    [
        ([[0.0, 1.0], [1.0, 1.0]], 3, 0),
        ([0.0], 3, 0),
        ([], 3, 0),
        ([0.3, -0.27, 1.34], 3, 2),
        ([0.3, -0.27, 1.34], 2, 1),
        ([0.25, -0.04], 2, 2),
        ([0.25, -0.5], 2, 2),
        ([0.5, -0.3], 2, 1),
        ([0.0123], 2, 3),
        ([0.00099, -0.0007], 3, 5),
        ([0.00031, 1e-6], 3, -2),
        ([0.123, 0.04567], 3, 2),
        ([0.0712, -0.0456], 3, 3),
        ([12.345, 0.04], 3, 1),
        ([123.456], 3, 0),
        ([5.1, 3.5], 3, 1),
        (np.array([5.1, 3.5], dtype=np.float32), 3, 1),
        ([1.2e-7, -3e-9], 3, -2),
        ([4.2e8, 1.0], 3, -2),
        ([math.nan, math.inf], 3, 0),
        ([math.nan, 0.25, math.inf], 3, 2),
        (np.array([3e38, 3e38], dtype=np.float32), 3, -2),
        ([1.7e308, -1.7e308, 1.7e308], 3, -2),
    ],
)
def test_a_matrix_has_one_number_of_decimals(values, digits, decimals):
    assert decimals_for(values, digits) == decimals


@given(TABLES, st.integers(1, 5))
def test_every_value_reads_back_to_the_digits_shown(table, digits):
    decimals = decimals_for(table, digits)
    top = float(np.abs(table).max())
    for value in table.ravel():
        text = format_value(value, decimals)
        assert "-" not in text
        assert text not in {"−0", "−0.0", "−0.00", "−0.000"}
        # A digit beyond half of the last shown one is lost; the largest keeps its first digits,
        # of which a leading "0." counts as one.
        kept = min(digits if top >= 1 else max(digits - 1, 1), 2)
        allowed = max(top, abs(value)) * 0.6 * 10.0 ** (1 - kept) + 1e-300
        assert abs(parse_value(text) - value) <= allowed


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-5, 8))
def test_only_zero_looks_like_zero(value, decimals):
    shown = parse_value(format_value(value, decimals))
    assert (shown == 0) == (value == 0)
    assert shown * value >= 0, "the sign stays"


@given(st.lists(st.floats(0, 1), min_size=1), st.integers(0, 5), st.booleans())
def test_room_is_kept_for_the_digits_of_tiny_numbers(values, decimals, negative):
    table = np.array(values) ** 4 * (-1 if negative else 1)
    texts = [format_value(value, decimals) for value in table]
    assert widest(table, decimals) == max(map(len, texts))


@given(TABLES, st.integers(1, 5))
def test_the_widest_text_is_known(table, digits):
    decimals = decimals_for(table, digits)
    texts = [format_value(value, decimals) for value in table.ravel()]
    assert widest(table, decimals) == max(map(len, texts))


def test_the_widest_may_be_no_number():
    assert widest([0.5, math.nan], 0) == 3
    assert widest([1.0, -math.inf], 0) == 2
    assert widest([], 2) == 1


@given(TABLES)
def test_one_digit_more_is_never_a_shorter_text(table):
    decimals = decimals_for(table)
    assert widest(table, one_more(decimals)) >= widest(table, decimals)


def test_counts_are_grouped():
    assert grouped(262144) == "262\N{NO-BREAK SPACE}144"
    assert grouped(512) == "512"
