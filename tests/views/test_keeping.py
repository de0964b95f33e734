"""New, open, save, close: what is asked, what is written, and what the title says."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from nnviz.app.data_spec import DataSpec
from nnviz.app.edits import SetParameterValue
from nnviz.app.experiment import example
from nnviz.app.journal import crashed, read_last
from nnviz.app.project import Project, load, save
from nnviz.app.saved import note_data
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Network
from nnviz.scene.primitives import CellRef
from nnviz.views.keeping.export_dialog import ExportDialog
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.keeping.questions import Question
from nnviz.views.keeping.recent import RecentMenu
from nnviz.views.window.main_window import MainWindow

Role = QMessageBox.ButtonRole


@pytest.fixture(autouse=True)
def _closes_without_asking():
    """Here closing asks."""


@pytest.fixture
def keeping(window):
    return window.feature(Keeping)


@pytest.fixture
def window(qtbot, session):
    """A window of which all that is unsaved at the end of a test is given up."""
    made = MainWindow(session, Settings())
    made.resize(1280, 720)
    qtbot.addWidget(made, before_close_func=give_up)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made


def give_up(window):
    window.feature(Keeping)._sure = True


def press(qtbot, window, key, *modifiers):
    """Press keys in the window, which has the focus again after a dialog."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with_keys = Qt.KeyboardModifier.ControlModifier
    for modifier in modifiers:
        with_keys |= modifier
    qtbot.keyClick(window, key, with_keys)


def question(keeping):
    assert isinstance(keeping.question, Question)
    return keeping.question


def answer(qtbot, keeping, role):
    button = question(keeping).button(role)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def choose_file(qtbot, keeping, path):
    """Type a file's name into the file dialog."""
    qtbot.waitUntil(lambda: isinstance(keeping.question, QFileDialog))
    dialog = keeping.question
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    qtbot.waitUntil(edit.isVisible)
    qtbot.wait(50)  # the dialog looks into its folder
    edit.setText(str(path))
    assert dialog.selectedFiles() == [str(path) if path.suffix else f"{path}.nnviz"]
    dialog.accept()
    QApplication.processEvents()


def saved(qtbot, keeping, path):
    """Save under a name, and wait until it is done."""
    keeping.save_as()
    choose_file(qtbot, keeping, path)
    qtbot.waitUntil(lambda: keeping.path == path and not keeping.is_modified)


def change(session, value=0.5):
    session.edit(SetParameterValue("W1", 0, 0, value))


def title(window):
    return window.windowTitle(), window.isWindowModified()


# What counts as a change.


def test_looking_is_no_change(window, session):
    session.next()
    session.pin(CellRef("X", 1, 0))
    session.set_orientation("rows")
    session.next_iteration()
    session.next_iteration()
    session.undo()
    assert not session.is_modified
    assert window.close()


def test_an_edit_is_a_change_and_undoing_it_is_none(session):
    change(session)
    assert session.is_modified
    session.undo()
    assert not session.is_modified
    session.redo()
    assert session.is_modified


def test_training_is_a_change(session):
    session.train_to(5)
    assert session.is_modified
    session.note_saved(session.mark)
    session.seek_iteration(0)
    assert not session.is_modified
    session.train_to(7)
    assert session.is_modified


def test_what_is_supposed_is_a_change_until_it_is_put_back(session):
    session.suppose(CellRef("W1", 0, 0), 3.0)
    assert session.is_modified
    session.put_back()
    assert not session.is_modified


def test_a_training_under_way_is_a_change(qtbot, window, keeping):
    window.training.start(10**7)
    assert keeping.is_modified
    window.training.stop()
    qtbot.waitUntil(lambda: not window.training.is_running)


# Saving.


def test_saving_asks_for_a_file_once(qtbot, window, keeping, session, tmp_path):
    change(session)
    QApplication.processEvents()
    assert title(window) == ("XOR · 2–4–1[*] — nnviz", True)
    press(qtbot, window, Qt.Key.Key_S)
    path = tmp_path / "my net.nnviz"
    choose_file(qtbot, keeping, path)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: not keeping.is_modified)
    assert title(window) == ("my net.nnviz[*] — XOR · 2–4–1 — nnviz", False)
    change(session, 0.75)
    press(qtbot, window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not keeping.is_modified)
    assert load(path).document.experiment.parameters["W1"][0, 0] == 0.75
    assert keeping.question is None


