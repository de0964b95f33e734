"""Training beside a window that follows it: pictures a second, and what is left of the speed.

Run it: ``python -m tests.bench.bench_training_beside [--seconds 4] [--rounds 3]``. Each net is
trained alone, without a window ("headless"), then beside the window in these ways, in turn:

- ``thread``: a thread that shares the interpreter with the window, lets it in every 0.3 ms and
  stands still while a picture is made;
- ``process``: as the program does it once training has lasted a moment, in another interpreter that
  sends what it has made every 10 ms;
- ``unwatched``: the same, the stage standing still.

A ratio is the speed beside the window over the mean of the headless speeds before and after.
Also: what a picture of the loss plot costs over 100 000 and 1 000 000 iterations.
"""

import argparse
import dataclasses
import os
import statistics
import sys
import time
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from nnviz.app.document import opened
from nnviz.app.experiment import Experiment, example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.spec import LayerSpec
from nnviz.views.application import make_application
from nnviz.views.window.main_window import MainWindow


def experiments() -> dict[str, Experiment]:
    digits = example("digits")
    wide = (LayerSpec(32, "relu"), LayerSpec(10, "softmax"))
    spec = dataclasses.replace(digits.spec, layers=wide)
    return {"xor": example("xor"), "digits 64-32-10": dataclasses.replace(digits, spec=spec)}


def headless(experiment: Experiment, seconds: float) -> float:
    """Return iterations a second with nothing beside."""
    run = opened(experiment).run
    run.advance(500)
    begun, made = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        made += run.advance(200)
    return made / (time.perf_counter() - begun)


class Found(NamedTuple):
    """What was found in one round."""

    fps: float
    frame_ms: float
    speed: float


class Beside:
    """A window on a session, and pictures counted as they are painted."""

    def __init__(self, experiment: Experiment) -> None:
        self.session = Session(experiment, Settings(language="en", theme="light"))
        self.window = MainWindow(self.session, Settings())
        self.window.resize(1280, 720)
        self.window.show()
        self.window.dismiss_welcome()
        QApplication.processEvents()
        self.pictures = 0
        self.window.shown.connect(self._count)

    def _count(self, old: object, new: object) -> None:
        self.pictures += 1

    def wait(self, seconds: float) -> float:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        begun = time.perf_counter()
        loop.exec()
        return time.perf_counter() - begun

    def train(self, seconds: float, watching: bool, process: bool) -> Found:
        training = self.window.training
        if not process:
            training._neighbour = None
        training.set_watching(watching)
        run = self.session.training_job(0).run
        training.run()
        self.wait(2.5 if process else 0.5)  # the other interpreter starts
        before, self.pictures = run.last_iteration, 0
        spent = self.wait(seconds)
        pictures, made = self.pictures, run.last_iteration - before
        training.stop()
        while training.is_running:
            self.wait(0.02)
        return Found(pictures / spent, training.frame_cost_s * 1000, made / spent)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def plot_pictures(iterations: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of a picture of the loss plot, in ms."""
    from nnviz.views.plots.feature import Plots

    beside = Beside(example("digits"))
    run = beside.session.training_job(0).run
    # As long a run as is wanted, without the minutes that it takes to train it.
    run._note(np.random.default_rng(0).normal(1.0, 0.2, iterations - len(run.losses)))
    beside.window.set_panel_open("plots", True)
    plots = beside.window.feature(Plots)
    plots.dock.setFloating(True)
    plots.dock.resize(1200, 700)
    page, times = plots.panel.page, []
    plots.metering.close()
    beside.session._commit(last_iteration=run.last_iteration, losses=run.losses)
    beside.wait(0.3)
    for number in range(60):
        span = iterations / (1 + number % 20)
        begun = time.perf_counter()
        page.plot._look_at((0.1 * number, span))
        page.show(beside.session.state)
        page.plot.viewport().repaint()
        times.append((time.perf_counter() - begun) * 1000)
    beside.close()
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    app = make_application()
    out = sys.stdout.write
    out(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    out("net               way         pictures/s  frame ms  iterations/s  headless   ratio\n")
    for name, experiment in experiments().items():
        for way in ("thread", "process", "unwatched"):
            rounds = [one_round(experiment, way, options.seconds) for _ in range(options.rounds)]
            found, alone = sorted(rounds, key=lambda one: one[0].speed / one[1])[len(rounds) // 2]
            out(
                f"{name:17} {way:10} {found.fps:11.1f} {found.frame_ms:9.1f} {found.speed:13.0f} "
                f"{alone:9.0f} {found.speed / alone:7.2f}\n"
            )
            sys.stdout.flush()
    for count in (100_000, 1_000_000):
        median, high = plot_pictures(count)
        out(f"loss plot, {count} iterations: {median:.1f} ms a picture, 95 % below {high:.1f}\n")
    app.quit()


def one_round(experiment: Experiment, way: str, seconds: float) -> tuple[Found, float]:
    before = headless(experiment, seconds / 4)
    beside = Beside(experiment)
    found = beside.train(seconds, way != "unwatched", way != "thread")
    beside.close()
    return found, (before + headless(experiment, seconds / 4)) / 2


if __name__ == "__main__":
    main()
