"""The stage keeps its room however many panels are wanted."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.views.comparing.feature import Comparing
from nnviz.views.plots.feature import Plots
from nnviz.views.window.crowding import HIGH_SHARE, WIDE_SHARE, Part, Room, kept
from nnviz.views.window.main_window import MainWindow
from tests.views.places import PANELS, settle

# Qt's platform without a screen has no order of windows.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

ALL = ("build", "inspector", "why", "curve", "data", "plots", "symptoms", "code", "map")
SIDES = ("left", "right", "top", "bottom", "middle")


def part(name, side="right", height=200, width=250, place=None):
    return Part(name, side, place or name, width, height)


def by_place(part):
    return part.place


class TestKept:
    ROOM = Room(1280, 686, 170)

    def test_everything_that_fits_is_open(self):
        parts = [part("a"), part("b"), part("c", "left", 600)]
        assert kept(parts, self.ROOM) == {"a", "b", "c"}

    def test_the_oldest_goes(self):
        parts = [part(name) for name in "dcba"]
        assert kept(parts, self.ROOM) == {"d", "c", "b"}

    def test_one_without_room_closes_its_side_for_older_ones(self):
        parts = [part("new"), part("old", height=600), part("older", height=100)]
        assert kept(parts, self.ROOM) == {"new"}

    def test_a_full_side_leaves_the_others(self):
        parts = [part("new"), part("old", height=600), part("left", "left")]
        assert kept(parts, self.ROOM) == {"new", "left"}

    def test_tabs_need_the_height_of_one(self):
        parts = [part("a", height=600, place="x"), part("b", height=600, place="x")]
        assert kept(parts, self.ROOM) == {"a", "b"}

    def test_too_narrow_for_both_sides(self):
        parts = [part("new", "left", width=362), part("old", "right", width=280)]
        assert kept(parts, Room(1024, 700, 170)) == {"new"}
        assert kept(parts, Room(1280, 700, 170)) == {"new", "old"}

    def test_the_newest_is_open_even_where_it_takes_too_much(self):
        parts = [part("new", "left", width=900), part("map", "middle", 92), part("r", "right")]
        assert kept(parts, self.ROOM) == {"new", "map"}

    def test_alone_on_its_side_it_may_be_too_high(self):
        parts = [part("map", "middle", 92), part("new", height=900), part("old", height=10)]
        assert kept(parts, self.ROOM) == {"map", "new"}

    def test_not_above_or_below_the_stage(self):
        assert kept([part("new", "bottom", 332)], self.ROOM) == frozenset()
        assert kept([part("new", "bottom", 150)], self.ROOM) == {"new"}

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(SIDES), st.integers(50, 500), st.integers(50, 500),
                st.integers(0, 3),
            ),
            max_size=8,
        ),
        st.integers(900, 2000), st.integers(500, 1200),
    )  # fmt: skip
    def test_beyond_the_newest_nothing_takes_the_room_of_the_stage(self, rough, width, height):
        parts = [
            Part(f"p{k}", side, f"{side}{place}", w, h)
            for k, (side, w, h, place) in enumerate(rough)
        ]
        room = Room(width, height, 150)
        names = kept(parts, room)
        rest = [p for p in parts[1:] if p.name in names]
        sides = {side: [p for p in rest if p.side == side] for side in SIDES}
        wide = sum(max((p.width for p in sides[s]), default=0) for s in ("left", "right"))
        assert wide <= (1 - WIDE_SHARE) * width + 1
        high = 0
        for side, find in (("top", max), ("bottom", max), ("middle", sum)):
            groups = itertools.groupby(
                sorted(sides[side], key=lambda p: p.place), lambda p: p.place
            )
            high += find([max(p.height for p in group) for _, group in groups] or [0])
        assert high <= (1 - HIGH_SHARE) * (height - 150) + 1
        assert kept(parts, Room(width + 4000, height + 9000, 150)) == {p.name for p in parts}


@pytest.fixture
def crowded(qtbot):
    """Return a maker of windows of a size."""

    def make(width, height, settings=None, name="iris"):
        settings = settings or Settings(language="en", theme="light", welcomed=True)
        window = MainWindow(Session(example(name), settings), settings)
        window.resize(width, height)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        settle()
        return window

    return make


def open_panels(window):
    return {name for name in ALL if window.is_panel_open(name)}


def has_room(window):
    """Say whether the stage has its share; the bars that stand are not counted to the height."""
    settle()
    views = window.views
    bars = (views.top_bar, views.notice, window.welcome, views.chain, views.level, views.timeline,
            views.transport)  # fmt: skip
    left = window.height() - sum(bar.height() for bar in bars if bar.isVisible())
    stage = views.stage
    assert stage.width() >= WIDE_SHARE * window.width() - 1, (stage.width(), window.width())
    assert stage.height() >= HIGH_SHARE * left - 2, (stage.height(), left, open_panels(window))


def seen_frames(window):
    """Return where the docks are that are not behind others in their place."""
    titles = window.arrangement.titles.values()
    return [t.parentWidget().geometry() for t in titles if not t.visibleRegion().isEmpty()]


def is_of_use(window):
    """No dock is lower than its head and some lines, and none lies on another."""
    frames = seen_frames(window)
    assert all(frame.height() >= 150 for frame in frames), frames
    for one, other in itertools.combinations(frames, 2):
        assert not one.intersects(other), (one, other)


def assert_inside(window):
    frame = window.rect()
    assert all(frame.contains(dock) for dock in seen_frames(window)), seen_frames(window)
    assert frame.contains(window.centralWidget().geometry())


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (900, 560), (1920, 1080)])
@pytest.mark.parametrize("order", [ALL, ALL[::-1]], ids=["one way", "the other"])
def test_with_every_panel_wanted_the_stage_is_of_use(crowded, size, order):
    window = crowded(*size)
    for name in order:
        window.set_panel_open(name, False)
    for name in order:
        window.set_panel_open(name, True)
        assert window.is_panel_open(name)  # what was asked for last is there
        has_room(window)
        is_of_use(window)
        assert_inside(window)
    window.session.toggle_chain()
    settle()
    has_room(window)
    button = window.views.top_bar.put_away
    away = set(ALL) - open_panels(window)
    assert button.isVisible() == bool(away)
    assert set(window.arrangement.folded) == away
    window.close()


def test_with_words_twice_their_size(crowded):
    window = crowded(1280, 720, Settings(language="en", text_scale=200, welcomed=True))
    for name in ("build", "plots", "code"):
        window.set_panel_open(name, True)
        has_room(window)
        assert_inside(window)
    assert window.is_panel_open("plots")
    assert "map" in window.arrangement.folded
    window.session.choose("text_scale", 100)
    window.close()


def test_nothing_is_put_away_where_there_is_room(crowded):
    window = crowded(1280, 720)
    window.set_panel_open("build", True)
    window.set_panel_open("why", True)
    settle()
    assert {"build", "why", "inspector", "curve", "map"} <= open_panels(window)
    assert not window.views.top_bar.put_away.isVisible()
    window.close()


def test_what_was_put_away_comes_back(crowded):
    window = crowded(1024, 768)
    window.set_panel_open("data", True)
    settle()
    assert window.arrangement.folded == ("curve", "inspector")
    assert window.views.top_bar.put_away.text() == "2 put away"
    window.set_panel_open("data", False)
    settle()
    assert window.arrangement.folded == ()
    assert {"curve", "inspector"} <= open_panels(window)
    window.set_panel_open("data", True)
    window.resize(1500, 900)
    settle()
    assert {"curve", "inspector", "data"} <= open_panels(window)
    assert not window.views.top_bar.put_away.isVisible()
    window.close()


def test_one_that_was_put_away_is_chosen_from_the_list(crowded):
    window = crowded(1024, 768)
    window.set_panel_open("data", True)
    settle()
    lines = window.views.top_bar.put_away.list.actions()
    assert [line.text() for line in lines] == ["Loss curve", "Inspector"]
    lines[1].trigger()
    settle()
    assert window.is_panel_open("inspector")
    assert not window.is_panel_open("data")
    window.session.set_language("zh")
    settle()
    assert window.views.top_bar.put_away.text() == "已收起 1 个"
    window.close()


def test_closed_by_its_cross_it_does_not_come_back(qtbot, crowded):
    window = crowded(1024, 768)
    window.arrangement.titles["curve"].closed.emit()
    settle()
    window.set_panel_open("data", True)
    settle()
    assert window.arrangement.folded == ("inspector",)
    window.set_panel_open("data", False)
    settle()
    assert not window.is_panel_open("curve")
    window.close()


def test_wishes_are_remembered_and_not_what_fitted(crowded):
    window = crowded(1024, 768)
    window.set_panel_open("data", True)
    settle()
    told = []
    window.closing.connect(told.append)
    window.close()
    assert told[0]["panels_put_away"] == ("curve", "inspector")
    settings = Settings(language="en", theme="light", **{**told[0], "window_geometry": ""})
    again = crowded(1024, 768, settings)
    assert again.is_panel_open("data")
    assert again.arrangement.folded == ("curve", "inspector")
    again.resize(1500, 900)
    settle()
    assert {"curve", "inspector", "data"} <= open_panels(again)
    again.close()


def test_a_panel_in_a_window_of_its_own_takes_no_room(crowded):
    window = crowded(1024, 768)
    window.set_panel_open("plots", True)
    window.feature(Plots).toggle_floating()
    settle()
    window.set_panel_open("why", True)
    settle()
    assert {"plots", "why", "inspector"} <= open_panels(window)
    window.set_panel_open("plots", False)
    window.close()


def test_dragged_below_the_stage_without_room_it_goes_back_to_its_side(crowded):
    window = crowded(1280, 720)
    window.set_panel_open("plots", True)
    settle()
    dock = window.feature(Plots).dock
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    settle()
    assert window.dockWidgetArea(dock) is Qt.DockWidgetArea.RightDockWidgetArea
    assert dock.isVisible()
    has_room(window)
    window.resize(1600, 1200)
    settle()
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    settle()
    assert window.dockWidgetArea(dock) is Qt.DockWidgetArea.BottomDockWidgetArea
    has_room(window)
    window.close()


def test_sentences_above_the_stage_fold_nothing(crowded):
    window = crowded(1280, 720)
    for name in ("symptoms", "code", "build", "why"):
        window.set_panel_open(name, True)
    settle()
    before = open_panels(window)
    from nnviz.engine.message import message

    window.refuse(message("{name}", name="words " * 30))
    settle()
    assert open_panels(window) == before
    has_room(window)
    window.close()


def test_two_runs_beside_crowded_panels(crowded):
    window = crowded(1280, 720)
    for name in ALL:
        window.set_panel_open(name, True)
    window.session.compare(SetOptimizerOption("lr", 0.5))
    settle()
    split = window.feature(Comparing).split
    assert split.width() >= WIDE_SHARE * window.width() - 1
    assert split.height() >= 0.4 * (window.height() - 34 - 146 - 40)
    assert_inside(window)
    window.close()


def test_every_panel_of_the_menu_is_tried_here():
    assert set(PANELS) <= set(ALL)
    QApplication.processEvents()
