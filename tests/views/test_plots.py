"""The plots panel with real mouse and keys: what is drawn, read off, chosen, copied and saved."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.app.data import validation
from nnviz.app.edits import SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.errors import FileError
from nnviz.views.data.feature import DataFeature
from nnviz.views.plots import saving
from nnviz.views.plots.feature import Plots
from nnviz.views.plots.overview import Overview
from nnviz.views.plots.run_page import RunPage
from nnviz.views.window.main_window import MainWindow
from tests.views.test_training_controls import IRIS

SINE = replace(
    IRIS,
    spec=replace(
        IRIS.spec,
        n_in=1,
        layers=(IRIS.spec.layers[0], replace(IRIS.spec.layers[1], units=1, activation="linear")),
        loss="mse",
    ),
    data=replace(IRIS.data, name="sine"),
)


def settle():
    for _ in range(4):
        QApplication.processEvents()


def opened(qtbot, experiment, iterations=0):
    session = Session(experiment, Settings(language="en", theme="light"))
    if iterations:
        session.train_to(iterations)
    window = MainWindow(session, Settings())
    window.resize(1440, 860)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.set_panel_open("plots", True)
    settle()
    return window, session, window.feature(Plots)


def choose(plots, qtbot, name, measured=None):
    """Go to a page and wait until it has been measured; return it."""
    names = [page.name.text for page in plots.panel.pages]
    plots.panel.choose(names.index(name))
    page = plots.panel.page
    settle()
    if measured is not None:
        qtbot.waitUntil(lambda: len(plots.metering.measures.iterations) >= measured, timeout=20_000)
        plots_of = page.plots if isinstance(page, Overview) else [page]
        for one in plots_of:
            qtbot.waitUntil(lambda one=one: not one._again.isActive(), timeout=5000)
        settle()
    return page


@pytest.fixture
def iris(qtbot):
    return opened(qtbot, IRIS, 100)


def at_iteration(plot, iteration):
    """The pixel of the viewport where an iteration is, half way up."""
    (_, _), (low, high) = plot.box.viewRange()
    scene = plot.box.mapViewToScene(QPointF(iteration, (low + high) / 2))
    return plot.mapFromScene(scene)


def test_v_opens_and_closes_it(window, qtbot):
    plots = window.feature(Plots)
    assert plots.dock.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_V)
    assert plots.dock.isVisible()
    assert window.menus.actions["panel_plots"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_V)
    assert plots.dock.isHidden()


def test_nothing_is_measured_for_a_plot_that_is_not_seen(window, session, qtbot):
    plots = window.feature(Plots)
    session.train_to(40)
    settle()
    qtbot.wait(80)
    assert len(plots.metering.measures.iterations) == 0
    assert all(not page.plot.curves for page in plots.panel.pages if isinstance(page, RunPage))


def test_the_loss_is_drawn_as_it_was(iris, qtbot):
    _, session, plots = iris
    page = choose(plots, qtbot, "Loss", measured=101)
    each, smooth, everything, held_out = page.plot.curves
    assert each.getData()[1].tolist() == session.state.losses.tolist()
    assert smooth.getData()[1][0] == pytest.approx(session.state.losses[:16].mean())
    part, run = validation(IRIS.data), session.state.course.run
    x, y = held_out.getData()
    for place in (0, 50, 100):
        assert y[place] == pytest.approx(run.network(int(x[place])).loss(part.X, part.Y))
    assert len(everything.getData()[0]) == 101
    names = [entry.name for entry in page.legend.entries]
    assert names[0] == "training, each batch"
    assert names[-1] == "validation"


def test_the_legend_says_the_values_under_the_pointer(iris, qtbot):
    _, session, plots = iris
    page = choose(plots, qtbot, "Loss", measured=101)
    assert float(page.legend.entries[0].value) == pytest.approx(session.state.losses[100], abs=5e-4)
    QTest.mouseMove(page.plot.viewport(), at_iteration(page.plot, 30))
    settle()
    assert page._pointed == 30
    shown = float(page.legend.entries[0].value)
    assert shown == pytest.approx(session.state.losses[30], abs=5e-4)
    assert page._caption.text().startswith("Iteration 30 · epoch 4.29")


def test_a_click_and_a_drag_take_the_stage_there(iris, qtbot):
    _, session, plots = iris
    page = choose(plots, qtbot, "Loss")
    view = page.plot.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at_iteration(page.plot, 40))
    settle()
    assert session.state.iteration == 40
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at_iteration(page.plot, 60))
    for iteration in (65, 75, 90):
        QTest.mouseMove(view, at_iteration(page.plot, iteration))
        settle()
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at_iteration(page.plot, 90))
    settle()
    assert session.state.iteration == 90
    assert page.plot._mark.value() == 90


def test_the_mark_follows_the_other_axes(iris, qtbot):
    window, session, plots = iris
    page = choose(plots, qtbot, "Loss")
    window.views.transport.axis.chosen.emit(17)
    settle()
    assert session.state.iteration == 17
    assert page.plot._mark.value() == 17


def test_arrow_keys_move_the_mark_while_the_plot_has_the_focus(iris, qtbot):
    window, session, plots = iris
    page = choose(plots, qtbot, "Loss")
    page.plot.setFocus()
    settle()
    step = session.state.status.position
    for key, expected in ((Qt.Key.Key_Left, 99), (Qt.Key.Key_Left, 98), (Qt.Key.Key_Right, 99),
                          (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 100)):  # fmt: skip
        qtbot.keyClick(page.plot, key)
        settle()
        assert session.state.iteration == expected
    assert session.state.status.position == step
    qtbot.keyClick(page.plot, Qt.Key.Key_Plus)
    assert page.plot.is_zoomed
    qtbot.keyClick(page.plot, Qt.Key.Key_0)
    assert not page.plot.is_zoomed
    qtbot.keyClick(page.plot, Qt.Key.Key_V)  # the others are still the window's
    assert plots.dock.isHidden()
    assert window.isVisible()


def test_it_can_be_looked_at_closer(qtbot):
    _, session, plots = opened(qtbot, IRIS, 4000)
    page = choose(plots, qtbot, "Loss", measured=120)
    coarse = len(plots.metering.measures.iterations)
    page.plot._look_at((1000, 1100))
    assert page.plot.span == (1000, 1100)
    qtbot.waitUntil(
        lambda: (
            set(range(1000, 1101)) <= set(plots.metering.measures.iterations.astype(int).tolist())
        ),
        timeout=20_000,
    )
    assert len(plots.metering.measures.iterations) > coarse
    qtbot.waitUntil(lambda: not page._again.isActive(), timeout=5000)
    x, y = page.plot.curves[0].getData()
    assert y[(x >= 1000) & (x <= 1100)].tolist() == session.state.losses[1000:1101].tolist()
    page.plot.box.zoomed.emit(1050.0, 0.5)
    assert page.plot.span[1] - page.plot.span[0] < 60
    page.plot.box.moved.emit(-10_000.0)
    assert page.plot.span[0] == 0
    page.plot.box.parted.emit(5.0, 5.5)
    assert page.plot.span[1] > page.plot.span[0]
    page.plot.box.reset.emit()
    assert page.plot.span == (0, 4000)


def test_the_wheel_looks_closer_around_the_pointer(iris, qtbot):
    _, _, plots = iris
    page = choose(plots, qtbot, "Loss")
    from PySide6.QtGui import QWheelEvent

    at = QPointF(at_iteration(page.plot, 50))
    view = page.plot.viewport()
    event = QWheelEvent(at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 240),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)
    start, stop = page.plot.span
    assert 10 < start < 50 < stop < 90


def test_log_leaves_zeros_out_and_says_so(qtbot):
    _, _, plots = opened(qtbot, example("xor"), 30)
    page = choose(plots, qtbot, "Gradient norms", measured=31)
    assert page.log.isChecked()
    page.log.setChecked(False)
    plotted = page._plotted
    line = plotted.lines[0]
    changed = replace(line, y=np.where(np.arange(len(line.y)) < 3, 0.0, line.y))
    page._plotted = replace(plotted, lines=(changed,), note=None)
    page.plot.set_plotted(page._plotted)
    assert page.plot.hidden_values == 0
    page.log.setChecked(True)
    assert page.plot.hidden_values == 3
    assert "3 values are 0 or less" in page.note.text()
    assert np.isnan(page.plot.curves[0].getData()[1][:3]).all()


def test_what_is_not_finite_is_a_gap(qtbot):
    _, _, plots = opened(qtbot, example("xor"), 30)
    page = choose(plots, qtbot, "Loss", measured=31)
    line = page._plotted.lines[0]
    y = line.y.copy()
    y[4:9] = np.nan
    y[20] = np.inf
    page.plot.set_plotted(replace(page._plotted, lines=(replace(line, y=y),)))
    page.plot.grab()
    (_, _), (low, high) = page.plot.box.viewRange()
    assert np.isfinite([low, high]).all()


def test_accuracy_and_what_is_seen_in_its_place(iris, qtbot):
    _, _, plots = iris
    page = choose(plots, qtbot, "Accuracy", measured=101)
    assert [entry.name for entry in page.legend.entries] == ["training, all samples", "validation"]
    (_, _), (low, high) = page.plot.box.viewRange()
    assert low < 0
    assert high > 1
    rmse = choose(plots, qtbot, "Distance (RMSE)")
    assert "classes" in rmse.note.text()
    _, _, numbers = opened(qtbot, SINE, 20)
    page = choose(numbers, qtbot, "Accuracy", measured=21)
    assert "R²" in page.note.text()
    assert len(page.plot.curves) == 2
    assert len(choose(numbers, qtbot, "Distance (RMSE)").plot.curves) == 2


def test_without_validation_the_page_says_how_to_get_one(qtbot):
    window, _, plots = opened(qtbot, example("xor"), 20)
    page = choose(plots, qtbot, "Accuracy", measured=21)
    assert "No samples are held out" in page.note.text()
    assert page.way.isVisible()
    qtbot.mouseClick(page.way, Qt.MouseButton.LeftButton)
    settle()
    assert window.is_panel_open("data")
    assert window.feature(DataFeature).tabs.currentWidget() is window.feature(DataFeature).form


def test_a_run_of_one_iteration(qtbot):
    _, session, plots = opened(qtbot, example("xor"))
    for name in ("Loss", "Accuracy", "Gradient norms", "Weight norms", "Learning rate",
                 "Weights one by one", "Overview"):  # fmt: skip
        page = choose(plots, qtbot, name, measured=1)
        page.widget.grab()
    assert session.state.last_iteration == 0
    loss = choose(plots, qtbot, "Loss", measured=1)
    assert loss.plot.curves[0].getData()[1].tolist() == session.state.losses.tolist()
    assert loss.plot.curves[0].opts["symbol"] == "o"


def test_edits_are_marked(iris, qtbot):
    _, session, plots = iris
    session.seek_iteration(60)
    session.edit(SetOptimizerOption("lr", 0.01))
    session.train_to(80)
    settle()
    page = choose(plots, qtbot, "Learning rate")
    assert [line.value() for line in page.plot._marks] == [60]
    x, y = page.plot.curves[0].getData()
    assert y[x < 60].tolist() == [0.1] * 60
    assert (y[x >= 60] == 0.01).all()
    session.seek_iteration(60)
    settle()
    assert "edit: Learning rate" in page._caption.text()


def test_epochs_along_the_axis(iris, qtbot):
    _, session, plots = iris
    page = choose(plots, qtbot, "Loss")
    axis = page.plot._bottom
    page.epochs.setChecked(True)
    levels = axis.tickValues(0, 100, 600)
    ticks = [tick for _, ticks in levels for tick in ticks]
    epochs = session.state.course.epochs(ticks)
    assert np.allclose(epochs, epochs.round())
    assert axis.tickStrings([0, 70], 1, 10) == ["0", "10"]
    page.epochs.setChecked(False)
    assert axis.tickStrings([0, 70], 1, 10) == ["0", "70"]


def test_each_weight_or_shares_of_many(iris, qtbot):
    _, session, plots = iris
    page = choose(plots, qtbot, "Weights one by one", measured=101)
    assert [page.choice.itemData(k) for k in range(page.choice.count())] == ["W1", "b1", "W2", "b2"]
    assert len(page.plot.curves) == 24
    parameters = session.state.course.run.parameters(33)
    for place in (0, 5, 23):
        assert page.plot.curves[place].getData()[1][33] == parameters["W1"].reshape(-1)[place]
    assert len(page.legend.entries) <= 12
    page.choice.setCurrentIndex(3)
    settle()
    assert len(page.plot.curves) == 3
    _, _, digits = opened(qtbot, example("digits"), 5)
    many = choose(digits, qtbot, "Weights one by one", measured=6)
    assert len(many.plot._fills) == 3
    assert len(many.plot.curves) == 1
    many.widget.grab()


def test_plots_follow_while_a_run_is_trained(iris, qtbot):
    window, session, plots = iris
    page = choose(plots, qtbot, "Loss", measured=101)
    window.training.run()
    qtbot.waitUntil(lambda: page.plot.span[1] > 1000, timeout=20_000)
    window.training.stop()
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=20_000)
    qtbot.waitUntil(lambda: page.plot.span[1] == session.state.last_iteration, timeout=5000)


def test_the_overview_shows_all_and_opens_one(iris, qtbot):
    _, _, plots = iris
    page = choose(plots, qtbot, "Overview", measured=101)
    assert isinstance(page, Overview)
    assert all(small.plot.curves for small in page.plots)
    page.plots[2].opened.emit()
    settle()
    assert plots.panel.page.name.text == page.plots[2].name.text


def test_copy_and_save(iris, qtbot, tmp_path):
    _, session, plots = iris
    panel = plots.panel
    page = choose(plots, qtbot, "Loss", measured=101)
    panel.copy()
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2 * page.widget.width()
    panel.save(tmp_path / "loss.png")
    assert not QImage(str(tmp_path / "loss.png")).isNull()
    panel.save(tmp_path / "loss.svg")
    drawn = (tmp_path / "loss.svg").read_text("utf-8")
    assert drawn.count("<path") + drawn.count("<polyline") > 5
    assert "training, each batch" in drawn
    panel.save(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open() as file:
        rows = list(csv.DictReader(file))
    known = {int(float(row["iteration"])): row for row in rows}
    for iteration in (0, 57, 100):
        assert float(known[iteration]["training_loss_of_batch"]) == session.state.losses[iteration]
        assert float(known[iteration]["epoch"]) == pytest.approx(iteration / 7)
    panel.copy_numbers()
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].startswith("iteration\tepoch\t")


def test_what_cannot_be_saved_is_said_calmly(iris, qtbot, tmp_path):
    window, _, plots = iris
    choose(plots, qtbot, "Overview")
    plots.panel.save(tmp_path / "all.csv")
    assert "no table" in window.views.notice.text
    choose(plots, qtbot, "Loss")
    plots.panel.save(tmp_path / "there is no such folder" / "loss.png")
    assert window.views.notice.text
    plots.panel.save(tmp_path / "loss.docx")
    assert "must end in" in window.views.notice.text
    with pytest.raises(FileError):
        saving.save(tmp_path / "loss", plots.panel, (), "")


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_it_can_stand_in_a_window_of_its_own(iris, qtbot):
    _, _, plots = iris
    plots.toggle_floating()
    settle()
    assert plots.dock.isFloating()
    assert plots.dock.isVisible()
    assert plots.dock.windowFlags() & Qt.WindowType.WindowMaximizeButtonHint
    plots.toggle_floating()
    settle()
    assert not plots.dock.isFloating()
    assert plots.dock.isVisible()


def test_words_and_colours_change_at_once(iris, qtbot):
    window, session, plots = iris
    page = choose(plots, qtbot, "Loss", measured=101)
    session.set_theme("projector")
    settle()
    assert page.plot.backgroundBrush().color() == window.theme.color(_card())
    session.set_language("zh")
    settle()
    page.widget.grab()
    session.set_language("en")
    settle()
    assert plots.panel.chooser.itemText(0) == "Loss"


def _card():
    from nnviz.scene.primitives import Role

    return Role.CARD
