"""What is kept without being asked for, and who may recover it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.app.experiment import example
from nnviz.app.journal import Entry, crashed, forget_last, read_last, state_folder, write_last
from nnviz.app.journal.folder import journal_folder
from nnviz.app.journal.lock import Lock, started
from nnviz.app.project import Keepsake, Project, save
from nnviz.app.project.writing import file_stamp
from nnviz.app.session import Session
from nnviz.engine.errors import FileError

ROOT = Path(__file__).parents[2]


def project(iterations=40, **keepsake):
    session = Session(example("xor"))
    session.train_to(iterations)
    return Project(session.document, keepsake=Keepsake(**{"modified": True, **keepsake}))


LEAVE = """
import os, signal
from nnviz.app.experiment import example
from nnviz.app.journal import Entry
from nnviz.app.project import Keepsake, Project
from nnviz.app.session import Session
session = Session(example("xor"))
session.train_to({iterations})
Entry().write(Project(session.document, keepsake=Keepsake(modified={modified}, saved_s={saved})))
os.kill(os.getpid(), signal.SIGKILL)
"""


def leave(iterations=40, modified=True, saved=1.0):
    """Let a process keep a document and be killed."""
    code = LEAVE.format(iterations=iterations, modified=modified, saved=saved)
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -9


def test_what_a_killed_program_kept_is_found_once():
    leave(iterations=50)
    (one,) = crashed()
    assert (one.iteration, one.keepsake.modified) == (51, True)
    assert one.experiment.spec == example("xor").spec
    assert crashed() == [], "who found it has it"
    one.let_go()
    (again,) = crashed()
    assert again.open().document.run.last_iteration == 50
    again.discard()
    assert crashed() == []
    assert list(journal_folder().iterdir()) == []


def test_the_newest_is_first():
    leave(20, saved=1.0)
    leave(30, saved=2.0)
    found = crashed()
    assert [one.iteration for one in found] == [31, 21]
    for one in found:
        one.let_go()


def test_a_living_window_is_left_alone():
    entry = Entry()
    entry.write(project())
    assert crashed() == []
    entry.clear()
    assert list(journal_folder().iterdir()) == []


def test_what_was_saved_need_not_be_recovered():
    leave(modified=False)
    assert crashed() == []
    assert list(journal_folder().iterdir()) == []


def test_a_folder_without_a_document_is_tidied_up():
    folder = journal_folder() / "x"
    folder.mkdir(parents=True)
    (folder / "lock").touch()
    assert crashed() == []
    assert not folder.exists()


def test_a_damaged_document_stays_but_is_not_offered():
    leave()
    (document,) = journal_folder().glob("*/document.nnviz")
    document.write_bytes(document.read_bytes()[:200])
    assert crashed() == []
    assert document.exists()


def test_an_entry_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="kept for recovery"):
        Entry(tmp_path / "file").write(project())


def test_a_lock_is_held_once_and_can_be_given_back(tmp_path):
    lock = Lock.take(tmp_path / "lock")
    assert lock is not None
    assert Lock.take(tmp_path / "lock") is None
    lock.release()
    again = Lock.take(tmp_path / "lock")
    assert again is not None
    again.release()


def test_without_locks_the_process_that_signed_decides(tmp_path, monkeypatch):
    def no_locks(_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("nnviz.app.journal.lock._lock", no_locks)
    first = Lock.take(tmp_path / "lock")
    assert first is not None
    assert Lock.take(tmp_path / "lock") is None, "this very process lives"
    first.release()
    signed = (tmp_path / "lock").read_text().replace(str(os.getpid()), "1", 1)
    (tmp_path / "lock").write_text(signed)
    other = Lock.take(tmp_path / "lock")
    assert other is not None, "a process of that number that began at another time is another one"
    other.release()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told by /proc")
def test_when_a_process_began():
    assert started(os.getpid()) is not None
    assert started(os.getpid()) != started(1)
    assert started(2**22 + 1) is None


def test_the_folder_is_that_of_the_settings_in_tests(tmp_path, monkeypatch):
    assert state_folder() == tmp_path / "config" / "state"
    monkeypatch.setenv("NNVIZ_STATE_DIR", str(tmp_path / "own"))
    assert state_folder() == tmp_path / "own"
    monkeypatch.delenv("NNVIZ_STATE_DIR")
    monkeypatch.delenv("NNVIZ_CONFIG_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    if sys.platform.startswith("linux"):
        assert state_folder() == tmp_path / "xdg" / "nnviz"


def test_what_was_open_last_comes_back():
    assert read_last() is None
    assert write_last(project(iterations=33, modified=False))
    found = read_last()
    assert found is not None
    assert (found.path, found.document.run.last_iteration) == (None, 33)
    forget_last()
    assert read_last() is None


def test_a_file_that_others_wrote_since_is_read_anew(tmp_path):
    path = tmp_path / "a.nnviz"
    save(path, project(10))
    write_last(project(33, path=str(path), stamp=file_stamp(path)))
    found = read_last()
    assert (found.path, found.document.run.last_iteration) == (path, 33)
    save(path, project(20))
    found = read_last()
    assert (found.path, found.document.run.last_iteration) == (path, 20)
    path.unlink()
    found = read_last()
    assert (found.path, found.document.run.last_iteration) == (None, 33)


def test_a_read_only_home_is_no_trouble(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NNVIZ_STATE_DIR", str(tmp_path / "file" / "state"))
    assert not write_last(project())
    assert read_last() is None
    assert crashed() == []
    forget_last()
