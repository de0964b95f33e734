"""A notation: what it refuses, how it rewrites, its file."""

import json
import math
from dataclasses import fields, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import notation as names
from nnviz.engine.decimals import Numeral, decimals_for, format_value, more_digits
from nnviz.engine.errors import FileError, NnvizError, SpecError
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.writing import (
    PLAIN,
    Notation,
    argument,
    formula,
    in_text,
    line,
    number,
    phrase,
    text,
)
from nnviz.engine.writing.file import from_text, load, save, text_of
from nnviz.engine.writing.notation import CHOICES, DIGITS
from nnviz.engine.writing.numbers import fraction
from nnviz.engine.writing.presets import PRESETS
from nnviz.engine.writing.symbols import latex
from tests.engine.explained_nets import every_kind

ALL_OTHER = Notation(
    loss="J", weights="Θ", activation="h", preactivation="s", error="e", gradient="d",
    target="t", rate="α", slope="κ", layer="parentheses", indices="joined",
)  # fmt: skip
NABLA = Notation(loss="C", gradient="nabla", error="gradient", layer="subscript", target="t")
BRACKETS = Notation(gradient="d", layer="brackets")


@st.composite
def notations(draw):
    chosen = {name: draw(st.sampled_from(kinds)) for name, kinds in CHOICES.items()}
    least, most = DIGITS[chosen["rounding"]]
    chosen["digits"] = draw(st.integers(least, most))
    chosen["fractions"] = draw(st.booleans())
    if chosen["rate"] == chosen["slope"]:
        chosen["slope"] = "κ"
    if chosen["decimal"] == chosen["thousands"]:
        chosen["thousands"] = "none"
    return Notation(**chosen, name=draw(st.sampled_from(["", "Algebra II", "教材"])))


@pytest.mark.parametrize(
    ("canonical", "wanted"),
    [
        (r"W^{1}", (r"\Theta^{(1)}", "W_{1}", "W^{[1]}")),
        (r"w^{1}_{2,4}", (r"\theta^{(1)}_{24}", "w_{1;2,4}", "w^{[1]}_{2,4}")),
        (r"w^{1}_{12,4}", (r"\theta^{(1)}_{12,4}", "w_{1;12,4}", "w^{[1]}_{12,4}")),
        (r"W^{2\top}", (r"\Theta^{(2)\top}", r"W_{2}^{\top}", r"W^{[2]\top}")),
        (r"W^{1\prime}", (r"\Theta^{(1)\prime}", r"W_{1}^{\prime}", r"W^{[1]\prime}")),
        (r"\delta^{1}", ("e^{(1)}", r"\nabla_{Z_{1}} \, C", r"\delta^{[1]}")),
        (r"\delta^{1\top} x",
         (r"e^{(1)\top} x", r"\left(\nabla_{Z_{1}} \, C\right)^{\top} x", r"\delta^{[1]\top} x")),
        (r"\frac{\partial L}{\partial W^{1}}",
         (r"d\Theta^{(1)}", r"\nabla_{W_{1}} \, C", "dW^{[1]}")),
        (r"\frac{\partial L}{\partial w^{1}_{2,4}}",
         (r"d\theta^{(1)}_{24}", r"\frac{\partial C}{\partial w_{1;2,4}}", "dw^{[1]}_{2,4}")),
        (r"\frac{\partial L_{\mathrm{data}}}{\partial W^{1}}",
         (r"d\Theta^{(1)}_{\mathrm{data}}", r"\nabla_{W_{1}} \, C_{\mathrm{data}}",
          r"dW^{[1]}_{\mathrm{data}}")),
        (r"\frac{\partial a^{1}}{\partial z^{1}}",
         (r"\frac{\partial h^{(1)}}{\partial s^{(1)}}", r"\frac{\partial a_{1}}{\partial z_{1}}",
          r"\frac{\partial a^{[1]}}{\partial z^{[1]}}")),
        (r"\bar{g}_{W^{1}}", (r"\bar{g}_{\Theta^{(1)}}", r"\bar{g}_{W_{1}}", r"\bar{g}_{W^{[1]}}")),
        (r"e^{\tilde{Z}^{1}}",
         (r"\exp(\tilde{S}^{(1)})", r"e^{\tilde{Z}_{1}}", r"e^{\tilde{Z}^{[1]}}")),
        (r"\lambda W", (r"\lambda \Theta", r"\lambda W", r"\lambda W")),
    ],
)  # fmt: skip
def test_symbols_are_rewritten(canonical, wanted):
    found = tuple(latex(canonical, n) for n in (ALL_OTHER, NABLA, BRACKETS))
    assert found == wanted


