# ruff: noqa: T201 - a bench prints what it measured
"""How long one frame takes: compose and paint, 1920 × 1080, for each kind of op.

Run it by hand, it is no test:  python -m tests.bench.bench_frames
Each step is played through in 24 frames, as the window does: the map and the stage of one moment
are composed and painted into one image. Formulas are warmed before, as in the window.
"""

import os
import statistics
import sys
import time
from collections import defaultdict

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nnviz.engine import Network, Trace, datasets
from nnviz.engine.message import Message
from nnviz.engine.step import Step
from nnviz.scene.compose import compose
from nnviz.scene.network_map import MapOptions, compose_map
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Formula, Role
from nnviz.views import formulas
from nnviz.views.painter import ScenePainter
from nnviz.views.theme import THEMES

FRAMES = 24
WIDTH, MAP_HEIGHT, STAGE_HEIGHT = 1920, 200, 880
LIMIT_MS = 1000 / 60


class English:
    def translate(self, text: Message, /) -> str:
        return text.english()


class Screen:
    """One image that every frame is painted into, and the two painters of the window."""

    def __init__(self) -> None:
        theme = THEMES["light"]
        self.ground = theme.color(Role.SURFACE)
        size = (WIDTH, MAP_HEIGHT + STAGE_HEIGHT)
        self.image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        self.map_painter = ScenePainter(theme, English())
        self.stage_painter = ScenePainter(theme, English())

    def frame(self, trace: Trace, step: Step, alpha: float) -> tuple[float, float]:
        """Return the milliseconds of composing and of painting one moment."""
        start = time.perf_counter()
        above = compose_map(trace, step.index, alpha, MapOptions(WIDTH, MAP_HEIGHT))
        below = compose(step, alpha, ComposeOptions(WIDTH, STAGE_HEIGHT))
        composed = time.perf_counter()
        painter = QPainter(self.image)
        painter.fillRect(self.image.rect(), self.ground)
        self.map_painter.paint(painter, above)
        painter.translate(0, MAP_HEIGHT)
        self.stage_painter.paint(painter, below)
        painter.end()
        done = time.perf_counter()
        return (composed - start) * 1e3, (done - composed) * 1e3


def traced(name: str, sizes: list[int], n: int, **options: str) -> Trace:
    data = datasets.load(name)
    net = Network.mlp(sizes, seed=1, **options)
    return net.trace_step(data.X[:n], data.Y[:n])


def warm(trace: Trace) -> None:
    options = ComposeOptions(WIDTH, STAGE_HEIGHT)
    scenes = [compose(step, 1.0, options) for step in trace.steps]
    formulas.warm(p.latex for s in scenes for p in s.primitives if isinstance(p, Formula))


def measure(title: str, trace: Trace) -> None:
    warm(trace)
    screen = Screen()
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for step in trace.steps:
        for alpha in np.linspace(0.0, 1.0, FRAMES).tolist():
            times[step.kind].append(screen.frame(trace, step, alpha))
    heads = "".join(f"{head:>9}" for head in ("compose", "paint", "median", "p95", "worst"))
    print(f"\n{title}\n{'op kind':20}{heads}  ms")
    for kind, pairs in times.items():
        row(kind, pairs)
    row("all", [pair for pairs in times.values() for pair in pairs])


def row(kind: str, pairs: list[tuple[float, float]]) -> None:
    totals = sorted(sum(pair) for pair in pairs)
    middle = [statistics.median(column) for column in zip(*pairs, strict=True)]
    late = totals[int(0.95 * (len(totals) - 1))]
    columns = (*middle, statistics.median(totals), late, totals[-1])
    verdict = "" if late < LIMIT_MS else "  over one frame"
    print(f"{kind:20}" + "".join(f"{column:9.2f}" for column in columns) + verdict)


def main() -> None:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    measure("XOR 2-4-1, 4 samples", traced("xor", [2, 4, 1], 4, loss="half_mse"))
    digits = traced("digits", [64, 32, 10], 32, loss="cross_entropy", optimizer="adam")
    measure("digits 64-32-10, 32 samples, Adam", digits)
    del app


if __name__ == "__main__":
    main()
