"""The timeline: every op has a place, and every place can be reached."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from nnviz.engine import Network, datasets
from nnviz.engine.message import message
from nnviz.engine.step import Phase
from nnviz.scene.primitives import Role, Run
from nnviz.views.look.theme import THEMES
from nnviz.views.playing.timeline import TimelineBar
from nnviz.views.playing.timeline_labels import Segment, segments
from nnviz.views.playing.timeline_layout import LEAST_LABEL, lay_out, shares
from tests.views.canvas_scenes import english


def steps_of(name, sizes, **options):
    data = datasets.load(name)
    return Network.mlp(sizes, **options).trace_step(data.X[:8], data.Y[:8]).steps


XOR = steps_of("xor", [2, 4, 1], loss="half_mse")
SIGMOID = steps_of("xor", [2, 3, 1], hidden="tanh", loss="bce")
ADAM = steps_of("digits", [64, 32, 10], loss="cross_entropy", optimizer="adam")


def simple(count=6):
    phases = (
        [Phase.FORWARD] * 2 + [Phase.LOSS] + [Phase.BACKWARD] * 2 + [Phase.UPDATE] * (count - 5)
    )
    return tuple(
        Segment(i, phase, (Run(f"op{i}"),), message("Operation {i}", i=i), derived=i == 3)
        for i, phase in enumerate(phases)
    )


@pytest.fixture
def bar(qtbot):
    made = TimelineBar(THEMES["light"], english)
    made.resize(900, 86)
    made.set_segments(simple())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("steps", [XOR, SIGMOID, ADAM])
@pytest.mark.parametrize("width", [300, 900, 1900])
def test_every_op_has_a_place_and_every_place_an_op(steps, width):
    made = segments(steps)
    layout = lay_out(made, 24, width)
    assert [segment.step_index for segment in made] == [step.index for step in steps]
    last = -1.0
    for index in range(len(made)):
        for alpha in (0.25, 0.75):
            x = layout.x_of(index, alpha)
            assert 24 <= x <= 24 + width
            assert x > last
            last = x
            found, part = layout.at(x)
            assert found == index
            assert part == pytest.approx(alpha, abs=1e-6)
    assert layout.slots[-1].x + layout.slots[-1].width <= 24 + width + 1


def test_beside_all_boxes_is_the_nearest_end():
    layout = lay_out(simple(), 24, 800)
    assert layout.at(-50) == (0, 0.0)
    assert layout.at(5000) == (5, 1.0)


def test_updates_are_grouped_by_parameter_when_it_is_tight():
    made = segments(ADAM)
    wide, tight = lay_out(made, 0, 4000), lay_out(made, 0, 900)
    assert len(wide.slots) == len(made)
    groups = [slot for slot in tight.slots if slot.phase is Phase.UPDATE]
    assert [slot.count for slot in groups] == [5, 5, 5, 5]
    assert sum(slot.count for slot in tight.slots) == len(made)


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_op_has_a_short_label_and_a_title(orientation):
    for segment in segments([*XOR, *SIGMOID, *ADAM], orientation):
        text = "".join(
            r.text if isinstance(r.text, str) else r.text.english() for r in segment.label
        )
        assert 0 < len(text) <= 12, text
        assert segment.title.english()


def test_a_drag_seeks_all_the_way(bar, qtbot):
    seen = []
    bar.seek_requested.connect(lambda index, alpha: seen.append(index + alpha))
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(30, 45))
    for x in range(30, 880, 10):
        qtbot.mouseMove(bar, QPoint(x, 45))
        QApplication.processEvents()
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(880, 45))
    assert seen == sorted(seen)
    assert seen[0] < 0.1
    assert seen[-1] == pytest.approx(6.0, abs=0.1)
    assert len(set(seen)) > 60
    count = len(seen)
    qtbot.mouseMove(bar, QPoint(100, 45))
    QApplication.processEvents()
    assert len(seen) == count, "after the release nothing follows the pointer"


def test_keys_go_from_op_to_op(bar, qtbot):
    seen = []
    bar.seek_requested.connect(lambda index, alpha: seen.append((index, alpha)))
    bar.set_position(2, 0.5)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(bar, key)
    bar.set_position(2, 0.0)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert seen == [(3, 0.0), (2, 0.0), (0, 0.0), (5, 1.0), (1, 0.0)]


def test_setting_the_position_asks_for_nothing(bar, qtbot):
    with qtbot.assertNotEmitted(bar.seek_requested):
        bar.set_position(4, 0.3)
        bar.set_segments(simple(8))


def test_past_current_and_future_look_different(bar):
    bar.set_position(1, 0.5)
    image = bar.grab().toImage()
    ratio = image.devicePixelRatio()

    def ground(index):
        slot = bar.layout_of_ops.slots[index]
        return image.pixelColor(round((slot.x + 12) * ratio), round(37 * ratio))

    theme = THEMES["light"]
    assert ground(1) == theme.phase(Phase.FORWARD)
    assert ground(0) == theme.blend(Role.FORWARD, 0.24, over=Role.CARD)
    assert ground(2) == theme.color(Role.CARD)


def test_it_says_where_one_is(bar):
    bar.set_position(2, 0.0)
    assert bar.accessibleDescription() == "Operation 3 of 6: Operation 2"
    bar.set_translator(lambda text: text.english().upper())
    assert bar.accessibleDescription() == "OPERATION 3 OF 6: OPERATION 2"
    assert bar.accessibleName() == "TIMELINE OF THE TRAINING STEP"


def test_the_title_under_the_pointer(bar):
    slot = bar.layout_of_ops.slots[3]
    assert bar.title_at(slot.x + 5) == (
        "Operation 3 (not computed in training; here is what it would be)"
    )
    bar.set_segments(())
    assert bar.title_at(100) == ""


@pytest.mark.parametrize("width", [320, 640, 1280, 1920])
@pytest.mark.parametrize("name", THEMES)
def test_many_ops_at_any_width(bar, width, name):
    bar.set_theme(THEMES[name])
    bar.resize(width, 86)
    bar.set_segments(segments(ADAM))
    for index in (0, len(ADAM) // 2, len(ADAM) - 1):
        bar.set_position(index, 0.5)
        assert not bar.grab().isNull()


@pytest.mark.parametrize(
    ("room", "needs", "widths"),
    [
        (100, [10, 10], [50, 50]),
        (100, [80, 10, 4], [80, 10, 10]),
        (100, [60, 30, 20, 0], [60 / 1.1, 30 / 1.1, 20 / 1.1, 0]),
        (100, [0, 0, 0, 0], [25] * 4),
        (10, [60, 20], [5, 5]),
    ],
)
def test_room_is_shared_by_need(room, needs, widths):
    assert shares(room, needs) == pytest.approx(widths)


@pytest.mark.parametrize(("name", "sizes", "width"), [("digits", (64, 16, 10), 670),
                                                      ("xor", (2, 4, 1), 520)])  # fmt: skip
def test_beside_the_build_panel_every_box_is_labelled(bar, name, sizes, width):
    options = {"loss": "cross_entropy", "output": "softmax"} if name == "digits" else {}
    bar.resize(width, 86)
    bar.set_segments(segments(steps_of(name, sizes, **options)))
    slots = bar.layout_of_ops.slots
    assert len(slots) > 20
    assert all(bar.is_labelled(slot) for slot in slots)
    assert slots[-1].x + slots[-1].width <= width


def test_labels_that_could_not_be_read_are_left_out(bar):
    bar.resize(150, 86)
    bar.set_segments(segments(steps_of("xor", (2, 4, 1))))
    slots = bar.layout_of_ops.slots
    assert max(slot.width for slot in slots) == pytest.approx(min(slot.width for slot in slots))
    assert not bar.is_labelled(slots[0])
    assert 0.5 <= LEAST_LABEL <= 1
