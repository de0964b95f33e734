"""What Qt delivers every event through is not written in Python.

A Python ``event`` or ``viewportEvent`` stands between Qt and the handlers of all events, painting
too. An exception in one of those handlers then goes on through C++ into that method, which has
ended the process under Python 3.11. An event filter has returned before anything is painted.
"""

import ast
from pathlib import Path

import nnviz

ROOT = Path(nnviz.__file__).parent
FORBIDDEN = {"event", "viewportEvent", "viewportevent", "notify", "sceneEvent"}


def overrides(source: str):
    """Yield class and method of each forbidden method in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in FORBIDDEN:
                    yield node.name, part.name


def test_nothing_in_the_views_overrides_event():
    found = [
        (path.relative_to(ROOT).as_posix(), *each)
        for path in sorted((ROOT / "views").rglob("*.py"))
        for each in overrides(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_such_a_method_would_be_found():
    source = "class A(B):\n    def event(self, event):\n        return super().event(event)\n"
    assert list(overrides(source)) == [("A", "event")]