def test_a_name_without_a_suffix_gets_one(qtbot, keeping, tmp_path):
    keeping.save_as()
    choose_file(qtbot, keeping, tmp_path / "net")
    qtbot.waitUntil((tmp_path / "net.nnviz").exists)


def test_a_name_of_another_kind_gets_the_suffix_too_but_overwrites_nothing(
    qtbot, window, keeping, tmp_path
):
    (tmp_path / "net.onnx.nnviz").write_text("precious")
    keeping._save_to(tmp_path / "net.onnx", None)
    assert "is there already" in window.views.notice.text
    assert (tmp_path / "net.onnx.nnviz").read_text() == "precious"


def test_saving_that_fails_says_so_and_the_document_stays_modified(
    qtbot, window, keeping, session, tmp_path
):
    folder = tmp_path / "gone"
    folder.mkdir()
    saved(qtbot, keeping, folder / "a.nnviz")
    change(session)
    (folder / "a.nnviz").unlink()
    folder.rmdir()
    keeping.save()
    qtbot.waitUntil(lambda: "its folder is not there" in window.views.notice.text)
    assert keeping.is_modified


def test_what_is_changed_while_it_is_saved_is_still_unsaved(qtbot, keeping, session, tmp_path):
    saved(qtbot, keeping, tmp_path / "a.nnviz")
    change(session, 0.5)
    keeping.save()
    change(session, 0.75)
    qtbot.waitUntil(lambda: (session._saved.experiment.parameters or {}) != {})
    assert keeping.is_modified
    assert load(tmp_path / "a.nnviz").document.experiment.parameters["W1"][0, 0] == 0.5


def test_a_file_that_another_program_wrote_is_asked_about(qtbot, keeping, session, tmp_path):
    path = tmp_path / "a.nnviz"
    saved(qtbot, keeping, path)
    other = Session(example("digits"))
    save(path, Project(other.document))
    change(session)
    keeping.save()
    answer(qtbot, keeping, Role.RejectRole)
    assert load(path).document.experiment.data.name == "digits"
    keeping.save()
    answer(qtbot, keeping, Role.DestructiveRole)
    qtbot.waitUntil(lambda: not keeping.is_modified)
    assert load(path).document.experiment.data.name == "xor"


# New, open, close: the question.


@pytest.mark.parametrize("way", ["new", "open", "example", "close"])
def test_nothing_is_asked_where_nothing_was_changed(qtbot, window, keeping, session, way, tmp_path):
    other = Session(example("digits"))
    save(tmp_path / "d.nnviz", Project(other.document))
    {
        "new": keeping.new,
        "open": lambda: keeping.open_path(tmp_path / "d.nnviz"),
        "example": lambda: window.commands.open_example("digits"),
        "close": window.close,
    }[way]()
    if way == "close":
        assert window.isHidden()
        return
    wanted = "2–3–1" if way == "new" else "64–16–10"
    qtbot.waitUntil(lambda: wanted in window.windowTitle())
    assert keeping.question is None
    assert session.state.undo_name is None
    assert not keeping.is_modified


@pytest.mark.parametrize("way", ["new", "open", "example", "close"])
@pytest.mark.parametrize("role", [Role.AcceptRole, Role.DestructiveRole, Role.RejectRole])
def test_changes_are_asked_about_once(qtbot, window, keeping, session, way, role, tmp_path):
    path = tmp_path / "a.nnviz"
    saved(qtbot, keeping, path)
    save(tmp_path / "d.nnviz", Project(Session(example("digits")).document))
    change(session, 0.25)
    before = session.document
    {
        "new": keeping.new,
        "open": lambda: keeping.open_path(tmp_path / "d.nnviz"),
        "example": lambda: window.commands.open_example("digits"),
        "close": window.close,
    }[way]()
    qtbot.waitUntil(lambda: isinstance(keeping.question, Question))
    asked = question(keeping)
    assert "a.nnviz" in asked.text()
    keeping.new()  # asked again while it is being asked: the same question
    assert question(keeping) is asked
    answer(qtbot, keeping, role)
    if role == Role.RejectRole:
        assert session.document is before
        assert window.isVisible()
        return
    if way == "close":
        qtbot.waitUntil(window.isHidden)
    else:
        qtbot.waitUntil(lambda: session.document is not before)
        assert session.state.undo_name is None
    kept = load(path).document.experiment.parameters
    assert (kept is not None and kept["W1"][0, 0] == 0.25) == (role == Role.AcceptRole)


