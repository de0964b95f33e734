import pytest

from nnviz.app import texts
from nnviz.app.texts import Catalogue, available_languages, system_language
from nnviz.engine.message import Message, message

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);\\n"

msgid "{count} file"
msgid_plural "{count} files"
msgstr[0] "{count} soubor"
msgstr[1] "{count} soubory"
msgstr[2] "{count} souborů"

msgctxt "theme"
msgid "Light"
msgstr "Světlý"

msgid "Light"
msgstr "Světlo"

msgid "not done yet"
msgstr ""
"""


@pytest.fixture
def czech(tmp_path, monkeypatch):
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "cs.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(texts, "resource", tmp_path.joinpath)
    yield Catalogue("cs")
    texts._read.cache_clear()


def files(count):
    return Message("{count} file", plural="{count} files", count=count)


def test_english_and_chinese_are_there():
    assert available_languages() == ("en", "zh")


def test_english_says_the_message_as_it_is_written():
    said = Catalogue("en").translate(message("Units of layer {layer}", layer=2))
    assert said == "Units of layer 2"


def test_chinese_says_it_in_chinese():
    said = Catalogue("zh").translate(message("Units of layer {layer}", layer=2))
    assert said == "第 2 层的单元数"


def test_a_message_inside_a_message_is_translated_too():
    inner = message("Learning rate η")
    said = Catalogue("zh").translate(message("Open {data}", data=inner))
    assert said == "打开 学习率 η"


@pytest.mark.parametrize("language", ["en", "zh", "xx"])
def test_what_no_catalogue_knows_is_said_in_english(language):
    assert Catalogue(language).translate(message("Nobody knows {x}", x=1)) == "Nobody knows 1"


def test_an_unknown_language_is_english():
    assert Catalogue("xx").language == "en"


@pytest.mark.parametrize(("count", "said"), [(1, "1 file"), (0, "0 files"), (2, "2 files")])
def test_english_has_two_plural_forms(count, said):
    assert Catalogue("en").translate(files(count)) == said


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 soubor"), (3, "3 soubory"), (5, "5 souborů"), (0, "0 souborů")]
)
def test_plural_forms_are_those_of_the_language(czech, count, said):
    assert czech.translate(files(count)) == said


def test_the_context_tells_two_meanings_apart(czech):
    assert czech.translate(Message("Light", context="theme")) == "Světlý"
    assert czech.translate(message("Light")) == "Světlo"
    assert czech.translate(Message("Light", context="weight")) == "Light"


def test_an_empty_translation_falls_back_to_english(czech):
    assert czech.translate(message("not done yet")) == "not done yet"


def test_a_catalogue_that_does_not_name_its_plural_forms_has_one(tmp_path, monkeypatch):
    (tmp_path / "i18n").mkdir()
    text = 'msgid "{count} file"\nmsgid_plural "{count} files"\nmsgstr[0] "F{count}"\n'
    (tmp_path / "i18n" / "ja.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr(texts, "resource", tmp_path.joinpath)
    assert [Catalogue("ja").translate(files(n)) for n in (1, 5)] == ["F1", "F5"]
    texts._read.cache_clear()


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "C.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_system_is_that_of_its_locale(monkeypatch, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize(("found", "language"), [(("zh_CN", "UTF-8"), "zh"), ((None, None), "en")])
def test_without_variables_the_locale_of_the_process_counts(monkeypatch, found, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(texts.locale, "getlocale", lambda: found)
    assert system_language() == language


def test_a_locale_that_python_cannot_read_is_english(monkeypatch):
    def unreadable():
        raise ValueError("unknown locale: UTF-8")

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(texts.locale, "getlocale", unreadable)
    assert system_language() == "en"
