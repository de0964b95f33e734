"""A window on a session, and no widget left behind."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.app.settings import Settings


@pytest.fixture(autouse=True)
def _no_widget_left():
    """Fail a test that leaves a top-level widget behind."""
    yield
    app = QApplication.instance()
    if app is None:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert not left, f"left behind: {left}"


@pytest.fixture(autouse=True)
def _no_key_held():
    """Release Shift and Ctrl: Qt takes those of the last event for held, in the next test too."""
    yield
    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        nowhere = QWidget()
        QTest.keyClick(nowhere, Qt.Key.Key_F35)
        nowhere.deleteLater()


@pytest.fixture(autouse=True)
def _pointer_away():
    """Take the pointer away: the next window would come up beneath it and be pointed at."""
    yield
    if QApplication.instance() is not None:
        QCursor.setPos(0, 0)


@pytest.fixture(autouse=True)
def _closes_without_asking(monkeypatch):
    """Let a window close at the end of a test whatever was changed; tests of asking do without."""
    from nnviz.views.keeping.keeping import Keeping

    monkeypatch.setattr(Keeping, "may_close", lambda _: True)


@pytest.fixture
def session():
    from nnviz.app.experiment import example
    from nnviz.app.session import Session

    return Session(example("xor"), Settings(language="en", theme="light"))


@pytest.fixture
def window(qtbot, session):
    """A shown window, 1280 × 720, in English and light."""
    from nnviz.views.window.main_window import MainWindow

    made = MainWindow(session, Settings())
    made.resize(1280, 720)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made
