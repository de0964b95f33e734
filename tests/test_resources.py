import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnviz import paths

ROOT = Path(__file__).resolve().parent.parent


def test_the_folder_is_found_from_anywhere(tmp_path):
    # sys.path as it is here: the checkout or the installed package, whichever is tested.
    code = f"import sys; sys.path[:] = {sys.path!r}; from nnviz.paths import *; print(resources())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == paths.resources()


def test_a_frozen_program_brings_its_own(tmp_path, monkeypatch):
    (tmp_path / "program" / "nnviz").mkdir(parents=True)
    (tmp_path / "bundle" / "resources").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "program" / "nnviz" / "paths.py"))
    assert paths.resources.__wrapped__() == tmp_path / "bundle" / "resources"


def test_an_incomplete_installation_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "nnviz" / "paths.py"))
    with pytest.raises(FileNotFoundError, match="install nnviz again"):
        paths.resources.__wrapped__()


def test_data_needs_no_pickle():
    files = list(paths.resource("data").glob("*.npz"))
    assert files
    for path in files:
        with np.load(path, allow_pickle=False) as archive:
            assert all(archive[name].dtype.kind in "fiu" for name in archive.files)


def test_whatever_we_did_not_make_has_its_licence_beside_it():
    assert "SIL OPEN FONT LICENSE Version 1.1" in paths.resource("fonts", "OFL.txt").read_text()
    sources = paths.resource("data", "SOURCES.md").read_text("utf-8")
    for path in paths.resource("data").iterdir():
        assert path.name == "SOURCES.md" or (path.name in sources and "CC BY 4.0" in sources)