def test_what_gave_its_letter_away_has_another():
    assert latex("E = A^{1} - Y", ALL_OTHER) == "D = H^{(1)} - T"
    assert latex(r"s^{1}_{i}", ALL_OTHER) == "r^{(1)}_{i}"  # the sum of a softmax
    assert latex(r"1 - \beta_{1}^{t}", ALL_OTHER) == r"1 - \beta_{1}^{\nu}"
    assert latex(r"\max(\alpha \cdot Z^{1}, Z^{1})", ALL_OTHER).startswith(r"\max(\kappa")
    assert latex(r"C^{\prime}_{W^{1}}", NABLA) == r"K^{\prime}_{W_{1}}"


def test_a_power_is_no_layer():
    slope = r"f^{\prime}(z) = 0.5 \cdot (1 + z^{2}) + z^{3}"
    assert latex(slope, ALL_OTHER) == slope.replace("z", "s")
    assert latex(r"(Z^{1})^{3}", ALL_OTHER) == r"(S^{(1)})^{3}"


@given(notations())
def test_no_letter_means_two_things(notation):
    """Two letters of the program's never become one; a cell and its array keep their case."""
    for letters in (
        [r"W^{1}", r"Z^{1}", r"A^{1}", r"\delta^{1}", r"s^{1}", r"b^{1}", r"M^{1}", "E", "Y", "X",
         "L", "R", r"\ell", r"\eta", r"\alpha", r"\beta", r"\gamma", "C_{W^{1}}", "t", "T"],
        [r"w^{1}_{1,2}", r"z^{1}_{1,2}", r"a^{1}_{1,2}", r"\delta^{1}_{1,2}", r"s^{1}_{1}",
         r"e_{1,2}", r"y_{1,2}", r"x_{1,2}", r"b^{1}_{1}", "t", "d", "c_{W^{1},1}"],
    ):  # fmt: skip
        written = [latex(one, notation) for one in letters]
        bases = [w.split("^")[0] if w[:2] == "s^" else w for w in written]
        assert len(set(bases)) == len(bases), bases


@pytest.mark.parametrize("case", every_kind(), ids=lambda case: f"{case.loss}-{case.optimizer}")
def test_a_line_is_written_as_its_formula(case):
    """Read as parts and rewritten, or rewritten and then read: the same for every op."""
    for step in case.trace().steps:
        for orientation in ("textbook", "rows"):
            whole = step.formula(orientation)
            for notation in (ALL_OTHER, NABLA, BRACKETS, *PRESETS.values()):
                typeset = to_unicode(parse(latex(whole, notation)))
                bare = replace(notation, decimal="point", thousands="none", fractions=False)
                assert to_unicode(line(parse(whole), bare)) == typeset


@pytest.mark.parametrize("case", every_kind()[:4], ids=lambda case: case.loss)
def test_every_name_can_be_written(case):
    trace = case.trace()
    for name in trace.names:
        for notation in (ALL_OTHER, NABLA, BRACKETS):
            plain = names.plain(name)
            assert text(plain, notation) == to_unicode(parse(latex(names.latex(name), notation)))


def test_the_plain_notation_changes_nothing():
    step = every_kind()[0].trace().steps[0]
    assert formula(step.formula(), PLAIN) is step.formula()
    parts = parse(step.formula())
    assert line(parts, PLAIN) is parts
    assert Notation(orientation="rows", rounding="places", digits=2, squared="mse").is_plain
    assert not Notation(decimal="comma").is_plain


