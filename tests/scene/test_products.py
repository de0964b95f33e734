"""One product in five ways: true partial sums, room for everything, and factors that turn over."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.expression import Sum, evaluate
from nnviz.engine.partial import partial_product, partial_products
from nnviz.engine.step import StepKind
from nnviz.scene.arrival import arrival
from nnviz.scene.compose import compose
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Formula, Label, MatrixBlock, Rect
from nnviz.scene.products.ways import LEAD, MOST_TERMS, PRODUCTS, WAYS, inner_length, next_way
from nnviz.scene.reveal import moment_made
from nnviz.scene.slotting import runs_width
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.steps import extent
from tests.scene.traces import random_steps, xor_steps

# About the stages of windows of 1024 × 768, 1280 × 720 and 1920 × 1080.
STAGES = [(680.0, 390.0), (920.0, 350.0), (1540.0, 640.0)]
ORIENTATIONS = ["textbook", "rows"]
VIEWS = ["usual", *WAYS]
ALPHA = st.floats(0.0, 1.0)


def products(steps):
    return [step for step in steps if step.kind in PRODUCTS]


def marks(scene, kind):
    return {item.id: item for item in scene.primitives if isinstance(item, kind)}


def english(runs):
    return "".join(r.text if isinstance(r.text, str) else r.text.english() for r in runs)


def nets():
    few = st.integers(1, 6)
    return st.builds(
        lambda sizes, n, seed: random_steps(sizes, n, "tanh", seed=seed),
        st.tuples(few, few, few).map(list),
        st.integers(1, 7),
        st.integers(0, 99),
    )


def first(kind, steps=None):
    return next(step for step in steps or xor_steps() if step.kind is kind)


def partial(step, block, row, col, terms):
    """The first terms of a cell by the engine's own rule, added one after the other."""
    cell = block.stored(row, col)
    expression = step.explain(cell.row - block.stored_row, cell.col, name=step.output).expression
    parts = expression.terms if isinstance(expression, Sum) else (expression,)
    return evaluate(Sum(parts[:terms]))


def written(value, block):
    return format_value(value, block.decimals if block.decimals is not None else 3)


def same_number(found, wanted, block):
    """Written alike; a sum in the middle between two last digits may go either way."""
    near = (1 - 1e-6, 1.0, 1 + 1e-6)
    return written(found, block) in {written(wanted * factor, block) for factor in near}


