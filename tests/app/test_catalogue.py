"""Every text of the program is there in every language, with the same places."""

import importlib.util
import re
import sys
from pathlib import Path

import polib
import pytest

from nnviz.app.texts import available_languages
from nnviz.paths import resource

_SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "catalogue.py"
_SPEC = importlib.util.spec_from_file_location("nnviz_catalogue", _SCRIPT)
catalogue = importlib.util.module_from_spec(_SPEC)
# Its dataclasses look themselves up by the module's name.
sys.modules["nnviz_catalogue"] = catalogue
_SPEC.loader.exec_module(catalogue)

LANGUAGES = [language for language in available_languages() if language != "en"]
WANTED, UNREADABLE = catalogue.texts()
# Proper names that are written alike in Chinese.
NAMES = {
    "CuPy",
    "kB",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "RMSprop",
    "English",
    "exp",
    "He",
    "Nesterov",
    "NumPy",
    "Python",
    "Qt",
    "for",
    "ReLU",
    "Xavier",
    "leaky",
    "nnviz",
    "sigmoid",
    "softmax",
    "softplus",
    "swish",
    "tanh",
}


def load(language):
    return polib.pofile(str(resource("i18n", f"{language}.po")))


def test_the_source_is_really_read():
    texts = {text.text for text in WANTED}
    assert "Units of layer {layer}" in texts
    assert "There is no layer {layer}." in texts
    assert any(text.plural for text in WANTED)
    assert any(text.context for text in WANTED)


def test_every_text_in_the_source_is_a_literal_that_can_be_translated():
    assert UNREADABLE == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_unused_or_differently_filled(language):
    assert catalogue.problems(load(language), WANTED) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_there_twice(language):
    keys = [catalogue.entry_key(entry) for entry in load(language)]
    assert len(keys) == len(set(keys))


def test_no_english_is_left_over_in_chinese():
    left = [form for entry in load("zh") for form in catalogue.forms(entry) if _is_english(form)]
    assert left == []


def _is_english(form):
    """Say whether a text has words, none of them Chinese, that are not all proper names."""
    plain = re.sub(r"\{[^}]*\}", " ", form)
    words = {word for word in re.findall(r"[A-Za-z]{2,}", plain) if not word.isupper()}
    return bool(words - NAMES) and re.search(r"[\u4e00-\u9fff]", form) is None


def test_the_check_sees_each_kind_of_fault():
    text = catalogue.Text("{count} of {n}", plural="{count} of {n} all")
    good = polib.POFile()
    good.append(
        polib.POEntry(
            msgid=text.text, msgid_plural=text.plural, msgstr_plural={0: "{n} 个中的 {count} 个"}
        )
    )
    assert catalogue.problems(good, [text]) == []
    assert "not in the source" in catalogue.problems(good, [])[0]
    assert "not translated" in catalogue.problems(polib.POFile(), [text])[0]
    good[0].msgstr_plural = {0: "{m}"}
    assert "other places" in catalogue.problems(good, [text])[0]
    good[0].msgid_plural = "another"
    assert "another plural" in catalogue.problems(good, [text])[0]


def test_merging_keeps_translations_drops_the_unused_and_sorts():
    old = polib.POFile()
    for msgid, msgstr in (("b", "乙"), ("gone", "走了"), ("a", "")):
        old.append(polib.POEntry(msgid=msgid, msgstr=msgstr))
    other = polib.POFile()
    other.append(polib.POEntry(msgid="a", msgstr="甲"))
    wanted = [catalogue.Text(text) for text in ("a", "b", "c")]
    merged = catalogue.merged(old, [other], wanted)
    assert [(entry.msgid, entry.msgstr) for entry in merged] == [
        ("a", "甲"),
        ("b", "乙"),
        ("c", ""),
    ]
