"""One sample alone, its part of a sum, pictures, and the board of the batch."""

from functools import cache

import numpy as np
import pytest

from nnviz.engine import Network, datasets
from nnviz.engine.gradcheck import check_cell
from nnviz.engine.orientation import displayed, has_sample_axis
from nnviz.engine.shares import input_gradient, sample_share
from nnviz.engine.step import Phase, StepKind
from nnviz.scene.compose import compose
from nnviz.scene.figures import figures
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.map.picture import GRADIENT
from nnviz.scene.map.picture import PICTURE as MAP_PICTURE
from nnviz.scene.numbers import format_value, parse_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import (
    CellRef,
    Highlight,
    Label,
    MatrixBlock,
    Node,
    Rect,
    SampleTabs,
)
from nnviz.scene.products.ways import PRODUCTS
from nnviz.scene.samples.batch import Batch
from nnviz.scene.samples.pictures import PICTURE
from nnviz.scene.samples.tabs import verdict
from nnviz.scene.samples.words import long_entry, short_entry
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.steps import extent
from tests.scene.test_page import SIZES, box, check, overlap
from tests.scene.traces import xor_steps

DIGITS, CHOSEN = 12, 3


@cache
def digits():
    data = datasets.load("digits")
    net = Network.mlp([64, 16, 10], loss="cross_entropy", optimizer="sgd", seed=0)
    trace = net.trace_step(data.X[:DIGITS], data.Y[:DIGITS])
    guesses = tuple(np.argmax(trace["A2"], axis=1).tolist())
    labels = tuple(data.Y[:DIGITS].tolist())
    return trace, Batch(trace["X"], trace["A2"], labels, guesses, data.target_names, (8, 8))


@cache
def iris():
    data = datasets.load("iris")
    net = Network.mlp([4, 5, 3], loss="mse", output="softmax", optimizer="adam", seed=0)
    rows = np.arange(0, 150, 13)
    trace = net.trace_step(data.X[rows], np.eye(3)[data.Y[rows]])
    guesses = tuple(np.argmax(trace["A2"], axis=1).tolist())
    labels = tuple(data.Y[rows].tolist())
    return trace, Batch(trace["X"], trace["A2"], labels, guesses, data.target_names)


def options(batch, size=(1200.0, 620.0), **changes):
    return ComposeOptions(
        *size, **{"one_sample": True, "sample": CHOSEN, "batch": batch, **changes}
    )


def cases():
    for name, make in (("digits", digits), ("iris", iris)):
        for step in make()[0].steps:
            yield pytest.param(make, step, id=f"{name}-{step.kind}-{step.output}")


def of(make, kind, layer=None):
    steps = make()[0].steps
    return next(s for s in steps if s.kind is kind and layer in {None, s.layer})


def marks(scene, kind):
    return {item.id: item for item in scene.primitives if isinstance(item, kind)}


def english(label):
    return "".join(r.text if isinstance(r.text, str) else r.text.english() for r in label.runs)


def recorded(trace, step, block):
    arrays = {**{n: trace[n] for n in trace.names}, **step.inputs, step.output: step.value}
    return np.atleast_2d({**arrays, **step.also}[block.name])


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize(("make", "step"), list(cases()))
def test_one_sample_shows_that_sample_as_it_is_recorded(make, step, orientation):
    trace, batch = make()
    scene = compose(step, 1.0, options(batch, orientation=orientation))
    for block in marks(scene, MatrixBlock).values():
        assert block.revealed == block.values.size
        if step.sample is not None or not has_sample_axis(block.name):
            continue
        stored = recorded(trace, step, block)
        for row, col in np.ndindex(block.shape):
            cell = block.stored(row, col)
            assert block.place(cell) == (row, col)
            assert stored[cell.row, cell.col] == block.values[row, col]
            sample = cell.col if step.value.ndim < 2 and stored.shape[0] == 1 else cell.row
            assert sample == CHOSEN or stored.shape[0] == 1
        assert max(block.shape) <= max(64, stored.shape[-1])
        assert 1 in block.shape or block.picture
    json = scene_to_json(scene)
    assert json == scene_to_json(compose(step, 1.0, options(batch, orientation=orientation)))


