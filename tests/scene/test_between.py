"""The way between two pictures: exact at its ends, and nothing that is in both is ever lost."""

from itertools import pairwise

import pytest

from nnviz.scene.levels.between import between
from nnviz.scene.levels.camera import camera, moved, seen
from nnviz.scene.levels.level import DEPTHS, Level
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Edges, MatrixBlock, Node, Rect
from nnviz.scene.snapshot import scene_to_json
from tests.scene.traces import trace, wide_trace

WAYS = [*pairwise(DEPTHS), *pairwise(DEPTHS[::-1])]


def picture(made, depth, *, step=2, alpha=0.6, orientation="textbook", size=(980.0, 420.0), **more):
    options = ComposeOptions(*size, orientation=orientation, **more)
    around = MapOptions(*size, orientation=orientation)
    return compose_level(made, step, alpha, Level(depth), options, around)


def keys(scene):
    return {(type(item), item.id) for item in scene.primitives}


@pytest.mark.parametrize(("start", "end"), WAYS)
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_the_ends_are_the_two_pictures_and_what_is_in_both_stays(start, end, orientation):
    for step in range(len(trace("xor").steps)):
        a = picture(trace("xor"), start, step=step, orientation=orientation)
        b = picture(trace("xor"), end, step=step, orientation=orientation)
        assert between(a, b, 0.0) is a
        assert between(a, b, 1.0) is b
        both = keys(a) & keys(b)
        for t in (0.01, 0.3, 0.5, 0.7, 0.99):
            assert both <= keys(between(a, b, t))


@pytest.mark.parametrize(("start", "end"), WAYS)
def test_the_way_is_continuous_at_its_ends(start, end):
    a, b = picture(trace("xor"), start), picture(trace("xor"), end)
    for near, whole in ((between(a, b, 1e-6), a), (between(a, b, 1 - 1e-6), b)):
        rects = {item.id: item.rect for item in near.primitives if isinstance(item, MatrixBlock)}
        for item in whole.primitives:
            if isinstance(item, MatrixBlock):
                there = [rects[n] for n in (item.id, f"{item.id}.around") if n in rects]
                wanted = (item.rect.x, item.rect.y, item.rect.width, item.rect.height)
                got = [(rect.x, rect.y, rect.width, rect.height) for rect in there]
                assert any(one == pytest.approx(wanted, abs=0.05) for one in got), item.id


def test_the_same_way_twice_is_the_same_picture():
    a, b = picture(trace("xor"), "matrix", step=0), picture(trace("xor"), "cell", step=0)
    first, second = between(a, b, 0.4), between(a, b, 0.4)
    assert scene_to_json(first) == scene_to_json(second)


def test_units_of_the_map_become_their_cells():
    network = picture(trace("xor"), "network", step=6)
    layer = compose_level(
        trace("xor"), 6, 0.6, Level("layer", layer=1), ComposeOptions(980, 420),
        MapOptions(980, 420),
    )  # fmt: skip
    late = between(network, layer, 0.999)
    units = [i for i in late.primitives if isinstance(i, Node) and i.cell and i.cell.name == "A1"]
    activations = layer.block("A1")
    assert len(units) == 4
    for unit in units:
        box = activations.cell_rect(*activations.place(unit.cell))
        assert box.contains(unit.x, unit.y)


def test_a_cell_grows_out_of_its_place_in_the_matrix():
    options, around = ComposeOptions(980, 420), MapOptions(980, 420)
    cell = CellRef("P1", 1, 2)
    matrix = compose_level(trace("xor"), 0, 1.0, Level(), options, around)
    close = compose_level(trace("xor"), 0, 1.0, Level("cell", cell=cell), options, around)
    whole = matrix.block("P1")
    early = between(matrix, close, 1e-6).block("P1")
    wanted = whole.cell_rect(*whole.place(cell))
    assert early.rect.x == pytest.approx(wanted.x, abs=0.1)
    assert early.rect.width == pytest.approx(wanted.width, abs=0.1)
    # The rest of the matrix stays around it while it grows.
    halfway = between(matrix, close, 0.5)
    part, rest = halfway.block("P1"), halfway.block("P1.around")
    place = rest.cell_rect(*rest.place(cell))
    assert place.x == pytest.approx(part.rect.x, abs=0.1)
    assert place.height == pytest.approx(part.rect.height, abs=0.1)


def test_large_matrices_write_no_numbers_on_their_way():
    made = wide_trace((64, 32, 10))
    a, b = picture(made, "layer", step=0), picture(made, "matrix", step=0)
    for item in between(a, b, 0.5).primitives:
        if isinstance(item, MatrixBlock) and item.values.size > 400:
            assert item.decimals is None


def test_a_magnified_picture_is_the_picture_magnified():
    scene = picture(trace("xor"), "network")
    assert seen(scene, 1.0, 0.0, 0.0) is scene
    twice = seen(scene, 2.0, -30.0, 10.0)
    for old, new in zip(scene.primitives, twice.primitives, strict=True):
        if isinstance(old, Node):
            assert (new.x, new.y) == (2 * old.x - 30.0, 2 * old.y + 10.0)
            assert new.radius == 2 * old.radius
        elif isinstance(old, Edges):
            assert (new.segments[:, 0] == 2 * old.segments[:, 0] - 30.0).all()


def test_every_kind_of_thing_can_be_moved():
    for step in range(len(trace("classes").steps)):
        for depth in DEPTHS:
            for item in picture(trace("classes"), depth, step=step).primitives:
                there = moved(moved(item, 2.0, 5.0, 7.0), 0.5, -2.5, -3.5)
                assert type(there) is type(item)
                if hasattr(item, "rect"):
                    assert there.rect.x == pytest.approx(item.rect.x)
                    assert there.rect.width == pytest.approx(item.rect.width)


def test_the_camera_follows_what_both_pictures_show():
    a, b = picture(trace("xor"), "layer", step=0), picture(trace("xor"), "matrix", step=0)
    motion = camera(a, b)
    assert motion.start == a.block("P1").rect
    assert motion.end == b.block("P1").rect
    scale, x, y = motion.at(1.0)
    assert scale == pytest.approx(motion.scale)
    start, end = motion.start, motion.end
    assert start.x * scale + start.width * scale / 2 + x == pytest.approx(end.x + end.width / 2)
    assert motion.at(0.0) == pytest.approx((1.0, 0.0, 0.0))
    assert motion.back(1.0) == pytest.approx((1.0, 0.0, 0.0))
    assert isinstance(motion.start, Rect)
    assert y == pytest.approx(end.y + end.height / 2 - (start.y + start.height / 2) * scale)
