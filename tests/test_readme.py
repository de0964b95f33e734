import re
from pathlib import Path

import pytest

from nnviz.cli.program import run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.split("   ")[0].split()
    for line in README.splitlines()
    if re.match(r"nnviz (trace|train|check|export|doctor) ", line + " ")
    and "measurements" not in line
]


def test_there_are_examples():
    assert len(BLOCKS) == 3
    assert len(COMMANDS) == 7


@pytest.mark.parametrize("code", BLOCKS)
def test_the_python_examples_run(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_commands_run(command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(command[1:]) == 0
    assert capsys.readouterr().err == ""


def test_the_set_up_commands_are_those_promised():
    assert "\npip install '.[gui]' && nnviz\n" in README
    assert "\npip install '.[test]' && pytest\n" in README


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_and_pictures_are_there(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_the_apt_line_covers_what_the_window_asks_for():
    launch = pytest.importorskip("nnviz.views.launch")
    line = next(line for line in README.splitlines() if line.startswith("sudo apt-get install"))
    named = set(line.split())
    # libxkbcommon-x11-0 depends on libxkbcommon0.
    assert set(launch.XCB_LIBRARIES.values()) - {"libxkbcommon0"} <= named


def test_the_map_in_contributing_names_every_floor():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    floors = {path.parent.name for path in (ROOT / "nnviz").glob("*/__init__.py")}
    assert all(f"`nnviz/{floor}/`" in text for floor in floors)
