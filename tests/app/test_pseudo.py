"""The language that nobody speaks: longer, accented, bracketed, and otherwise the same text."""

import re

import pytest

from nnviz.app.pseudo import GROWTH, PSEUDO, pseudo
from nnviz.app.settings import TABLE
from nnviz.app.texts import Catalogue, available_languages
from nnviz.engine.message import Message, message
from nnviz.paths import resource
from tests.app.test_catalogue import WANTED, catalogue

TEXTS = sorted({form for text in WANTED for form in (text.text, text.plural) if form})
OPAQUE = re.compile(r"\{[^{}]*\}|</?[a-z][^<>]*>|&(?:[a-z]+;|[^{])|\*\.\w+|\.[a-z]\w+|\\[A-Za-z]+")


def is_spoken(text):
    return re.search(r"(?<![^\W_])[A-Za-z]{2,}(?![^\W_])", OPAQUE.sub("\0", text)) is not None


def test_every_text_of_the_program_is_two_fifths_longer_and_in_brackets():
    spoken = [text for text in TEXTS if is_spoken(text)]
    assert len(spoken) > 1500
    for text in spoken:
        said = pseudo(text)
        assert said.startswith("[")
        assert said.removesuffix(" ({patterns})").endswith("]")
        plain = OPAQUE.sub("", text)
        assert len(OPAQUE.sub("", said)) >= GROWTH * len(plain), text


def test_what_is_no_language_stays():
    for text in TEXTS:
        said = pseudo(text)
        assert catalogue.places(said) == catalogue.places(text)
        assert OPAQUE.findall(said) == OPAQUE.findall(text), text
        if not is_spoken(text):
            assert said == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("&Save", "[&Sávé]"),
        ("Z = W X + b", "Z = W X + b"),
        ("{name}: {value}", "{name}: {value}"),
        ("Save &&c", "[Šávvé &&c]"),
        ("<b>On</b> {n:+d}", "[<b>Öñ</b> {n:+d}]"),
    ],
)
def test_some_texts(text, said):
    assert pseudo(text) == said


def test_messages_are_said_in_it_with_those_inside_and_their_plurals():
    tr = Catalogue(PSEUDO).translate
    assert tr(message("On {day}", day=message("Step"))) == "[Öñ [Šţéþ]]"
    many = Message("{count} dog", plural="{count} dogs", count=2)
    assert tr(many).startswith("[2 ")
    assert "š" in tr(many)


def test_nobody_is_offered_it():
    assert Catalogue(PSEUDO).language == PSEUDO
    assert PSEUDO not in available_languages()
    offered = {name for setting in TABLE for name in setting.choices}
    assert "zh" in offered
    assert PSEUDO not in offered


@pytest.mark.parametrize("face", ["NNVizSans-Regular", "NNVizSans-Bold", "NNVizMono-Regular"])
def test_its_letters_are_in_the_faces_for_latin(face):
    fonts = pytest.importorskip("fontTools.ttLib", reason="fontTools reads the fonts")
    path = next(resource("fonts").glob(f"{face}.*"))
    with fonts.TTFont(path) as font:
        covered = set(font.getBestCmap())
    letters = set(pseudo("abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert len(letters) > 50
    assert {ord(sign) for sign in letters} <= covered
