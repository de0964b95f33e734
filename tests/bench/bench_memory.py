# ruff: noqa: T201 - a bench prints what it measured
"""Whether the memory stays flat while the window plays in a loop, for as long as a lesson.

Run it by hand, it is no test:

    python -m tests.bench.bench_memory [xor] [digits] [--minutes 60] [--way painted|window]

- ``painted``: one frame after another as fast as they can be made, each iteration with new numbers;
  now and then something is pointed at, supposed, put back, looked up again. Many more frames than
  anybody sees in the time.
- ``window``: the window itself on its own clock, the loop on, at the greatest speed. Now and then
  somebody does what is done in a lesson: points, magnifies, supposes, goes to another iteration,
  opens and closes panels, changes language and theme.

Every net gets the minutes given. A line a minute says what is held: the memory resident, the
objects of Python, those of Qt below the window. Linux only, for /proc says what is resident.
"""

import argparse
import gc
import os
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.bench.bench_frames import Screen, show, warm  # first: it chooses the offscreen platform

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, Qt, QTimer  # isort: skip
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import CellRef
from nnviz.views.application import make_application
from nnviz.views.window.arrangement import PANELS
from nnviz.views.window.main_window import MainWindow

SAMPLE_S = 5.0  # between two looks at the memory
LINE_S = 60.0
LOOK = 8  # every eighth iteration something is pointed at, supposed, looked up again
WARM_FRAMES = 3000  # caches fill up first
WARM_S = 60.0
DEED_S = 0.4  # between two things that are done in the window


class Held(NamedTuple):
    """What is held at a moment."""

    second: float
    mib: float
    objects: int
    qt_objects: int