def test_a_plain_symbol_still_knows_its_parts():
    symbol = names.plain("dW2", row=2, col=0)
    assert symbol == "∂L/∂w²₃,₁"
    assert text(symbol, ALL_OTHER) == "dθ⁽²⁾₃₁"
    assert text(symbol, BRACKETS) == "dw^[2]₃,₁"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Error signal δ · layer {layer}", "Error signal e · layer {layer}"),
        ("误差信号 δ", "误差信号 e"),
        ("In fact ΔL = {real}, L from {before}", "In fact ΔJ = {real}, J from {before}"),
        ("因此 L 从 {before} 变为", "因此 J 从 {before} 变为"),
        ("learning rate η = {rate}", "learning rate α = {rate}"),
        ("Depth below zero α", "Depth below zero κ"),
        ("‖∂L/∂W‖ of each layer", "‖dΘ‖ of each layer"),
        ("samples are columns, Z = WX + b", "samples are columns, S = ΘX + b"),
        ("at z = {z} the slope", "at s = {z} the slope"),
        ("then press W: here", "then press W: here"),
        ("A layer of a network", "A layer of a network"),
        ("L2 penalty λ", "L2 penalty λ"),
        ("z must be one vector", "z must be one vector"),
    ],
)
def test_letters_in_sentences(sentence, wanted):
    assert phrase(sentence, ALL_OTHER) == wanted
    assert phrase(sentence, PLAIN) == sentence


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"loss": "Q"}, "loss"),
        ({"loss": None}, "loss"),
        ({"layer": ["superscript"]}, "layer"),
        ({"digits": 9}, "digits"),
        ({"digits": True}, "digits"),
        ({"digits": 3.0}, "digits"),
        ({"rounding": "places", "digits": 7}, "digits"),
        ({"fractions": 1}, "fractions"),
        ({"name": "two\nlines"}, "name"),
        ({"name": 5}, "name"),
        ({"rate": "α"}, "slope"),
        ({"decimal": "comma", "thousands": "comma"}, "decimal"),
        ({"decimal": "point", "thousands": "point"}, "decimal"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(wrong, named):
    with pytest.raises(SpecError, match=named):
        Notation(**wrong)


@given(notations())
def test_a_file_gives_the_same_notation_again(notation):
    assert from_text(text_of(notation), "x") == notation
    assert Notation.from_dict(notation.to_dict()) == notation


def test_a_file_is_written_and_read(tmp_path):
    path = tmp_path / "mine.nnviz-notation"
    save(path, ALL_OTHER)
    assert load(path) == ALL_OTHER
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as some editors save it
    assert load(path) == ALL_OTHER


BASE = {"format": "nnviz-notation", "version": 1}
HOSTILE = {
    "empty": b"",
    "no json": b"{",
    "a list": b"[]",
    "a number": b"12",
    "deep": b"[" * 60_000,
    "deep objects": b'{"name":' * 9_000,
    "not unicode": b'{"format": "\xff"}',
    "zeros": b"\0" * 40,
    "huge": b" " * 70_000 + b"{}",
    "infinity": json.dumps({**BASE, "digits": math.inf}).encode(),
    "another format": b'{"format": "other", "version": 1}',
    "no version": b'{"format": "nnviz-notation"}',
    "a true version": b'{"format": "nnviz-notation", "version": true}',
    "version 0": json.dumps({**BASE, "version": 0}).encode(),
    "a later version": json.dumps({**BASE, "version": 2}).encode(),
    "unknown field": json.dumps({**BASE, "__class__": "x"}).encode(),
    "twice": b'{"format": "nnviz-notation", "version": 1, "loss": "L", "loss": "J"}',
    "a wrong type": json.dumps({**BASE, "loss": {"a": 1}}).encode(),
    "a long value": json.dumps({**BASE, "loss": "L" * 50_000}).encode(),
    "a control sign": json.dumps({**BASE, "loss": "\u202e\x1b[31m"}).encode(),
    "a long name": json.dumps({**BASE, "name": "n" * 200}).encode(),
    "latex": json.dumps({**BASE, "weights": r"\input{/etc/passwd}"}).encode(),
    "html": json.dumps({**BASE, "error": "<img src=x>"}).encode(),
    "numbers with digits without end": b'{"format": "nnviz-notation", "version": ' + b"9" * 9000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_in_one_sentence(content, tmp_path):
    path = tmp_path / "x.nnviz-notation"
    path.write_bytes(content)
    with pytest.raises(NnvizError) as caught:
        load(path)
    said = caught.value.message.english()
    assert len(said) < 400
    assert said.removeprefix(str(path)).isprintable()


def test_no_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.nnviz-notation", tmp_path):
        with pytest.raises(FileError):
            load(path)


def test_every_field_is_in_the_file():
    assert {one.name for one in fields(Notation)} <= PLAIN.to_dict().keys()
    assert all(kinds[0] == getattr(PLAIN, name) for name, kinds in CHOICES.items())


# Numbers


@given(st.integers(-400, 400), st.integers(2, 60))
def test_a_fraction_is_the_number_to_its_last_bit(above, below):
    value = above / below
    written = fraction(value)
    exact = Fraction(above, below)
    if exact.denominator == 1:
        assert written is None
        return
    if exact.denominator > 12 or abs(exact.numerator) > 99:
        assert written is None
        return
    near = "" if exact.denominator in {2, 4, 8} else "≈"
    sign = "−" if exact < 0 else ""
    assert written == f"{near}{sign}{abs(exact.numerator)}/{exact.denominator}"


@pytest.mark.parametrize("value", [1 / 3 + 1e-16, np.float64(np.float32(1 / 3)), 0.3333, 0.1 + 0.2])
def test_a_number_beside_a_fraction_is_none(value):
    found = fraction(float(value))
    assert found is None or Fraction(float(value)) == Fraction(found.lstrip("≈"))


def test_fractions_are_never_longer_than_decimals():
    notation = Notation(fractions=True)
    assert number("0.50", 0.5, notation) == "1/2"
    assert number("0.33", 1 / 3, notation) == "≈1/3"
    assert number("0.1", 0.1, notation) == "0.1"  # ≈1/10 is longer
    assert number("2", 2.0, notation) == "2"
    assert number("(−0.50)", -0.5, notation) == "(−1/2)"
    assert number("0.3", 1 / 3, Notation()) == "0.3"


@pytest.mark.parametrize(
    ("text_", "wanted"),
    [
        ("0.25", "0,25"),
        ("−1.5", "−1,5"),
        ("1.2e−7", "1,2e−7"),
        ("12345.5", "12 345,5"),
        ("262\u00a0144", "262 144"),
        ("007", "007"),
        ("∞", "∞"),
        ("NaN", "NaN"),
        ("a1.5", "a1.5"),
        ("nnviz 1.2.3", "nnviz 1.2.3"),
        ("(0.5)(0.25) = 0.125.", "(0,5)(0,25) = 0,125."),
    ],
)
def test_signs_in_numbers(text_, wanted):
    notation = Notation(decimal="comma", thousands="space")
    assert in_text(text_, notation).replace("\u00a0", " ") == wanted
    assert in_text(text_, PLAIN) == text_


def test_arguments_of_sentences():
    notation = Notation(decimal="comma", fractions=True)
    assert argument(format_value(0.5, 2), notation) == "1/2"
    assert argument("0.5", notation) == "0,5"  # what it shows is not known to the last bit
    assert argument("3.5 of iris", notation) == "3.5 of iris"
    assert isinstance(format_value(0.5, 2), Numeral)
    assert format_value(0.5, 2).value == 0.5


@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=8), st.integers(0, 6))
def test_fixed_places(values, places):
    code = Notation(rounding="places", digits=places).digits_code
    decimals = decimals_for(values, code)
    whole = all(float(v).is_integer() for v in values)
    assert decimals == (0 if whole else places)
    assert decimals_for([0.123456789], more_digits(code)) == places + 1


def test_more_digits_of_significant_ones():
    assert more_digits(3) == 4
    assert Notation(digits=4).digits_code == 4
