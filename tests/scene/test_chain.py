"""The chain of Jacobians as a picture: its numbers, its costs, and that all of it fits."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Network
from nnviz.engine.jacobian_chain import ORDERS, jacobian_chain
from nnviz.scene.chain.compose import compose_chain
from nnviz.scene.chain.state import parts
from nnviz.scene.chain.work import Cell, worked
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Card, CellRef, Formula, Highlight, Label, MatrixBlock
from nnviz.scene.snapshot import scene_to_json

SIZES = [(620.0, 330.0), (979.0, 388.0), (1460.0, 640.0)]
ORIENTATIONS = ("textbook", "rows")
HEADS = {"cross_entropy": "softmax", "bce": "sigmoid", "half_mse": "linear", "mse": "tanh"}


def chain_of(sizes, loss="cross_entropy", hidden="tanh", bias=True, seed=0, path=("L", "X")):
    layers = [Dense(units, hidden, bias=bias) for units in sizes[1:-1]]
    layers.append(Dense(sizes[-1], HEADS[loss], bias=bias))
    net = Network(layers, n_in=sizes[0], loss=loss, optimizer="sgd", seed=seed)
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(3, sizes[0]))
    if loss == "cross_entropy":
        Y = rng.integers(sizes[-1], size=3)
    else:
        Y = rng.integers(2, size=(3, sizes[-1])).astype(float)
    return jacobian_chain(net.trace_step(X, Y), 1, *path)


def every_moment(chain, order):
    for index, _ in enumerate(parts(chain, order)):
        for alpha in (0.0, 0.4, 1.0):
            yield index, alpha


def matrices(scene):
    return {p.id: p for p in scene.primitives if isinstance(p, MatrixBlock)}


def labels(scene):
    return {p.id: p for p in scene.primitives if isinstance(p, Label)}


def english(label):
    return "".join(r.text if isinstance(r.text, str) else r.text.english() for r in label.runs)


@pytest.mark.parametrize("order", ORDERS)
def test_at_first_every_factor_stands_there_with_its_numbers(order):
    chain = chain_of([3, 4, 2])
    shown = matrices(compose_chain(chain, order, 0, 0.0, ComposeOptions(*SIZES[2])))
    factors = [m for m in shown.values() if m.id.startswith("factor.")]
    assert len(factors) == len(chain.factors)
    for block, factor in zip(factors, chain.factors, strict=True):
        assert block.values is factor.value
        assert block.decimals is not None
        assert block.revealed == factor.value.size
    assert shown["partial.1"].revealed == 0
    xs = [block.rect.x for block in factors]
    assert xs == sorted(xs)


@pytest.mark.parametrize("order", ORDERS)
def test_each_product_is_the_engines(order):
    chain = chain_of([3, 4, 5, 2])
    for number, product in enumerate(chain.products(order)):
        index = next(
            i for i, p in enumerate(parts(chain, order)) if p.number == number and not p.closing
        )
        scene = compose_chain(chain, order, index, 1.0, ComposeOptions(*SIZES[2]))
        block = matrices(scene)[f"partial.{number + 1}"]
        assert block.values is product.value
        assert block.revealed == product.value.size


def test_from_the_loss_side_the_products_are_arrays_of_the_training_step():
    chain = chain_of([3, 4, 2])
    names = []
    for index, part in enumerate(parts(chain, "reverse")):
        if not part.closing:
            scene = compose_chain(chain, "reverse", index, 1.0, ComposeOptions(*SIZES[2]))
            block = matrices(scene)[f"partial.{part.number + 1}"]
            names.append(block.name)
            middle = block.cell_rect(0, 1)
            cell = scene.cell_at(middle.x + 1, middle.y + 1)
            assert cell == CellRef(block.name, 1, 1)
    assert names == ["dZ2", "dA1", "dZ1", "dX"]


@pytest.mark.parametrize("order", ORDERS)
def test_the_costs_in_the_strip_are_the_chains(order):
    chain = chain_of([6, 4, 3])
    last = len(parts(chain, order)) - 1
    scene = compose_chain(chain, order, last, 1.0, ComposeOptions(*SIZES[2]))
    found = labels(scene)
    for each in ORDERS:
        line = english(found[f"strip.cost.{each}"])
        counts = " + ".join(str(c) for c in chain.costs(each))
        assert line.endswith(f": {counts} = {chain.cost(each)}")
    said = english(found["strip.0"])
    assert "From the loss side 61 multiplications, from the input side 240" in said
    assert "3.9 times" in said
    bars = {p.id: p.rect.width for p in scene.primitives if isinstance(p, Card)}
    assert bars["cost.reverse"] / bars["cost.forward"] == pytest.approx(
        chain.cost("reverse") / chain.cost("forward")
    )
    assert bars[f"cost.{order}.done"] == pytest.approx(bars[f"cost.{order}"])


def test_the_bar_grows_with_the_work_done():
    chain = chain_of([6, 4, 3])
    widths = []
    for index, alpha in every_moment(chain, "reverse"):
        scene = compose_chain(chain, "reverse", index, alpha, ComposeOptions(*SIZES[2]))
        bars = {p.id: p.rect.width for p in scene.primitives if isinstance(p, Card)}
        widths.append(bars.get("cost.reverse.done", 0.0))
    assert widths == sorted(widths)


def test_row_and_column_are_lit_where_a_cell_is_made():
    chain = chain_of([3, 4, 2])
    scene = compose_chain(chain, "reverse", 2, 0.5, ComposeOptions(*SIZES[2]))
    frames = {p.id: p.rect for p in scene.primitives if isinstance(p, Highlight)}
    shown = matrices(scene)
    cell = shown["partial.2"].cell_rect(0, 1)
    assert frames["focus.partial.2"].x == pytest.approx(cell.x)
    column = shown["factor.2"].range_rect(slice(0, 2), slice(1, 2))
    assert frames["focus.factor.2"].x == pytest.approx(column.x)
    assert scene.focus == CellRef("dA1", 1, 1)


def test_pointing_at_a_made_cell_tells_about_that_cell():
    chain = chain_of([3, 4, 2])
    options = ComposeOptions(*SIZES[2], hovered=CellRef("dA1", 1, 0))
    assert compose_chain(chain, "reverse", 2, 1.0, options).focus == CellRef("dA1", 1, 0)


@pytest.mark.parametrize("order", ORDERS)
def test_nothing_jumps_while_the_row_closes_up(order):
    chain = chain_of([3, 4, 2])
    options = ComposeOptions(*SIZES[2])
    index = next(i for i, p in enumerate(parts(chain, order)) if p.closing)
    moments = [
        (index - 1, 1.0), *((index, a) for a in np.linspace(0, 1, 101)), (index + 1, 0.0),
    ]  # fmt: skip
    frames = [matrices(compose_chain(chain, order, i, a, options)) for i, a in moments]
    for before, after in pairwise(frames):
        for key in before.keys() & after.keys():
            for side in ("x", "y", "right", "bottom"):
                a, b = getattr(before[key].rect, side), getattr(after[key].rect, side)
                assert abs(a - b) < 45, key
        for key in before.keys() - after.keys():
            assert before[key].strength < 0.1, key


def test_with_reduced_motion_the_rows_change_places_by_fading():
    chain = chain_of([3, 4, 2])
    options = ComposeOptions(*SIZES[2], reduced_motion=True)
    ends = [matrices(compose_chain(chain, "reverse", i, a, options)) for i, a in ((0, 1), (2, 0))]
    known = {(key, m.rect) for end in ends for key, m in end.items()}
    for alpha in np.linspace(0, 1, 21):
        found = matrices(compose_chain(chain, "reverse", 1, float(alpha), options))
        assert {(key, m.rect) for key, m in found.items()} <= known


def test_a_result_that_was_recorded_says_where():
    chain = chain_of([3, 4, 2], path=("L", "Z1"))
    last = len(parts(chain, "reverse")) - 1
    said = {
        o: english(
            labels(compose_chain(chain, "reverse", last, 1.0, ComposeOptions(979.0, 388.0, o)))[
                "derived"
            ]
        )
        for o in ORIENTATIONS
    }
    assert "column 2 of the recorded δ¹" in said["textbook"]
    assert "row 2 of the recorded δ¹" in said["rows"]


def test_a_single_factor_is_just_shown():
    chain = chain_of([3, 2], path=("L", "A1"))
    for order in ORDERS:
        scene = compose_chain(chain, order, 0, 1.0, ComposeOptions(*SIZES[1]))
        assert list(matrices(scene)) == ["factor.0"]
        assert "nothing to multiply" in scene.sentence.english()


def test_the_same_moment_gives_the_same_picture():
    chain = chain_of([3, 4, 2])
    options = ComposeOptions(*SIZES[1])
    moments = list(every_moment(chain, "forward"))
    first = {m: scene_to_json(compose_chain(chain, "forward", *m, options)) for m in moments}
    for moment in reversed(moments):
        assert scene_to_json(compose_chain(chain, "forward", *moment, options)) == first[moment]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(0, 99), st.integers(2, 5))
@example(4, 11, 2)  # terms about one that nearly cancel
def test_written_arithmetic_leads_to_the_written_number(n, seed, digits):
    from nnviz.scene.numbers import decimals_for, parse_value

    rng = np.random.default_rng(seed)
    row, column = rng.normal(size=n), rng.normal(size=n)
    value = float(row @ column)
    decimals = tuple(decimals_for(part, digits) for part in (row, column, [value]))
    line = "".join(run.text for run in worked(Cell(row, column, value, decimals), 1.0, 10**6))
    terms, result = line.removeprefix("= ").rsplit(" = ", 1)
    total = sum(
        parse_value(a) * parse_value(b)
        for a, b in (term.strip("()").split(")(") for term in terms.split(" + "))
    )
    places = len(result.partition(".")[2])
    assert round(total, places) == pytest.approx(parse_value(result), abs=1.01 * 10.0**-places)


def box(item):
    return item.rect if isinstance(item, MatrixBlock) else item.box


def overlap(a, b):
    across = min(a.right, b.right) - max(a.x, b.x)
    down = min(a.bottom, b.bottom) - max(a.y, b.y)
    return across > 0.01 and down > 0.01


def check(scene, *, moving):
    things = [p for p in scene.primitives if isinstance(p, (Label, Formula, MatrixBlock))]
    for item in things:
        rect = box(item)
        assert rect.width > 0, item.id
        assert rect.height > 0, item.id
        assert rect.x >= -0.01, item.id
        assert rect.right <= scene.width + 0.01, item.id
        assert rect.y >= -0.01, item.id
        assert rect.bottom <= scene.height + 0.01, item.id
    if moving:
        return
    for first, second in combinations(things, 2):
        assert not overlap(box(first), box(second)), (first.id, second.id)
    strip = next(p.rect for p in scene.primitives if isinstance(p, Card) and p.id == "strip")
    for item in things:
        assert overlap(box(item), strip) == item.id.startswith("strip."), item.id


@st.composite
def chains(draw):
    loss = draw(st.sampled_from(sorted(HEADS)))
    depth = draw(st.integers(1, 5))
    units = st.one_of(st.integers(1, 8), st.just(20))
    least = 2 if loss == "cross_entropy" else 1
    sizes = [draw(units) for _ in range(depth)] + [draw(st.integers(least, 8))]
    hidden = draw(st.sampled_from(["tanh", "linear", "relu"]))
    return chain_of(sizes, loss, hidden, draw(st.booleans()), draw(st.integers(0, 20)))


@settings(max_examples=25, deadline=None)
@given(
    chains(),
    st.sampled_from(ORDERS),
    st.sampled_from(SIZES),
    st.sampled_from(ORIENTATIONS),
    st.booleans(),
)
def test_nothing_overlaps_and_nothing_leaves_the_stage(chain, order, size, orientation, projector):
    options = ComposeOptions(*size, orientation, projector=projector)
    found = parts(chain, order)
    for index, alpha in every_moment(chain, order):
        scene = compose_chain(chain, order, index, alpha, options)
        check(scene, moving=found[index].closing)


def test_a_large_net_fits_as_well():
    chain = chain_of([784, 512, 10], hidden="relu")
    for order in ORDERS:
        for index, part in enumerate(parts(chain, order)):
            scene = compose_chain(chain, order, index, 0.5, ComposeOptions(*SIZES[2]))
            check(scene, moving=part.closing)
