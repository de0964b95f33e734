import ast
import unicodedata
from pathlib import Path

import polib
import pytest

from nnviz import paths

fonts = pytest.importorskip("fontTools.ttLib", reason="fontTools reads the fonts")

PACKAGE = Path(paths.__file__).resolve().parent
FACES = sorted(p for p in paths.resource("fonts").iterdir() if p.suffix in {".otf", ".ttf"})
# Every use has a Latin face first, then Chinese, then mathematics; see nnviz/views/look/fonts.py.
CHAINS = {
    "text": ("NNVizSans-Regular", "NNVizSansSC-Regular", "NNVizMath-Regular"),
    "bold text": ("NNVizSans-Bold", "NNVizSansSC-Bold", "NNVizMath-Regular"),
    "numbers": ("NNVizMono-Regular", "NNVizSansSC-Regular", "NNVizMath-Regular"),
}
INVISIBLE = {"Cc", "Cf", "Zl", "Zp"}


def opened(stem):
    return fonts.TTFont(next(path for path in FACES if path.stem == stem))


def coverage(stem):
    with opened(stem) as font:
        return set(font.getBestCmap())


def literals():
    """Every string of the program that is not a docstring: each of them may reach the screen."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
                yield node.value


def translations():
    for path in sorted(paths.resource("i18n").glob("*.po")):
        for entry in polib.pofile(str(path)):
            yield entry.msgstr
            yield from entry.msgstr_plural.values()


def pages():
    for path in sorted(paths.resource("help").rglob("*.md")):
        yield path.read_text("utf-8")


def characters(texts):
    found = {char for text in texts for char in text}
    return {char for char in found if unicodedata.category(char) not in INVISIBLE}


@pytest.mark.parametrize("use", CHAINS)
def test_every_character_that_can_be_shown_is_in_a_shipped_font(use):
    covered = set().union(*map(coverage, CHAINS[use]))
    wanted = characters([*literals(), *translations(), *pages()])
    assert len(wanted) > 300
    missing = sorted(char for char in wanted if ord(char) not in covered)
    assert missing == [], "run packaging/make_fonts.py, or choose another sign"


def test_the_families_have_names_of_their_own():
    families = set()
    for path in FACES:
        with opened(path.stem) as font:
            families.add(font["name"].getBestFamilyName())
    assert families == {"NNViz Sans", "NNViz Mono", "NNViz Math", "NNViz Sans SC"}


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_digits_are_equally_wide_in_the_face_of_numbers(style):
    with opened(f"NNVizMono-{style}") as font:
        names = font.getBestCmap()
        assert len({font["hmtx"][names[ord(sign)]][0] for sign in "0123456789.−-+e "}) == 1


def test_common_hanzi_are_covered_for_the_data_of_others():
    common = {
        char
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
        for char in bytes((row, cell)).decode("gb2312", "ignore")
    }
    assert len(common) == 3755
    assert {ord(char) for char in common} <= coverage("NNVizSansSC-Regular")
