"""Keys in odd moments and combinations: nothing breaks, and what is seen is what is so."""

import numpy as np
import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel

from nnviz.app.edits import Open, SetUnits
from nnviz.app.experiment import example
from nnviz.scene.primitives import CellRef
from nnviz.scene.snapshot import scene_to_json
from nnviz.views.panels.inspected import inspect

WEIGHT = CellRef("W1", 0, 0)

COMBINATIONS = {
    "what-if, next iteration, undo": "3 Space ? Shift+Right Space Ctrl+Z Ctrl+Z Ctrl+Y",
    "why panel, then another language": "B 3 Space W Down F6 Right Down Return Backspace F6",
    "chain, what-if, theme": "J Space ? F5 Space Shift+J Space F5 Ctrl+Backspace Space F7",
    "one sample, ways to see a product, back": "O 2 Space G Space G Left G Down Left G Up O",
    "strips in a low window": "C S low B 3 Space ? Shift+Right C S high",
    "quick play and switches": "P F7 O G F6 F5 4 1 P Home End Left",
    "editing what is built in a what-if": "? units Space Ctrl+Z Ctrl+Z Ctrl+Shift+Z Ctrl+Shift+Z",
    "another example in the chain": "B J Space open Space Ctrl+Z Space Ctrl+Y Shift+J",
    "levels and the chain": "Shift+Down Shift+Down J Space Escape Shift+Up Shift+Up ? Shift+Up",
    "levels, samples and iterations": "Shift+Up O Down Shift+Right F7 Shift+Up G Shift+Left Escape",
}


@pytest.fixture
def press(qtbot, window, session):
    """Do one word of a combination: a key, or something that is done with the mouse."""

    def others(word):
        match word:
            case "?":
                session.suppose(WEIGHT, 1.5)
            case "units":
                window.edit(SetUnits(1, 3))
            case "open":
                session.close_chain()
                window.edit(Open(example("ner")))
            case "low":
                window.resize(1024, 600)
            case "high":
                window.resize(1280, 720)
            case _:
                return False
        return True

    def do(word):
        if not others(word):
            keys = QKeySequence(word)[0]
            target = QApplication.focusWidget() or window.stage
            qtbot.keyClick(target, keys.key(), keys.keyboardModifiers())
        for _ in range(3):
            session.advance(0.05)
            QApplication.processEvents()

    return do


def pictures(window):
    views = [view for view in (window.stage, window.views.map) if view.isVisible()]
    return [scene_to_json(view.scene) for view in views]


def texts(window):
    return {id(label): label.text() for label in window.findChildren(QLabel) if label.isVisible()}


def assert_the_inspector_says_what_the_trace_has(inspector, state):
    found = None if inspector.cell is None else inspect(state, inspector.cell)
    said = inspector.value.text()
    if found is not None and said not in {"not computed yet", "尚未算出"}:
        assert found.value in said
        assert found.was is None or found.was in said


def assert_nothing_is_stale(window, session):
    shown, said = pictures(window), texts(window)
    assert_the_inspector_says_what_the_trace_has(window.views.inspector, session.state)
    window.presenter.show_all(session.state)
    QApplication.processEvents()
    assert pictures(window) == shown
    assert texts(window) == said


@pytest.mark.parametrize("name", COMBINATIONS)
def test_what_is_seen_is_what_is_so_after_every_key(window, session, press, name):
    window.dismiss_welcome()
    window.activateWindow()
    for word in COMBINATIONS[name].split():
        press(word)
        if word == "P":
            continue  # the next key comes while it plays
        session.pause()
        for _ in range(3):
            QApplication.processEvents()
        assert_nothing_is_stale(window, session)


@pytest.mark.parametrize("name", COMBINATIONS)
def test_all_can_be_undone_to_the_network_of_the_beginning(window, session, press, name):
    window.activateWindow()
    first = session.state.trace
    for word in COMBINATIONS[name].split():
        press(word)
    session.pause()
    while session.state.undo_name is not None:
        session.undo()
    session.put_back()
    session.seek_iteration(0)
    QApplication.processEvents()
    for array in ("X", "Y", "W1", "W2", "dW1", "W1_new"):
        assert np.array_equal(session.state.trace[array], first[array])