def terms_of_line(step, view, alpha, options):
    """How many terms each line has at alpha, worked out from the extent alone."""
    work = extent(step, options)
    inner = inner_length(step)
    units = work.cells if work.terms else work.cols
    group = -(-inner // units)
    made = round((alpha - work.lead) / (1 - work.lead) * work.cells - 0.5 + 1e-6)
    made = min(max(made, 0), work.cells)
    lines = 1 if work.terms else work.rows
    return [min(max(made - line * units, 0) * group, inner) for line in range(lines)]


@settings(max_examples=60, deadline=None)
@given(nets(), st.sampled_from(["rows", "columns", "outer"]), st.sampled_from(ORIENTATIONS), ALPHA)
def test_every_number_is_the_true_partial_sum(steps, view, orientation, alpha):
    options = ComposeOptions(1500, 700, orientation, product_view=view)
    for step in products(steps):
        work = extent(step, options)
        # In the middle of a unit of work nothing hangs on the last bit of alpha.
        unit = min(int(alpha * work.cells), work.cells - 1)
        alpha = moment_made(unit + 0.5, work)
        block = compose(step, alpha, options).block(step.output)
        counts = terms_of_line(step, view, alpha, options)
        for row, col in np.ndindex(block.shape):
            terms = counts[{"rows": row, "columns": col}.get(view, 0)]
            assert block.is_known(row, col) == (terms > 0)
            assert block.is_settled(row, col) == (terms == inner_length(step))
            if block.is_known(row, col):
                wanted = partial(step, block, row, col, terms)
                assert same_number(block.values[row, col], wanted, block)
            if block.is_settled(row, col):
                cell = block.stored(row, col)
                recorded = np.atleast_2d(step.value)[cell.row - block.stored_row, cell.col]
                assert block.values[row, col] == recorded


@settings(max_examples=40, deadline=None)
@given(nets(), st.sampled_from(["rows", "columns", "outer"]), st.sampled_from(ORIENTATIONS), ALPHA)
def test_the_term_is_what_it_brings_to_the_sum(steps, view, orientation, alpha):
    options = ComposeOptions(1500, 700, orientation, product_view=view)
    for step in products(steps):
        work = extent(step, options)
        unit = min(int(alpha * work.cells), work.cells - 1)
        scene = compose(step, moment_made(unit + 0.3, work), options)
        term, result = scene.block("term"), scene.block(step.output)
        line, place = (0, unit) if work.terms else divmod(unit, work.cols)
        for row, col in np.ndindex(term.shape):
            at = {"rows": (line, col), "columns": (row, line)}.get(view, (row, col))
            before, after = (partial(step, result, *at, place + k) for k in (0, 1))
            if place == 0:
                before = 0.0
            assert term.values[row, col] == pytest.approx(after - before, rel=1e-4, abs=1e-9)
        assert term.decimals in {None, result.decimals}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_at_the_end_the_recorded_result_stands_there_and_nothing_else(view, orientation):
    options = ComposeOptions(1300, 600, orientation, product_view=view)
    for step in products(xor_steps()):
        scene = compose(step, 1.0, options)
        block = scene.block(step.output)
        assert (block.revealed, block.unsettled) == (block.values.size, 0)
        np.testing.assert_array_equal(block.values.T if block.flipped else block.values, step.value)
        assert set(marks(scene, MatrixBlock)) == {*step.inputs, step.output}


@pytest.mark.parametrize("view", WAYS)
def test_a_cell_is_complete_at_its_arrival_and_not_before(view):
    step = first(StepKind.MATMUL)
    options = ComposeOptions(1300, 600, product_view=view)
    for row, col in np.ndindex(step.value.shape):
        at = arrival(step, CellRef(step.output, row, col), options)
        block = compose(step, at, options).block(step.output)
        assert block.is_settled(*block.place(CellRef(step.output, row, col)))
        block = compose(step, at - 0.01, options).block(step.output)
        assert not block.is_settled(*block.place(CellRef(step.output, row, col)))


def test_a_sum_that_grows_is_no_cell_to_point_at():
    step = first(StepKind.WEIGHT_GRADIENT)
    options = ComposeOptions(1300, 600, product_view="outer")
    scene = compose(step, moment_made(2, extent(step, options)), options)
    block = scene.block(step.output)
    cell = block.cell_rect(0, 0)
    assert block.unsettled == block.values.size
    assert scene.cell_at(cell.x + 2, cell.y + 2) is None
    texts = [english(label.runs) for label in marks(scene, Label).values()]
    assert any(text.endswith("so far 2 of 4 terms") for text in texts)
    assert any(text.endswith(", so far") for text in texts)


def overlap(a, b, slack=0.01):
    return (
        min(a.right, b.right) - max(a.x, b.x) > slack
        and min(a.bottom, b.bottom) - max(a.y, b.y) > slack
    )


def around(block):
    """The box that a matrix takes now; while it turns, that of all its cells."""
    if block.turn.fraction >= 1.0:
        return block.rect
    cells = [block.cell_rect(row, col) for row, col in np.ndindex(block.shape)]
    x, y = min(c.x for c in cells), min(c.y for c in cells)
    return Rect(x, y, max(c.right for c in cells) - x, max(c.bottom for c in cells) - y)


def check(scene):
    things = [
        (item.id, around(item) if isinstance(item, MatrixBlock) else item.box)
        for item in scene.primitives
        if isinstance(item, (Label, Formula, MatrixBlock)) and item.id != "term.flight"
    ]
    for name, box in things:
        assert box.width > 0, name
        assert box.height > 0, name
        assert min(box.x, box.y) >= -0.01, name
        assert box.right <= scene.width + 0.01, name
        assert box.bottom <= scene.height + 0.01, name
    turning = {key for key, b in marks(scene, MatrixBlock).items() if 0 < b.turn.fraction < 1}
    for (one, first_box), (other, second_box) in combinations(things, 2):
        # On their way cells may come near the words of their own matrix, as they go with it.
        own = {one.split(".")[0], other.split(".")[0]} <= turning
        assert own or not overlap(first_box, second_box), (one, other)


@settings(max_examples=60, deadline=None)
@given(
    nets(),
    st.sampled_from(STAGES),
    st.sampled_from(VIEWS),
    st.sampled_from(ORIENTATIONS),
    st.one_of(ALPHA, st.floats(0.0, LEAD)),
    st.booleans(),
)
def test_nothing_overlaps_and_all_is_inside(steps, stage, view, orientation, alpha, projector):
    options = ComposeOptions(*stage, orientation, product_view=view, projector=projector)
    for step in products(steps):
        check(compose(step, alpha, options))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("view", WAYS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_wide_products_fit_and_are_added_in_blocks(stage, view, orientation):
    options = ComposeOptions(*stage, orientation, product_view=view)
    for step in products(random_steps([784, 96, 10], 12)):
        for alpha in (0.0, 0.05, 0.37, 1.0):
            scene = compose(step, alpha, options)
            check(scene)
            texts = [english(label.runs) for label in marks(scene, Label).values()]
            many = inner_length(step) > MOST_TERMS and view in ("rows", "columns", "outer")
            assert any("blocks of" in text for text in texts) == many


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_the_same_moment_gives_the_same_picture(view, orientation):
    options = ComposeOptions(1200, 600, orientation, product_view=view)
    alphas = (0.0, 0.03, 0.1, 0.31, 0.5, 0.77, 1.0)
    for step in products(xor_steps()):
        forwards = [scene_to_json(compose(step, alpha, options)) for alpha in alphas]
        backwards = [scene_to_json(compose(step, alpha, options)) for alpha in alphas[::-1]]
        assert forwards == backwards[::-1]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_things_keep_their_ids_their_places_and_their_numbers(view, orientation):
    options = ComposeOptions(1200, 600, orientation, product_view=view)
    for step in products(xor_steps()):
        for name in step.inputs:
            seen = [compose(step, a, options).block(name) for a in np.linspace(0, 1, 23)]
            assert len({block.rect for block in seen}) == 1
            assert len({(block.vmax, block.decimals, block.quantity) for block in seen}) == 1
            assert all(np.array_equal(block.values, seen[0].values) for block in seen)
        results = [compose(step, a, options).block(step.output) for a in np.linspace(0, 1, 23)]
        assert len({block.rect for block in results}) == 1
        assert len({(block.vmax, block.decimals) for block in results}) == 1


def turning_block(step, orientation):
    options = ComposeOptions(1300, 600, orientation)
    scene = compose(step, 0.0, options)
    return next((b for b in marks(scene, MatrixBlock).values() if b.turn.fraction < 1), None)


def test_what_is_written_transposed_turns_over():
    found = {
        (step.kind, o): getattr(turning_block(step, o), "name", None)
        for step in products(xor_steps())
        if step.layer == 2
        for o in ORIENTATIONS
    }
    assert found == {
        (StepKind.MATMUL, "textbook"): None,
        (StepKind.MATMUL, "rows"): "W2",
        (StepKind.INPUT_GRADIENT, "textbook"): "W2",
        (StepKind.INPUT_GRADIENT, "rows"): None,
        (StepKind.WEIGHT_GRADIENT, "textbook"): "A1",
        (StepKind.WEIGHT_GRADIENT, "rows"): "dZ2",
        (StepKind.OUTER_PRODUCT, "textbook"): "A1",
        (StepKind.OUTER_PRODUCT, "rows"): "dZ2",
    }


@pytest.mark.parametrize("view", WAYS)
def test_a_matrix_turns_from_how_it_stood_to_its_transpose_without_a_jump(view):
    step = first(StepKind.INPUT_GRADIENT, random_steps([2, 3, 4], 5))
    options = ComposeOptions(1300, 600, product_view=view)
    before = compose(step, 0.0, options).block("W2")
    rows, cols = before.shape
    start = before.turn.start
    for row, col in np.ndindex(before.shape):
        cell = before.cell_rect(row, col)
        # It stood in the row of its column, as in the forward pass.
        assert cell.x == pytest.approx(start.x + row * start.width / rows)
        assert cell.y == pytest.approx(start.y + col * start.height / cols)
        inside = before.cell_at(cell.x + 1, cell.y + 1)
        assert inside == CellRef("W2", col, row)
    paths = np.array(
        [
            [
                (c.x + c.width / 2, c.y + c.height / 2)
                for b in [compose(step, a, options).block("W2")]
                for c in (b.cell_rect(row, col) for row, col in np.ndindex(b.shape))
            ]
            for a in np.linspace(0, LEAD, 400)
        ]
    )
    assert np.abs(np.diff(paths, axis=0)).max() < 12.0
    after = compose(step, LEAD, options).block("W2")
    assert after.turn.fraction == 1.0
    assert after.cell_rect(0, 0).x == after.rect.x


def test_the_name_turns_with_the_matrix():
    step = first(StepKind.INPUT_GRADIENT)
    early, late = (marks(compose(step, a, ComposeOptions(1300, 600)), Label) for a in (0.02, 0.08))
    assert (english(early["W2.label"].runs), english(late["W2.label"].runs)) == ("W2", "W2T")
    assert (english(early["W2.shape"].runs), english(late["W2.shape"].runs)) == ("1 × 4", "4 × 1")


def test_no_number_is_made_while_a_matrix_turns():
    for step in products(xor_steps()):
        for view in WAYS:
            options = ComposeOptions(1300, 600, product_view=view)
            if extent(step, options).lead:
                assert compose(step, 0.999 * LEAD, options).block(step.output).revealed == 0


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_with_reduced_motion_nothing_moves_and_the_numbers_are_the_same(view, orientation):
    still = ComposeOptions(1300, 600, orientation, product_view=view, reduced_motion=True)
    moving = ComposeOptions(1300, 600, orientation, product_view=view)
    for step in products(xor_steps()):
        places = {}
        for alpha in np.linspace(0, 1, 60).tolist():
            scene = compose(step, alpha, still)
            blocks = marks(scene, MatrixBlock)
            assert "term.flight" not in blocks
            assert all(block.turn.fraction in (0.0, 1.0) for block in blocks.values())
            for key, block in blocks.items():
                assert places.setdefault(key, block.rect) == block.rect
            other = compose(step, alpha, moving).block(step.output)
            np.testing.assert_array_equal(blocks[step.output].values, other.values)
            assert blocks[step.output].revealed == other.revealed


def test_a_term_flies_from_its_place_to_the_cells_it_is_added_to():
    step = first(StepKind.WEIGHT_GRADIENT)
    options = ComposeOptions(1300, 600, product_view="outer")
    work = extent(step, options)
    flights = [
        compose(step, moment_made(1 + part, work), options).block("term.flight")
        for part in (0.39, 0.6, 0.93)
    ]
    scene = compose(step, moment_made(1.3, work), options)
    near, far = scene.block("term").rect, scene.block(step.output).rect
    assert flights[0].rect.x == pytest.approx(near.x, abs=3)
    assert flights[-1].rect.x == pytest.approx(far.x, abs=3)
    assert flights[-1].rect.width == pytest.approx(far.width, abs=3)
    for flight in flights:
        np.testing.assert_array_equal(flight.values, scene.block("term").values)


def test_the_ways_follow_one_another_and_come_round():
    assert next_way("usual", first(StepKind.MATMUL)) == "inline"
    assert next_way("usual", first(StepKind.LOSS)) == "inline"
    several = first(StepKind.WEIGHT_GRADIENT, random_steps([2, 3, 1], 4))
    assert next_way("usual", several) == "falk"
    view = "falk"
    seen = [view := next_way(view, several) for _ in range(5)]
    assert seen == ["inline", "rows", "columns", "outer", "falk"]


def test_left_alone_a_weight_gradient_grows_sample_by_sample_and_the_rest_is_falks():
    for step in products(xor_steps()):
        same = "outer" if step.kind is StepKind.WEIGHT_GRADIENT else "falk"
        pictures = [
            scene_to_json(compose(step, 0.4, ComposeOptions(1300, 600, product_view=view)))
            for view in ("usual", same)
        ]
        assert pictures[0] == pictures[1]


def test_the_sentence_says_what_is_seen():
    steps = xor_steps()
    matmul, gradient = first(StepKind.MATMUL, steps), first(StepKind.WEIGHT_GRADIENT, steps)

    def said(step, view, cells):
        options = ComposeOptions(1300, 600, product_view=view)
        at = moment_made(cells, extent(step, options))
        return compose(step, at, options).sentence.english()

    assert said(matmul, "falk", 1).startswith("Row 1 of W¹ meets column 1 of X")
    assert said(matmul, "rows", 0) == (
        "Matrix multiply · layer 1: each row of W¹X is a combination of the rows of X."
    )
    assert said(matmul, "rows", 2.3) == "Row 2 of W¹X: −0.27 times row 1 of X is added."
    assert said(matmul, "rows", 3).startswith("Row 2 of W¹X, so far 1 of 2 terms: −0.27 times")
    assert said(matmul, "rows", 4).startswith("Row 2 of W¹X is made: a combination of the rows")
    assert said(matmul, "columns", 4.5) == "Column 3 of W¹X: 1 times column 1 of W¹ is added."
    assert said(matmul, "outer", 1) == (
        "Column 1 of W¹ times row 1 of X is a whole matrix. So far 1 of 2 terms are added."
    )
    assert said(gradient, "outer", 2.5).startswith("Sample 3: its errors times its inputs")
    assert said(gradient, "outer", 4) == "All 4 samples are added: this is ∂L/∂W², 1 × 4."
    options = ComposeOptions(1300, 600)
    turned = compose(first(StepKind.INPUT_GRADIENT, steps), 0.05, options).sentence.english()
    assert turned == ("W² turns over its diagonal: its rows become columns. W²ᵀ is 4 × 1.")


def test_the_shape_of_a_gradient_is_said_aloud():
    for kind in (StepKind.WEIGHT_GRADIENT, StepKind.OUTER_PRODUCT):
        step = next(s for s in xor_steps() if s.kind is kind and s.layer == 1)
        scene = compose(step, 0.5, ComposeOptions(1300, 600))
        texts = [english(label.runs) for label in marks(scene, Label).values()]
        assert "The shape of ∂L/∂W¹ is the shape of W¹: 4 × 2." in texts


def test_pointing_at_a_finished_cell_tells_about_its_own_arithmetic():
    step = first(StepKind.MATMUL)
    for view in WAYS:
        cell = CellRef("P1", 3, 1)
        options = ComposeOptions(1300, 600, hovered=cell, product_view=view)
        scene = compose(step, 1.0, options)
        assert scene.focus == cell
        assert scene.sentence.english().startswith("Row 2 of W¹ meets column 4 of X")


@settings(max_examples=40, deadline=None)
@given(nets(), st.sampled_from(ORIENTATIONS), ALPHA)
def test_a_bias_gradient_grows_sample_by_sample(steps, orientation, alpha):
    options = ComposeOptions(1500, 700, orientation)
    for step in (step for step in steps if step.kind is StepKind.BIAS_GRADIENT):
        work = extent(step, options)
        done = min(int(alpha * work.cells), work.cells - 1)
        scene = compose(step, moment_made(done + 0.5, work), options)
        block = scene.block(step.output)
        check(scene)
        assert block.revealed == (block.values.size if done else 0)
        for row, col in np.ndindex(block.shape):
            if done:
                wanted = partial(step, block, row, col, done)
                assert same_number(block.values[row, col], wanted, block)
            assert not block.is_settled(row, col)
        np.testing.assert_array_equal(
            compose(step, 1.0, options).block(step.output).values.ravel(), step.value
        )


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_the_errors_of_a_sample_fly_onto_the_gradient_of_the_bias(orientation):
    step = next(s for s in xor_steps() if s.kind is StepKind.BIAS_GRADIENT and s.layer == 1)
    options = ComposeOptions(1300, 600, orientation)
    scene = compose(step, 2.6 / 4, options)
    flight = scene.block("term.flight")
    np.testing.assert_array_equal(flight.values.ravel(), step.inputs["dZ1"][2])
    assert scene.sentence.english() == (
        "Sample 3: its errors are added to ∂L/∂b¹, so far 2 of 4 samples."
    )
    assert compose(step, 1.0, options).sentence.english() == (
        "All 4 samples are added: this is ∂L/∂b¹."
    )


def test_pointing_at_a_sum_over_the_samples_lights_its_unit():
    step = next(s for s in xor_steps() if s.kind is StepKind.BIAS_GRADIENT and s.layer == 1)
    cell = CellRef("db1", 0, 2)
    scene = compose(step, 1.0, ComposeOptions(1300, 600, hovered=cell))
    assert scene.focus == cell
    assert scene.sentence.english().startswith("The bias of unit 3 collects its errors")


@given(st.integers(1, 5), st.integers(1, 9), st.integers(1, 5), st.integers(1, 4))
def test_partial_products_are_the_sums_of_their_terms(rows, inner, cols, size):
    random = np.random.default_rng(rows + 10 * inner + 100 * cols)
    left = random.normal(size=(rows, inner)).astype(np.float32)
    right = random.normal(size=(inner, cols)).astype(np.float32)
    sums = partial_products(left, right, size)
    assert len(sums) == -(-inner // size) + 1
    for place, found in enumerate(sums):
        wanted = left[:, : place * size].astype(float) @ right[: place * size].astype(float)
        np.testing.assert_allclose(found, wanted, atol=1e-12)
        np.testing.assert_allclose(
            partial_product(left, right, 0, place * size), wanted, atol=1e-12
        )


@pytest.mark.parametrize("stage", [(979.0, 388.0), (1460.0, 640.0)])
def test_the_name_of_a_block_of_terms_keeps_its_size(stage):
    """By columns it stands over a narrow column: it reaches out to the left, where room is."""
    steps = random_steps([4, 8, 3], 150, "tanh", "softmax", loss="cross_entropy")
    step = next(s for s in steps if s.kind is StepKind.WEIGHT_GRADIENT)
    scene = compose(step, 0.37, ComposeOptions(*stage, product_view="columns"))
    (label,) = (i for i in scene.primitives if isinstance(i, Label) and i.id == "term.label")
    assert label.runs[0].text.english().startswith("terms ")
    assert label.box.width >= runs_width(label.runs, label.size_px)
    assert label.box.right < scene.block(next(reversed(step.inputs))).rect.x


def test_partial_sums_are_written_like_the_result():
    step = first(StepKind.WEIGHT_GRADIENT)
    options = ComposeOptions(1300, 600, product_view="outer")
    block = compose(step, 0.6, options).block(step.output)
    assert block.decimals == decimals_for(step.value, 3)


def test_frames_of_a_turning_matrix_hold_its_cells():
    step = first(StepKind.INPUT_GRADIENT)
    for alpha in np.linspace(0, LEAD, 30):
        block = compose(step, alpha, ComposeOptions(1300, 600)).block("W2")
        frame = block.range_rect(slice(0, 2), slice(0, 1))
        for row in (0, 1):
            cell = block.cell_rect(row, 0)
            assert frame.x - 0.01 <= cell.x <= cell.right <= frame.right + 0.01
            assert frame.y - 0.01 <= cell.y <= cell.bottom <= frame.bottom + 0.01
