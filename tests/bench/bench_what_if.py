# ruff: noqa: T201 - a bench prints what it measured
"""From a nudge to the painted frame: run it as ``python -m tests.bench.bench_what_if``.

Measures what one edit of a what-if costs, at 1920 × 1080: the session's part (the step computed
again), the views (composing stage and map with the old numbers, and all panels) and the painting of
all that changed. The times are those of this thread, so that others on the machine do not count.
"""

import os
import statistics
import tempfile
import time
from itertools import pairwise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NNVIZ_CONFIG_DIR", tempfile.mkdtemp())

from PySide6.QtWidgets import QApplication

from nnviz.app.edits import SetUnits
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.step import StepKind
from nnviz.scene.primitives import CellRef
from nnviz.views.application import make_application
from nnviz.views.window.main_window import MainWindow

FRAME_MS = 16.7
NUDGES = 30
CELL = CellRef("W1", 3, 20)
KINDS = (StepKind.MATMUL, StepKind.ACTIVATION, StepKind.LOSS, StepKind.WEIGHT_GRADIENT,
         StepKind.UPDATE)  # fmt: skip


def opened(name: str) -> MainWindow:
    """Return a shown window on an example; digits with 32 hidden units."""
    session = Session(example(name), Settings(language="en", theme="light"))
    if name == "digits":
        session.edit(SetUnits(1, 32))
    window = MainWindow(session, Settings())
    window.resize(1920, 1080)
    window.show()
    QApplication.processEvents()
    return window


def nudge(window: MainWindow, session: Session, cell: CellRef, value: float) -> list[float]:
    """Return how many milliseconds the session, the views and their painting took."""
    marks = [time.thread_time()]
    session.suppose(cell, value)
    marks.append(time.thread_time())
    window._binding.flush()
    marks.append(time.thread_time())
    window.stage.grab()
    window.views.map.grab()
    marks.append(time.thread_time())
    return [1000 * (end - start) for start, end in pairwise(marks)]


def measure(name: str, cell: CellRef) -> None:
    """Print a line for each of some kinds of step."""
    window = opened(name)
    session = window._session
    print(f"\n{name} {session.state.experiment.spec.sizes}, one nudge of {cell.name}, ms")
    print(f"{'op kind':18}{'session':>9}{'views':>9}{'paint':>9}{'median':>9}{'p95':>9}")
    for kind in KINDS:
        step = next((s for s in session.state.trace.steps if s.kind is kind), None)
        if step is None:
            continue
        session.seek_step(step.index, 1.0)
        window._binding.flush()
        for warm in range(3):
            nudge(window, session, cell, 2.0 + warm)
        parts = [nudge(window, session, cell, 0.5 + 0.01 * place) for place in range(NUDGES)]
        totals = sorted(map(sum, parts))
        late = totals[int(0.95 * (NUDGES - 1))]
        columns = [statistics.median(column) for column in zip(*parts, strict=True)]
        columns += [statistics.median(totals), late]
        verdict = "" if late < FRAME_MS else "  over one frame"
        print(f"{kind:18}" + "".join(f"{column:9.2f}" for column in columns) + verdict)
    window.close()


def main() -> None:
    """Measure XOR and digits."""
    app = make_application()
    measure("xor", CellRef("W1", 1, 0))
    measure("digits", CELL)
    del app


if __name__ == "__main__":
    main()
