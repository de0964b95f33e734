"""Text at 100, 150 and 200 per cent: everything grows, and nothing is cut off unseen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.texts import Catalogue
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.views.look import fonts
from nnviz.views.look.text_size import resize_text
from nnviz.views.panels.elided_label import ElidedLabel
from tests.scene.traces import random_steps, xor_steps
from tests.views.places import places, settle, way_to
from tests.views.test_text_room import has_room, labels

SIZES = ((1280, 720), (1920, 1080))


@pytest.fixture(autouse=True)
def _own_size_again():
    yield
    resize_text(1.0)


def made(qtbot, language, size, percent):
    from nnviz.views.window.main_window import MainWindow

    chosen = Settings(language=language, theme="light", text_scale=percent)
    window = MainWindow(Session(example("xor"), chosen), Settings(welcomed=True))
    window.resize(*size)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    return window


def words_of(widget):
    text = widget.text()
    if isinstance(widget, QAbstractButton):
        return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
    return text


def cut_off(widget):
    """Return how many pixels of a text are missing, in width and in height."""
    if isinstance(widget, ElidedLabel) or not widget.text() or widget.rect().isEmpty():
        return 0, 0
    wanted = widget.sizeHint()
    if isinstance(widget, QLabel):
        if widget.pixmap() is not None and not widget.pixmap().isNull():
            return 0, 0
        if widget.wordWrap():
            return 0, widget.heightForWidth(widget.width()) - widget.height()
        return wanted.width() - widget.width(), wanted.height() - widget.height()
    lines = words_of(widget).split("\n")
    metrics = widget.fontMetrics()
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    return wide - widget.width(), metrics.height() * len(lines) - widget.height() - 2


def scrolls_sideways(widget):
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea) and at.horizontalScrollBar().maximum() > 0:
            return at.horizontalScrollBar().isVisible()
        at = at.parentWidget()
    return False


def outside(widget):
    """Say whether a widget goes beyond the right edge of what shows it."""
    at = widget.parentWidget()
    while at is not None and not at.isWindow():
        right = widget.mapTo(at, widget.rect().topRight()).x()
        if right > at.width() + 1 and not scrolls_sideways(widget):
            return True
        at = at.parentWidget()
    return False


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_is_cut_off(qtbot, language, size, percent):
    window = made(qtbot, language, size, percent)
    window._session.seek_step(0, 1.0)
    window.menus.actions["walk_right"].trigger()
    settle()
    bad, seen = set(), 0
    for place, root in places(window):
        settle()
        for kind in (QLabel, QAbstractButton):
            for widget in root.findChildren(kind):
                if widget.window() is not root or not widget.isVisible():
                    continue
                seen += 1
                missing = cut_off(widget)
                if (max(missing) > 1 or outside(widget)) and not widget.toolTip():
                    bad.add(f"{place}: {way_to(widget)} {words_of(widget)[:50]!r} {missing}")
    assert seen > 100
    assert not bad, "\n" + "\n".join(sorted(bad))


def test_everything_grows_at_once_and_comes_back(qtbot):
    window = made(qtbot, "en", SIZES[0], 100)
    window.set_panel_open("build", True)
    settle()
    shown = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    before = [w.font().pixelSize() for w in shown]
    for percent in (125, 175, 200):
        window._session.set_text_scale(percent)
        settle()
        for label, px in zip(shown, before, strict=True):
            assert label.font().pixelSize() == fonts.scaled(px), label.text()
            assert fonts.scaled(px) == max(1, round(px * percent / 100))
    window._session.set_text_scale(100)
    settle()
    assert [w.font().pixelSize() for w in shown] == before
    assert QApplication.font().pixelSize() == 14


def test_the_words_of_the_stage_grow_where_there_is_room(qtbot):
    window = made(qtbot, "en", SIZES[1], 100)
    stage = window.stage
    plain = stage.scene_size
    assert plain == (stage.width(), stage.height())
    window._session.set_text_scale(150)
    settle()
    factor = stage.width() / stage.scene_size[0]
    assert 1.2 < factor <= 1.5
    assert (stage.scene.width, stage.scene.height) == pytest.approx(stage.scene_size)


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    wide=st.floats(620, 1300), tall=st.floats(330, 640), language=st.sampled_from(("en", "zh")),
    alpha=st.sampled_from((0.2, 0.6, 1.0)), orientation=st.sampled_from(("textbook", "rows")),
)  # fmt: skip
def test_words_have_room_on_every_stage_that_is_enlarged(
    qapp, wide, tall, language, alpha, orientation
):
    translate = Catalogue(language).translate
    options = ComposeOptions(wide, tall, orientation=orientation)
    for step in (*xor_steps()[::2], *random_steps([4, 3, 2], 3, "tanh")[::3]):
        for label in labels(compose(step, alpha, options)):
            has_room(label, translate)


def test_the_keys_change_the_size_by_the_usual_steps(window, session):
    for expected in (125, 150, 175, 200, 200):
        window.menus.actions["text_larger"].trigger()
        assert session.state.text_scale == expected
    window.menus.actions["text_smaller"].trigger()
    assert session.state.text_scale == 175
    assert session.settings.text_scale == 175


def axes_of(window):
    import pyqtgraph as pg

    plots = [plot for plot in window.findChildren(pg.PlotWidget) if plot.isVisible()]
    return [(plot, plot.getAxis(side)) for plot in plots for side in ("left", "bottom")]


@pytest.mark.parametrize("page", range(4))
def test_the_numbers_of_plots_grow_and_have_room(qtbot, page):
    from nnviz.views.plots.feature import Plots

    window = made(qtbot, "en", SIZES[1], 100)
    window.set_panel_open("plots", True)
    window.feature(Plots).panel.choose(page)
    settle()
    found = axes_of(window)
    assert len(found) >= 4
    for percent in (200, 150, 100):
        window._session.set_text_scale(percent)
        settle()
        for plot, axis in found:
            if not axis.isVisible():
                continue
            assert axis.style["tickFont"].pixelSize() == fonts.scaled(10)
            assert axis.label.font().pixelSize() == fonts.scaled(12)
            assert_numbers_fit(axis)
            box = plot.getPlotItem().vb.sceneBoundingRect()
            assert box.height() > 20, plot.accessibleName()


def assert_numbers_fit(axis):
    """The numbers at the ticks stand inside the axis, and none on another."""
    metrics = QFontMetricsF(axis.style["tickFont"])
    spans = axis.range
    length = axis.height() if axis.orientation == "left" else axis.width()
    for spacing, values in axis.tickValues(*spans, length)[:1]:
        if axis.orientation == "left" and len(values) > 1:
            apart = abs(values[1] - values[0]) / (spans[1] - spans[0]) * length
            assert apart >= metrics.height() - 1, "numbers lie over each other"
        for text in axis.tickStrings(values, 1.0, spacing):
            room = axis.width() if axis.orientation == "left" else axis.height()
            needs = (
                metrics.horizontalAdvance(text) if axis.orientation == "left" else metrics.height()
            )
            assert needs <= room, (axis.orientation, text)


def test_the_lens_grows_with_the_words(qtbot):
    from PySide6.QtCore import QPointF

    from nnviz.scene.primitives import MatrixBlock
    from nnviz.views.keeping.keeping import Keeping

    window = made(qtbot, "en", SIZES[1], 100)
    window.feature(Keeping).open_experiment(example("digits"))
    window._session.seek_step(0, 1.0)
    sizes = {}
    for percent in (100, 150, 200):
        window._session.set_text_scale(percent)
        settle()
        stage = window.stage
        stage.lens.set_wanted(True)
        blocks = [b for b in stage.scene.primitives if isinstance(b, MatrixBlock)]
        heat = max((b for b in blocks if b.decimals is None), key=lambda b: b.values.size)
        box = stage.in_view(heat.rect)
        stage._point(stage.cell_at(QPointF(box.center())), QPointF(box.center()))
        seen = stage.lens.scene(stage.scene, stage._fit(stage.scene), stage._view())
        assert seen is not None
        sizes[percent] = max(b.font_px for b in seen.primitives if isinstance(b, MatrixBlock))
        card = next(item for item in seen.primitives if item.id == "lens")
        assert card.rect.x >= 0
        assert card.rect.right <= stage.width() + 1
        assert card.rect.y >= 0
        assert card.rect.bottom <= stage.height() + 1
    assert sizes == {100: 13.0, 150: 19.5, 200: 26.0}


def test_the_guide_and_the_reasons_grow_with_the_words(qtbot):
    from nnviz.scene.primitives import CellRef
    from nnviz.views.guide.feature import GuideFeature

    window = made(qtbot, "en", SIZES[1], 100)
    session = window._session
    session.pin(CellRef("Z1", 0, 0))
    window.menus.actions["why"].trigger()
    feature = window.feature(GuideFeature)
    feature.open("matmul")
    settle()
    measured = []
    for percent in (100, 150, 200, 100):
        session.set_text_scale(percent)
        settle()
        writer = feature.guide.browser._writer
        formula = writer.formulas["formula:matmul"][1].height()
        tree = window.views.why.tree
        measured.append((formula, tree.visualRect(tree.model().index(0, 0)).height()))
    (first, _), (larger, _), (largest, _), (again, _) = measured
    assert again == first
    assert (larger, largest) == pytest.approx((1.5 * first, 2.0 * first), abs=2)
    for percent, (_, row) in zip((100, 150, 200, 100), measured, strict=True):
        own = row * 100 / percent  # of one line, or of two
        assert min(abs(own - 29), abs(own - 50)) <= 1
