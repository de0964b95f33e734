"""What is kept without being asked for, what is offered after a crash, and the crash hook."""

import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit, QPushButton

from nnviz.app.edits import SetParameterValue
from nnviz.app.experiment import example
from nnviz.app.journal import Entry, crashed
from nnviz.app.journal.folder import journal_folder
from nnviz.app.project import Keepsake, Project, load, save
from nnviz.app.project.writing import file_stamp
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.starting import first_document, session_of
from nnviz.views.dialogs.crash_dialog import CrashDialog
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.keeping.questions import Question
from nnviz.views.keeping.recovery import RecoveryDialog
from nnviz.views.window.crash import CrashHook


@pytest.fixture
def keeping(window):
    return window.feature(Keeping)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr("nnviz.views.keeping.autosave._LOOK_MS", 20)
    monkeypatch.setattr("nnviz.views.keeping.autosave._LEAST_S", 0.05)


def change(session, value=0.5):
    session.edit(SetParameterValue("W1", 0, 0, value))


def leave_behind(iterations=40, path=None, stamp="", name="xor"):
    """Leave in the journal what a program that was killed leaves."""
    session = Session(example(name))
    session.train_to(iterations)
    keepsake = Keepsake(path, stamp, modified=True, saved_s=time.time())
    entry = Entry()
    entry.write(Project(session.document, keepsake=keepsake))
    entry._lock.release()  # as the system does when a program ends
    return session


def kept():
    return list(journal_folder().glob("*/document.nnviz"))


# Autosave.


def test_an_edit_is_kept_and_forgotten_once_it_is_saved(qtbot, keeping, session, tmp_path):
    change(session)
    qtbot.waitUntil(lambda: len(kept()) == 1)
    assert load(kept()[0]).document.experiment.parameters["W1"][0, 0] == 0.5
    assert load(kept()[0]).keepsake.modified
    change(session, 0.75)
    qtbot.waitUntil(lambda: load(kept()[0]).document.experiment.parameters["W1"][0, 0] == 0.75)
    keeping._write(tmp_path / "a.nnviz", None)
    qtbot.waitUntil(lambda: not keeping.is_modified)
    qtbot.waitUntil(lambda: kept() == [])


def test_looking_writes_nothing(qtbot, keeping, session):
    session.next()
    session.next_iteration()
    qtbot.wait(150)
    assert kept() == []
    assert not journal_folder().exists()


def test_what_has_not_changed_is_not_written_again(qtbot, keeping, session):
    change(session)
    qtbot.waitUntil(lambda: len(kept()) == 1)
    before = file_stamp(kept()[0])
    qtbot.wait(200)
    assert file_stamp(kept()[0]) == before


def test_training_is_kept_while_it_goes_on(qtbot, window, keeping):
    window.training.start(10**8)
    qtbot.waitUntil(lambda: len(kept()) == 1)
    first = load(kept()[0]).document.run.last_iteration
    qtbot.waitUntil(lambda: load(kept()[0]).document.run.last_iteration > first)
    assert window.training.is_running
    window.training.stop()
    qtbot.waitUntil(lambda: not window.training.is_running)


def test_when_nothing_can_be_kept_it_is_said_once(qtbot, window, keeping, session, monkeypatch):
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("a file in the way")
    change(session)
    qtbot.waitUntil(lambda: "kept for recovery" in window.views.notice.text)
    window.dismiss_notice()
    change(session, 0.75)
    qtbot.wait(200)
    assert window.views.notice.text == ""
    journal_folder().unlink()
    qtbot.waitUntil(lambda: len(kept()) == 1)


def test_nothing_is_left_when_the_window_closes(qtbot, window, keeping, session):
    change(session)
    qtbot.waitUntil(lambda: len(kept()) == 1)
    window.close()
    assert kept() == []
    assert crashed() == []


# Recovery.


def offered(keeping):
    assert keeping.offer_recovery()
    assert isinstance(keeping.question, RecoveryDialog)
    return keeping.question


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def discard(qtbot, dialog):
    """Press Discard and say again that it is meant."""
    click(qtbot, dialog.discard)
    click(qtbot, dialog.question.button(QMessageBox.ButtonRole.DestructiveRole))


def test_without_a_crash_nothing_is_offered(window, keeping):
    assert not keeping.offer_recovery()
    keeping.recover()
    assert "nothing to recover" in window.views.notice.text


def test_recovering(qtbot, window, keeping, session, tmp_path):
    lost = leave_behind(40)
    dialog = offered(keeping)
    assert "XOR · 2–4–1, 41 iterations" in dialog.list.item(0).text()
    click(qtbot, dialog.recover)
    assert session.state.last_iteration == 40
    assert session.state.losses.tobytes() == lost.state.losses.tobytes()
    assert keeping.is_modified, "no file has it"
    assert crashed() == [], "it is in this window's own entry now"
    assert len(kept()) == 1
    assert load(kept()[0]).document.run.last_iteration == 40


