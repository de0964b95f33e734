import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.expression import (
    Call,
    Const,
    Expr,
    Neg,
    Power,
    Product,
    Quotient,
    Ref,
    Rest,
    Sum,
    evaluate,
    mapped,
    references,
)
from nnviz.engine.expression_digits import (
    first_that_looks_right,
    looks_right,
    significant_format,
)
from nnviz.engine.expression_latex import expression_latex
from nnviz.engine.expression_text import expression_parts, expression_text
from nnviz.engine.numerals import exact, read, significant


def w(value: float, col: int = 0) -> Ref:
    return Ref("W1", 0, col, value)


def g(value: float) -> Ref:
    return Ref("dW1", 0, 0, value)


ETA = Const(0.1, "η")


@pytest.mark.parametrize(
    ("expr", "letters", "numbers"),
    [
        (Sum((w(0.5), Neg(Product((ETA, g(-0.25)))))), "w¹₁,₁ − η·∂L/∂w¹₁,₁", "0.5 − 0.1·(−0.25)"),
        (Sum((w(0.5), w(-0.25, 1))), "w¹₁,₁ + w¹₁,₂", "0.5 + (−0.25)"),
        (Sum((w(0.5), Neg(w(-0.25, 1)))), "w¹₁,₁ − w¹₁,₂", "0.5 − (−0.25)"),
        (Product((w(0.5), w(2, 1))), "w¹₁,₁·w¹₁,₂", "(0.5)(2)"),
        (Power(g(-2), 2), "(∂L/∂w¹₁,₁)²", "(−2)²"),
        (Power(Const(0.9, "β₁"), 3, "t"), "β₁ᵗ", "0.9³"),
        (Neg(Sum((w(1), w(2, 1)))), "−(w¹₁,₁ + w¹₁,₂)", "−(1 + 2)"),
        (
            Quotient(Sum((w(1), w(2, 1))), Product((Const(4, "n"), Const(3, "m")))),
            "(w¹₁,₁ + w¹₁,₂)/(n·m)",
            "(1 + 2)/(4·3)",
        ),
        (Call("max", (Const(0), w(-0.5))), "max(0, w¹₁,₁)", "max(0, −0.5)"),
        (Call("log1p", (Call("exp", (Neg(Call("abs", (w(-1),))),)),)), "log(1 + exp(−|w¹₁,₁|))",
         "log(1 + exp(−|−1|))"),
        (Call("sqrt", (w(4),)), "√(w¹₁,₁)", "√4"),
        (Call("positive", (w(4),)), "[w¹₁,₁ > 0]", "[4 > 0]"),
        (Call("sigmoid", (w(4),)), "σ(w¹₁,₁)", "σ(4)"),
        (Product((ETA, Call("expm1", (Call("min", (Const(0), w(-4))),)))),
         "η·(exp(min(0, w¹₁,₁)) − 1)", "0.1·(exp(min(0, −4)) − 1)"),
        (Call("softplus", (w(-4),)), "log(1 + exp(w¹₁,₁))", "log(1 + exp(−4))"),
        (Call("normal_below", (w(4),)), "Φ(w¹₁,₁)", "Φ(4)"),
        (Call("normal_density", (w(4),)), "φ(w¹₁,₁)", "φ(4)"),
    ],
)  # fmt: skip
def test_how_arithmetic_is_written(expr: Expr, letters: str, numbers: str) -> None:
    written = expression_text(expr)
    assert written.replace("√w¹₁,₁", "√(w¹₁,₁)") == letters
    assert expression_text(expr, numeric=True) == numbers


def test_parts_know_their_cell_and_their_unrounded_number() -> None:
    expr = Sum((w(0.123456), Neg(Product((ETA, g(2))))))
    letters = expression_parts(expr)
    assert [p.text for p in letters if p.ref == w(0.123456)] == ["w", "1", "1,1"]
    numbers = expression_parts(expr, numeric=True)
    assert [p.number for p in numbers if p.ref] == [0.123456, 2]
    assert [p.text for p in numbers if p.number == 0.1] == ["0.1"], "a constant is a number too"


def test_the_caller_writes_the_values_of_cells_but_not_constants() -> None:
    expr = Sum((w(0.5), Neg(Product((Const(0.001, "η"), g(2))))))
    assert expression_text(expr, True, number_format=lambda v: f"{v:.1f}") == "0.5 − 0.001·(2.0)"


def test_a_long_sum_keeps_its_largest_terms_in_their_places() -> None:
    values = (3, -9, 0, 1, 8, -2, 7)
    expr = Sum(tuple(w(value, col) for col, value in enumerate(values)))
    assert expression_text(expr, True, max_terms=4) == "3 + (−9) + 8 + 7 + ⋯(3)⋯"
    assert expression_text(expr, max_terms=2) == "w¹₁,₂ + w¹₁,₅ + ⋯(5)⋯"
    assert expression_text(expr, True, max_terms=7).count("+") == 6
    like = Sum(tuple(w(1, col) for col in range(5)))
    assert expression_text(like, max_terms=2) == "w¹₁,₁ + w¹₁,₂ + ⋯(3)⋯", "of equals the first"