def test_escape_is_cancel(qtbot, window, keeping, session):
    change(session)
    before = session.document
    keeping.new()
    qtbot.keyClick(question(keeping), Qt.Key.Key_Escape)
    assert session.document is before
    assert keeping.question is None


def test_closing_an_unnamed_document_and_saving_it_asks_for_the_file_and_then_closes(
    qtbot, window, keeping, session, tmp_path
):
    session.train_to(20)
    window.close()
    answer(qtbot, keeping, Role.AcceptRole)
    choose_file(qtbot, keeping, tmp_path / "a.nnviz")
    qtbot.waitUntil(window.isHidden)
    assert load(tmp_path / "a.nnviz").document.run.last_iteration == 20


def test_when_saving_fails_the_window_stays(qtbot, window, keeping, session, tmp_path):
    saved(qtbot, keeping, tmp_path / "a.nnviz")
    change(session)
    (tmp_path / "a.nnviz").unlink()
    (tmp_path / "a.nnviz").mkdir()
    keeping._stamp = ""  # as if nobody had looked
    window.close()
    answer(qtbot, keeping, Role.AcceptRole)
    qtbot.waitUntil(lambda: "it is a folder" in window.views.notice.text)
    assert window.isVisible()
    assert keeping.is_modified


def test_closing_while_it_is_saved_waits_and_asks_nothing(
    qtbot, window, keeping, session, tmp_path
):
    saved(qtbot, keeping, tmp_path / "a.nnviz")
    change(session, 0.5)
    keeping.save()
    window.close()
    window.close()  # impatiently
    assert keeping.question is None
    qtbot.waitUntil(window.isHidden)
    assert load(tmp_path / "a.nnviz").document.experiment.parameters["W1"][0, 0] == 0.5


@pytest.mark.parametrize("why", ["changed meanwhile", "not written"])
def test_closing_while_it_is_saved_asks_then_about_what_is_not(
    qtbot, window, keeping, session, why, tmp_path
):
    saved(qtbot, keeping, tmp_path / "a.nnviz")
    change(session, 0.5)
    if why == "not written":
        (tmp_path / "a.nnviz").unlink()
        (tmp_path / "a.nnviz").mkdir()
        keeping._stamp = ""
    keeping.save()
    window.close()
    if why == "changed meanwhile":
        change(session, 0.75)
    assert keeping.question is None
    qtbot.waitUntil(lambda: keeping.question is not None)
    answer(qtbot, keeping, Role.DestructiveRole)
    qtbot.waitUntil(window.isHidden)


@pytest.fixture
def others():
    """The threads that were there before the window."""
    return frozenset(threading.enumerate())


def test_closing_while_training_asks_and_stops(qtbot, others, window, keeping):
    window.training.start(10**8)
    assert set(threading.enumerate()) - others
    window.close()
    assert window.isVisible()
    answer(qtbot, keeping, Role.DestructiveRole)
    qtbot.waitUntil(window.isHidden)
    own = set(threading.enumerate()) - others
    assert not [thread for thread in own if thread.name.startswith("nnviz-worker")]


# Opening.


def opened(qtbot, keeping, path, wanted):
    keeping.open_path(path)
    qtbot.waitUntil(lambda: wanted in keeping._window.windowTitle())


