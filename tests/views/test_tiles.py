"""Matrices in tiles: the same picture however it came about, and never an old number."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from nnviz.engine import Network
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Quantity, Rect, Role
from nnviz.scene.what_if.former import former_of
from tests.views.canvas_scenes import image_of, matrix, painter, pixels, scene

pytestmark = pytest.mark.usefixtures("qapp")

WIDE, TALL = 1600, 900


def large(values, **changes):
    """A matrix that takes many tiles, with numbers."""
    rect = Rect(7.3, 5.6, 1580.0, 880.0)
    made = {"vmax": 2.0, "decimals": 2, "rect": rect, "font_px": 11.0}
    return matrix(values, **(made | changes))


def shown(block, using=None):
    return pixels(image_of(scene(block, width=WIDE, height=TALL), using=using))


def finished(block, using):
    """Paint until nothing is left to draw, and say how many pictures that took."""
    for count in range(1, 200):
        picture = shown(block, using)
        if not using.unfinished:
            return picture, count
    raise AssertionError("it is never finished")


@pytest.fixture
def values():
    return np.round(np.random.default_rng(5).normal(size=(30, 40)), 2)


@pytest.mark.parametrize("quantity", [Quantity.WEIGHT, Quantity.GRADIENT, Quantity.MASK])
def test_a_little_at_a_time_ends_in_the_same_picture(values, quantity):
    using = painter(most_cells=100)
    picture, count = finished(large(values, quantity=quantity), using)
    assert count > 5
    assert (picture == shown(large(values, quantity=quantity))).all()


@pytest.mark.parametrize("down", [False, True])
def test_what_there_was_no_time_for_shows_its_new_colour_and_no_old_number(values, down):
    using = painter(most_cells=100)
    finished(large(values, down=down), using)
    other = large(-values, down=down, revealed=700, unsettled=40)
    hurried, right = shown(other, using), shown(other)
    assert using.unfinished
    flat = large(-values, down=down, revealed=700, unsettled=40, decimals=None)
    colors = pixels(image_of(scene(flat, width=WIDE, height=TALL), using=painter(digits=3)))
    drawn = coloured = 0
    for row in range(30):
        for col in range(40):
            box = other.cell_rect(row, col).inset(4)
            part = (
                slice(int(box.y), int(box.bottom)),
                slice(int(box.x), int(box.right)),
            )
            if (hurried[part] == right[part]).all():
                drawn += 1
                continue
            coloured += 1
            corner = colors[part][0, 0]
            assert (hurried[part] == corner).all(), (row, col)
    assert drawn >= 100
    assert coloured >= 400


def test_parts_seen_one_after_another_are_parts_of_the_whole(values):
    block = large(values)
    whole = shown(block)
    using = painter()
    for left in range(0, WIDE, 400):
        for top in range(0, TALL, 300):
            image = QImage(WIDE, TALL, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(using.theme.color(Role.SURFACE))
            drawing = QPainter(image)
            using.paint(drawing, scene(block, width=WIDE, height=TALL), Rect(left, top, 400, 300))
            drawing.end()
            part = (slice(top, top + 300), slice(left, left + 400))
            assert (pixels(image)[part] == whole[part]).all()


def test_marks_of_a_what_if_do_not_depend_on_the_tiles(values):
    old = values + np.where(np.arange(1200).reshape(30, 40) % 3, 0.0, 0.5)
    block = large(values, former=former_of(old, values, 0.5))
    picture, count = finished(block, painter(most_cells=150))
    assert count > 3
    assert (picture == shown(block)).all()


@pytest.mark.parametrize("factor", [1.0, 2.5, 9.0])
def test_leaving_out_what_is_out_of_view_changes_nothing_in_view(factor):
    net = Network.mlp([4, 8, 3], loss="cross_entropy", optimizer="adam", seed=1)
    random = np.random.default_rng(0)
    trace = net.trace_step(random.random((6, 4)), np.arange(6) % 3)
    for step in trace.steps[:: max(1, len(trace.steps) // 12)]:
        picture = compose(step, 0.6, ComposeOptions(900, 500))
        seen = Rect(310.0, 120.0, 900 / factor, 500 / factor)
        images = []
        for visible in (seen, None):
            using = painter()
            image = QImage(900, 500, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(using.theme.color(Role.SURFACE))
            drawing = QPainter(image)
            drawing.scale(factor, factor)
            drawing.translate(-seen.x, -seen.y)
            using.paint(drawing, picture, visible)
            drawing.end()
            images.append(pixels(image))
        assert (images[0] == images[1]).all(), step.kind