def test_a_recovered_document_belongs_to_its_file(qtbot, window, keeping, session, tmp_path):
    path = tmp_path / "lesson.nnviz"
    save(path, Project(Session(example("xor")).document))
    leave_behind(40, str(path), file_stamp(path))
    dialog = offered(keeping)
    assert "lesson.nnviz (XOR · 2–4–1)" in dialog.list.item(0).text()
    click(qtbot, dialog.recover)
    assert window.windowTitle().startswith("lesson.nnviz[*]")
    assert load(path).document.run.last_iteration == 0, "the file is as it was"
    keeping.save()
    qtbot.waitUntil(lambda: not keeping.is_modified)
    assert load(path).document.run.last_iteration == 40


def test_a_file_written_since_the_crash_is_asked_about(qtbot, keeping, session, tmp_path):
    path = tmp_path / "lesson.nnviz"
    save(path, Project(Session(example("xor")).document))
    leave_behind(40, str(path), "what it was before")
    click(qtbot, offered(keeping).recover)
    keeping.save()
    assert isinstance(keeping.question, Question)
    keeping.question.reject()


def test_later(qtbot, keeping, session):
    leave_behind()
    before = session.document
    click(qtbot, offered(keeping).later)
    assert session.document is before
    (left,) = crashed()
    left.let_go()


def test_discarding_one_of_two(qtbot, keeping):
    leave_behind(20)
    leave_behind(30, name="digits")
    dialog = offered(keeping)
    assert dialog.list.count() == 2
    discard(qtbot, dialog)
    assert dialog.list.count() == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    (left,) = crashed()
    left.let_go()


def test_discarding_the_last_one_closes_the_dialog(qtbot, keeping):
    leave_behind()
    discard(qtbot, offered(keeping))
    assert keeping.question is None
    assert crashed() == []


def test_discarding_asks_again_and_is_left_by_enter_and_escape(qtbot, keeping):
    leave_behind()
    dialog = offered(keeping)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        click(qtbot, dialog.discard)
        assert "XOR" in dialog.question.text()
        assert "lost for good" in dialog.question.informativeText()
        qtbot.keyClick(dialog.question, key)
        QApplication.processEvents()
        assert dialog.list.count() == 1
        assert len(kept()) == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    (left,) = crashed()
    left.let_go()


def test_recovering_over_changes_asks_first(qtbot, keeping, session):
    change(session)
    leave_behind()
    click(qtbot, offered(keeping).recover)
    assert isinstance(keeping.question, Question)
    keeping.question.reject()
    assert session.state.last_iteration < 40
    (left,) = crashed()
    left.let_go()


def test_another_window_does_not_recover_what_this_one_keeps(qtbot, keeping, session):
    change(session)
    qtbot.waitUntil(lambda: len(kept()) == 1)
    assert not keeping.offer_recovery()


# The next start.


def test_the_next_start_goes_on_where_one_was(qtbot, window, session):
    session.next_iteration()
    session.seek_step(5, 0.25)
    window.close()
    opened = first_document(Settings(), None, None)
    again = session_of(opened, Settings())
    assert again.state.iteration == 1
    assert again.state.status.position == session.state.status.position
    assert not again.is_modified


def test_a_last_file_that_is_damaged_is_no_reason_not_to_start(tmp_path):
    (tmp_path / "a.nnviz").write_bytes(b"PK nothing")
    settings = Settings(last_file=str(tmp_path / "a.nnviz"))
    assert first_document(settings, None, None).document.experiment.data.name == "xor"


def test_after_giving_up_changes_the_file_comes_back_as_it_was_saved(tmp_path):
    path = tmp_path / "a.nnviz"
    save(path, Project(Session(example("digits")).document))
    opened = first_document(Settings(last_file=str(path)), None, None)
    assert (opened.path, opened.document.experiment.data.name) == (path, "digits")


# The crash hook.


@pytest.fixture
def hook(window, keeping):
    made = CrashHook(lambda: window, lambda: window.translate, keeping.keep_now)
    made.install()
    yield made
    made.uninstall()


def fail(capsys, text="on purpose"):
    """Let an exception reach the hook, as one in a slot does."""
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert text in capsys.readouterr().err


def test_an_unexpected_exception_keeps_the_document_and_says_so(
    qtbot, window, keeping, session, hook, capsys
):
    change(session)
    fail(capsys)
    dialog = window.findChild(CrashDialog)
    assert "Your work is kept" in dialog.kept.text()
    assert load(kept()[0]).document.experiment.parameters["W1"][0, 0] == 0.5
    details = dialog.findChild(QPlainTextEdit)
    assert details.isHidden()
    show, copy, go_on = dialog.findChildren(QPushButton)[:3]
    click(qtbot, show)
    assert details.isVisible()
    click(qtbot, copy)
    assert "on purpose" in QApplication.clipboard().text()
    fail(capsys, "once more")
    assert "once more" in dialog.details
    assert len(window.findChildren(CrashDialog)) == 1
    click(qtbot, go_on)
    session.next()
    assert window.isVisible()


def test_a_document_that_cannot_be_kept_is_said_too(qtbot, window, keeping, session, hook, capsys):
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("a file in the way")
    change(session)
    fail(capsys)
    dialog = window.findChild(CrashDialog)
    assert "could not be kept" in dialog.kept.text()
    dialog.accept()