def test_a_project_opens_as_it_was_left(qtbot, window, keeping, session, tmp_path):
    session.train_to(30)
    session.seek_iteration(12)
    session.seek_step(4, 0.5)
    session.pin(CellRef("W1", 1, 1))
    saved(qtbot, keeping, tmp_path / "a.nnviz")
    losses = session.state.losses.tobytes()
    window.commands.open_example("digits")
    opened(qtbot, keeping, tmp_path / "a.nnviz", "a.nnviz")
    state = session.state
    assert (state.iteration, state.last_iteration, state.pinned) == (12, 30, CellRef("W1", 1, 1))
    assert (state.status.position.step_index, state.status.position.alpha) == (4, 0.5)
    assert state.losses.tobytes() == losses
    assert state.undo_name is None
    assert not keeping.is_modified


def test_a_network_file_opens_without_a_name(qtbot, window, keeping, session, tmp_path):
    network = Network.mlp([2, 6, 1], optimizer="adam")
    network.train_step([[0.0, 1.0]], [[1.0]])
    note_data(network, DataSpec("builtin", "xor"))
    network.save(tmp_path / "net.nnviz")
    opened(qtbot, keeping, tmp_path / "net.nnviz", "2–6–1")
    assert keeping.path is None
    assert session.document.run.state(0).step == 1
    assert session.document.run.state(0).optimizer.keys() == network.state().optimizer.keys()


def test_a_network_without_data_takes_those_that_fit(qtbot, window, keeping, tmp_path):
    Network.mlp([2, 5, 1]).save(tmp_path / "net.nnviz")
    opened(qtbot, keeping, tmp_path / "net.nnviz", "2–5–1")
    qtbot.waitUntil(lambda: "fits the data that was open" in window.views.notice.text)


def test_a_network_that_fits_no_data_says_what_is_needed(qtbot, window, keeping, tmp_path):
    Network.mlp([7, 3]).save(tmp_path / "net.nnviz")
    keeping.open_path(tmp_path / "net.nnviz")
    qtbot.waitUntil(lambda: "7 inputs and 3 outputs" in window.views.notice.text)


@pytest.mark.parametrize("content", [b"", b"\0" * 300, b"PK\x03\x04 no"])
def test_a_file_that_is_nothing_is_one_sentence(window, keeping, session, content, tmp_path):
    before = session.document
    (tmp_path / "a.nnviz").write_bytes(content)
    keeping.open_path(tmp_path / "a.nnviz")
    assert "a.nnviz" in window.views.notice.text
    assert session.document is before


def test_the_open_dialog(qtbot, window, keeping, tmp_path):
    save(tmp_path / "d.nnviz", Project(Session(example("digits")).document))
    press(qtbot, window, Qt.Key.Key_O)
    choose_file(qtbot, keeping, tmp_path / "d.nnviz")
    qtbot.waitUntil(lambda: "d.nnviz" in window.windowTitle())


@pytest.mark.parametrize("kind", ["project", "table", "two files"])
def test_files_dropped_on_the_window(qtbot, window, keeping, session, kind, tmp_path):
    path = tmp_path / "d.nnviz"
    if kind == "table":
        path = tmp_path / "table.csv"
        path.write_text("a,b\n1,2\n3,4\n")
    else:
        save(path, Project(Session(example("digits")).document))
    files = [path, path] if kind == "two files" else [path]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    copy, left, none = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, mime, left, none)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert enter.isAccepted() == (kind != "two files")
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
    if kind == "project":
        qtbot.waitUntil(lambda: "d.nnviz" in window.windowTitle())
    elif kind == "table":
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.reject()


# Data that has moved.


def moved_project(tmp_path, monkeypatch):
    monkeypatch.setattr("nnviz.app.project.data_source.COPY_BYTES", 1)
    table = tmp_path / "t.csv"
    table.write_text("a,b\n" + "".join(f"{k},{k * k}\n" for k in range(12)))
    from nnviz.app.opening import fitted

    session = Session(fitted(DataSpec("csv", str(table))))
    save(tmp_path / "a.nnviz", Project(session.document))
    return table.rename(tmp_path / "elsewhere.csv")


def test_data_that_has_moved_can_be_found(qtbot, window, keeping, session, tmp_path, monkeypatch):
    there = moved_project(tmp_path, monkeypatch)
    keeping.open_path(tmp_path / "a.nnviz")
    qtbot.waitUntil(lambda: isinstance(keeping.question, Question))
    assert "t.csv" in question(keeping).text()
    answer(qtbot, keeping, Role.AcceptRole)
    choose_file(qtbot, keeping, there)
    qtbot.waitUntil(lambda: "a.nnviz" in window.windowTitle())
    assert session.state.experiment.data.name == str(there)