def test_a_difference_and_a_product_count_by_what_they_come_to() -> None:
    small, large = Neg(Product((w(9), w(0.1, 1)))), Product((w(2, 2), w(-2, 3)))
    assert expression_text(Sum((w(1), small, large)), True, max_terms=2) == "1 + (2)(−2) + ⋯(1)⋯"


def test_a_term_that_is_not_a_number_is_never_left_out() -> None:
    expr = Sum((w(5), w(math.nan, 1), w(7, 2), w(-math.inf, 3)))
    assert expression_text(expr, max_terms=2) == "w¹₁,₂ + w¹₁,₄ + ⋯(2)⋯"


def test_a_long_maximum_keeps_the_one_that_it_picks() -> None:
    values = tuple(w(value, col) for col, value in enumerate((-9, 4, 1, -20, 6, 5)))
    assert expression_text(Call("max", values), True, max_terms=2) == "max(6, 5, ⋯(4)⋯)"
    assert expression_text(Call("min", values), True, max_terms=2) == "min(−9, −20, ⋯(4)⋯)"


def test_a_rest_is_counted_with_the_terms_left_out() -> None:
    expr = Sum((w(3), w(-4, 1), w(1, 2), Rest(0.5, 100)))
    assert evaluate(expr) == 0.5
    assert expression_text(expr, True) == "3 + (−4) + 1 + ⋯(100)⋯"
    assert expression_text(expr, max_terms=1) == "w¹₁,₂ + ⋯(102)⋯"
    assert list(references(expr)) == [w(3), w(-4, 1), w(1, 2)]
    assert mapped(expr, lambda ref: ref) == expr
    assert looks_right(expr, 7.0, significant), "nobody can redo a sum that is not written in full"


def test_latex_and_text_come_from_one_writing() -> None:
    expr = Quotient(w(-1.5e-7), Sum((Call("sqrt", (g(4),)), Const(1e-8, "ε"))))
    assert expression_latex(expr, numeric=False) == (
        r"\frac{w^{1}_{1,1}}{\sqrt{\frac{\partial L}{\partial w^{1}_{1,1}}} + \epsilon}"
    )
    assert expression_latex(expr, numeric=True, number_format=significant) == (
        r"\frac{-1.5 \times 10^{-7}}{\sqrt{4} + 10^{-8}}"
    )


def test_evaluate_does_not_raise_where_a_number_is_not_finite() -> None:
    assert math.isnan(evaluate(Quotient(Const(0), Const(0))))
    assert evaluate(Quotient(Const(-2), Const(0))) == -math.inf
    assert math.isnan(evaluate(Sum((Const(math.inf), Const(-math.inf)))))
    assert evaluate(Call("exp", (Const(1000),))) == math.inf
    assert evaluate(Call("sigmoid", (Const(-1000),))) == 0
    assert evaluate(Call("log", (Const(0),))) == -math.inf
    assert evaluate(Call("expm1", (Const(1000),))) == math.inf
    assert evaluate(Power(Const(-1e200), 3)) == -math.inf
    assert evaluate(Power(Const(-1e200), 2)) == math.inf


def test_mapped_changes_the_cells_and_nothing_else() -> None:
    expr = Sum((w(1), Neg(Power(Call("abs", (Quotient(Product((ETA, g(2))), Const(4)),)), 2))))
    moved = mapped(expr, lambda ref: Ref(ref.name, ref.row, ref.col, ref.value * 10))
    assert [ref.value for ref in references(moved)] == [10, 20]
    assert mapped(moved, lambda ref: Ref(ref.name, ref.row, ref.col, ref.value / 10)) == expr


def test_rounding_that_breaks_the_sum_asks_for_more_digits() -> None:
    formats = [significant_format(digits) for digits in (2, 3, 4)]
    expr = Sum((w(1.04), w(1.04, 1)))
    assert not looks_right(expr, 2.08, formats[0]), "1 + 1 = 2.1"
    assert looks_right(expr, 2.08, formats[1])
    assert first_that_looks_right(expr, 2.08, formats) is formats[1]


def test_a_change_that_leaves_no_mark_asks_for_more_digits() -> None:
    expr = Sum((w(0.3), Neg(Product((ETA, g(0.02))))))
    formats = [significant_format(digits) for digits in (2, 3, 4)]
    assert first_that_looks_right(expr, 0.298, formats)(0.298) == "0.298"


def test_when_no_number_of_digits_helps_one_more_must_do() -> None:
    expr = Sum((w(0.3), Neg(Product((Const(1e-12, "η"), g(1))))))
    formats = [significant_format(digits) for digits in (3, 4, 5)]
    assert first_that_looks_right(expr, 0.3 - 1e-12, formats) is formats[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.27, "−0.27"),
        (0.12345, "0.123"),
        (12345.0, "12300"),
        (1.5e-7, "1.5×10⁻⁷"),
        (-2.5e12, "−2.5×10¹²"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_significant_digits(value: float, text: str) -> None:
    assert significant(value) == text


def test_constants_are_written_as_a_person_writes_them() -> None:
    assert [exact(v) for v in (4.0, 0.999, 1e-8, 0.1)] == ["4", "0.999", "10⁻⁸", "0.1"]


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 10))
def test_a_written_number_reads_back_as_the_rounded_one(value: float, digits: int) -> None:
    assert read(significant(value, digits)) == float(f"{value:.{digits}g}")
