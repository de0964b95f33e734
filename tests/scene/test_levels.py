"""Every level of every step: nothing shown before it is made, nothing beside the stage."""

import re
from itertools import pairwise

import numpy as np
import pytest

from nnviz.engine import Network
from nnviz.engine.what_if import what_if
from nnviz.scene.compose import compose
from nnviz.scene.levels.cell import TERMS, compose_cell
from nnviz.scene.levels.layer import compose_layer
from nnviz.scene.levels.level import DEPTHS, MATRIX, Level, crumbs, deeper, higher, step_for
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.nearest_box import box_at, layer_at, matrix_at
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Edges, Label, MatrixBlock, Node
from nnviz.scene.what_if.former import UNCHANGED
from tests.scene.traces import NAMES, trace, wide_trace

SIZES = [(980.0, 400.0), (1400.0, 760.0)]


def picture(made, step, alpha, level, *, size=SIZES[0], **more):
    options = ComposeOptions(*size, **more)
    around = MapOptions(*size, orientation=options.orientation, one_sample=options.one_sample)
    return compose_level(made, step, alpha, level, options, around)


def blocks(scene):
    return [item for item in scene.primitives if isinstance(item, MatrixBlock)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("one_sample", [False, True])
def test_every_step_can_be_seen_at_every_level(name, depth, orientation, one_sample):
    made = trace(name)
    for step in range(len(made.steps)):
        for alpha in (0.0, 0.37, 1.0):
            scene = picture(
                made, step, alpha, Level(depth), orientation=orientation, one_sample=one_sample
            )
            ids = [(type(item), item.id) for item in scene.primitives]
            assert len(ids) == len(set(ids))
            assert scene.sentence.english()
            for block in blocks(scene):
                assert -0.01 <= block.rect.x <= block.rect.right <= scene.width + 0.01, block.id
                assert -0.01 <= block.rect.y <= block.rect.bottom <= scene.height + 0.01, block.id


@pytest.mark.parametrize("depth", ["layer", "cell"])
@pytest.mark.parametrize("size", SIZES)
def test_no_matrices_overlap(depth, size):
    for name in ("xor", "classes", "mixed"):
        made = trace(name)
        for step in range(len(made.steps)):
            found = blocks(picture(made, step, 0.7, Level(depth), size=size))
            for i, a in enumerate(found):
                for b in found[i + 1 :]:
                    apart = (
                        a.rect.right <= b.rect.x + 0.01 or b.rect.right <= a.rect.x + 0.01
                        or a.rect.bottom <= b.rect.y + 0.01 or b.rect.bottom <= a.rect.y + 0.01
                    )  # fmt: skip
                    assert apart, (name, step, a.id, b.id)


def test_the_matrix_level_is_the_stage_itself():
    made = trace("xor")
    options = ComposeOptions(980, 400)
    stage = compose(made.steps[0], 0.5, options)
    seen = compose_level(made, 0, 0.5, MATRIX, options, MapOptions(980, 400))
    assert [item.id for item in seen.primitives] == [item.id for item in stage.primitives]


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_a_layer_shows_no_number_before_it_is_made(orientation):
    made = trace("xor")
    for step in made.steps:
        for layer in (1, 2):
            options = ComposeOptions(980, 400, orientation=orientation)
            scene = compose_layer(made, step.index, 0.5, layer, options)
            for block in blocks(scene):
                maker = made.maker(block.name)
                if maker is not None and maker.index > step.index:
                    assert block.revealed == 0, block.name
                elif maker is None or maker.index < step.index:
                    assert block.revealed == block.values.size, block.name


def test_each_gradient_stands_under_what_it_is_the_gradient_of():
    scene = compose_layer(
        trace("xor"), len(trace("xor").steps) - 1, 1.0, 1, ComposeOptions(980, 400)
    )
    found = {block.name: block for block in blocks(scene)}
    for name in ("Z1", "A1"):
        above, below = found[name].rect, found[f"d{name}"].rect
        assert below.x == pytest.approx(above.x)
        assert below.width == pytest.approx(above.width)
        assert below.y > above.bottom


def test_a_cell_is_worked_out_term_by_term():
    made = trace("xor")
    cell = CellRef("P1", 1, 2)
    scene = compose_cell(made, 3, 0.5, cell, ComposeOptions(980, 400))
    big = scene.block("P1")
    assert big.shape == (1, 1)
    assert big.values[0, 0] == made["P1"][1, 2]
    assert big.place(cell) == (0, 0)
    left, right, terms = scene.block("W1"), scene.block("X"), scene.block(TERMS)
    assert left.shape == right.shape == terms.shape == (1, 2)
    assert terms.values == pytest.approx(left.values * right.values)
    assert terms.values.sum() == pytest.approx(big.values[0, 0])
    for place in range(2):
        source = right.cell_rect(0, place)
        middle = source.x + source.width / 2, source.y + source.height / 2
        assert scene.cell_at(*middle) == CellRef("X", 1, place)


def test_the_sum_grows_with_the_step():
    made = wide_trace((8, 3, 2))
    cells = made["P1"].size
    for done, of in ((0.25, 2), (0.5, 4), (0.75, 6)):
        scene = compose_cell(made, 0, (1 + done) / cells, None, ComposeOptions(980, 400))
        terms, big = scene.block(TERMS), scene.block("P1")
        assert terms.revealed == of
        assert big.unsettled == 1
        assert big.values[0, 0] == pytest.approx(terms.values[0, :of].sum())
        assert scene.cell_at(big.rect.x + 5, big.rect.y + 5) is None  # not yet a number of its own


def test_a_cell_still_to_come_is_empty_and_so_is_what_comes_after_a_given_one():
    made = trace("xor")
    later = compose_cell(made, 0, 0.5, CellRef("A1", 0, 0), ComposeOptions(980, 400))
    assert later.block("A1").revealed == 0
    assert later.block("Z1").revealed == 0
    given = compose_cell(made, 0, 0.5, CellRef("W2", 0, 1), ComposeOptions(980, 400))
    assert given.block("W2").revealed == 1
    assert given.block("P2").revealed == 0
    assert any(isinstance(item, Label) and item.id == "strip.0" for item in given.primitives)


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("sample", [0, 2])
def test_what_one_sample_makes_is_that_of_the_chosen_one(orientation, sample):
    for made in (trace("xor"), trace("classes")):
        for step in made.steps:
            if step.sample is None:
                continue
            own, cell = step.for_sample(sample), CellRef(step.output, 1, 0)
            if own.value.shape[0] == 1:
                cell = CellRef(step.output, 0, 0)
            scene = picture(
                made, step.index, 1.0, Level("cell", cell=cell), orientation=orientation,
                sample=sample,
            )  # fmt: skip
            (big,) = (block for block in blocks(scene) if block.name == step.output)
            assert big.values.item() == own.value[cell.row, cell.col]


def test_where_an_input_goes_is_shown_for_its_own_sample():
    made = trace("classes")
    step = next(s for s in made.steps if s.output == "dW1_sample")
    scene = picture(
        made, len(made.steps) - 1, 1.0, Level("cell", cell=CellRef("X", 2, 0)), sample=2
    )
    shown = [block for block in blocks(scene) if block.name == step.output]
    assert shown
    for block in shown:
        at = block.stored(0, 0)
        own = step.for_sample(2).value[at.row : at.row + block.shape[0], at.col]
        np.testing.assert_array_equal(block.values.ravel(), own)


def test_deeper_and_higher_are_the_two_ways():
    step = trace("xor").steps[0]
    level, seen = Level("network"), []
    for _ in range(4):
        seen.append(level.depth)
        level = deeper(level, 2, CellRef("P1", 0, 0))
    assert seen == list(DEPTHS)
    assert level == Level("cell", cell=CellRef("P1", 0, 0))
    assert deeper(Level("network"), 2, None).seen_layer(step) == 2
    assert Level("layer").seen_layer(step) == 1
    back = []
    for _ in range(4):
        level = higher(level, step)
        back.append(level.depth)
    assert back == ["matrix", "layer", "network", "network"]


def test_a_matrix_is_seen_where_it_is_made_or_used():
    made = trace("xor")
    assert step_for(made, 0, "W1") == 0
    assert step_for(made, 5, "P1") == 0
    assert made.steps[step_for(made, 0, "A1")].output == "A1"
    assert "W2" in made.steps[step_for(made, 0, "W2")].inputs


def test_crumbs_name_the_way():
    step = trace("xor").steps[0]
    cell = CellRef("W1", 1, 0)
    way = crumbs(Level("cell", cell=cell), step, None, "textbook")
    assert [crumb.text.english() for crumb in way] == ["Network", "Layer 1", "W¹", "w¹₂,₁"]
    assert [crumb.level.depth for crumb in way] == list(DEPTHS)
    assert len(crumbs(Level("layer"), step, None, "textbook")) == 2


def test_what_is_under_a_point():
    made = trace("xor")
    network = picture(made, 2, 1.0, Level("network"))
    node = next(i for i in network.primitives if isinstance(i, Node) and i.id == "unit.1.0")
    assert layer_at(network, node.x, node.y) == 1
    last = next(i for i in network.primitives if isinstance(i, Node) and i.id == "unit.2.0")
    assert layer_at(network, last.x - 20, 5.0) == 2
    assert layer_at(network, 0.0, 5.0) == 1
    stage = picture(made, 0, 1.0, MATRIX)
    block = stage.block("W1")
    x, y = block.rect.x + 3, block.rect.y + 3
    assert matrix_at(stage, x, y) is block
    assert box_at(stage, x, y, whole=False) == block.cell_rect(0, 0)
    assert box_at(stage, x, y, whole=True) == block.rect
    assert box_at(stage, 1.0, 1.0, whole=True) is None


# Sizes


@pytest.fixture(scope="module")
def large():
    rng = np.random.default_rng(0)
    net = Network.mlp([784, 512, 10], loss="cross_entropy", optimizer="sgd", seed=0)
    return net.trace_step(rng.random((16, 784)), np.arange(16) % 10)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("one_sample", [False, True])
def test_784_512_10_is_a_bounded_picture_at_every_level(large, depth, one_sample):
    for step in large.steps:
        scene = picture(large, step.index, 0.5, Level(depth), size=SIZES[1], one_sample=one_sample)
        assert len(scene.primitives) < 160
        for item in scene.primitives:
            if isinstance(item, Edges):
                assert len(item.segments) <= 400


@pytest.mark.parametrize("sizes", [(2, 4, 1), (64, 16, 10), (64, 32, 10), (784, 512, 10),
                                   (5, 100, 3, 40, 2), (1, 1), (13, 12)])  # fmt: skip
@pytest.mark.parametrize("size", [(600.0, 92.0), (1200.0, 190.0), (1500.0, 640.0)])
@pytest.mark.parametrize("most_units", [12, 32])
def test_the_map_says_truly_what_it_leaves_out(sizes, size, most_units):
    made = wide_trace(sizes) if sizes[-1] > 1 else squares(sizes)
    scene = compose_map(made, 0, 1.0, MapOptions(*size, most_units=most_units))
    drawn = sum(len(i.segments) for i in scene.primitives if isinstance(i, Edges))
    total = sum(a * b for a, b in pairwise(sizes))
    labels = {i.id: i for i in scene.primitives if isinstance(i, Label)}
    units = {}
    for item in scene.primitives:
        if isinstance(item, Node):
            layer = int(item.id.split(".")[1])
            units[layer] = units.get(layer, 0) + 1
    if "omissions" in labels:
        said = labels["omissions"].runs[0].text.english()
        counts = [
            int(n.replace(" ", ""))
            for n in re.findall(r"\d[\d ]*\d|\d", said.replace("\u00a0", " "))
        ]
        assert counts[:2] == [drawn, total]
        assert drawn < total
    else:
        assert drawn == total
    for layer, count in enumerate(sizes):
        assert units[layer] <= most_units
        if f"more.{layer}" in labels:
            said = labels[f"more.{layer}"].runs[0].text.english()
            hidden = int(re.sub(r"\D", "", said))
            assert units[layer] + hidden == count
        elif units[layer] < count:  # a low map says it in its caption or in its one line
            assert "omissions" in labels


def squares(sizes):
    net = Network.mlp(list(sizes), loss="mse", optimizer="sgd", seed=0)
    return net.trace_step(np.zeros((2, sizes[0])), np.zeros((2, sizes[-1])))


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("depth", ["layer", "cell"])
def test_old_numbers_of_a_what_if_are_those_of_the_engine(depth, orientation):
    before = trace("classes")
    found = what_if(before, {("W1", 1, 0): 2.5})
    after = found.after
    seen = set()
    for index, step in enumerate(after.steps):
        wanted = [None]
        if depth == "cell":
            wanted = [CellRef("Z1", 0, 1), CellRef("A2", 1, 0), CellRef("W1", 1, 0)]
        for cell in wanted:
            layers = {} if depth == "cell" else {"layer": 1}
            level = Level(depth, cell=cell, **layers)
            options = {"orientation": orientation, "before": before}
            for block in blocks(picture(after, index, 1.0, level, **options)):
                if block.former is UNCHANGED:
                    continue
                seen.add(block.name)
                for row, col in np.ndindex(block.shape):
                    stored = block.stored(row, col)
                    if not block.is_settled(row, col):
                        continue
                    was = np.atleast_2d(before[stored.name])[stored.row, stored.col]
                    assert block.former.values[row, col] == was, (step.kind, stored)
    assert seen >= ({"W1", "P1", "Z1", "A1", "dW1"} if depth == "layer" else {"W1", "Z1", "A2"})


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_a_softmax_layer_shows_what_its_columns_add_up_to(orientation):
    made = trace("classes")
    kinds = [step.kind for step in made.steps]
    layer = len(made.spec.layers)
    for kind, known in (("softmax_exp", 0), ("softmax_sum", 4), ("softmax_divide", 4)):
        scene = picture(
            made, kinds.index(kind), 1.0, Level("layer", layer=layer), orientation=orientation
        )
        (total,) = [block for block in blocks(scene) if block.name == f"sumexp{layer}"]
        assert total.revealed == known, kind
        stored = made[f"sumexp{layer}"]
        assert sorted(total.values.ravel()) == sorted(np.ravel(stored))


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_the_signs_of_a_layer_are_written_between_its_matrices(orientation):
    made = trace("classes")
    scene = picture(made, 0, 1.0, Level("layer", layer=2), orientation=orientation)
    labels = {item.id: item for item in scene.primitives if isinstance(item, Label)}
    found = [labels[f"sign.{name}"] for name in ("times", "plus", "equals", "activation", "sum")]
    assert all(a.box.right <= b.box.x for a, b in pairwise(found))
    for label in found:
        for block in blocks(scene):
            apart = block.rect.right <= label.box.x or label.box.right <= block.rect.x
            assert apart or block.rect.bottom <= label.box.y or label.box.bottom <= block.rect.y