def test_data_that_has_moved_can_be_left(qtbot, keeping, session, tmp_path, monkeypatch):
    moved_project(tmp_path, monkeypatch)
    before = session.document
    keeping.open_path(tmp_path / "a.nnviz")
    qtbot.waitUntil(lambda: isinstance(keeping.question, Question))
    answer(qtbot, keeping, Role.RejectRole)
    assert session.document is before


# Recent files, and the next start.


def test_recent_files(qtbot, window, keeping, tmp_path):
    assert not keeping.recent.menu.isEnabled()
    for name in ("a", "b"):
        saved(qtbot, keeping, tmp_path / f"{name}.nnviz")
    keeping.recent.menu.aboutToShow.emit()
    actions = [one for one in keeping.recent.menu.actions() if one.text()]
    assert [Path(one.toolTip()).name for one in actions[:2]] == ["b.nnviz", "a.nnviz"]
    (tmp_path / "b.nnviz").unlink()
    keeping.recent.menu.aboutToShow.emit()
    first, second = keeping.recent.menu.actions()[:2]
    assert not first.isEnabled()
    assert "not found" in first.text()
    second.trigger()
    qtbot.waitUntil(lambda: "a.nnviz" in window.windowTitle())
    keeping.recent.menu.actions()[-1].trigger()
    assert keeping.recent.paths == ()
    assert not keeping.recent.menu.isEnabled()


def test_recent_files_are_few_and_each_is_there_once(qtbot, window):
    recent = RecentMenu((), window.tr_message, window)
    for k in range(14):
        recent.add(Path(f"/x/{k % 12}.nnviz"))
    assert len(recent.paths) == 10
    assert recent.paths[0] == "/x/1.nnviz"
    assert len(set(recent.paths)) == 10


def test_what_is_remembered(qtbot, window, keeping, tmp_path):
    told = []
    window.closing.connect(told.append)
    saved(qtbot, keeping, tmp_path / "a.nnviz")
    window.close()
    assert told[0]["recent"] == (str(tmp_path / "a.nnviz"),)
    assert told[0]["last_folder"] == str(tmp_path)
    assert told[0]["last_file"] == str(tmp_path / "a.nnviz")
    found = read_last()
    assert found.path == tmp_path / "a.nnviz"


def test_what_was_given_up_does_not_come_back(qtbot, window, keeping, session):
    session.train_to(10)
    window.close()
    answer(qtbot, keeping, Role.DestructiveRole)
    qtbot.waitUntil(window.isHidden)
    assert read_last() is None
    assert crashed() == []


# For other programs.


def test_exporting_says_what_each_format_keeps(qtbot, window, keeping, session, tmp_path):
    session.train_to(9)
    keeping.export()
    dialog = keeping.question
    assert isinstance(dialog, ExportDialog)
    assert "iteration 9" in dialog.findChildren(type(dialog.children()[1]))[0].text()
    dialog.choices["nnviz"].setChecked(True)
    dialog._on_accepted()
    choose_file(qtbot, keeping, tmp_path / "net.nnviz")
    qtbot.waitUntil(lambda: "The network is in" in window.views.notice.text)
    network = Network.load(tmp_path / "net.nnviz")
    wanted = session.document.run.parameters(9)
    assert all(network.parameters[name].tobytes() == wanted[name].tobytes() for name in wanted)
    assert keeping.is_modified, "an exported network is not the saved document"


def test_a_format_whose_package_is_missing_says_which(qtbot, window, keeping, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    keeping.export()
    dialog = keeping.question
    assert not dialog.choices["onnx"].isEnabled()
    assert "pip install" in dialog.choices["onnx"].accessibleDescription()
    assert dialog.choices["nnviz"].isChecked()
    dialog.reject()


def test_settings_bring_the_recent_files(session, tmp_path):
    (tmp_path / "a.nnviz").write_bytes(b"")
    settings = Settings(recent=(str(tmp_path / "a.nnviz"),))
    assert Session(example("xor"), settings).settings.recent == settings.recent
