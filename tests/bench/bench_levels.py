# ruff: noqa: T201 - a bench prints what it measured
"""How long a frame takes on every level of zoom, on the way between two, and along a run.

Run it by hand, it is no test:  python -m tests.bench.bench_levels
The stage is 1920 × 880. A way between two levels is painted in 20 pictures, for a few kinds of
step; a run is dragged through in a whole window, one iteration after another is shown.
"""

import os
import statistics
import sys
import tempfile
import time
from itertools import pairwise

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NNVIZ_CONFIG_DIR", tempfile.mkdtemp(prefix="nnviz-bench-"))

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Network, Trace
from nnviz.engine.message import Message
from nnviz.scene.levels.between import between
from nnviz.scene.levels.level import DEPTHS, Level
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Formula, Role
from nnviz.scene.scene import Scene
from nnviz.views.look.theme import THEMES
from nnviz.views.painting import formulas
from nnviz.views.painting.painter import ScenePainter
from nnviz.views.window.main_window import MainWindow

WIDTH, HEIGHT = 1920.0, 880.0
LIMIT_MS = 1000 / 60
PICTURES = 20
KINDS = ("matmul", "activation", "weight_gradient", "update")


class English:
    def translate(self, text: Message, /) -> str:
        return text.english()


class Stage:
    """One image, and the painter of the window's stage."""

    def __init__(self) -> None:
        theme = THEMES["light"]
        self._ground = theme.color(Role.SURFACE)
        self._image = QImage(int(WIDTH), int(HEIGHT), QImage.Format.Format_ARGB32_Premultiplied)
        self._painter = ScenePainter(theme, English())

    def paint(self, scene: Scene) -> None:
        painter = QPainter(self._image)
        painter.fillRect(self._image.rect(), self._ground)
        self._painter.paint(painter, scene)
        painter.end()


def traced(sizes: list[int], n: int) -> Trace:
    rng = np.random.default_rng(0)
    net = Network.mlp(sizes, loss="cross_entropy", optimizer="sgd", seed=1)
    return net.trace_step(rng.random((n, sizes[0])), np.arange(n) % sizes[-1])


def picture(trace: Trace, step: int, alpha: float, level: Level) -> Scene:
    alone = trace.n_samples > 8
    return compose_level(
        trace, step, alpha, level, ComposeOptions(WIDTH, HEIGHT, one_sample=alone),
        MapOptions(WIDTH, HEIGHT, one_sample=alone),
    )  # fmt: skip


def told(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    late = ordered[int(0.95 * (len(ordered) - 1))]
    verdict = "" if late < LIMIT_MS else "  over one frame"
    median = statistics.median(ordered)
    print(f"{name:36}{median:9.2f}{late:9.2f}{ordered[-1]:9.2f}{verdict}")


def levels(title: str, trace: Trace) -> None:
    print(f"\n{title:36}   median      p95    worst  ms")
    chosen = [next(s for s in trace.steps if s.kind == kind and s.layer == 1) for kind in KINDS]
    every = [picture(trace, s.index, 1.0, Level(depth)) for s in chosen for depth in DEPTHS]
    formulas.warm(p.latex for s in every for p in s.primitives if isinstance(p, Formula))
    for depth in DEPTHS:
        stage, times = Stage(), []
        for step in chosen:
            for alpha in np.linspace(0.0, 1.0, PICTURES).tolist():
                began = time.perf_counter()
                stage.paint(picture(trace, step.index, alpha, Level(depth)))
                times.append((time.perf_counter() - began) * 1e3)
        told(f"playing, {depth}", times)
    for upper, lower in pairwise(DEPTHS):
        times = []
        for step in chosen:
            cell = CellRef(step.output, 0, 1) if lower == "cell" else None
            a = picture(trace, step.index, 0.9, Level(upper))
            b = picture(trace, step.index, 0.9, Level(lower, cell=cell))
            for start, end in ((a, b), (b, a)):
                stage = Stage()
                stage.paint(start)
                for t in np.linspace(0.05, 1.0, PICTURES).tolist():
                    began = time.perf_counter()
                    stage.paint(between(start, end, t))
                    times.append((time.perf_counter() - began) * 1e3)
        told(f"on the way, {upper} to {lower}", times)


def along(name: str, iterations: int) -> None:
    session = Session(example(name), Settings(language="en", theme="light"))
    window = MainWindow(session, Settings())
    window.resize(1920, 1080)
    window.show()
    session.train_to(iterations)
    session.pin(CellRef("W1", 0, 1))
    session.seek_step(2, 0.5)
    QApplication.processEvents()
    rng = np.random.default_rng(0)
    ways = {
        "forwards": range(0, iterations, iterations // 100),
        "backwards": range(iterations, 0, -(iterations // 100)),
        "here and there": rng.integers(0, iterations, 100).tolist(),
    }
    for way, numbers in ways.items():
        times = []
        for number in numbers:
            began = time.perf_counter()
            session.seek_iteration(number)
            for _ in range(3):
                QApplication.processEvents()
            times.append((time.perf_counter() - began) * 1e3)
        told(f"{name}, {iterations} iterations, {way}", times)
    window.close()


def main() -> None:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    print("load before:", *(f"{part:.2f}" for part in os.getloadavg()))
    levels("2-4-2, 4 samples", traced([2, 4, 2], 4))
    levels("64-32-10, 32 samples", traced([64, 32, 10], 32))
    levels("784-128-10, 32 samples", traced([784, 128, 10], 32))
    levels("784-512-10, 32 samples", traced([784, 512, 10], 32))
    print(f"\n{'the whole window':36}   median      p95    worst  ms")
    along("xor", 10_000)
    along("digits", 2000)
    print("load after:", *(f"{part:.2f}" for part in os.getloadavg()))
    del app


if __name__ == "__main__":
    main()
