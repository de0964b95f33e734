"""Which data: sets with their options, what is held out, what is in them, and files."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import Open
from nnviz.app.experiment import DataSpec, example
from nnviz.engine import datasets
from nnviz.views.data.data_texts import ABOUT
from nnviz.views.data.feature import DataFeature

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def form(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    settle()
    return window.feature(DataFeature).form


def choose(form, name):
    index = form.choice.findData(name)
    form.choice.setCurrentIndex(index)
    form.choice.activated.emit(index)
    settle()


def test_it_opens_with_the_focus_on_the_choice(window, form):
    assert window.is_panel_open("data")
    assert form.choice.hasFocus()
    assert form.choice.currentText() == "XOR"


@pytest.mark.parametrize("name", datasets.names())
def test_every_set_is_told_of_and_shown(session, form, name):
    assert ABOUT[name].english()
    if name != "xor":
        choose(form, name)
    assert session.state.experiment.data.name == name
    assert form.about.text() == ABOUT[name].english()
    found = datasets.load(name)
    assert f"{found.n_in} inputs" in form.counts.text()
    assert not form.preview.grab().isNull()
    assert set(form.options) <= {"n_samples", "noise", "n_classes", "turns", "inner", "seed"}


def test_options_of_a_set_change_it_and_are_undone(session, form):
    choose(form, "moons")
    form.options["n_samples"].setValue(50)
    form.options["noise"].setValue(0.0)
    settle()
    assert dict(session.state.experiment.data.options) == {"n_samples": 50, "noise": 0.0}
    assert "50 samples for training" in form.counts.text()
    session.undo()
    session.undo()
    settle()
    assert form.options["n_samples"].value() == 200


def test_what_is_held_out_is_counted(session, form):
    choose(form, "iris")
    form.validation.setValue(20)
    settle()
    assert session.state.experiment.data.validation == 0.2
    assert "120 samples for training, 30 for validation" in form.counts.text()
    assert "Class setosa: 40 for training, 10 for validation" in form.content.text()
    form.seed.setValue(5)
    form.standardise.setChecked(True)
    settle()
    data = session.state.experiment.data
    assert (data.seed, data.standardise) == (5, True)


def test_another_set_keeps_what_is_held_out_wherever_it_is_chosen(qtbot, window, session, form):
    choose(form, "iris")
    form.validation.setValue(20)
    form.seed.setValue(5)
    settle()
    window.set_panel_open("build", True)
    build = window.views.build.data_form
    build.name.setCurrentIndex(build.name.findData("moons"))
    build.name.activated.emit(build.name.currentIndex())
    settle()
    data = session.state.experiment.data
    assert (data.name, data.validation, data.seed) == ("moons", 0.2, 5)
    form.options["noise"].setValue(0.3)
    settle()
    assert session.state.experiment.data.validation == 0.2
    choose(form, "digits")
    assert session.state.experiment.data.validation == 0.2
    form.validation.setValue(5)
    settle()
    choose(form, "xor")  # of four samples that is none
    assert session.state.experiment.data.validation == 0.0
    assert session.state.experiment.data.name == "xor"


def test_build_leads_to_the_one_place_for_all_of_the_data(qtbot, window, session, form):
    window.set_panel_open("data", False)
    window.set_panel_open("build", True)
    settle()
    qtbot.mouseClick(window.views.build.data_form.more, Qt.MouseButton.LeftButton)
    settle()
    assert window.is_panel_open("data")
    feature = window.feature(DataFeature)
    assert feature.tabs.currentWidget() is form
    assert not feature.dock.visibleRegion().isEmpty()
    qtbot.mouseClick(window.views.build.data_form.more, Qt.MouseButton.LeftButton)
    assert window.is_panel_open("data")  # it opens, and never closes


def test_what_cannot_be_is_said_and_the_field_goes_back(window, session, form):
    form.validation.setValue(5)  # of four samples
    settle()
    assert session.state.experiment.data.validation == 0.0
    assert form.validation.value() == 0
    assert "leave one of the two parts empty" in window.views.notice.text


def test_a_file_that_has_gone_is_said(tmp_path, session, form):
    path = tmp_path / "t.csv"
    path.write_text("a,label\n1,x\n2,y\n")
    form.show_data(DataSpec("csv", str(path)))
    assert "2 samples" in form.counts.text()
    path.unlink()
    form.show_data(DataSpec("csv", str(path)))
    assert "cannot be read" in form.counts.text()


def test_the_data_are_exported(qtbot, tmp_path, window, session, form):
    files = window.feature(DataFeature).files
    files.export(tmp_path / "t.csv")
    qtbot.waitUntil(lambda: bool(window.views.notice.text), timeout=10_000)
    assert "4 samples were written to" in window.views.notice.text
    assert (tmp_path / "t.csv").read_text() == "x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
    window.dismiss_notice()
    files.export(tmp_path / "none" / "t.csv")
    qtbot.waitUntil(lambda: bool(window.views.notice.text), timeout=10_000)
    assert "cannot be written" in window.views.notice.text


def test_digits_are_shown_as_pictures_in_every_theme(session, form):
    session.edit(Open(example("digits")))
    for theme in ("dark", "projector", "light"):
        session.set_theme(theme)
        settle()
        assert not form.preview.grab().isNull()
    assert "and 56 inputs more" in form.content.text()
