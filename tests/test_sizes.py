import ast
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nnviz"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, LONGEST_FUNCTION = 400, 80
MEDIAN_FUNCTION, NINTH_DECILE = 10, 35


def functions(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def test_there_is_something_to_measure():
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    long = [(name, lines) for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert long == []


def test_most_functions_are_very_short():
    lengths = [lines for _, lines in chain.from_iterable(map(functions, MODULES))]
    assert median(lengths) <= MEDIAN_FUNCTION
    assert quantiles(lengths, n=10)[-1] <= NINTH_DECILE


def test_no_file_is_a_drawer_for_everything():
    names = {path.name for path in MODULES}
    assert not names & {"utils.py", "util.py", "helpers.py", "misc.py", "model.py"}


def packages():
    return sorted({path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE})


@pytest.mark.parametrize("folder", packages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_package_says_what_lives_in_it(folder):
    text = (folder / "README.md").read_text("utf-8")
    assert len(text) > 100
