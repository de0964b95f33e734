"""Clock, worker, words, notice, HTML: each by itself."""

import threading

import pytest

from nnviz.engine.math_text import Part
from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.look.words import Words
from nnviz.views.panels.html import html, link
from nnviz.views.panels.notice_bar import NoticeBar
from nnviz.views.playing.ticker import Ticker
from nnviz.views.window.worker import Worker


def english(text):
    return text.english()


class TestTicker:
    def test_reports_measured_time(self, qtbot):
        times = iter([10.0, 10.016, 10.05])
        ticker = Ticker(clock=lambda: next(times))
        seen = []
        ticker.ticked.connect(seen.append)
        ticker.set_moving(True)
        ticker.tick()
        ticker.tick()
        ticker.set_moving(False)
        assert seen == pytest.approx([0.016, 0.034])

    def test_a_suspend_is_not_a_jump(self, qtbot):
        times = iter([0.0, 3600.0])
        ticker = Ticker(clock=lambda: next(times))
        seen = []
        ticker.ticked.connect(seen.append)
        ticker.set_moving(True)
        ticker.tick()
        ticker.set_moving(False)
        assert seen == [0.25]

    def test_stands_still_until_something_moves(self, qtbot):
        ticker = Ticker()
        assert not ticker.moving
        with qtbot.waitSignal(ticker.ticked):
            ticker.set_moving(True)
        ticker.set_moving(False)
        assert not ticker.moving


@pytest.fixture
def worker(qtbot):
    made = Worker()
    yield made
    made.close()


class TestWorker:
    def test_brings_the_result_home(self, qtbot, worker):
        seen = []
        here = threading.get_ident()
        worker.submit("sum", threading.get_ident, lambda x: seen.append(
            (x, threading.get_ident())
        ))  # fmt: skip
        qtbot.waitUntil(lambda: bool(seen))
        assert seen[0][0] != here
        assert seen[0][1] == here

    def test_drops_what_is_stale(self, qtbot, worker):
        gate, seen = threading.Event(), []
        worker.submit("check", lambda: gate.wait(5) and "old", seen.append)
        worker.submit("check", lambda: "new", seen.append)
        gate.set()
        qtbot.waitUntil(lambda: bool(seen))
        assert seen == ["new"]

    def test_an_error_is_raised_at_home(self, qtbot, worker):
        with qtbot.captureExceptions() as caught:
            worker.submit("bad", lambda: 1 / 0, lambda _: None)
            qtbot.waitUntil(lambda: bool(caught))
        assert caught[0][0] is ZeroDivisionError

    def test_who_waits_for_the_answer_is_told_of_an_error(self, qtbot, worker):
        told = []
        with qtbot.captureExceptions() as caught:
            worker.submit("bad", lambda: 1 / 0, lambda _: None, lambda: told.append(len(caught)))
            qtbot.waitUntil(lambda: bool(caught))
        assert told == [0], "before the error is shown"


def test_words_are_said_again():
    said = []
    words = Words(english)
    words.put(said.append, message("Layer {layer}", layer=2))
    words.retranslate(lambda text: text.english().upper())
    assert said == ["Layer 2", "LAYER 2"]


def test_forgotten_words_stay_silent():
    said = []
    words = Words(english)
    words.put(said.append, message("Loss"))
    words.forget(said.append)
    words.retranslate(english)
    assert said == ["Loss"]


def test_notice(qtbot):
    bar = NoticeBar(english, Role.LOSS)
    qtbot.addWidget(bar)
    assert bar.text == ""
    bar.set_notice(message("Layer {layer}", layer=1))
    assert bar.text == "Layer 1"
    bar.set_notice(None)
    assert bar.isHidden()


def test_html():
    line = (Part("w", math=True), Part("1", 1), Part("2,4", -1), Part(" < 3"))
    assert html(line) == "<i>w</i><sup>1</sup><sub>2,4</sub> &lt; 3"
    linked = link("7", "<i>x</i>", "#123456")
    assert linked.startswith('<a href="7"')
    assert "color: #123456" in linked
