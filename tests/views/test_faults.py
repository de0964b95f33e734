"""What goes wrong in the middle of something, and what is left of it."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from nnviz.app.edits import SetParameterValue, SetUnits
from nnviz.app.journal import Entry
from nnviz.app.journal.folder import journal_folder
from nnviz.app.project import load
from nnviz.engine.message import message
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.look.words import Words
from nnviz.views.painting.painter import ScenePainter
from nnviz.views.plots.feature import Plots
from nnviz.views.plots.panel import PlotsPanel


class Windows(QObject):
    """Remembers every widget that is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        shows = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shows and watched.isWindow() and not isinstance(watched, QDialog):
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows():
    made, app = Windows(), QApplication.instance()
    app.installEventFilter(made)
    yield made
    app.removeEventFilter(made)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr("nnviz.views.keeping.autosave._LOOK_MS", 20)
    monkeypatch.setattr("nnviz.views.keeping.autosave._LEAST_S", 0.05)
    monkeypatch.setattr("nnviz.views.keeping.autosave._AFTER_ERROR_S", 0.05)


def kept():
    return list(journal_folder().glob("*/document.nnviz"))


def settle():
    for _ in range(5):
        QApplication.processEvents()


def test_an_error_while_the_stage_is_painted_is_told_and_the_window_lives(
    qtbot, window, session, monkeypatch
):
    paint = ScenePainter.paint
    with qtbot.captureExceptions() as caught:
        # The interpreter itself raises this one: its error is no object yet when Qt sees it.
        monkeypatch.setattr(ScenePainter, "paint", lambda *_: 1 / 0)
        window.stage.update()
        qtbot.waitUntil(lambda: bool(caught))
        monkeypatch.setattr(ScenePainter, "paint", paint)
    assert caught[0][0] is ZeroDivisionError
    session.next()
    settle()
    assert window.stage.grab().toImage().pixelColor(5, 5).isValid()


@pytest.mark.parametrize("size", [(267, 65), (40, 20), (3, 700), (900, 3)])
def test_a_stage_with_no_room_for_numbers_is_painted(qtbot, window, session, size):
    session.train_to(3)
    for _ in range(4):
        session.next()
        settle()
        window.stage.resize(*size)
        window.stage.repaint()
        assert window.stage.size().toTuple() == size


def test_a_widget_that_has_gone_takes_its_words_along(qtbot):
    said = []
    words, button = Words(lambda text: text.english()), QPushButton()
    words.put(button.setText, message("Save"))
    words.put(said.append, message("Save"))
    button.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    words.retranslate(lambda _: "保存")
    assert said == ["Save", "保存"]


def test_the_plots_are_made_when_they_are_first_seen_and_no_part_flashes_up(window, windows):
    assert not window.findChildren(PlotsPanel)
    window.set_panel_open("plots", True)
    settle()
    panel = window.feature(Plots).panel
    assert window.findChildren(PlotsPanel) == [panel]
    for number in range(len(panel.pages)):
        panel.choose(number)
        settle()
    assert windows.shown == []


def test_what_was_measured_of_another_run_is_never_plotted_for_this_one(qtbot, window, session):
    session.train_to(50)
    settle()
    window.set_panel_open("plots", True)
    metering = window.feature(Plots).metering
    qtbot.waitUntil(lambda: len(metering.measures.iterations) > 2)
    metering._busy = True  # a job is under way when the next run comes
    session.edit(SetUnits(1, 40))
    settle()
    assert not len(metering.measures.iterations)


def test_an_error_while_a_run_is_trained_ends_the_training_only(
    qtbot, window, session, monkeypatch
):
    def breaks(*_args, **_named):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("nnviz.views.playing.training.complete", breaks)
    with qtbot.captureExceptions() as caught:
        window.training.run()
        qtbot.waitUntil(lambda: bool(caught))
    assert not window.training.is_running
    monkeypatch.undo()
    window.training.start(5)
    qtbot.waitUntil(lambda: session.state.last_iteration == 5)


def test_an_error_while_the_document_is_kept_is_not_the_last_word(
    qtbot, window, session, monkeypatch
):
    def breaks(_entry, _project):
        raise RuntimeError("on purpose")

    with qtbot.captureExceptions() as caught:
        with monkeypatch.context() as patched:
            patched.setattr(Entry, "write", breaks)
            session.edit(SetParameterValue("W1", 0, 0, 0.5))
            qtbot.waitUntil(lambda: bool(caught))
        qtbot.waitUntil(lambda: len(kept()) == 1)


@pytest.mark.parametrize("jump_s", [-86_400.0, 86_400.0 * 365])
def test_a_clock_that_jumps_stops_no_autosave(qtbot, window, session, monkeypatch, jump_s):
    session.edit(SetParameterValue("W1", 0, 0, 0.5))
    qtbot.waitUntil(lambda: len(kept()) == 1)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + jump_s)
    session.edit(SetParameterValue("W1", 0, 0, 0.75))
    qtbot.waitUntil(lambda: load(kept()[0]).document.experiment.parameters["W1"][0, 0] == 0.75)


def test_the_picture_of_a_run_that_diverged_is_still_there(qtbot, window, session):
    session.train_to(10)
    losses = session.state.losses.copy()
    session.edit(SetParameterValue("W1", 0, 0, 1e308))
    settle()
    assert session.state.notice is not None or np.isfinite(session.state.trace["W1"]).all()
    session.undo()
    settle()
    assert session.state.losses.tobytes() == losses.tobytes()


def test_a_document_deleted_under_the_window_is_written_anew(qtbot, window, session, tmp_path):
    keeping, path = window.feature(Keeping), tmp_path / "a.nnviz"
    keeping._write(path, None)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: not keeping.is_modified)
    path.unlink()
    session.edit(SetParameterValue("W1", 0, 0, 0.5))
    keeping.save()
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: not keeping.is_modified)
    assert load(path).document.experiment.parameters["W1"][0, 0] == 0.5
