import pytest

from nnviz.engine import notation
from nnviz.engine.errors import SpecError
from nnviz.engine.math_text import Part, parse, to_unicode
from tests.engine.explained_nets import every_kind


@pytest.mark.parametrize(
    ("name", "textbook", "rows", "cell"),
    [
        ("X", "X", "X", "x₄,₂"),
        ("W1", "W¹", "W¹", "w¹₂,₄"),
        ("b1", "b¹", "b¹", "b¹₄"),
        ("P1", "W¹X", "XW¹ᵀ", "(W¹X)₄,₂"),
        ("P2", "W²A¹", "A¹W²ᵀ", "(W²A¹)₄,₂"),
        ("Z1", "Z¹", "Z¹", "z¹₄,₂"),
        ("Zshift2", "Z̃²", "Z̃²", "z̃²₄,₂"),
        ("Zmax2", "max z²", "max z²", "max z²₄"),
        ("expZ2", "e^Z̃²", "e^Z̃²", "exp(z̃²₄,₂)"),
        ("sumexp2", "s²", "s²", "s²₄"),
        ("Ls", "ℓ", "ℓ", "ℓ₄"),
        ("L", "L", "L", "L"),
        ("dA1", "∂L/∂A¹", "∂L/∂A¹", "∂L/∂a¹₄,₂"),
        ("dZ1", "δ¹", "δ¹", "δ¹₄,₂"),
        ("D1", "f′(Z¹)", "f′(Z¹)", "f′(z¹₄,₂)"),
        ("J1", "∂a¹/∂z¹", "∂a¹/∂z¹", "∂a¹₂/∂z¹₄"),
        ("dW1", "∂L/∂W¹", "∂L/∂W¹", "∂L/∂w¹₂,₄"),
        ("dW1_sample", "δ¹xᵀ", "δ¹ᵀx", "(δ¹xᵀ)₂,₄"),
        ("dW2_sample", "δ²a¹ᵀ", "δ²ᵀa¹", "(δ²a¹ᵀ)₂,₄"),
        ("velocity_W1", "v_W¹", "v_W¹", "v_w¹₂,₄"),
        ("mhat_b1", "m̂_b¹", "m̂_b¹", "m̂_b¹₄"),
        ("W12_new", "W¹²′", "W¹²′", "w¹²′₂,₄"),
        ("L_data", "L_data", "L_data", "L_data"),
        ("R", "R", "R", "R"),
        ("dW1_data", "∂L_data/∂W¹", "∂L_data/∂W¹", "∂L_data/∂w¹₂,₄"),
        ("gnorm", "‖\u202fg\u202f‖", "‖\u202fg\u202f‖", "‖\u202fg\u202f‖"),
        ("dW1_clipped", "g\u0304_W¹", "g\u0304_W¹", "g\u0304_w¹₂,₄"),
        ("db1_clipped", "g\u0304_b¹", "g\u0304_b¹", "g\u0304_b¹₄"),
    ],
)
def test_how_names_are_written(name: str, textbook: str, rows: str, cell: str) -> None:
    assert notation.plain(name) == textbook
    assert notation.plain(name, "rows") == rows
    assert notation.plain(name, row=1, col=3) == cell


def test_indices_follow_the_orientation_only_where_there_is_a_sample_axis() -> None:
    assert notation.plain("Z1", "rows", 1, 3) == "z¹₂,₄"
    assert notation.plain("W1", "rows", 1, 3) == notation.plain("W1", "textbook", 1, 3)


def test_the_long_form_writes_out_what_a_symbol_stands_for() -> None:
    assert notation.plain("dZ3", expanded=True) == "∂L/∂Z³"
    assert notation.plain("W3", expanded=True) == "W³"


def test_every_name_of_every_trace_can_be_written_in_all_ways() -> None:
    for case in every_kind():
        for name in case.trace().names:
            for orientation in ("textbook", "rows"):
                assert notation.plain(name, orientation)
                cell = notation.parts(name, orientation, 0, 0)
                assert all(isinstance(part, Part) and part.text for part in cell)
                if notation.dimensions(name):
                    shown = notation.plain(name, orientation, 0, 0)
                    assert shown != notation.plain(name, orientation), "a cell has its index"


def test_two_arrays_of_a_trace_are_never_written_alike() -> None:
    for case in every_kind():
        names = case.trace().names
        written = {notation.plain(name): name for name in names}
        assert len(written) == len(names)


def test_an_unknown_name_is_one_clear_sentence() -> None:
    with pytest.raises(SpecError, match="no array named Q7"):
        notation.latex("Q7")


def test_scripts_are_parts_of_their_own() -> None:
    assert notation.parts("W1", row=1, col=0) == (
        Part("w", 0, math=True),
        Part("1", 1),
        Part("2,1", -1),
    )


def test_a_minus_sign_is_a_sign_or_a_difference() -> None:
    assert to_unicode(parse("-a - b")) == "−a − b"
    assert to_unicode(parse(r"\exp(-a)")) == "exp(−a)"
    assert to_unicode(parse(r"\frac{a - b}{n m}")) == "(a − b)/nm"
    assert to_unicode(parse(r"\frac{a}{n \cdot m}")) == "a/(n·m)"
