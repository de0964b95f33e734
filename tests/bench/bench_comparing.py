# ruff: noqa: T201 - a bench prints what it measured
"""Two runs side by side: run it as ``python -m tests.bench.bench_comparing``.

Measures at 1920 × 1080 what a moment costs while two runs are compared: the session's part, the
views (composing both halves, the map and all panels) and the painting of both halves; then the same
for a jump to another iteration, in which both traces are made again. The times are those of this
thread, so that others on the machine do not count. How fast two runs are trained in step is set
against each trained by itself.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NNVIZ_CONFIG_DIR", tempfile.mkdtemp())

from PySide6.QtWidgets import QApplication

from nnviz.app.comparing.rival import Shown
from nnviz.app.edits import Edit, SetOptimizer, SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainJob, complete
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.views.application import make_application
from nnviz.views.comparing.feature import Comparing
from nnviz.views.window.main_window import MainWindow

FRAME_MS = 1000 / 60
ALPHAS = tuple(k / 12 for k in range(13))
TRAINED, JUMPS, LONG = 60, 40, 3000
EXAMPLES: tuple[tuple[str, Edit], ...] = (
    ("xor", SetOptimizerOption("lr", 1.0)),
    ("digits", SetOptimizer("adam", {"lr": 0.1})),
)


def opened(name: str, edit: Edit, shown: Shown | None) -> tuple[MainWindow, Session]:
    """Return a shown window on an example; both runs are trained a while."""
    session = Session(example(name), Settings(language="en", theme="light"))
    session.train_to(TRAINED)
    window = MainWindow(session, Settings())
    window.resize(1920, 1080)
    window.show()
    if shown is not None:
        session.compare(edit)
        session.catch_up()
        session.show_compared(shown)
    for _ in range(5):
        QApplication.processEvents()
    return window, session


def moment(window: MainWindow, session: Session, move: Callable[[], None]) -> list[float]:
    """Return how many milliseconds the session, the views and their painting took."""
    del session
    marks = [time.thread_time()]
    move()
    marks.append(time.thread_time())
    window._binding.flush()
    marks.append(time.thread_time())
    window.feature(Comparing).split.grab()
    marks.append(time.thread_time())
    return [1000 * (end - start) for start, end in pairwise(marks)]


def frames(window: MainWindow, session: Session) -> list[list[float]]:
    """Go through every step; each is seen once before, as formulas are typeset ahead."""
    times: list[list[float]] = []
    for step in session.state.trace.steps:
        session.seek_step(step.index, 1.0)
        window._binding.flush()
        window.feature(Comparing).split.grab()
        times += [
            moment(window, session, lambda s=step, a=alpha: session.seek_step(s.index, a))
            for alpha in ALPHAS
        ]
    return times


def jumps(window: MainWindow, session: Session) -> list[list[float]]:
    """Go to and fro over the iterations."""
    session.seek_step(0, 1.0)
    return [
        moment(window, session, lambda k=k: session.seek_iteration((7 * k) % TRAINED))
        for k in range(JUMPS)
    ]


def row(name: str, times: list[list[float]]) -> None:
    totals = sorted(map(sum, times))
    late = totals[int(0.95 * (len(totals) - 1))]
    columns = [statistics.median(column) for column in zip(*times, strict=True)]
    columns += [statistics.median(totals), late]
    verdict = "" if late < FRAME_MS else "  over one frame"
    print(f"{name:28}" + "".join(f"{column:9.2f}" for column in columns) + verdict, flush=True)


def measure(name: str, edit: Edit) -> None:
    """Print a line for one run alone, and for each view of two."""
    print(f"\n{name}: {edit}")
    heads = ("session", "views", "paint", "median", "p95")
    print(f"{'moment':28}" + "".join(f"{head:>9}" for head in heads) + "  ms")
    views: tuple[Shown | None, ...] = (None, "both", "difference")
    for shown in views:
        window, session = opened(name, edit, shown)
        row(f"{shown or 'one run'}, a frame", frames(window, session))
        row(f"{shown or 'one run'}, a jump", jumps(window, session))
        window.close()


def training(name: str, edit: Edit) -> None:
    """Print how long two runs in step take, against one after the other."""
    session = Session(example(name), Settings())
    session.compare(edit)
    both = session.training_job(LONG)
    start = time.thread_time()
    complete(both)
    together = time.thread_time() - start
    alone = Session(example(name), Settings())
    alone.compare(edit)
    job = alone.training_job(LONG)
    assert job.rival is not None
    start = time.thread_time()
    for run in (job.run, job.rival):
        complete(TrainJob(run, LONG))
    apart = time.thread_time() - start
    print(f"{name}: {LONG} iterations of two runs, in step {together:.3f} s, apart {apart:.3f} s")


def main() -> None:
    """Measure XOR and digits."""
    app = make_application()
    for name, edit in EXAMPLES:
        measure(name, edit)
    print()
    for name, edit in EXAMPLES:
        training(name, edit)
    del app


if __name__ == "__main__":
    main()
