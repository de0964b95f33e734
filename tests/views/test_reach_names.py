"""What assistive technology reads: names, values, roles, and the sentence of the step."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QSlider, QWidget

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.views.reaching.feature import Reaching
from tests.views.places import places, settle, way_to

Text = QAccessible.Text


def read(widget: QWidget, kind: Text = Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(kind)


def made(qtbot, language, name="xor"):
    from nnviz.views.window.main_window import MainWindow

    window = MainWindow(
        Session(example(name), Settings(language=language, theme="light")), Settings()
    )
    window.resize(1280, 720)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    return window


def focusable(root):
    found = [root, *root.findChildren(QWidget)]
    return [
        w
        for w in found
        if w.isVisible()
        and w.isEnabled()
        and w.focusPolicy().value
        and w.focusProxy() is None
        and w.rect().translated(w.mapTo(w.window(), w.rect().topLeft())).bottom() > 0
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_that_takes_the_focus_has_a_name_that_is_not_its_class(qtbot, language):
    window = made(qtbot, language)
    bad, seen = [], 0
    for place, root in places(window):
        for widget in focusable(root):
            seen += 1
            name = read(widget).strip()
            classes = {cls.__name__ for cls in type(widget).__mro__} - {"Inspector"}
            if not name or name in classes or name == widget.objectName():
                bad.append(f"{place}: {way_to(widget)} {name!r}")
    assert seen > 200
    assert not bad, "\n" + "\n".join(sorted(set(bad)))


def test_numbers_are_read_as_they_are_shown(qtbot):
    window = made(qtbot, "en")
    window.set_panel_open("build", True)
    settle()
    boxes = [b for b in window.findChildren(QAbstractSpinBox) if b.isVisible()]
    assert boxes
    for box in boxes:
        assert read(box, Text.Value) == box.text()
    for slider in window.findChildren(QSlider):
        if slider.isVisible():
            interface = QAccessible.queryAccessibleInterface(slider).valueInterface()
            assert interface.currentValue() == slider.value()


def test_roles_are_those_of_the_controls(qtbot):
    window = made(qtbot, "en")
    roles = {
        type(w).__mro__[0].__name__: QAccessible.queryAccessibleInterface(w).role()
        for w in focusable(window)
    }
    assert roles["RoundButton"] in {QAccessible.Role.Button, QAccessible.Role.CheckBox}
    assert roles["CalmSlider"] is QAccessible.Role.Slider


def test_the_stage_says_its_step_and_its_sentence_with_every_step(qtbot):
    window = made(qtbot, "en")
    session, stage = window._session, window.stage
    said = set()
    for k in range(0, len(session.state.trace.steps), 3):
        session.seek_step(k, 1.0)
        settle()
        assert read(stage).startswith("Stage: ")
        sentence = stage.scene.sentence
        assert read(stage, Text.Description).endswith(window.translate(sentence))
        said.add((read(stage), read(stage, Text.Description)))
    assert len(said) >= 6
    assert any(any(c.isdigit() for c in words) for _, words in said)


def test_the_number_walked_to_is_said_with_its_place_and_its_value(qtbot):
    from nnviz.scene.numbers import decimals_for, format_value

    window = made(qtbot, "en")
    session, stage = window._session, window.stage
    session.seek_step(0, 1.0)
    settle()
    told = []
    window.feature(Reaching).speaking.said.connect(told.append)
    for _ in range(3):
        window.menus.actions["walk_right"].trigger()
        settle()
        cell = stage.cursor_cell
        value = float(session.state.trace[cell.name][cell.row, cell.col])
        words = read(stage, Text.Description)
        assert format_value(value, decimals_for([value], session.state.digits)) in words
        assert "column" in words
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == read(stage, Text.Description)


def test_a_place_that_is_not_computed_is_said_to_be_none(qtbot):
    from nnviz.scene.primitives import CellRef
    from nnviz.scene.spoken import spoken

    window = made(qtbot, "en")
    window._session.seek_step(0, 0.0)
    settle()
    scene = window.stage.scene
    step = window._session.state.trace.steps[0]
    words = (
        spoken(scene, CellRef(step.output_name, 0, 0), 3) if hasattr(step, "output_name") else None
    )
    names = {b.name for b in scene.primitives if hasattr(b, "revealed") and not b.revealed}
    found = [spoken(scene, CellRef(name, 0, 0), 3) for name in names]
    found = [w for w in [*found, words] if w is not None]
    assert found
    assert all("not computed yet" in w.english() for w in found)


def test_words_change_with_the_language(qtbot):
    window = made(qtbot, "en")
    english = read(window.stage), read(window.stage, Text.Description)
    window._session.set_language("zh")
    settle()
    QApplication.processEvents()
    assert read(window.stage, Text.Description) != english[1]
