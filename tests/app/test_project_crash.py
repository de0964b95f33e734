"""Processes that are killed while they train and save, at any moment: nothing is ever lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nnviz.app.experiment import example
from nnviz.app.journal import crashed
from nnviz.app.project import load
from nnviz.app.session import Session
from nnviz.engine.whole_file import replacing

ROOT = Path(__file__).parents[2]
KILLS, PATIENCE_S = 12, 60.0

# Trains in one thread and saves as fast as it can in another, in turn to the person's file and to
# the journal. After each saving that has worked it says how far the run was that it saved.
WORK = """
import sys, threading
from pathlib import Path
from nnviz.app.experiment import example
from nnviz.app.journal import Entry
from nnviz.app.project import Keepsake, Project, save
from nnviz.app.session import Session
session = Session(example("digits"))
run, entry, path = session.document.run, Entry(), Path(sys.argv[1])
threading.Thread(target=lambda: run.advance(10**9), daemon=True).start()
while True:
    project = Project(session.document, keepsake=Keepsake(modified=True, saved_s=1.0))
    ways = {"file": lambda: save(path, project), "journal": lambda: entry.write(project)}
    for name, write in ways.items():
        before = run.last_iteration
        write()
        print(name, before, flush=True)
"""


@pytest.fixture(scope="module")
def truth():
    """Return the losses of the run, as far as they are asked for."""
    session = Session(example("digits"))

    def losses(count):
        missing = count - len(session.document.run.losses)
        if missing > 0:
            session.document.run.advance(missing)
        return session.document.run.losses[:count]

    return losses


def start(path):
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(path, rounds, pause_s):
    """Let a process work for some rounds and a moment more, kill it; return what it said last."""
    process = start(path)
    said = {}
    deadline = time.monotonic() + PATIENCE_S
    while len(said) < 2 or rounds > 0:
        assert time.monotonic() < deadline
        name, count = process.stdout.readline().split()
        said[name] = int(count)
        rounds -= 1
    time.sleep(pause_s)
    process.send_signal(signal.SIGKILL)
    # What it had still said before it was killed.
    for line in process.stdout.read().splitlines():
        if len(words := line.split()) == 2 and line:
            said[words[0]] = int(words[1])
    process.wait(PATIENCE_S)
    process.stdout.close()
    return said


def test_killed_at_any_moment_of_saving(tmp_path, truth):
    chance = random.Random(1)
    path = tmp_path / "work.nnviz"
    for _ in range(KILLS):
        said = killed(path, chance.randrange(4), chance.uniform(0, 0.05))
        document = load(path).document
        reached = len(document.run.losses)
        assert reached >= said["file"], "a saving that was said to be done is lost"
        assert document.run.losses.tobytes() == truth(reached).tobytes()
        (one,) = crashed()
        kept = one.open().document.run
        assert len(kept.losses) >= said["journal"]
        assert kept.losses.tobytes() == truth(len(kept.losses)).tobytes()
        one.discard()
    left = sorted(one.name for one in tmp_path.iterdir() if one.name not in {"config", path.name})
    assert len(left) <= KILLS
    assert all(name.startswith(".nnviz-") and name.endswith(".part") for name in left)


def test_what_killed_programs_left_beside_a_file_is_swept_away(tmp_path):
    old, young = tmp_path / ".nnviz-0.part", tmp_path / ".nnviz-1.part"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (1.0, 1.0))
    with replacing(tmp_path / "a") as file:
        file.write(b"whole")
    assert not old.exists()
    assert young.exists(), "somebody may be writing it at this moment"
    assert (tmp_path / "a").read_bytes() == b"whole"
