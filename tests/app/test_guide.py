"""The pages of the guide: complete, linked, true to the engine, in every language."""

import re

import pytest

from nnviz.app import advice
from nnviz.app.advice import remark as remarks
from nnviz.app.guide import (
    CONTENTS,
    find,
    guide,
    markup,
    panel_anchor,
    remark_anchor,
    specimen,
    symptom_anchor,
)
from nnviz.app.guide.markup import Op
from nnviz.app.guide.pages import languages
from nnviz.app.texts import available_languages
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import SymptomKind
from nnviz.paths import resource

LANGUAGES = languages()
NAMES = [name for chapter in CONTENTS for name in chapter.pages]
# Words that are written alike in Chinese: names of programs, methods and functions.
ALIKE = re.compile(
    r"\b(?:nnviz|NumPy|PyTorch|XOR|ReLU|ELU|GELU|Leaky|Sigmoid|sigmoid|tanh|swish|Softmax|softmax"
    r"|Adam|AdamW|Adagrad|Adafactor|RMSprop|Nesterov|Xavier|He|L2|WX|XW|XWᵀ|RMS)\b"
)


def every_page():
    return [(lang, page) for lang in LANGUAGES for page in guide(lang).pages.values()]


def ids(case):
    return case if isinstance(case, str) else case.name


def test_there_are_pages_in_every_language_of_the_program():
    assert set(LANGUAGES) == set(available_languages())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_in_the_contents_and_the_other_way_round(language):
    files = {path.stem for path in (resource("help") / language).glob("*.md")}
    assert files == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", StepKind)
def test_every_kind_of_op_has_a_heading_its_formula_and_its_mistakes(language, kind):
    pages = guide(language)
    page = pages.pages[pages.page_of(kind)]
    (section,) = [s for s in page.sections if s.anchor == kind]
    assert section.title
    mistakes = {"en": "Usual mistakes.", "zh": "常见错误。"}[language]
    shapes = {"en": "The shapes.", "zh": "形状。"}[language]
    before, _, after = section.words.partition(shapes)
    assert len(before) > 7, "the idea"
    assert mistakes in after
    assert Op(kind) in page.blocks
    at = [getattr(block, "anchor", None) for block in page.blocks].index(kind)
    rest = page.blocks[at + 1 :]
    following = rest[: next((i for i, b in enumerate(rest) if isinstance(b, markup.Heading)), 99)]
    assert Op(kind) in following


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SymptomKind)
def test_every_symptom_is_explained(language, kind):
    assert guide(language).page_of(symptom_anchor(kind)) == "symptoms"


def remark_keys():
    """Every key that a Remark is made with, read from the source of the checks."""
    import ast
    from pathlib import Path

    found = set()
    for path in Path(remarks.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Remark":
                key = node.args[0]
                found |= {key.value} if isinstance(key, ast.Constant) else {"shape", "refused"}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remark_of_the_build_panel_is_explained(language):
    keys = remark_keys()
    assert len(keys) > 15
    assert advice.Remark is remarks.Remark
    pages = guide(language)
    assert {key for key in keys if pages.page_of(remark_anchor(key)) != "advice"} == set()


@pytest.mark.parametrize(("language", "page"), every_page(), ids=ids)
def test_every_link_leads_somewhere(language, page):
    pages = guide(language)
    for block in page.blocks:
        for mark in markup.marks(block):
            target = mark["target"]
            if target and not target.startswith("do:"):
                assert pages.page_of(target) is not None, target


def test_no_place_has_two_names_that_are_alike():
    for language in LANGUAGES:
        anchors = [s.anchor for p in guide(language).pages.values() for s in p.sections if s.anchor]
        assert len(anchors) == len(set(anchors))
        assert not set(anchors) & set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_languages_say_the_same_in_the_same_order(name):
    def outline(page):
        return [
            (type(block).__name__, getattr(block, "anchor", ""), getattr(block, "kind", ""))
            for block in page.blocks
        ]

    first, *others = [outline(guide(language).pages[name]) for language in LANGUAGES]
    for other in others:
        assert other == first


@pytest.mark.parametrize("name", NAMES)
def test_no_english_sentence_is_left_in_chinese(name):
    page = guide("zh").pages[name]
    for section in page.sections:
        for text in (section.title, section.words):
            left = ALIKE.sub(" ", text)
            words = re.findall(r"[A-Za-z]{2,}", left)
            assert words == [], (section.title, words)


@pytest.mark.parametrize(("language", "page"), every_page(), ids=ids)
def test_keys_are_never_typed_out(language, page):
    for section in page.sections:
        found = re.findall(r"\b(?:Ctrl|Shift|Alt|Enter|Space|Esc|PgDown|F\d{1,2})\b", section.words)
        assert found == [], section.title


@pytest.mark.parametrize("kind", StepKind)
def test_the_specimen_has_the_op_and_the_engine_gives_it_a_formula(kind):
    found = specimen(kind)
    assert found.step.kind == kind
    assert found.step.formula("textbook")
    assert found.step.formula("rows")
    assert found.trace.iteration == found.iteration
    assert found.step.value.any(), "a picture of zeros shows nothing"


def test_a_panel_has_an_anchor():
    assert guide("en").page_of(panel_anchor("inspector")) == "panels"


def test_a_search_finds_in_both_languages_and_shows_the_readers():
    (first, *_) = find("dead relu", "zh")
    assert first.section.anchor == "symptom-dead"
    assert "ReLU" in first.section.title
    assert not first.section.title.startswith("Dead")
    assert find("雅可比矩阵", "en")[0].section.anchor == "jacobian"
    assert find("Outer PRODUCT", "en")[0].section.anchor == "outer_product"
    assert find("zzzqqq", "en") == ()
    assert find("  ", "en") == ()


def test_an_unknown_language_is_english():
    assert guide("xx").language == "en"


def test_the_markup_is_read():
    blocks = markup.parse("# A {#a}\n\nOne\ntwo **b** [c](d).\n\n- x\n- y\n  z\n\n{op:matmul}")
    assert blocks == (
        markup.Heading(1, "A", "a"),
        markup.Paragraph("One two **b** [c](d)."),
        markup.Items(("x", "y z"), is_numbered=False),
        Op(StepKind.MATMUL),
    )
    assert markup.words_of(blocks[1]) == "One two b c."
    assert markup.joined(["一行，", "二行"]) == "一行，二行"
    with pytest.raises(ValueError, match="nosuch"):
        markup.parse("{op:nosuch}")