@pytest.mark.parametrize(("make", "step"), list(cases()))
def test_digits_are_those_of_the_whole_array(make, step):
    trace, batch = make()
    scene = compose(step, 1.0, options(batch, (1880.0, 900.0)))
    for block in marks(scene, MatrixBlock).values():
        whole = step.sample is None and has_sample_axis(step.output) and has_sample_axis(block.name)
        if block.decimals is None or not whole or block.picture:
            continue
        stored = recorded(trace, step, block)
        assert block.decimals == figures(stored, 3).decimals
        for value in block.values.ravel():
            half = 0.500001 * 10.0**-block.decimals if block.decimals >= 0 else abs(value) * 0.06
            assert abs(parse_value(format_value(value, block.decimals)) - value) <= half


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize(("make", "step"), list(cases()))
def test_less_work_and_nothing_before_it_begins(make, step, orientation):
    _, batch = make()
    alone = options(batch, orientation=orientation)
    size = extent(step, alone)
    if step.sample is None and has_sample_axis(step.output):
        assert size.cells == step.value.size // batch.count
    scene = compose(step, 0.0, alone)
    assert scene.block(step.output).revealed == 0
    counts = [
        compose(step, a, alone).block(step.output).revealed for a in np.linspace(0, 1, 9).tolist()
    ]
    assert counts == sorted(counts)
    assert counts[-1] == scene.block(step.output).values.size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("one_sample", [True, False])
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("make", [digits, iris], ids=["digits", "iris"])
def test_nothing_overlaps_in_either_mode(make, orientation, one_sample, size):
    trace, batch = make()
    for step in trace.steps:
        given = options(batch, size, orientation=orientation, one_sample=one_sample)
        scene = compose(step, 1.0, given)
        # A Jacobian folds: its parts are laid over one another, in any batch.
        if step.kind is not StepKind.JACOBIAN:
            check(scene)
        for tabs in marks(scene, SampleTabs).values():
            assert tabs.rect.bottom <= scene.height
            for item in scene.primitives:
                if isinstance(item, (Label, MatrixBlock)):
                    assert not overlap(box(item), tabs.rect), (step.kind, item.id)


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_xor_keeps_its_four_columns(orientation):
    batch = Batch(np.zeros((4, 2)), np.zeros((4, 1)))
    for step in xor_steps():
        given = options(batch, orientation=orientation, one_sample=False, sample=1)
        scene = compose(step, 1.0, given)
        if step.kind is not StepKind.JACOBIAN:
            check(scene)
        for block in marks(scene, MatrixBlock).values():
            if step.sample is None and has_sample_axis(block.name):
                assert 4 in block.shape


@pytest.mark.parametrize("way", ["falk", "inline", "rows", "columns", "outer"])
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("make", [digits, iris], ids=["digits", "iris"])
def test_every_way_to_see_a_product_shows_one_sample(make, orientation, way):
    trace, batch = make()
    for step in trace.steps:
        if step.kind not in PRODUCTS:
            continue
        given = options(batch, orientation=orientation, product_view=way)
        for alpha in (0.0, 0.02, 0.4, 1.0):
            scene = compose(step, alpha, given)
        block = scene.block(step.output)
        assert block.revealed == block.values.size
        if has_sample_axis(step.output):
            np.testing.assert_array_equal(block.values.ravel(), step.value[CHOSEN])


# Sums over the batch


