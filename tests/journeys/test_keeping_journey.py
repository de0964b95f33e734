"""Train, kill, start again, recover: nothing but seconds is lost."""

import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from screen import PATIENCE_S, Program, Screen, missing_tools

from nnviz.app.experiment import example
from nnviz.app.journal.entry import DOCUMENT
from nnviz.app.project import load
from nnviz.app.session import Session
from nnviz.engine.errors import NnvizError

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]


@pytest.fixture
def screen():
    made = Screen()
    yield made
    made.close()


def kept(folder):
    """Return how far the run in the journal is trained, -1 while there is none."""
    for document in folder.glob(f"state/journal/*/{DOCUMENT}"):
        try:
            return load(document).document.run.last_iteration
        except NnvizError:
            return -1
    return -1


def wait_until(what, condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def trained_and_killed(screen, folder):
    """Train in a window until the journal knows of it, kill the program, return what was kept."""
    program = Program(screen, folder)
    try:
        program.wait("ready", "the first picture")
        program.wait("places", "the places")
        screen.focus("nnviz")
        screen.key("t")
        program.wait("state", "training", lambda s: s["iteration"] > 50)
        wait_until("the journal", lambda: kept(folder) >= 50)
        reached = program.state["iteration"]
        program._process.send_signal(signal.SIGKILL)
        assert program.end() == -signal.SIGKILL
        return reached
    finally:
        program.kill()


def test_kill_and_recover(screen, tmp_path):
    reached = trained_and_killed(screen, tmp_path)
    truth = Session(example("xor"))
    truth.train_to(reached)
    program = Program(screen, tmp_path)
    try:
        program.wait("ready", "the first picture")
        program.wait("state", "a network without training", lambda s: s["iteration"] == 0)
        screen.focus("Recover")
        # The window system has given it the keys; the program has to have heard of it, too.
        program.wait("focus", "the dialog", lambda f: f["window"] == "Recover")
        screen.key("Return")
        program.wait("state", "what was kept", lambda s: s["iteration"] >= reached)
        # What was recovered is saved, and the program ends without a question.
        screen.focus("XOR")
        screen.key("ctrl+s")
        screen.focus("Save as")
        screen.do("type", "--delay", "5", str(tmp_path / "kept.nnviz"))
        screen.key("Return")
        wait_until("the file", (tmp_path / "kept.nnviz").exists)
        screen.focus("kept.nnviz")
        screen.key("ctrl+q")
        assert program.end() == 0
        assert program.errors == ""
    finally:
        program.kill()
    found = load(tmp_path / "kept.nnviz").document
    losses = truth.state.losses
    # The program may have another BLAS kernel than this test: equal but for the last bits.
    np.testing.assert_allclose(found.run.losses[: len(losses)], losses, rtol=1e-9)
    assert not list((tmp_path / "state" / "journal").iterdir())


def test_the_next_start_opens_the_file_that_was_open(screen, tmp_path):
    from nnviz.app.project import Project, save

    session = Session(example("digits"))
    session.train_to(20)
    save(tmp_path / "lesson.nnviz", Project(session.document))
    for arguments in ((str(tmp_path / "lesson.nnviz"),), ()):
        program = Program(screen, tmp_path, *arguments)
        try:
            program.wait("ready", "the first picture")
            program.wait("state", "the run", lambda s: s["iteration"] == 20)
            screen.focus("lesson.nnviz")
            screen.key("ctrl+q")
            assert program.end() == 0
            assert program.errors == ""
        finally:
            program.kill()
