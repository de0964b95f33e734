"""Where no window can open: one sentence, exit code 2, and no abort."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.views import launch

ROOT = Path(__file__).parents[2]

_BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Blocker())
import importlib.util
real = importlib.util.find_spec
def find_spec(name, package=None):
    try:
        return real(name, package)
    except ModuleNotFoundError:
        return None
importlib.util.find_spec = find_spec
from nnviz.views.launch import open_window
sys.exit(open_window("xor"))
"""

_BROKEN = """
import sys
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtWidgets":
            raise ImportError("libEGL.so.1: cannot open shared object file")
sys.meta_path.insert(0, Broken())
from nnviz.views.launch import open_window
sys.exit(open_window("xor"))
"""

_PLAIN = "import sys\nfrom nnviz.views.launch import open_window\nsys.exit(open_window('xor'))"


def start(code, tmp_path, **environment):
    kept = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "NNVIZ_CONFIG_DIR": str(tmp_path), "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def one_sentence(done, *words):
    assert done.returncode == 2, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("nnviz: ")
    for word in words:
        assert word in lines[0]
    assert done.stdout == ""


def test_without_the_gui_extra(tmp_path):
    done = start(_BLOCKED.format(blocked={"PySide6"}), tmp_path)
    commands = "trace | train | check | export | doctor"
    one_sentence(done, "pip install 'nnviz-desktop[gui]'", commands)


def test_with_a_part_of_the_gui_extra_missing(tmp_path):
    done = start(_BLOCKED.format(blocked={"pyqtgraph"}), tmp_path)
    one_sentence(done, "pip install 'nnviz-desktop[gui]'", "pyqtgraph")


def test_with_a_system_library_missing(tmp_path):
    one_sentence(start(_BROKEN, tmp_path), "libEGL.so.1", "sudo apt install", "libegl1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are asked for on Linux")
class TestDisplay:
    def test_none(self, tmp_path):
        one_sentence(start(_PLAIN, tmp_path), "DISPLAY", "nnviz trace")

    def test_one_that_does_not_answer(self, tmp_path):
        one_sentence(start(_PLAIN, tmp_path, DISPLAY=":4071"), ":4071")

    def test_a_platform_that_does_not_exist(self, tmp_path):
        one_sentence(start(_PLAIN, tmp_path, QT_QPA_PLATFORM="nonsense"), "nonsense")

    def test_in_chinese(self, tmp_path):
        done = start(_PLAIN, tmp_path, LANG="zh_CN.UTF-8", PYTHONUTF8="1")
        one_sentence(done, "显示")


def test_missing_libraries_are_named_by_their_packages():
    wanted = {"libnothing-of-the-kind.so.7": "libnothing7", "libc.so.6": "libc6"}
    assert launch.missing_libraries(wanted) == ("libnothing7",)


def test_offscreen_needs_no_display():
    assert launch.find_problem({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_the_window_opens_paints_and_closes(tmp_path):
    done = start(
        _PLAIN, tmp_path, QT_QPA_PLATFORM="offscreen", NNVIZ_LOG="1", NNVIZ_QUIT_AFTER_READY="1"
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert said == []
    assert '"event": "ready"' in done.stdout
    assert (tmp_path / "settings.json").is_file()


def test_an_example_that_does_not_exist(tmp_path):
    code = _PLAIN.replace("'xor'", "'xxor'")
    one_sentence(start(code, tmp_path, QT_QPA_PLATFORM="offscreen"), "xxor")