@pytest.mark.parametrize("kind", [StepKind.WEIGHT_GRADIENT, StepKind.BIAS_GRADIENT, StepKind.LOSS])
@pytest.mark.parametrize("make", [digits, iris], ids=["digits", "iris"])
def test_the_sample_and_the_others_make_the_recorded_sum(make, kind):
    step, batch = of(make, kind), make()[1]
    scene = compose(step, 1.0, options(batch))
    first, others = (b for b in marks(scene, MatrixBlock).values() if b.id != step.output)
    count = batch.count if kind is StepKind.LOSS else 1
    total = scene.block(step.output).values
    np.testing.assert_allclose((first.values + others.values) / count, total, rtol=1e-5, atol=1e-9)
    np.testing.assert_array_equal(total, np.atleast_2d(step.value).reshape(total.shape))
    assert english(marks(scene, Label)["others.label"]) == f"{batch.count - 1} others"


def test_the_part_of_a_sample_is_its_outer_product():
    step = of(digits, StepKind.WEIGHT_GRADIENT, 2)
    share = sample_share(step, CHOSEN)
    single = of(digits, StepKind.OUTER_PRODUCT, 2).for_sample(CHOSEN)
    np.testing.assert_array_equal(share.part, single.value)
    np.testing.assert_allclose(share.part + share.others, step.value, atol=1e-9)


@pytest.mark.parametrize("kind", [StepKind.WEIGHT_GRADIENT, StepKind.BIAS_GRADIENT, StepKind.LOSS])
def test_the_written_sum_adds_up(kind):
    step, batch = of(iris, kind), iris()[1]
    made = np.atleast_2d(step.value)
    for row, col in np.ndindex(made.shape):
        cell = CellRef(step.output, row, col)
        scene = compose(step, 1.0, options(batch, pinned=cell))
        assert scene.focus == cell
        line = marks(scene, Label)["strip.1"]
        numbers = [parse_value(r.text) for r in line.runs if r.style == "number"]
        text = english(line)
        others = -numbers[1] if " − " in text else numbers[1]
        count = batch.count if kind is StepKind.LOSS else 1
        decimals = len(text.rsplit(".", 1)[1]) if "." in text else 0
        assert (numbers[0] + others) / count == pytest.approx(
            numbers[2], abs=0.50001 * 10.0**-decimals
        )


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("kind", [StepKind.WEIGHT_GRADIENT, StepKind.BIAS_GRADIENT])
def test_first_the_own_term_flies_into_the_sum_and_then_that_of_the_others(kind, orientation):
    step, batch = of(iris, kind), iris()[1]
    share = sample_share(step, CHOSEN)

    def at(alpha, **more):
        scene = compose(step, alpha, options(batch, orientation=orientation, **more))
        return marks(scene, MatrixBlock)

    for alpha, source, so_far in ((0.35, 0, None), (0.85, 1, share.part)):
        found = at(alpha)
        flying, result = found.pop("term.flight"), found[step.output]
        start, goal = [*found.values()][source], result.rect
        assert start.rect.x < flying.rect.x < goal.x
        np.testing.assert_array_equal(flying.values, start.values)
        if so_far is None:
            assert result.revealed == 0
        else:
            part = displayed(step.output, so_far, orientation)
            np.testing.assert_array_equal(result.values, part)
            assert result.unsettled == result.values.size
        assert "term.flight" not in at(alpha, reduced_motion=True)
    whole = at(1.0)[step.output]
    assert (whole.revealed, whole.unsettled) == (whole.values.size, 0)
    np.testing.assert_array_equal(whole.values, displayed(step.output, step.value, orientation))


def test_a_dead_unit_is_one_of_the_whole_batch():
    trace, batch = digits()
    step = of(digits, StepKind.ACTIVATION, 1)
    notes = [
        english(compose_label)
        for one in (True, False)
        for key, compose_label in marks(
            compose(step, 1.0, options(batch, one_sample=one)), Label
        ).items()
        if key.startswith("strip.note")
    ]
    assert notes[0] == notes[-1]
    assert f"of {trace['M1'].size} cells" in notes[0]


