"""The pages about one iteration: what they show, and what clicks and keys do."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from nnviz.app import data
from nnviz.app.edits import SetData
from nnviz.app.experiment import DataSpec
from nnviz.app.portraits.boundary import FINE
from nnviz.app.portraits.choosing import rows_on_stage
from nnviz.app.portraits.reading import Reading
from nnviz.app.session import Session
from nnviz.engine import Network
from nnviz.scene.primitives import CellRef
from nnviz.views.look.theme import THEMES
from nnviz.views.plots.feature import Plots
from nnviz.views.plots.portraits import (
    PORTRAITS,
    BoundaryPage,
    ConfusionPage,
    HiddenPage,
    HistogramPage,
    MistakesPage,
    UnitPage,
)
from nnviz.views.plots.portraits.surface_item import pixels
from tests.app.portrait_nets import experiment
from tests.views.portrait_pages import Shown, english, opened


@pytest.fixture
def show(qtbot):
    """Open a page on a net; all are closed in the end."""
    made = []

    def opens(make, name, **options):
        session = options.pop("session", None) or opened(name, options.pop("iterations", 40))
        shown = Shown(qtbot, session, make, **options)
        made.append(shown)
        shown.tell()
        return shown

    yield opens
    for shown in made:
        shown.close()


def network_of(state):
    """The network on the stage, made anew."""
    made = Network.from_spec(state.experiment.spec)
    made.set_parameters({name: state.trace[name] for name in state.trace.spec.parameter_shapes})
    return made


def click(qtbot, plot, x, y):
    qtbot.mouseClick(
        plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.place_of(float(x), float(y)).toPoint()
    )


def press(qtbot, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, key, modifier)
    QApplication.processEvents()


def hover(qtbot, plot, x, y):
    qtbot.mouseMove(plot.viewport(), plot.place_of(x, y).toPoint() + QPoint(3, 3))
    qtbot.mouseMove(plot.viewport(), plot.place_of(x, y).toPoint())
    QApplication.processEvents()


def far_from_others(points, rows):
    """A row of ``rows`` whose point is not under another one."""
    away = np.linalg.norm(points[:, None] - points[None, rows], axis=2)
    away[rows, np.arange(len(rows))] = np.inf
    return int(rows[np.argmax(away.min(axis=0))])


class TestBoundary:
    def test_the_picture_is_fine_in_the_end_and_of_the_stage(self, show):
        shown = show(BoundaryPage, "moons")
        result = shown.page.result
        assert result.surface.outputs.shape == (FINE, FINE, 1)
        assert result.subject.iteration == 40

    def test_rows_go_upwards_and_columns_to_the_right(self, show):
        """Each corner of the painted picture has the colour of the class that is said there."""
        shown = show(BoundaryPage, "spiral")
        page, found = shown.page, shown.page.result.surface
        painted = page.surface.image.image
        assert painted.shape == (FINE, FINE, 3)
        network, (left, bottom), (right, top) = (
            network_of(shown.session.state), found.plane.low, found.plane.high
        )  # fmt: skip
        step = 0.5 / FINE
        for row, column in ((0, 0), (0, -1), (-1, 0), (40, 120)):
            x = left + (right - left) * ((column % FINE) / FINE + step)
            y = bottom + (top - bottom) * ((row % FINE) / FINE + step)
            said = network.predict([[x, y]])[0].argmax()
            assert said == found.winners[row, column]
        where = page.surface.image.mapRectToParent(page.surface.image.boundingRect())
        assert where.left() == pytest.approx(left)
        assert where.width() == pytest.approx(right - left)
        assert min(where.top(), where.bottom()) == pytest.approx(bottom)

    def test_surer_is_stronger(self, show):
        found = show(BoundaryPage, "moons").page.result.surface
        shades = pixels(found, Reading("sides", ("0", "1")), 1.0, THEMES["light"]).astype(float)
        ground = np.array([255.0, 255.0, 255.0])
        strength = np.abs(shades - ground).sum(axis=2)
        first = found.winners == 0
        order = np.argsort(found.scores[first])
        assert (np.diff(strength[first][order]) >= -4).all()

    def test_a_click_on_a_point_of_the_batch_chooses_its_sample(self, show, qtbot):
        shown = show(BoundaryPage, "moons")
        state = shown.session.state
        rows = rows_on_stage(state)
        parts = data.parts(state.experiment.data)
        everything = np.concatenate([parts.training.X, parts.validation.X])
        chosen = far_from_others(everything, rows)
        click(qtbot, shown.page.plot, *parts.training.X[chosen])
        assert shown.session.state.sample == int(np.flatnonzero(rows == chosen)[0])
        shown.tell()
        assert shown.page.points.ringed == pytest.approx(tuple(parts.training.X[chosen]))
        assert shown.page.note.isHidden()

    def test_another_sample_says_where_it_is_and_goes_there(self, show, qtbot):
        shown = show(BoundaryPage, "moons")
        state = shown.session.state
        parts = data.parts(state.experiment.data)
        everything = np.concatenate([parts.training.X, parts.validation.X])
        here = set(rows_on_stage(state).tolist())
        others = np.array([row for row in range(len(parts.training.X)) if row not in here])
        chosen = far_from_others(everything, others)
        click(qtbot, shown.page.plot, *parts.training.X[chosen])
        note = shown.page.note
        assert note.isVisible()
        assert str(parts.training_rows[chosen] + 1) in note.text.text()
        assert shown.session.state.iteration == 40
        qtbot.mouseClick(note.button, Qt.MouseButton.LeftButton)
        after = shown.session.state
        assert after.iteration != 40
        assert np.array_equal(after.trace["X"][after.sample], parts.training.X[chosen])
        assert "another one then" in note.text.text()

    def test_a_validation_sample_is_never_on_the_stage(self, show, qtbot):
        shown = show(BoundaryPage, "moons")
        parts = data.parts(shown.session.state.experiment.data)
        everything = np.concatenate([parts.training.X, parts.validation.X])
        count = len(parts.training.X)
        chosen = far_from_others(everything, np.arange(count, len(everything)))
        click(qtbot, shown.page.plot, *everything[chosen])
        assert "never trained on" in shown.page.note.text.text()
        assert shown.page.note.button.isHidden()

    def test_pointing_asks_the_network(self, show, qtbot):
        shown = show(BoundaryPage, "moons")
        page = shown.page
        hover(qtbot, page.plot, 0.4, 0.2)
        at = page._at
        said = float(network_of(shown.session.state).predict([[at.x(), at.y()]])[0, 0])
        assert f"output {said:.2f}" in page.readout.text()
        assert ("class 1" in page.readout.text()) == (said > 0.5)

    def test_arrow_keys_move_a_cross_and_are_not_the_playbacks(self, show, qtbot):
        shown = show(BoundaryPage, "moons")
        page = shown.page
        page.plot.setFocus()
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier
        )
        event.ignore()
        QApplication.sendEvent(page.plot, event)
        assert event.isAccepted()
        press(qtbot, page.plot, Qt.Key.Key_Right)
        first = QPointF(page._at)
        press(qtbot, page.plot, Qt.Key.Key_Up)
        assert page._at.x() == pytest.approx(first.x())
        assert page._at.y() > first.y()
        assert "output" in page.readout.text()

    def test_two_of_many_features_are_chosen(self, show, qtbot):
        shown = show(BoundaryPage, "iris")
        page = shown.page
        variances = data.training(shown.session.state.experiment.data).X.var(axis=0)
        assert set(page.controls.axes) == set(np.argsort(variances)[-2:])
        page.controls.right.setCurrentIndex(1)
        page.controls.right.activated.emit(1)
        shown.settle()
        assert page.result.surface.plane.x == 1
        assert "other 2 features stand at their means" in page.caption.text()
        page.controls.others.setCurrentIndex(1)
        page.controls.others.activated.emit(1)
        shown.settle()
        state = shown.session.state
        assert np.array_equal(page.result.surface.plane.base, state.trace["X"][state.sample])
        shown.session.select_sample(3)
        shown.tell()
        state = shown.session.state
        assert np.array_equal(page.result.surface.plane.base, state.trace["X"][3])

    def test_the_same_feature_twice_is_no_plane(self, show):
        page = show(BoundaryPage, "iris").page
        up = page.controls.up.currentIndex()
        page.controls.right.setCurrentIndex(up)
        page.controls.right.activated.emit(up)
        x, y = page.controls.axes
        assert x == up != y

    def test_fold_lines(self, show, qtbot):
        shown = show(BoundaryPage, "moons")
        assert shown.page.folds.xData is None or not len(shown.page.folds.xData)
        qtbot.mouseClick(shown.page.controls.folds, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        shown.settle()
        assert len(shown.page.folds.xData) == 2 * len(shown.page.result.folds) > 0

    def test_one_input_is_a_curve_with_the_data(self, show):
        shown = show(BoundaryPage, "sine")
        page = shown.page
        training = data.training(shown.session.state.experiment.data)
        assert page.result.surface is None
        x, y = page._curves[0].getData()
        assert np.allclose(y, network_of(shown.session.state).predict(x[:, None])[:, 0])
        assert np.allclose(page.points.shown[0].places[:, 1], training.Y.ravel())

    def test_a_what_if_is_seen_at_once(self, show):
        shown = show(BoundaryPage, "moons")
        before = shown.page.result.surface.outputs.copy()
        shown.session.suppose(CellRef("W1", 0, 0), 5.0)
        after = shown.tell().surface.outputs
        assert not np.array_equal(before, after)


class TestHidden:
    def test_layers_are_walked_by_keys(self, show, qtbot):
        shown = show(HiddenPage, "moons")
        page = shown.page
        page.plot.setFocus()
        assert page.result.space.layer == 1
        press(qtbot, page.plot, Qt.Key.Key_Up)
        shown.settle()
        assert page.result.space.layer == 2
        press(qtbot, page.plot, Qt.Key.Key_Down)
        press(qtbot, page.plot, Qt.Key.Key_Down)
        shown.settle()
        assert page.result.space.layer == 0
        assert np.array_equal(
            page.result.space.training.points,
            data.training(shown.session.state.experiment.data).X,
        )

    def test_the_way_between_layers_says_that_it_is_none(self, show, qtbot):
        shown = show(HiddenPage, "moons")
        page = shown.page
        qtbot.mouseClick(page.after, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.way.state() is page.way.State.Running, timeout=10_000)
        assert "only a transition" in page.caption.text()
        qtbot.waitUntil(lambda: page.way.state() is page.way.State.Stopped, timeout=10_000)
        assert "only a transition" not in page.caption.text()
        assert np.allclose(page.points.shown[0].places, page.result.space.training.points)

    def test_with_reduced_motion_nothing_travels(self, show, qtbot):
        session = opened("moons")
        session.set_reduced_motion(True)
        shown = show(HiddenPage, "moons", session=session)
        qtbot.mouseClick(shown.page.after, Qt.MouseButton.LeftButton)
        shown.settle()
        assert shown.page.result.space.layer == 2
        assert shown.page.way.state() is shown.page.way.State.Stopped

    def test_the_ring_is_where_the_sample_is(self, show):
        shown = show(HiddenPage, "moons")
        shown.page.step(1)
        shown.settle()
        shown.page._arrive()
        state = shown.session.state
        assert shown.page.points.ringed == pytest.approx(tuple(state.trace["A2"][state.sample]))

    def test_three_units_are_turned_by_the_mouse_and_by_keys(self, show, qtbot):
        shown = show(HiddenPage, "sine")
        page = shown.page
        page.step(1)
        shown.settle()
        page._arrive()
        assert page.result.space.n_axes == 3
        before, view = page.points.shown[0].places.copy(), page.plot.viewport()
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
        for x in (170, 200):
            qtbot.mouseMove(view, QPoint(x, 150))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
        turned = page.points.shown[0].places.copy()
        assert not np.allclose(before, turned)
        assert page.note.isHidden()  # a drag is no click
        azimuth = page.turn.azimuth
        press(qtbot, page.plot, Qt.Key.Key_Right)
        assert page.turn.azimuth == pytest.approx((azimuth + 10) % 360)
        press(qtbot, page.plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        assert page.turn.elevation == pytest.approx(35)

    def test_principal_axes_keep_their_signs_from_iteration_to_iteration(self, show):
        shown = show(HiddenPage, "digits")
        for iteration in (39, 38, 20):
            before = shown.page.result.space.components.axes
            shown.session.seek_iteration(iteration)
            after = shown.tell().space.components.axes
            assert ((before * after).sum(axis=1) > 0).all()

    def test_the_explained_variance_is_said(self, show):
        shown = show(HiddenPage, "digits")
        first, second = shown.page.result.space.components.shares
        assert f"{100 * (first + second):.1f} %" in shown.page.caption.text()


class TestHistograms:
    def test_bars_are_shares_in_percent(self, show):
        shown = show(HistogramPage, "spiral")
        assert len(shown.page.cells) == 3
        A = shown.session.state.trace["A2"]
        heights = shown.page.cells[1].heights
        assert sum(heights) == pytest.approx(100)
        zeros = 100 * float((A == 0).mean())
        assert f"{zeros:.1f} % are exactly 0" in shown.page.cells[1].note.text()

    def test_other_values_and_the_same_axes(self, show, qtbot):
        shown = show(HistogramPage, "spiral")
        page = shown.page
        page.quantity.setCurrentIndex(3)
        page.quantity.activated.emit(3)
        shown.settle()
        assert [h.name for h in page.result.found] == ["dW1", "dW2", "dW3"]
        qtbot.mouseClick(page.shared, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        shown.settle()
        ranges = [cell.plot.getPlotItem().vb.viewRange() for cell in page.cells]
        assert ranges[0] == ranges[1] == ranges[2]

    def test_another_depth_has_another_number_of_cells(self, show):
        shown = show(HistogramPage, "spiral")
        session = opened("xor", 3)
        shown.session = session
        shown.tell()
        assert len(shown.page.cells) == 2


class TestConfusion:
    def test_a_cell_lists_its_samples_and_one_takes_the_stage_there(self, show, qtbot):
        shown = show(ConfusionPage, "digits")
        page = shown.page
        counts = page.result.confusion.counts
        off = counts - np.diag(np.diag(counts))
        row, column = (int(k) for k in np.unravel_index(off.argmax(), off.shape))
        page.table.scrollToItem(page.table.item(row, column))
        place = page.table.visualItemRect(page.table.item(row, column)).center()
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page.table.chosen == (row, column)
        assert len(page.list.rows) == off.max()
        found = page.result.verdicts
        assert all(found.labels[k] == row and found.guesses[k] == column for k in page.list.rows)
        item = page.list.item(0)
        place = page.list.visualItemRect(item).center()
        qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        state = shown.session.state
        X = data.training(state.experiment.data).X
        wanted = page.list.rows[0]
        if "has not been run yet" in page.note.text.text():
            assert state.iteration == 40
        else:
            assert np.array_equal(state.trace["X"][state.sample], X[wanted])

    def test_accuracy_says_of_how_many(self, show):
        shown = show(ConfusionPage, "iris", iterations=20)
        counted = shown.page.result.confusion
        said = shown.page.score.text()
        assert f"{counted.right} of {counted.total} training samples" in said
        state = shown.session.state
        training = data.training(state.experiment.data)
        right = network_of(state).predict(training.X).argmax(axis=1) == training.Y
        assert f"{100 * right.mean():.1f} %" in said

    def test_validation_samples(self, show):
        shown = show(ConfusionPage, "iris", iterations=20)
        shown.page.part.setCurrentIndex(1)
        shown.page.part.activated.emit(1)
        shown.settle()
        held_out = data.validation(shown.session.state.experiment.data)
        assert shown.page.result.confusion.total == held_out.n_samples
        assert "validation samples" in shown.page.score.text()

    def test_keys_go_through_the_cells(self, show, qtbot):
        page = show(ConfusionPage, "iris", iterations=20).page
        page.table.setFocus()
        page.table.setCurrentCell(0, 0)
        press(qtbot, page.table, Qt.Key.Key_Right)
        press(qtbot, page.table, Qt.Key.Key_Down)
        assert page.table.chosen == (1, 1)
        assert "class versicolor" in page.listed.text()

    def test_numbers_have_no_classes(self, show):
        page = show(ConfusionPage, "sine").page
        assert page.result is None
        assert page.empty.isVisible()
        assert "numbers, not classes" in page.empty.text()


class TestMistakes:
    def test_the_worst_first_and_a_click_takes_the_stage_there(self, show, qtbot):
        shown = show(MistakesPage, "digits", iterations=120)
        page = shown.page
        state = shown.session.state
        training = data.training(state.experiment.data)
        p = network_of(state).predict(training.X)
        losses = -np.log(p[np.arange(len(p)), training.Y])
        wrong = np.flatnonzero(p.argmax(axis=1) != training.Y)
        expected = wrong[np.argsort(-losses[wrong], kind="stable")]
        assert page.list.rows == tuple(expected[:200].tolist())
        assert f"{len(wrong)} of" in page.summary.text()
        place = page.list.visualItemRect(page.list.item(1)).center()
        qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        after = shown.session.state
        assert np.array_equal(after.trace["X"][after.sample], training.X[expected[1]])

    def test_words_of_a_picture(self, show):
        page = show(MistakesPage, "digits", iterations=120).page
        found, row = page.result.verdicts, page.list.rows[0]
        first = f"{found.labels[row]} → {found.guesses[row]}"
        assert page.list.item(0).text().startswith(first)
        assert f"{found.sureness[row]:.2f}" in page.list.item(0).text()

    def test_without_pictures_it_is_a_table(self, show):
        page = show(MistakesPage, "moons").page
        found, row = page.result.verdicts, page.list.rows[0]
        assert f"loss {found.losses[row]:.3g}"[:8] in page.list.item(0).text()
        assert page.list.item(0).icon().isNull()

    def test_numbers_are_listed_by_their_loss(self, show):
        page = show(MistakesPage, "sine").page
        assert "largest losses" in page.summary.text()
        losses = page.result.verdicts.losses[list(page.list.rows)]
        assert (np.diff(losses) <= 0).all()


class TestUnits:
    def test_one_picture_per_unit_and_a_click_keeps_its_largest_weight(self, show, qtbot):
        shown = show(UnitPage, "digits")
        page = shown.page
        assert page.list.count() == 12
        place = page.list.visualItemRect(page.list.item(2)).center()
        qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        W = shown.session.state.trace["W1"]
        assert shown.session.state.pinned == CellRef("W1", 2, int(np.abs(W[2]).argmax()))

    def test_other_inputs_are_no_pictures(self, show):
        page = show(UnitPage, "iris").page
        assert "no pictures" in page.empty.text()
        assert page.empty.isVisible()


class TestEveryPage:
    @pytest.mark.parametrize("make", PORTRAITS, ids=lambda make: make.topic)
    @pytest.mark.parametrize("name", ["spiral", "moons", "sine", "digits"])
    def test_it_goes_with_theme_language_and_digits(self, show, make, name):
        shown = show(make, name, iterations=5)
        for theme in THEMES.values():
            shown.page.set_theme(theme)
        shown.page.retranslate(lambda text: f"«{english(text)}»")
        shown.session.set_digits(5)
        shown.tell()
        said = shown.page.caption if shown.page.empty.isHidden() else shown.page.empty
        assert said.text().startswith("«")
        for name_, values in shown.page.columns():
            assert isinstance(name_, str)
            assert values.dtype == np.float64

    def test_it_follows_the_iterations(self, show):
        shown = show(HistogramPage, "spiral")
        shown.session.seek_iteration(7)
        assert shown.tell().iteration == 7

    def test_while_a_run_is_trained_its_newest_network_is_seen(self, show):
        session = opened("moons", 60)
        session.seek_iteration(10)
        shown = show(BoundaryPage, "moons", session=session, training=lambda: True)
        assert shown.page.result.subject.iteration == session.state.last_iteration
        run = session.training_job(0).run
        expected = run.parameters(session.state.last_iteration)["W1"]
        assert np.array_equal(shown.page.result.subject.parameters["W1"], expected)

    def test_what_is_not_seen_computes_nothing(self, show):
        shown = show(MistakesPage, "moons")
        old = shown.page.result
        shown.page.set_active(False)
        shown.session.seek_iteration(3)
        assert shown.tell() is old
        shown.page.set_active(True)
        assert shown.settle().subject.iteration == 3


class TestStaleness:
    @pytest.fixture
    def held(self, show):
        """A page whose worker is held up until it is let go."""
        shown = show(MistakesPage, "moons")
        gate = threading.Event()
        shown.worker.submit("gate", lambda: gate.wait(20), lambda _: None)
        yield shown, gate
        gate.set()

    def test_a_result_of_other_data_is_dropped(self, held):
        shown, gate = held
        drawn = []
        draw = shown.page.draw
        shown.page.draw = lambda result: (drawn.append(result), draw(result))
        shown.session.seek_iteration(5)
        shown.page.show(shown.session.state)
        assert shown.page.is_busy
        shown.session.edit(SetData(DataSpec("builtin", "circles", batch_size=20)))
        shown.page.show(shown.session.state)
        gate.set()
        shown.settle()
        assert [r.subject.training.dataset.name for r in drawn] == ["circles"]

    def test_of_many_wishes_only_the_first_and_the_newest_are_answered(self, held):
        shown, gate = held
        drawn = []
        draw = shown.page.draw
        shown.page.draw = lambda result: (drawn.append(result), draw(result))
        for iteration in (5, 9, 12, 20, 30):
            shown.session.seek_iteration(iteration)
            shown.page.show(shown.session.state)
        gate.set()
        shown.settle()
        assert [r.subject.iteration for r in drawn] == [5, 30]

    def test_a_page_goes_on_after_what_should_not_happen(self, show, qtbot):
        shown = show(MistakesPage, "moons")
        shown.page.ask = lambda _state, _stage: lambda _moment: 1 / 0
        shown.session.seek_iteration(5)
        with qtbot.captureExceptions() as caught:
            shown.tell()
        assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
        del shown.page.ask
        shown.session.seek_iteration(6)
        assert shown.tell().subject.iteration == 6


class TestInTheWindow:
    def test_all_pages_are_in_the_panel_and_follow_the_stage(self, window, session, qtbot):
        session.train_to(6)
        window.set_panel_open("plots", True)
        panel = window.feature(Plots).panel
        pages = {getattr(page, "topic", ""): k for k, page in enumerate(panel.pages)}
        assert {make.topic for make in PORTRAITS} <= set(pages)
        for topic in ("hidden", "histograms", "confusion", "mistakes", "boundary"):
            panel.choose(pages[topic])
            page = panel.page
            qtbot.waitUntil(lambda page=page: page.result is not None, timeout=20_000)
        session.seek_iteration(2)
        qtbot.waitUntil(lambda: page.result.subject.iteration == 2, timeout=20_000)

    def test_a_click_in_the_panel_chooses_the_sample_on_the_stage(self, window, session, qtbot):
        window.set_panel_open("plots", True)
        panel = window.feature(Plots).panel
        panel.choose([getattr(p, "topic", "") for p in panel.pages].index("boundary"))
        page = panel.page
        qtbot.waitUntil(lambda: page.result is not None and not page.is_busy, timeout=20_000)
        QApplication.processEvents()
        click(qtbot, page.plot, *session.state.trace["X"][2])
        assert session.state.sample == 2
        qtbot.waitUntil(lambda: page.points.ringed == tuple(session.state.trace["X"][2]))


class TestWhatIsLeftOut:
    """The limits of what is drawn are said where they apply."""

    def test_of_many_samples_some_are_drawn(self, show):
        made = Session(experiment("moons", (2, (4, "tanh"), (1, "sigmoid")), "bce", 64,
                                  validation=0.1, n_samples=6000))  # fmt: skip
        page = show(HiddenPage, "moons", session=made).page
        assert "4\u00a0600 of 6\u00a0000 samples are drawn, evenly" in page.caption.text()

    def test_of_few_samples_nothing_is_said(self, show):
        assert "are drawn" not in show(HiddenPage, "moons").page.caption.text()

    @pytest.mark.parametrize(("units", "said"), [(64, False), (100, True)])
    def test_lines_of_many_units_are_counted(self, show, units, said):
        made = Session(experiment("moons", (2, (units, "relu"), (1, "sigmoid")), "bce", 20))
        shown = show(BoundaryPage, "moons", session=made)
        sentence = "Lines z = 0 of the first 64 of 100 units of layer 1."
        if not shown.page.controls.folds.isChecked():
            assert sentence not in shown.page.caption.text()
            shown.page.controls.folds.click()
            shown.tell()
        assert (sentence in shown.page.caption.text()) is said
