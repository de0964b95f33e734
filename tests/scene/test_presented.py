"""Numbers for the last row: large enough on every screen, in every step, or in a part of it."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.app.document import opened
from nnviz.app.experiment import example
from nnviz.engine import Network
from nnviz.engine.step import StepKind
from nnviz.scene.blocks import Block
from nnviz.scene.compose import compose
from nnviz.scene.content import Content, Flight, Light, Shutter
from nnviz.scene.levels.level import Level
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.axes import axes_of
from nnviz.scene.presented.cropping import cropped
from nnviz.scene.presented.floors import DIGIT_HEIGHT, LEAST_SHARE, SMALL, SMALL_SHARE, floor_of
from nnviz.scene.primitives import Card, CellRef, Highlight, Label, MatrixBlock, Node, Quantity
from tests.scene.traces import NAMES, trace

SCREENS = ((1024.0, 768.0), (1280.0, 720.0), (1920.0, 1080.0))
NETS = ("xor", "iris", "digits")


def of_example(name):
    """The first step of training of a built-in example."""
    return opened(example(name)).run.trace(0)


TRACES = {name: of_example(name) for name in NETS}


def options(screen, **more):
    return ComposeOptions(*screen, presented=screen[1], projector=True, **more)


def numbers(scene):
    """The matrices of a scene that have numbers, apart from what is just flying or fading."""
    return [
        item
        for item in scene.primitives
        if isinstance(item, MatrixBlock) and item.decimals is not None
    ]


def whole_shapes(step, opts):
    """The shapes of the matrices as they are seen when there is no hall."""
    plain = ComposeOptions(opts.width, opts.height, opts.orientation, sample=opts.sample,
                           one_sample=opts.one_sample)  # fmt: skip
    found = compose(step, 1.0, plain).primitives
    return {i.id: i.shape for i in found if isinstance(i, MatrixBlock)}


def assert_legible(step, opts, alphas):
    shapes = whole_shapes(step, opts)
    for alpha in alphas:
        for block in numbers(compose(step, alpha, opts)):
            share = block.font_px * DIGIT_HEIGHT / opts.presented
            shape = shapes.get(block.id, (SMALL + 1, 1))  # a copy on its way is of any matrix
            least = SMALL_SHARE if max(shape) <= SMALL else LEAST_SHARE
            assert share >= least - 1e-9, (step.kind, alpha, block.id, shape, share)
            if 0.0 < block.turn.fraction < 1.0:
                continue  # on its way a number is written only where it can be read
            cell = block.cell_rect(0, 0)
            assert cell.height >= least * opts.presented / DIGIT_HEIGHT, (step.kind, block.id)


def steps_of(found):
    return [pytest.param(step, id=f"{step.index}-{step.kind.value}") for step in found.steps]


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("name", NETS)
def test_every_number_can_be_read_from_the_last_row(name, screen, orientation, alone):
    opts = options(screen, orientation=orientation, one_sample=alone)
    for step in TRACES[name].steps:
        assert_legible(step, opts, (0.0, 0.3, 0.62, 1.0))


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_step_can_be_read(name, orientation):
    opts = options(SCREENS[0], orientation=orientation)
    for step in trace(name).steps:
        assert_legible(step, opts, (0.5, 1.0))


@pytest.mark.parametrize("name", ["xor", "classes", "adamw"])
@pytest.mark.parametrize("view", ["falk", "inline", "rows", "columns", "outer"])
def test_every_way_of_a_product_can_be_read(name, view):
    for screen in SCREENS:
        opts = options(screen, product_view=view)
        for step in trace(name).steps:
            assert_legible(step, opts, (0.4, 1.0))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", [*NETS, "xor_small"])
def test_no_matrix_of_a_step_is_without_its_numbers(name, screen):
    found = trace("xor") if name == "xor_small" else TRACES[name]
    for step in found.steps:
        scene = compose(step, 1.0, options(screen, one_sample=name == "digits"))
        empty = [
            item.id
            for item in scene.primitives
            if isinstance(item, MatrixBlock) and item.decimals is None and item.id != "term"
        ]
        assert not empty, step.kind


@pytest.mark.parametrize("screen", SCREENS[1:])
def test_the_matrices_of_xor_are_seen_whole_on_a_wide_screen(screen):
    for step in TRACES["xor"].steps:
        opts = options(screen)
        shapes = whole_shapes(step, opts)
        for item in compose(step, 1.0, opts).primitives:
            if isinstance(item, MatrixBlock) and item.id in shapes:
                assert item.shape == shapes[item.id], (step.kind, item.id)


def inside(box, scene):
    return (
        box.x >= -1
        and box.y >= -1
        and box.right <= scene.width + 1
        and (box.bottom <= scene.height + 1)
    )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", NETS)
def test_nothing_leaves_the_screen_and_no_matrix_lies_on_another(name, screen):
    for step in TRACES[name].steps:
        for alpha in (0.0, 0.5, 1.0):
            scene = compose(step, alpha, options(screen))
            blocks = [i for i in scene.primitives if isinstance(i, MatrixBlock)]
            still = [b for b in blocks if b.turn.fraction >= 1.0 and not any(b.shear)
                     and not b.id.endswith("flight")]  # fmt: skip
            assert all(inside(b.rect, scene) for b in still), (step.kind, alpha)
            if step.kind is StepKind.JACOBIAN and 0.5 < alpha < 1.0:
                continue  # it folds into one of its own columns
            for place, one in enumerate(still):
                for other in still[:place]:
                    assert not one.rect.inset(1).overlaps(other.rect.inset(1)), (
                        step.kind, alpha, one.id, other.id,
                    )  # fmt: skip
            labels = [i for i in scene.primitives if isinstance(i, Label)]
            assert all(inside(label.box, scene) for label in labels), (step.kind, alpha)


def parts_seen(step, opts, alpha, name):
    scene = compose(step, alpha, opts)
    block = scene.block(name)
    return block, scene


def test_the_part_stands_still_while_its_cells_are_made_and_then_turns_the_page():
    step = next(s for s in TRACES["digits"].steps if s.kind is StepKind.UPDATE)
    opts, name = options(SCREENS[0]), "W1_new"
    count = 16 * 64
    seen = []
    for cell in range(0, count, 1):
        block, scene = parts_seen(step, opts, (cell + 0.5) / count, name)
        assert block.place(scene.focus) is not None, cell
        seen.append((block.stored_row, block.stored_col))
    moves = sum(a != b for a, b in pairwise(seen))
    rows, cols = block.shape
    assert moves <= 16 * (-(-64 // cols))
    assert len(set(seen)) == -(-16 // rows) * -(-64 // cols)


def test_bars_say_which_part_is_seen():
    step = next(s for s in TRACES["digits"].steps if s.kind is StepKind.UPDATE)
    block, scene = parts_seen(step, options(SCREENS[0]), 0.999, "W1_new")
    bars = {i.id: i for i in scene.primitives if isinstance(i, Highlight)}
    across, track = bars["part.columns.W1_new"].rect, bars["part.columns.W1_new.all"].rect
    assert across.width / track.width == pytest.approx(block.shape[1] / 64)
    assert across.right == pytest.approx(track.right)  # the last cells are made last
    down = bars["part.rows.W1_new"].rect
    assert down.height / bars["part.rows.W1_new.all"].rect.height == pytest.approx(
        block.shape[0] / 16
    )


def test_a_small_picture_has_no_bars():
    scene = compose(TRACES["xor"].steps[0], 0.5, options(SCREENS[2]))
    assert not [i for i in scene.primitives if i.id.startswith("part.")]


def content():
    values = np.arange(48.0).reshape(6, 8)
    block = Block("A1", "A1", values, True, Quantity.ACTIVATION, (), "A", revealed=19, unsettled=2)
    return Content(
        (block,),
        lights=(Light("A1", slice(2, 3), slice(2, 3)), Light("A1", slice(0, 1), slice(0, 8))),
        shutter=Shutter("A1", values % 3 == 0, (2, 4)),
        focus=CellRef("A1", 2, 2),
    )


def cut(windows):
    whole = content()
    return whole.blocks[0], cropped(whole, axes_of(whole), windows)


def test_a_part_has_the_numbers_and_the_cells_of_the_whole():
    whole, part = cut({"rows of 6": slice(2, 5), "columns of 8": slice(1, 4)})
    block = part.blocks[0]
    assert np.array_equal(block.values, whole.values[2:5, 1:4])
    for row, col in product(range(3), range(3)):
        assert block.stored(row, col) == whole.stored(row + 2, col + 1)
    assert np.array_equal(block.scope, whole.values)  # digits and colours are those of the whole


@given(
    revealed=st.integers(0, 48), unsettled=st.integers(0, 8), down=st.booleans(),
    top=st.integers(0, 4), left=st.integers(0, 6), tall=st.integers(1, 2), wide=st.integers(1, 2),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_part_is_made_as_far_as_the_whole(revealed, unsettled, down, top, left, tall, wide):
    values = np.arange(48.0).reshape(6, 8)
    unsettled = min(unsettled, revealed)
    block = Block("A1", "A1", values, False, Quantity.DATA, (), "A", revealed=revealed,
                  unsettled=unsettled, down=down)  # fmt: skip
    whole = Content((block,))
    windows = {"rows of 6": slice(top, top + tall), "columns of 8": slice(left, left + wide)}
    part = cropped(whole, axes_of(whole), windows).blocks[0]
    order = np.arange(48).reshape(8, 6).T if down else np.arange(48).reshape(6, 8)
    known = (order < revealed)[top : top + tall, left : left + wide]
    settled = (order < revealed - unsettled)[top : top + tall, left : left + wide]
    flat = known.T.ravel() if down else known.ravel()
    assert part.revealed == flat.sum()
    assert part.revealed - part.unsettled == settled.sum()
    assert flat[: part.revealed].all()


def test_what_is_lit_and_shut_goes_along():
    _, part = cut({"rows of 6": slice(2, 5), "columns of 8": slice(1, 4)})
    assert [(x.rows, x.cols) for x in part.lights] == [(slice(0, 1), slice(1, 2))]
    assert np.array_equal(part.shutter.closed, (np.arange(48).reshape(6, 8) % 3 == 0)[2:5, 1:4])
    assert part.shutter.moving is None
    _, other = cut({"rows of 6": slice(1, 4), "columns of 8": slice(3, 7)})
    assert other.shutter.moving == (1, 1)


def test_nothing_flies_to_cells_that_are_not_seen():
    whole = content()
    flight = Flight("A1", "A1", slice(0, 1), slice(0, 8), 0.5)
    flown = Content(whole.items, flight=flight)
    axes = axes_of(flown)
    assert cropped(flown, axes, {"rows of 6": slice(3, 6)}).flight is None
    seen = cropped(flown, axes, {"columns of 8": slice(2, 5)}).flight
    assert seen.cols == slice(0, 3)


@given(
    units=st.lists(st.integers(1, 24), min_size=1, max_size=2),
    samples=st.integers(1, 12),
    screen=st.sampled_from(SCREENS),
    orientation=st.sampled_from(["textbook", "rows"]),
    digits=st.integers(2, 6),
    alpha=st.floats(0.0, 1.0),
)
@settings(max_examples=40, deadline=None)
def test_any_network_can_be_read(units, samples, screen, orientation, digits, alpha):
    net = Network.mlp([4, *units, 3], hidden="tanh", loss="cross_entropy", optimizer="adam", seed=1)
    rng = np.random.default_rng(0)
    found = net.trace_step(rng.normal(size=(samples, 4)), rng.integers(0, 3, samples))
    opts = options(screen, orientation=orientation, digits=digits)
    for step in found.steps:
        scene = compose(step, alpha, opts)
        for block in numbers(scene):
            assert block.font_px * DIGIT_HEIGHT >= LEAST_SHARE * screen[1] - 1e-9


@pytest.mark.parametrize("depth", ["layer", "cell"])
@pytest.mark.parametrize("name", NETS)
def test_other_levels_write_large_or_not_at_all(name, depth):
    found = TRACES[name]
    for screen in (SCREENS[0], SCREENS[2]):
        for index in range(len(found.steps)):
            scene = compose_level(
                found, index, 0.6, Level(depth), options(screen), MapOptions(*screen)
            )
            for block in numbers(scene):
                assert block.font_px * DIGIT_HEIGHT >= LEAST_SHARE * screen[1] - 1e-9


def test_a_lens_comes_by_itself_where_numbers_are_not_written():
    found = TRACES["digits"]
    screen = SCREENS[0]
    opts = options(screen, one_sample=True)
    scenes = [
        compose_level(found, i, 0.6, Level("layer"), opts, MapOptions(*screen))
        for i in range(len(found.steps))
    ]
    with_lens = [s for s in scenes if any(p.id == "lens" for p in s.primitives)]
    assert with_lens
    for scene in with_lens:
        lines = [b for b in numbers(scene) if b.id.startswith("lens.")]
        assert lines
        assert all(b.font_px >= floor_of((1, 1), screen[1]) for b in lines)
        spot = next(i.rect for i in scene.primitives if i.id == "lens.cell")
        block = next(b for b in lines if b.rect.inset(-2).overlaps(spot.inset(4)))
        col = int((spot.x + spot.width / 2 - block.rect.x) / block.cell_rect(0, 0).width)
        # The cell in hand, or the last one that is there.
        assert block.is_known(0, col)


def covered(lens, scene):
    """How much of each matrix a lens lies on, by the matrix's id."""
    card = next(p.rect for p in lens if p.id == "lens")
    blocks = [p for p in scene.primitives if isinstance(p, MatrixBlock)]
    return {
        b.id: max(0.0, min(card.right, b.rect.right) - max(card.x, b.rect.x))
        * max(0.0, min(card.bottom, b.rect.bottom) - max(card.y, b.rect.y))
        for b in blocks
        if not b.id.startswith("lens.")
    }


