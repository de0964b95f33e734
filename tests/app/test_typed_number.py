"""Numbers as people type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.app.typed_number import typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5), ("0,5", 0.5), (" −2 ", -2.0), ("-2", -2.0), ("1e-3", 0.001), ("+7", 7.0),
        ("1/2", 0.5), ("−3/4", -0.75), ("1 / 3", 1 / 3), ("1,5/3", 0.5), ("2/-4", -0.5),
        ("∞", math.inf), ("-∞", -math.inf),
    ],
)  # fmt: skip
def test_a_number(text, value):
    assert typed_number(text) == value


@pytest.mark.parametrize("text", ["", "-", ".", "1/", "/2", "1/0", "1/2/3", "a", "1 2", "1.2,3"])
def test_no_number_or_not_yet(text):
    assert typed_number(text) is None


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_a_fraction_is_the_quotient(above, below):
    assert typed_number(f"{above}/{below}") == above / below


@given(st.floats(allow_nan=False))
def test_what_is_written_is_read_back(value):
    assert typed_number(repr(value)) == value