class Painted:
    """Frames without a window, as fast as they can be made."""

    def __init__(self, name: str) -> None:
        self.session = Session(example(name), Settings())
        warm(self.session.state.trace)
        self.screen = Screen()
        self.shown = 0
        self._loop = self._looping()
        for _ in range(WARM_FRAMES):
            next(self._loop)

    def go(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            next(self._loop)

    def qt_objects(self) -> int:
        return 0

    def close(self) -> None:
        self._loop.close()

    def _looping(self) -> Iterator[None]:
        session, screen = self.session, self.screen
        for turn in count(1):
            for index in range(len(session.state.trace.steps)):
                for alpha in (0.1, 0.5, 0.9):
                    session.seek_step(index, alpha)
                    session.hover(CellRef("W1", turn % 2, index % 2) if turn % LOOK == 0 else None)
                    show(session, screen)
                    self.shown += 1
                    yield
            if turn % LOOK == 0:
                session.suppose(CellRef("W1", turn % 2, 0), 0.01 * (turn % 40))
            elif turn % LOOK == 1:
                session.put_back()
                session.seek_iteration(session.state.iteration // 2)
                show(session, screen)
                session.seek_iteration(session.state.last_iteration)
            session.next_iteration()


class Lesson:
    """The window on its own clock, and somebody who does this and that."""

    def __init__(self, name: str) -> None:
        self.session = Session(example(name), Settings(language="en", theme="light"))
        self.window = MainWindow(self.session, Settings())
        self.window.resize(1920, 1080)
        self.window.show()
        self.window.dismiss_welcome()
        self.shown = 0
        self.window.shown.connect(self._count)
        self.session.set_speed(4.0)
        self.session.set_loop(True)
        self.session.play()
        self._deeds = self._all_deeds()
        self.go(WARM_S)

    def go(self, seconds: float) -> None:
        """Do everything once, and again until the time has passed: it ends as it began."""
        until = time.monotonic() + seconds
        while True:
            for deed in self._deeds:
                self._wait(DEED_S)
                deed()
                self.session.play()
            if time.monotonic() >= until:
                break

    def qt_objects(self) -> int:
        return len(self.window.findChildren(QObject))

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def _count(self, old: object, new: object) -> None:
        self.shown += 1

    def _wait(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def _all_deeds(self) -> list[Callable[[], object]]:
        session, window = self.session, self.window
        pointing: list[Callable[[], object]] = [
            (lambda x=x, y=y: self._point(x, y)) for x in (0.3, 0.5, 0.7) for y in (0.3, 0.5, 0.7)
        ]
        panels: list[Callable[[], object]] = [
            (lambda name=name, opened=opened: window.set_panel_open(name, opened))
            for name in PANELS
            for opened in (not window.is_panel_open(name), window.is_panel_open(name))
        ]
        return [
            *pointing,
            lambda: session.pin(CellRef("W1", 0, 0)),
            lambda: session.pin(None),
            lambda: self._wheel(120),
            lambda: self._wheel(120),
            lambda: self._wheel(-120),
            lambda: self._wheel(-120),
            lambda: session.suppose(CellRef("W1", 0, 0), 0.5),
            session.put_back,
            session.next_iteration,
            lambda: session.seek_iteration(session.state.iteration // 2),
            lambda: session.seek_iteration(session.state.last_iteration),
            lambda: session.select_sample((session.state.sample + 1) % 4),
            *panels,
            lambda: session.set_language("zh"),
            lambda: session.set_language("en"),
            lambda: session.set_theme("dark"),
            lambda: session.set_theme("light"),
        ]

    def _point(self, x: float, y: float) -> None:
        stage = self.window.stage
        QTest.mouseMove(stage, QPoint(round(stage.width() * x), round(stage.height() * y)))

    def _wheel(self, angle: int) -> None:
        stage = self.window.stage
        at = QPointF(stage.width() / 2, stage.height() / 2)
        event = QWheelEvent(
            at, stage.mapToGlobal(at), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(stage, event)


WAYS: dict[str, type[Painted] | type[Lesson]] = {"painted": Painted, "window": Lesson}


def watch(name: str, way: str, minutes: float) -> None:
    player = WAYS[way](name)
    gc.collect()
    start, shown, begun = time.monotonic(), player.shown, player.session.state.last_iteration
    print(f"\n{name}, {way}\n minute  resident MiB  objects  of Qt", flush=True)
    looks = [look(player, 0.0)]
    line(looks[0])
    while (passed := time.monotonic() - start) < minutes * 60:
        player.go(min(SAMPLE_S, minutes * 10))
        looks.append(look(player, time.monotonic() - start))
        if looks[-1].second // LINE_S > passed // LINE_S:
            line(looks[-1])
    report(looks, player.shown - shown, player.session.state.last_iteration - begun)
    player.close()


def look(player: Painted | Lesson, second: float) -> Held:
    gc.collect()
    return Held(second, resident_mib(), len(gc.get_objects()), player.qt_objects())


def line(held: Held) -> None:
    print(
        f"{held.second / 60:7.1f} {held.mib:13.1f} {held.objects:8} {held.qt_objects:6}", flush=True
    )


def report(looks: list[Held], shown: int, iterations: int) -> None:
    late = looks[len(looks) // 2 :]
    print(
        f"{shown} frames of {iterations} iterations in {looks[-1].second:.0f} s, "
        f"resident {looks[0].mib:.1f} MiB before, {looks[-1].mib:.1f} MiB after, "
        f"slope {slope(looks):+.3f} MiB/min, second half {slope(late):+.3f} MiB/min",
        flush=True,
    )


def slope(looks: list[Held]) -> float:
    """Return MiB a minute, by least squares."""
    minutes = [held.second / 60 for held in looks]
    return float(np.polyfit(minutes, [held.mib for held in looks], 1)[0])


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nets", nargs="*", help="names of examples; xor and digits by default")
    parser.add_argument("--minutes", type=float, default=60.0, help="for each net")
    parser.add_argument("--way", choices=WAYS, default="window")
    options = parser.parse_args()
    app = make_application()
    for name in options.nets or ("xor", "digits"):
        watch(name, options.way, options.minutes)
    app.quit()


if __name__ == "__main__":
    main()
