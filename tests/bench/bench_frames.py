# ruff: noqa: T201 - a bench prints what it measured
"""How long one frame takes at 1920 × 1080, for every kind of op.

Run it by hand, it is no test:

    python -m tests.bench.bench_frames [frames] [zoom] [edits]

``frames`` plays each step in 24 pictures, map and stage of one moment painted into one image, as
the window does it. ``zoom`` moves and magnifies a layer of 784-128-10. ``edits`` lets a session
suppose other numbers and jump to other moments. Formulas are warmed before, as in the window. What
the machine did besides is printed: a busy one proves nothing.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NNVIZ_CONFIG_DIR", tempfile.mkdtemp(prefix="nnviz-bench-"))

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Network, Trace, datasets
from nnviz.engine.message import Message
from nnviz.engine.step import Step, StepKind
from nnviz.scene.compose import compose
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Formula, Rect, Role
from nnviz.views.look.theme import THEMES
from nnviz.views.painting import formulas
from nnviz.views.painting.painter import ScenePainter

FRAMES = 24
MOST_CELLS = 400  # as the stage of the window has it
WIDTH, MAP_HEIGHT, STAGE_HEIGHT = 1920, 200, 880
LIMIT_MS = 1000 / 60
ZOOMS = (1.0, 1.7, 3.0, 6.0, 12.0, 30.0)
EDITS, SEEKS = 40, 60


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
        self.stage_painter = ScenePainter(theme, English(), most_cells=MOST_CELLS)

    def frame(self, trace: Trace, step: Step, alpha: float) -> tuple[float, float]:
        """Return the milliseconds of composing and of painting one moment."""
        start = time.perf_counter()
        above = compose_map(trace, step.index, alpha, MapOptions(WIDTH, MAP_HEIGHT))
        below = compose(step, alpha, stage_options(trace))
        composed = time.perf_counter()
        painter = QPainter(self.image)
        painter.fillRect(self.image.rect(), self.ground)
        self.map_painter.paint(painter, above)
        painter.translate(0, MAP_HEIGHT)
        self.stage_painter.paint(painter, below)
        painter.end()
        done = time.perf_counter()
        return (composed - start) * 1e3, (done - composed) * 1e3

    def zoomed(self, step: Step, alpha: float, factor: float, x: float, y: float) -> float:
        """Return the milliseconds of the stage alone, magnified about a point of the scene."""
        start = time.perf_counter()
        scene = compose(step, alpha, ComposeOptions(WIDTH, STAGE_HEIGHT))
        painter = QPainter(self.image)
        painter.fillRect(self.image.rect(), self.ground)
        painter.translate(WIDTH / 2, STAGE_HEIGHT / 2)
        painter.scale(factor, factor)
        painter.translate(-x, -y)
        wide, tall = WIDTH / factor, STAGE_HEIGHT / factor
        self.stage_painter.paint(painter, scene, Rect(x - wide / 2, y - tall / 2, wide, tall))
        painter.end()
        return (time.perf_counter() - start) * 1e3


def stage_options(trace: Trace) -> ComposeOptions:
    """Return the options of the window: a wide batch shows one sample."""
    return ComposeOptions(WIDTH, STAGE_HEIGHT, one_sample=trace.n_samples > 8, sample=1)


def traced(name: str, sizes: list[int], n: int, **options: str) -> Trace:
    data = datasets.load(name)
    net = Network.mlp(sizes, seed=1, **options)
    return net.trace_step(data.X[:n], data.Y[:n])


def large() -> Trace:
    random = np.random.default_rng(0)
    net = Network.mlp([784, 128, 10], loss="cross_entropy", optimizer="sgd", seed=1)
    return net.trace_step(random.random((4, 784)), np.arange(4))


def warm(trace: Trace) -> None:
    """Typeset what will be seen, and put what stays aside, as the program does at its start."""
    scenes = [compose(step, 1.0, stage_options(trace)) for step in trace.steps]
    formulas.warm(p.latex for s in scenes for p in s.primitives if isinstance(p, Formula))
    gc.collect()
    gc.freeze()


def frames() -> None:
    play("XOR 2-4-1, 4 samples", traced("xor", [2, 4, 1], 4, loss="half_mse"))
    iris = traced("iris", [4, 8, 3], 8, loss="cross_entropy", optimizer="adam")
    play("iris 4-8-3, 8 samples, Adam", iris)
    digits = traced("digits", [64, 32, 10], 32, loss="cross_entropy", optimizer="adam")
    play("digits 64-32-10, 32 samples, Adam", digits)
    play("784-128-10, 4 samples, SGD", large())


def play(title: str, trace: Trace) -> None:
    warm(trace)
    screen = Screen()
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for step in trace.steps:
        for alpha in np.linspace(0.0, 1.0, FRAMES).tolist():
            times[step.kind].append(screen.frame(trace, step, alpha))
    head(title, "op kind", ("compose", "paint", "median", "p95", "worst"))
    for kind, pairs in times.items():
        pair_row(kind, pairs)
    pair_row("all", [pair for pairs in times.values() for pair in pairs])


def zoom() -> None:
    """Magnify about points of a large layer, and move along it, while its step goes on."""
    trace = large()
    warm(trace)
    screen = Screen()
    head("784-128-10, zooming and panning", "moment", ("median", "p95", "worst"))
    every: list[float] = []
    for kind in (StepKind.MATMUL, StepKind.WEIGHT_GRADIENT, StepKind.INPUT_GRADIENT):
        step = next(s for s in trace.steps if s.kind is kind)
        for factor in ZOOMS:
            times = [
                screen.zoomed(
                    step, alpha, factor, WIDTH * alpha, STAGE_HEIGHT * (0.3 + 0.4 * alpha)
                )
                for alpha in np.linspace(0.0, 1.0, FRAMES).tolist()
            ]
            row(f"{kind} × {factor:g}", times)
            every += times
        # Every frame is of another size, so that nothing kept is of use.
        times = [
            screen.zoomed(step, 1.0, factor, WIDTH * 0.55, STAGE_HEIGHT * 0.5)
            for factor in np.geomspace(1.0, 40.0, 4 * FRAMES).tolist()
        ]
        row(f"{kind}, one gesture", times)
        every += times
    row("all", every)


def edits() -> None:
    """From a wish to the next picture: another weight supposed, another moment looked up."""
    for name in ("xor", "digits"):
        session = Session(example(name), Settings())
        warm(session.state.trace)
        screen = Screen()
        head(f"{name}, from wish to picture", "wish", ("median", "p95", "worst"))
        suppose = getattr(session, "suppose", None)
        if suppose is not None:
            row("suppose a weight", [timed(supposing(session, screen, k)) for k in range(EDITS)])
        row("seek a moment", [timed(seeking(session, screen, k)) for k in range(SEEKS)])
        row("seek an iteration", [timed(going(session, screen, k)) for k in range(SEEKS)])


def supposing(session: Session, screen: Screen, turn: int) -> Callable[[], None]:
    def wish() -> None:
        session.suppose(CellRef("W1", 0, turn % 2), 0.01 * turn)
        show(session, screen)

    return wish


def seeking(session: Session, screen: Screen, turn: int) -> Callable[[], None]:
    count = len(session.state.trace.steps)

    def wish() -> None:
        session.seek_step((7 * turn) % count, (turn % 10) / 10)
        show(session, screen)

    return wish


def going(session: Session, screen: Screen, turn: int) -> Callable[[], None]:
    def wish() -> None:
        session.seek_iteration((3 * turn) % 20)
        show(session, screen)

    return wish


def show(session: Session, screen: Screen) -> None:
    at = session.state.status.position
    trace = session.state.trace
    screen.frame(trace, trace.steps[at.step_index], at.alpha)


def timed(call: Callable[[], None]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


def head(title: str, first: str, columns: tuple[str, ...]) -> None:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\n{title}   (load {load} on {os.cpu_count()} processors)")
    print(f"{first:26}" + "".join(f"{column:>9}" for column in columns) + "  ms")


def pair_row(kind: str, pairs: list[tuple[float, float]]) -> None:
    middle = [statistics.median(column) for column in zip(*pairs, strict=True)]
    line(kind, [*middle, *spread([sum(pair) for pair in pairs])])


def row(name: str, times: list[float]) -> None:
    line(name, spread(times))


def spread(times: list[float]) -> list[float]:
    ordered = sorted(times)
    late = ordered[int(0.95 * (len(ordered) - 1))]
    return [statistics.median(ordered), late, ordered[-1]]


def line(name: str, columns: list[float]) -> None:
    verdict = "" if columns[-2] < LIMIT_MS else "  over one frame"
    print(f"{name:26}" + "".join(f"{column:9.2f}" for column in columns) + verdict, flush=True)


PARTS: dict[str, Callable[[], None]] = {"frames": frames, "zoom": zoom, "edits": edits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    arguments = parser.parse_args()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    for part in arguments.parts or PARTS:
        PARTS[part]()
    del app


if __name__ == "__main__":
    main()
