import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from nnviz import __version__
from nnviz.app.texts import available_languages
from nnviz.cli.program import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["", *(str(command.name) for command in COMMANDS)]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help(nnviz, name, flag):
    code, out, err = nnviz(*name.split(), flag)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: nnviz")
    assert "Options:" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_help_in_chinese(nnviz, name):
    assert "zh" in available_languages()
    code, out, _ = nnviz(*name.split(), "--lang", "zh", "--help")
    assert code == 0
    lines = [line for line in out.splitlines() if line.strip()]
    # Every option has a Chinese text; only names of options and files stay as they are.
    assert sum(bool(CHINESE.search(line)) for line in lines) >= len(lines) * 0.7
    assert "Usage" not in out
    assert "Shows" not in out


def test_a_trace_in_chinese(nnviz):
    out = nnviz("trace", "xor", "--lang", "zh")[1]
    assert "矩阵乘法" in out
    assert not re.search(r"\b(layer|sample|weights)\b", out)


def test_a_complaint_in_chinese(nnviz):
    code, _, err = nnviz("trace", "nothing", "--lang=zh")
    assert code == 2
    assert CHINESE.search(err)


def test_the_language_of_the_system(nnviz, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert CHINESE.search(nnviz("doctor")[1])


@pytest.mark.parametrize("arguments", [["--version"], ["--lang", "en", "--version"]])
def test_version(nnviz, arguments):
    assert nnviz(*arguments) == (0, f"nnviz {__version__}\n", "")


def test_version_is_that_of_the_changelog_and_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["version"]["path"] == "nnviz/__init__.py"
    assert "## [" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.fixture
def opened(monkeypatch):
    calls = []

    def launch(example=None, file=None, projector=False, **_):
        calls.append((example, file, projector) if projector else (example, file))
        return 0

    monkeypatch.setattr("nnviz.views.launch.open_window", launch)
    return calls


def test_the_window_opens(nnviz, opened, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,label\n1,x\n2,y\n")
    assert nnviz()[0] == 0
    assert nnviz("--example", "digits")[0] == 0
    assert nnviz("--lang", "zh")[0] == 0
    assert nnviz(path)[0] == 0
    assert nnviz(path, "--lang", "en")[0] == 0
    assert opened == [(None, None), ("digits", None), (None, None), (None, path), (None, path)]


def test_the_window_begins_before_a_hall(nnviz, opened, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,label\n1,x\n2,y\n")
    assert nnviz("--projector")[0] == 0
    assert nnviz("--projector", "--example", "digits")[0] == 0
    assert nnviz("--projector", path)[0] == 0
    assert nnviz(path, "--projector")[0] == 0
    last = (None, path, True)
    assert opened == [(None, None, True), ("digits", None, True), last, last]


def test_without_a_display_it_is_one_sentence():
    program = (
        "import os, sys; sys.path[:] = " + repr(sys.path) + "; "
        "[os.environ.pop(name, None) for name in "
        "('DISPLAY', 'WAYLAND_DISPLAY', 'QT_QPA_PLATFORM')]; "
        "os.environ['LC_ALL'] = 'C.UTF-8'; sys.argv = ['nnviz', '--example', 'xor']; "
        "from nnviz.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "nnviz trace | train | check | export | doctor" in done.stderr


def test_the_window_speaks_the_language_that_was_asked_for(nnviz, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(
        "nnviz.views.launch.open_window", lambda language=None, **_: asked.append(language) or 0
    )
    path = tmp_path / "table.csv"
    path.write_text("a,label\n1,x\n2,y\n")
    for words in ([], ["--lang", "zh"], ["--lang", "zh", path], [path, "--lang", "pseudo"]):
        assert nnviz(*words)[0] == 0
    assert asked == [None, "zh", "zh", "pseudo"]


def test_the_language_for_developers_is_spoken_but_not_offered(nnviz):
    code, out, _ = nnviz("--lang", "pseudo", "--help")
    assert code == 0
    assert "[Šĥ" in out
    assert "pseudo" not in out
    assert nnviz("doctor", "--lang", "pseudonym")[0] == 2


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_for_a_value_is_chinese_too(nnviz, name):
    out = nnviz(*name.split(), "--lang", "zh", "--help")[1]
    assert not re.search(r"\b(FILE|EXAMPLE|NAME|COLUMN|WHAT)\b", out)


def test_a_missing_word_is_named_in_chinese(nnviz):
    err = nnviz("trace", "--lang", "zh")[2]
    assert "示例|文件" in err
