"""Match my textbook: the dialog by mouse and keys, its file, and what the window then writes."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton

from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.texts import Catalogue
from nnviz.engine.writing import PLAIN, Notation
from nnviz.engine.writing import file as notation_file
from nnviz.engine.writing.notation import CHOICES as KINDS
from nnviz.engine.writing.presets import PRESETS as NOTATIONS
from nnviz.scene.primitives import CellRef
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.notating.choices import CHOICES, FIELDS, PRESETS, SQUARED
from nnviz.views.notating.feature import Notating
from nnviz.views.notating.loss_offer import loss_offer
from nnviz.views.window.main_window import MainWindow

BOOK = Notation(name="Book", loss="J", layer="parentheses", decimal="comma", digits=2,
                rounding="places", orientation="rows")  # fmt: skip


@pytest.fixture
def window(qtbot):
    settings = Settings(language="en", welcomed=True)
    made = MainWindow(Session(settings=settings), settings)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def dialog(window, qtbot):
    window.menus.actions["notation"].trigger()
    made = window.feature(Notating).dialog
    qtbot.waitExposed(made)
    yield made
    if window.feature(Notating).dialog is made:
        made.close()


def choose(field, key):
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


def test_every_field_and_choice_has_a_text():
    assert set(FIELDS) == {*KINDS, "digits", "fractions"} - {"rounding", "squared"}
    for name, kinds in KINDS.items():
        if name in CHOICES:
            assert tuple(CHOICES[name]) == kinds
    assert tuple(SQUARED) == KINDS["squared"]
    assert set(PRESETS) == set(NOTATIONS)


def test_nothing_changes_before_it_is_used(window, dialog, qtbot):
    choose(dialog.fields["loss"], "J")
    assert dialog.notation.loss == "J"
    assert window.commands._session.state.notation == PLAIN
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.feature(Notating).dialog is None
    assert window.commands._session.state.notation == PLAIN


def test_a_preset_by_keys_is_used_everywhere(window, dialog, qtbot):
    dialog.preset.setFocus()
    qtbot.keyClick(dialog.preset, Qt.Key.Key_Down)
    choose(dialog.preset, "theta")
    assert dialog.notation == NOTATIONS["theta"]
    dialog.use.click()
    session = window.commands._session
    qtbot.waitUntil(lambda: "J" in window.views.curve._caption.text())
    assert session.state.notation == NOTATIONS["theta"]
    assert any("Θ·X" in button.text() for button in window.findChildren(QToolButton))
    labels = ["".join(str(run.text) for run in s.label) for s in window.views.timeline._segments]
    assert any("Θ(1)" in label for label in labels)


def test_what_does_not_go_together_is_said(dialog):
    choose(dialog.fields["rate"], "α")
    assert dialog.notation is None
    assert not dialog.use.isEnabled()
    assert "slope" in dialog.said.text()
    choose(dialog.fields["slope"], "κ")
    assert dialog.notation.rate == "α"
    assert dialog.use.isEnabled()


def test_presets_are_recognized(dialog):
    for key, notation in NOTATIONS.items():
        dialog.show_notation(notation)
        assert dialog.preset.value == key
        assert dialog.notation == notation
    choose(dialog.fields["indices"], "joined")
    assert dialog.preset.value == "other"


def test_the_choices_are_not_written_in_the_notation(window, qtbot):
    session = window.commands._session
    session.set_notation(BOOK)
    qtbot.waitUntil(lambda: "J" in window.views.curve._caption.text())
    window.commands.match_textbook()
    opened = window.feature(Notating).dialog
    field = opened.fields["decimal"]
    assert [field.itemText(k) for k in range(field.count())] == ["0.5", "0,5"]
    assert opened.notation == BOOK
    opened.close()


def test_the_loss_is_offered_and_can_be_undone(window, dialog):
    session = window.commands._session
    assert session.state.experiment.spec.loss == "mse"
    choose(dialog.squared, "half_mse")
    assert dialog.loss.isVisibleTo(dialog)
    assert "½" in dialog.loss.text()
    assert dialog.said.text()
    dialog.loss.click()
    dialog.use.click()
    assert session.state.experiment.spec.loss == "half_mse"
    session.undo()
    assert session.state.experiment.spec.loss == "mse"
    assert session.state.notation.squared == "half_mse"


def test_the_loss_stays_where_that_is_not_asked_for(window, dialog):
    choose(dialog.squared, "sse")
    dialog.use.click()
    assert window.commands._session.state.experiment.spec.loss == "mse"


@pytest.mark.parametrize("loss", ["bce", "cross_entropy"])
def test_what_is_not_offered_is_said(loss):
    found = loss_offer(SimpleNamespace(loss=loss), "half_sse")
    assert found.edit is None
    assert "not" in Catalogue("en").translate(found.said)


def test_a_file_is_saved_and_opened(window, dialog, qtbot, tmp_path):
    dialog.show_notation(BOOK)
    dialog.saving.click()
    (asking,) = dialog.findChildren(QFileDialog)
    assert asking.selectedFiles()[0].endswith("Book.nnviz-notation")
    path = tmp_path / "b.nnviz-notation"
    asking.fileSelected.emit(str(path))
    asking.close()
    assert notation_file.load(path) == BOOK
    dialog.show_notation(PLAIN)
    dialog.opening.click()
    asking = dialog.findChildren(QFileDialog)[-1]
    asking.fileSelected.emit(str(path))
    asking.close()
    assert dialog.notation == BOOK


def test_a_wrong_file_is_refused_in_the_dialog_and_in_the_window(window, dialog, tmp_path):
    path = tmp_path / "x.nnviz-notation"
    path.write_text('{"format": "nnviz-notation", "version": 1, "loss": "Q"}')
    window.feature(Notating).open_path(path)
    assert "loss" in dialog.said.text()
    assert dialog.notation == PLAIN
    dialog.close()
    window.feature(Notating).open_path(path)
    assert "loss" in window.views.notice.text


def test_a_file_is_taken_when_it_is_dropped(window, qtbot, tmp_path):
    path = tmp_path / "b.nnviz-notation"
    notation_file.save(path, BOOK)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, mime,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    window.dropEvent(event)
    session = window.commands._session
    assert session.notation == BOOK
    qtbot.waitUntil(lambda: "Book" in window.views.notice.text)


def test_the_window_speaks_in_it_in_both_languages(window, qtbot):
    session = window.commands._session
    session.set_notation(BOOK)
    qtbot.waitUntil(lambda: "J" in window.views.curve._caption.text())
    assert "," in window.views.curve._caption.text()
    session.set_language("zh")
    qtbot.waitUntil(lambda: "损失" in window.views.curve._caption.text())
    assert "J" in window.views.curve._caption.text()
    session.set_notation(PLAIN)
    qtbot.waitUntil(lambda: "L" in window.views.curve._caption.text())


def test_the_inspector_and_the_tree_are_in_it(window, qtbot):
    session = window.commands._session
    session.set_notation(BOOK)
    step = next(s for s in session.state.trace.steps if s.output == "Z2")
    session.seek_step(step.index, 1.0)
    session.pin(CellRef("Z2", 1, 0))
    inspector = window.views.inspector
    qtbot.waitUntil(lambda: "⁽²⁾" in inspector.title.text())
    assert "⁽²⁾" in inspector.formula.text()
    window.why.ask(CellRef("Z2", 1, 0))
    items = window.views.why.tree.model()
    told = items.data(items.index(0, 0))
    assert told.startswith("z⁽²⁾")
    assert "." not in told
    session.set_notation(PLAIN)
    qtbot.waitUntil(lambda: items.data(items.index(0, 0)).startswith("z²"))


def test_projects_keep_it_only_if_wanted(window, dialog):
    keeping = window.feature(Keeping)
    assert keeping.snapshot().view.notation is None
    dialog.kept.click()
    dialog.use.click()
    assert keeping.snapshot().view.notation is not None
    assert window.feature(Notating).remembered() == {"notation_in_projects": True}


def test_buttons_can_be_reached_and_have_names(dialog):
    named = [*dialog.fields.values(), dialog.preset, dialog.squared, dialog.name]
    assert all(field.accessibleName() for field in named)
    assert all(button.text() for button in dialog.findChildren(QPushButton))
    assert dialog.preview.accessibleDescription()


def test_what_was_written_before_is_offered_again(window, qtbot, tmp_path):
    session = window.commands._session
    path = tmp_path / "b.nnviz-notation"
    notation_file.save(path, BOOK)
    window.feature(Notating).open_path(path)
    assert session.notation == BOOK
    window.commands.match_textbook()
    opened = window.feature(Notating).dialog
    choose(opened.preset, "before")
    assert opened.notation == PLAIN
    opened.use.click()
    assert session.notation == PLAIN
    window.commands.match_textbook()
    again = window.feature(Notating).dialog
    assert again.preset.findData("before") >= 0
    choose(again.preset, "before")
    assert again.notation == BOOK
    again.close()
    assert session.notation == PLAIN


def test_cancelling_changes_neither_the_notation_nor_the_loss(window, dialog, qtbot):
    session = window.commands._session
    before = session.state
    choose(dialog.preset, "target")
    dialog.loss.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert session.state is before
