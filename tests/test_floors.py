import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOO_HIGH = ("PySide6", "shiboken6", "pyqtgraph", "ziamath", "cupy")


def run_python(code):
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "floor", ["engine", "playback", "scene", "scene.compose", "app.session", "cli.program"]
)
def test_importing_a_floor_brings_in_nothing_from_above(floor):
    code = (
        f"import nnviz.{floor}, sys; "
        f"print(*sorted(name for name in {TOO_HIGH!r} if name in sys.modules))"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_the_version_is_told_without_importing_anything_else():
    code = (
        "import sys; sys.argv = ['nnviz', '--version']; from nnviz.__main__ import main; main(); "
        "print(*sorted(name for name in ('numpy', 'click', 'rich') if name in sys.modules))"
    )
    assert run_python(code).stdout.split("\n")[1] == ""


def test_the_import_contracts_are_kept():
    if importlib.util.find_spec("importlinter") is None:
        pytest.skip("import-linter is not installed (the run without Qt has only the lower floors)")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_pyside6_is_pinned_around_the_releases_that_break():
    """Three releases must not come back by a well-meant "unpinning".

    6.11.0 and 6.11.1 break dock widgets (QTBUG-147209). 6.12 takes a reference off None in every
    void call: Python 3.10 and 3.11, where None can die, abort after a few thousand calls.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = [pin for pin in project["optional-dependencies"]["gui"] if "PySide6" in pin]
    assert len(pins) == 2
    assert all("!=6.11.0" in pin and "!=6.11.1" in pin for pin in pins)
    old = [pin for pin in pins if "python_version < '3.12'" in pin]
    assert len(old) == 1
    assert "<6.12" in old[0]


def test_the_base_install_has_no_qt():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    base = " ".join(project["dependencies"]).lower()
    assert not any(name.lower() in base for name in TOO_HIGH)


def test_the_gui_extra_brings_the_essentials_only():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    gui = project["optional-dependencies"]["gui"]
    assert not any(pin.replace(" ", "").startswith(("PySide6>", "PySide6=")) for pin in gui)
