"""Somebody does this and that in no order, and the window goes on: chance finds the unthought-of.

An exception in a handler of Qt fails a test by itself. Chance is the same each time; a test that
fails shows in its log what was done.
"""

import logging
import random

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import (
    SetActivation,
    SetBatchSize,
    SetOptimizer,
    SetOptimizerOption,
    SetUnits,
)
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import MatrixBlock
from nnviz.views.window.main_window import MainWindow
from tests.views.places import DIALOGS, settle

LOG = logging.getLogger(__name__)
DEEDS = 100
# These ask the system for a file, end the program, print, or make a second window.
ELSEWHERE = {
    "open", "open_csv", "save", "save_as", "quit", "import_csv", "export_csv", "print",
    "print_step", "print_preview", "new_window", "close_window", "full_screen", *DIALOGS,
}  # fmt: skip
KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return,
    Qt.Key.Key_Escape, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Delete,
)  # fmt: skip
EDITS = (
    SetOptimizerOption("lr", 0.5), SetOptimizer("adam", {"lr": 0.01}), SetUnits(1, 3),
    SetActivation(1, "tanh"), SetBatchSize(2),
)  # fmt: skip
ALPHAS = (0.0, 0.3, 0.5, 0.7, 0.95, 1.0)


class Somebody:
    """Does one thing after another."""

    def __init__(self, window, seed):
        self.window, self.session = window, window.session
        self.chance = random.Random(seed)
        self.actions = [
            name
            for name, action in window.menus.actions.items()
            if name not in ELSEWHERE and "recent" not in name and not action.text().endswith("…")
        ]

    def do(self):
        deed = self.chance.choice(
            (self.point, self.point, self.point, self.click, self.go, self.go, self.act, self.act,
             self.press, self.press_twice, self.undo, self.choose_sample, self.learn,
             self.build)
        )  # fmt: skip
        deed()
        settle()

    def _note(self, *words):
        LOG.info(" ".join(map(str, words)))

    def _place(self):
        """Return the stage or the map, and a point in something that it shows."""
        views = [v for v in (self.window.stage, self.window.views.map) if v.isVisible()]
        view = self.chance.choice(views or [self.window.stage])
        shown = [] if view.scene is None else view.scene.primitives
        rects = [getattr(item, "rect", None) or getattr(item, "box", None) for item in shown]
        rect = self.chance.choice([rect for rect in rects if rect is not None] or [None])
        if rect is None:
            return view, view.rect().center()
        x = rect.x + rect.width * self.chance.random()
        y = rect.y + rect.height * self.chance.random()
        at = view._fit(view.scene).to_view(x, y)
        return view, QPoint(round(at[0]), round(at[1]))

    def point(self):
        view, at = self._place()
        self._note("point", type(view).__name__, at.toTuple())
        QTest.mouseMove(view, at)

    def click(self):
        view, at = self._place()
        self._note("click", type(view).__name__, at.toTuple())
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)

    def press_twice(self):
        view, at = self._place()
        self._note("press twice", type(view).__name__, at.toTuple())
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)

    def press(self):
        key = self.chance.choice(KEYS)
        self._note("press", key)
        QTest.keyClick(self.window.stage, key)

    def go(self):
        step = self.chance.randrange(len(self.session.state.trace.steps))
        alpha = self.chance.choice(ALPHAS)
        self._note("go to", self.session.state.trace.steps[step].output, alpha)
        self.session.seek_step(step, alpha)

    def act(self):
        name = self.chance.choice(self.actions)
        self._note("act", name)
        if self.window.menus.actions[name].isEnabled():
            self.window.menus.actions[name].trigger()

    def undo(self):
        back = self.chance.random() < 0.6
        self._note("undo" if back else "redo")
        if back:
            self.session.undo()
        else:
            self.session.redo()

    def choose_sample(self):
        sample = self.chance.randrange(self.session.state.trace.n_samples)
        self._note("sample", sample)
        self.session.select_sample(sample)

    def build(self):
        edit = self.chance.choice(EDITS)
        beside = self.chance.random() < 0.4
        self._note("compare with" if beside else "build", edit)
        (self.session.compare if beside else self.window.edit)(edit)

    def learn(self):
        self._note("learn")
        self.session.next_iteration()


def assert_true_numbers(window):
    """Check that what stands on the stage as a cell of the trace is that cell's number."""
    window._binding.flush()
    trace, scene = window.session.state.trace, window.stage.scene
    if scene is None or window.training.is_running:  # pictures of training follow a little later
        return
    for block in scene.primitives:
        if not isinstance(block, MatrixBlock) or block.name not in trace:
            continue
        maker = trace.maker(block.name)
        if maker is not None and maker.sample is not None:
            continue  # the trace holds that of the first sample only
        array = np.atleast_2d(trace[block.name])
        for place in {(0, 0), (block.shape[0] - 1, block.shape[1] - 1)}:
            if block.is_settled(*place):
                cell = block.stored(*place)
                number, shown = array[cell.row, cell.col], block.values[place]
                # A Jacobian times a vector is summed in another order than the recorded product.
                near = np.isclose(shown, number, rtol=1e-9, atol=1e-12, equal_nan=True)
                assert near, (block.id, cell, shown, number)


@pytest.mark.parametrize(("name", "seed"), [("xor", 1), ("iris", 2), ("digits", 3), ("softmax", 4)])
def test_the_window_goes_on_whatever_is_done(qtbot, caplog, name, seed):
    caplog.set_level(logging.INFO, logger=__name__)
    session = Session(example(name), Settings(language="en", theme="light"))
    window = MainWindow(session, Settings())
    window.resize(1280, 720)
    qtbot.addWidget(window)
    window.show()
    settle()
    somebody = Somebody(window, seed)
    for _ in range(DEEDS):
        somebody.do()
        assert_true_numbers(window)
    for beside in QApplication.topLevelWidgets():
        if beside is not window:
            beside.close()
    state = session.state
    assert window.stage.scene is not None
    assert 0 <= state.status.position.step_index < len(state.trace.steps)