# Pictures


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_a_pixel_is_the_cell_of_the_sample(orientation):
    trace, batch = digits()
    for step in trace.steps:
        scene = compose(step, 1.0, options(batch, orientation=orientation))
        picture = marks(scene, MatrixBlock).get(PICTURE)
        assert (picture is not None) == ("X" in step.inputs and "X" in _shown(scene))
        if picture is None:
            continue
        np.testing.assert_array_equal(picture.values, trace["X"][CHOSEN].reshape(8, 8))
        for row, col in np.ndindex(8, 8):
            cell = picture.cell_rect(row, col)
            at = cell.x + cell.width / 2, cell.y + cell.height / 2
            assert scene.cell_at(*at) == CellRef("X", CHOSEN, row * 8 + col)


def _shown(scene):
    return {b.name for b in marks(scene, MatrixBlock).values() if b.id != PICTURE}


@pytest.mark.parametrize("one_sample", [True, False])
def test_pointing_at_a_cell_lights_its_pixel(one_sample):
    _, batch = digits()
    step = of(digits, StepKind.MATMUL, 1)
    given = options(batch, hovered=CellRef("X", CHOSEN, 21), one_sample=one_sample)
    scene = compose(step, 0.5, given)
    frames = marks(scene, Highlight)
    pixel = scene.block(PICTURE).cell_rect(2, 5)
    assert _near(frames[f"hovered.{PICTURE}"].rect, pixel)
    column = 0 if one_sample else CHOSEN
    assert _near(frames["hovered.X"].rect, scene.block("X").cell_rect(21, column))
    other = compose(step, 0.5, options(batch, hovered=CellRef("X", CHOSEN + 1, 21)))
    assert f"hovered.{PICTURE}" not in marks(other, Highlight)


def test_the_pixels_of_a_line_fly_from_the_picture_into_the_column():
    _, batch = digits()
    step = of(digits, StepKind.MATMUL, 1)
    cells = extent(step, options(batch)).cells
    for line in range(8):
        start = compose(step, (line + 0.001) / 8 / cells, options(batch))
        end = compose(step, (line + 0.999) / 8 / cells, options(batch))
        for place in range(8):
            moving = start.block(f"X.pixel.{place}")
            assert moving.values[0, 0] == batch.inputs[CHOSEN, line * 8 + place]
            assert _near(moving.rect, start.block(PICTURE).cell_rect(line, place))
            target = end.block("X").cell_rect(line * 8 + place, 0)
            assert _near(end.block(f"X.pixel.{place}").rect, target)
            middle = moving.rect.x + moving.rect.width / 2, moving.rect.y + moving.rect.height / 2
            under = start.cell_at(*middle)
            assert under is None or under.name == "X"  # what is pointed at stands beneath it
    assert not any("pixel" in i for i in marks(compose(step, 0.5, options(batch)), MatrixBlock))


def _near(first: Rect, second: Rect) -> bool:
    sides = ("x", "y", "width", "height")
    return all(abs(getattr(first, s) - getattr(second, s)) < 1.0 for s in sides)


def test_data_without_pictures_have_none():
    trace, batch = iris()
    for step in trace.steps:
        assert PICTURE not in marks(compose(step, 0.5, options(batch)), MatrixBlock)


def test_the_map_draws_the_input_as_a_picture():
    trace, _ = digits()
    given = MapOptions(950.0, 120.0, sample=CHOSEN, one_sample=True, image_shape=(8, 8))
    for step in trace.steps:
        scene = compose_map(trace, step.index, 0.5, given)
        pixels = scene.block(MAP_PICTURE)
        np.testing.assert_array_equal(pixels.values, trace["X"][CHOSEN].reshape(8, 8))
        assert not any(key.startswith("unit.0.") for key in marks(scene, Node))
        signal = trace.maker("dZ1")
        assert (GRADIENT in marks(scene, MatrixBlock)) == (step.index > signal.index)
        _inside_and_apart(scene)


def _inside_and_apart(scene):
    things = [i for i in scene.primitives if isinstance(i, (Label, MatrixBlock))]
    for k, item in enumerate(things):
        rect = box(item)
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.right <= scene.width
        assert rect.bottom <= scene.height
        for other in things[k + 1 :]:
            if "omissions" not in {item.id, other.id}:
                assert not overlap(rect, box(other)), (item.id, other.id)


