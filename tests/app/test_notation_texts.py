"""Every sentence of the program in a notation in which nothing is as the program has it."""

import re
from dataclasses import replace

import polib
import pytest

from nnviz.engine.writing import PLAIN, Notation, argument, phrase
from nnviz.paths import resource
from nnviz.views.notating.choices import PRESETS
from tests.scene.written_scenes import ALL_OTHER, left_over

BRACKETS = replace(ALL_OTHER, layer="brackets")
# Not symbols: keys, a measure, a length of a warm-up, the axes of a drawing, an array's name in
# the interface of Python, one of two runs.
NO_SYMBOL = re.compile(
    r"[（(]&?[A-Z][)）]|&[A-Za-z]|(?:press|按) ?[A-Z]\b|R²|(?:Warm-up|预热) w"
    r"|: y for each x|对应一个 y|^z must be|\bY (?=names|的|必须|每行)|，Y (?=必须|为)|的 Y |Y 中"
)


def sentences():
    named = {text.english() for text in PRESETS.values()}
    for entry in polib.pofile(str(resource("i18n", "zh.po"))):
        if entry.msgid not in named:  # they are what the dialog calls a notation
            yield from (entry.msgid, entry.msgid_plural, entry.msgstr)
            yield from entry.msgstr_plural.values()


@pytest.mark.parametrize("notation", [ALL_OTHER, BRACKETS], ids=["parentheses", "brackets"])
def test_no_sentence_has_a_symbol_of_the_programs_own(notation):
    seen = 0
    for text in filter(None, sentences()):
        bare = re.sub(r"\{[^}]*\}|<[^>]+>", " ", text)
        said = NO_SYMBOL.sub(" ", phrase(bare, notation))
        assert left_over(said) == [], said
        seen += phrase(bare, notation) != bare
    assert seen > 100


def test_sentences_without_symbols_stay():
    for text in ("Press W to ask", "Open (W)", "A layer of its own", "按 L 查看"):
        assert phrase(text, BRACKETS) == text
    for text in filter(None, sentences()):
        assert phrase(text, PLAIN) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("W²W¹ is a matrix", "Θ^[2]Θ^[1] is a matrix"),
        ("the second row of ∂L/∂W¹", "the second row of dΘ^[1]"),
        ("from δ⁷ to δ¹", "from e^[7] to e^[1]"),
        ("the line w·x + b = 0", "the line θ·x + b = 0"),
        ("just p − y.", "just p − t."),
        ("weights W", "weights Θ"),
        ("激活前的值 Z", "激活前的值 S"),
    ],
)
def test_layers_and_arrays_in_sentences(text, said):
    assert phrase(text, BRACKETS) == said


def test_lists_of_numbers_are_divided_by_what_is_no_comma():
    comma = Notation(decimal="comma")
    assert argument("0.5, −1.25, 3", comma) == "0,5; −1,25; 3"
    assert argument("0.5, −1.25", Notation(thousands="space")) == "0.5, −1.25"
    assert argument("xor, moons", comma) == "xor, moons"
    assert argument("W1, 0.5", comma) == "W1, 0.5"