@pytest.mark.parametrize("depth", ["layer", "cell"])
def test_the_lens_covers_nothing_of_its_own_matrix_and_stands_still(depth):
    found, screen = TRACES["digits"], SCREENS[1]
    opts, places, seen = options(screen, one_sample=True), set(), 0
    for alpha in np.linspace(0.1, 0.9, 17):
        scene = compose_level(found, 0, alpha, Level(depth), opts, MapOptions(*screen))
        lens = [p for p in scene.primitives if p.id.startswith("lens")]
        if not lens:
            continue  # nothing is in hand
        own = next(b.name for b in lens if isinstance(b, MatrixBlock))
        blocks = {p.id: p for p in scene.primitives if isinstance(p, MatrixBlock)}
        mine = [k for k, b in blocks.items() if b.name == own and not k.startswith("lens.")]
        assert all(covered(lens, scene)[key] == 0.0 for key in mine)
        card = lens[0].rect
        others = [p for p in scene.primitives if isinstance(p, Card) and p is not lens[0]]
        assert all(not card.overlaps(other.rect) for other in others)
        places.add((card.x, card.y))
        seen += 1
    assert seen >= 4
    assert all(max(at) - min(at) < 0.03 * screen[0] for at in zip(*places, strict=True))


def test_a_map_writes_large_or_not_at_all():
    for screen in SCREENS:
        for name in NETS:
            scene = compose_level(
                TRACES[name], 1, 1.0, Level("network"), options(screen), MapOptions(*screen)
            )
            nodes = [p for p in scene.primitives if isinstance(p, Node) and p.text]
            for node in nodes:
                size = min(0.78 * node.radius, 1.72 * node.radius / (0.6 * len(node.text)))
                assert size * DIGIT_HEIGHT >= LEAST_SHARE * screen[1]
            words = [p for p in scene.primitives if isinstance(p, Label)]
            assert all(label.size_px >= 0.0215 * screen[1] for label in words)
            assert nodes or name != "xor"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_cell_that_nothing_goes_into_has_its_place_too(screen):
    """Off the diagonal a slope of ReLU is 0 and comes from no other cell."""
    jacobian, cell = TRACES["digits"].maker("J1"), CellRef("J1", 0, 1)
    scene = compose_level(
        TRACES["digits"], jacobian.index, 1.0, Level("cell", cell=cell), options(screen),
        MapOptions(*screen),
    )  # fmt: skip
    blocks = [item for item in scene.primitives if isinstance(item, MatrixBlock)]
    assert [b.values.item() for b in blocks if b.place(cell) and b.values.size == 1] == [0.0]