@pytest.mark.parametrize("size", [(600.0, 92.0), (950.0, 140.0), (1500.0, 205.0)])
def test_the_picture_fits_any_map(size):
    trace, _ = digits()
    given = MapOptions(*size, sample=1, image_shape=(8, 8))
    _inside_and_apart(compose_map(trace, len(trace.steps) - 1, 1.0, given))


def test_the_derived_gradient_of_the_input_is_right():
    trace, _ = digits()
    slope = input_gradient(trace["dZ1"], trace["W1"], CHOSEN)
    for pixel in (2, 20, 35):
        checked = check_cell(trace, "X", CHOSEN, pixel)
        assert checked is not None
        assert slope[pixel] == pytest.approx(checked.numeric, rel=1e-3, abs=1e-6)


def test_units_of_one_sample_appear_on_the_map_as_they_are_made():
    trace, _ = iris()
    step = trace.maker("A1")
    given = MapOptions(950.0, 160.0, sample=CHOSEN, one_sample=True)
    scene = compose_map(trace, step.index, 2.5 / 5, given)
    made = [n.value is not None for k, n in marks(scene, Node).items() if k.startswith("unit.1.")]
    assert made == [True, True, False, False, False]
    assert scene.focus == CellRef(step.output, CHOSEN, 2)


# The board


def test_every_tab_chooses_its_sample():
    trace, batch = digits()
    scene = compose(trace.steps[0], 0.5, options(batch))
    (tabs,) = marks(scene, SampleTabs).values()
    assert (tabs.first, tabs.count, tabs.chosen) == (0, DIGITS, CHOSEN)
    for sample in range(DIGITS):
        tab = tabs.tab(sample)
        assert scene.sample_at(tab.x + tab.width / 2, tab.y + tab.height / 2) == sample
    assert scene.sample_at(0.0, 0.0) is None


@pytest.mark.parametrize("chosen", [0, 700, 1796])
def test_of_very_many_samples_those_around_the_chosen_one_are_shown(chosen):
    net = Network.mlp([2, 3, 1], loss="mse", optimizer="sgd", seed=0)
    X = np.random.default_rng(0).normal(size=(1797, 2))
    trace = net.trace_step(X, X[:, :1])
    batch = Batch(trace["X"], trace["A2"])
    scene = compose(trace.steps[0], 0.5, options(batch, sample=chosen))
    (tabs,) = marks(scene, SampleTabs).values()
    assert tabs.first <= chosen < tabs.first + tabs.count < 1800
    assert tabs.count < 200


def test_wrong_samples_are_marked_once_the_prediction_is_there():
    trace, batch = digits()
    wrong = {i for i in range(DIGITS) if batch.labels[i] != batch.guesses[i]}
    for step in trace.steps:
        tabs = marks(compose(step, 0.5, options(batch)), SampleTabs)
        if step.phase is Phase.UPDATE:
            assert not tabs
        elif step.phase is Phase.FORWARD:
            assert not tabs["samples"].wrong
        else:
            assert set(tabs["samples"].wrong) == wrong


def test_the_prediction_stands_beside_the_target_by_name():
    _, batch = iris()
    for sample in range(batch.count):
        words = verdict(batch, sample, 3).english()
        assert batch.classes[batch.labels[sample]] in words
        assert batch.classes[batch.guesses[sample]] in words
        right = batch.labels[sample] == batch.guesses[sample]
        assert ("is right" in words) == right
        for entry in (short_entry(batch, sample), long_entry(batch, sample, 3)):
            assert batch.classes[batch.labels[sample]] in entry.english()
    step = of(iris, StepKind.ERROR)
    scene = compose(step, 0.5, options(batch))
    said = english(marks(scene, Label)["strip.note.0"])
    assert said == verdict(batch, CHOSEN, 3).english()
    names = [english(label) for key, label in marks(scene, Label).items() if "class." in key]
    assert names == list(batch.classes)
