"""Which notation the program starts with: the file named, else the project's, else one's own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.app.project import save, view_of
from nnviz.app.project.project import Project
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.settings_store import SettingsStore
from nnviz.engine.writing import Notation
from nnviz.engine.writing import file as notation_file

ROOT = Path(__file__).parents[2]
OWN = Notation(name="own", loss="C", orientation="rows")
OF_PROJECT = Notation(name="project", loss="J", layer="brackets")
GIVEN = Notation(name="given", weights="Θ", decimal="comma", orientation="rows")


def remembered_after(tmp_path, *arguments):
    """Start the program, let it close, and return what its settings then say."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "nnviz", *map(str, arguments)],
        env={
            **kept, "NNVIZ_CONFIG_DIR": str(tmp_path / "config"), "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen", "NNVIZ_QUIT_AFTER_READY": "1", "NNVIZ_LOG": "1",
        },
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return SettingsStore(tmp_path / "config").load()


@pytest.fixture
def project(tmp_path):
    session = Session()
    session.set_notation(OF_PROJECT)
    path = tmp_path / "a.nnviz"
    save(path, Project(session.document, view_of(session.state, session.notation.to_dict())))
    return path


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "g.nnviz-notation"
    notation_file.save(path, GIVEN)
    return path


@pytest.fixture
def own(tmp_path):
    settings = Settings(welcomed=True, notation=OWN.to_dict(), orientation="rows")
    (tmp_path / "config").mkdir()
    SettingsStore(tmp_path / "config").save(settings)


def named(settings):
    return json.loads(json.dumps(settings.notation))["name"]


def test_ones_own(tmp_path, own):
    found = remembered_after(tmp_path, "--example", "xor")
    assert Notation.from_dict(found.notation) == OWN


def test_that_of_a_project_before_ones_own(tmp_path, own, project):
    found = remembered_after(tmp_path, project)
    assert Notation.from_dict(found.notation) == OF_PROJECT
    assert found.orientation == "textbook"


def test_the_one_given_before_all(tmp_path, own, project, given):
    found = remembered_after(tmp_path, "--notation", given, project)
    assert Notation.from_dict(found.notation) == GIVEN
    assert found.orientation == "rows"


def test_a_notation_file_alone_leaves_what_was_open(tmp_path, own, given):
    assert named(remembered_after(tmp_path, given)) == "given"
