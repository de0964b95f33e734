"""The table of faults says what the program says, and names tests that are there."""

import ast
import re
from pathlib import Path

import polib
import pytest

from nnviz import paths

ROOT = Path(__file__).parents[1]
TABLE = paths.resource("docs") / "faults.md"
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in TABLE.read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| what was done")
]


@pytest.fixture(scope="module")
def sentences():
    catalogue = polib.pofile(str(paths.resource("i18n") / "zh.po"))
    return {text for entry in catalogue for text in (entry.msgid, entry.msgid_plural)}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_as_it_says(row, sentences):
    done, seen, lost, tests = row
    assert done
    assert lost
    assert [said for said in re.findall("“(.+?)”", seen) if said not in sentences] == []
    named = re.findall("`(.+?)::(.+?)`", tests)
    assert named
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
