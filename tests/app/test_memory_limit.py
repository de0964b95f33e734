"""A process that may take no more memory: the edit is refused, and all goes on as before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WORK = """
import resource
from nnviz.app.edits import AddLayer, SetUnits
from nnviz.app.experiment import example
from nnviz.app.session import Session
session = Session(example("digits"))
session.train_to(5)
pages = int(open("/proc/self/statm").read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 150_000_000,) * 2)
session.edit(SetUnits(1, 4096))
session.edit(AddLayer(2))
before = session.state.experiment
session.edit(SetUnits(2, 4096))
print(session.state.notice.english())
assert session.state.experiment is before
session.train_to(6)
assert session.state.last_iteration == 6
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is Linux's")
def test_a_network_for_which_there_is_no_memory_is_refused():
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "This network does not fit into the memory of this machine.\n"
