import numpy as np
import pytest

from nnviz.engine import schedules
from nnviz.engine.orientation import displayed
from nnviz.engine.step import StepKind
from nnviz.scene.compose import compose
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.primitives import CellRef, Curve, Highlight, Label, MatrixBlock, Role
from nnviz.scene.reveal import moment_made
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.steps import VIEWS, extent
from tests.scene.traces import random_steps, softmax_steps, xor_steps

STAGE = ComposeOptions(1200.0, 620.0)

DEAD = (
    "8 of 16 cells pass. Units 2, 3 are off for every sample of this batch: "
    "no gradient will reach their weights."
)

ALL_STEPS = (
    *xor_steps(optimizer="nesterov"),
    *softmax_steps(optimizer="adam"),
    *xor_steps("gelu", optimizer="adamw"),
    *xor_steps("elu", optimizer="adagrad"),
    *xor_steps("selu", optimizer="rmsprop"),
    *xor_steps("tanh", optimizer="adafactor", schedule=schedules.Cosine(T_max=30, warmup=2)),
    *softmax_steps("half_mse"),
    *xor_steps("leaky_relu", "sigmoid", loss="bce"),
    *xor_steps(l2=0.01, clip_norm=0.5),
    *xor_steps(l2=0.01, clip_value=0.1, optimizer="nesterov"),
)


def named(step):
    return f"{step.kind}-{step.layer}-{step.output}"


def first(steps, kind):
    return next(step for step in steps if step.kind is kind)


def marks(scene, kind):
    return {item.id: item for item in scene.primitives if isinstance(item, kind)}


def english(label):
    texts = (run.text if isinstance(run.text, str) else run.text.english() for run in label.runs)
    return "".join(texts)


def same(first, second):
    return all(
        getattr(first, side) == pytest.approx(getattr(second, side))
        for side in ("x", "y", "right", "bottom")
    )


def notes(scene):
    return [english(item) for key, item in marks(scene, Label).items() if ".note." in key]


def test_every_kind_of_step_has_a_view():
    assert set(VIEWS) == set(StepKind)


def test_the_steps_under_test_are_of_every_kind():
    assert {step.kind for step in ALL_STEPS} == set(StepKind)


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_a_whole_step_shows_exactly_the_recorded_arrays(step, orientation):
    options = ComposeOptions(1200.0, 620.0, orientation)
    scene = compose(step, 1.0, options)
    arrays = {**step.inputs, step.output: step.value, **step.also}
    blocks = [item for item in scene.primitives if isinstance(item, MatrixBlock)]
    assert {block.name for block in blocks} == set(arrays)
    for block in blocks:
        assert block.revealed == block.values.size
        stored = np.atleast_2d(arrays[block.name])
        np.testing.assert_array_equal(block.values.T if block.flipped else block.values, stored)
        offset = step.sample if step.sample is not None and block.values.ndim == 2 else 0
        if step.sample is None or arrays[block.name].ndim == 2:
            assert block.stored_row == 0
        else:
            assert block.stored_row == offset


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_the_output_stands_as_the_orientation_says(step, orientation):
    scene = compose(step, 1.0, ComposeOptions(1200.0, 620.0, orientation))
    if step.kind is not StepKind.JACOBIAN:
        expected = displayed(step.output, step.value, orientation)
        np.testing.assert_array_equal(scene.block(step.output).values, expected)


@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_before_it_begins_nothing_of_a_step_is_made(step):
    scene = compose(step, 0.0, STAGE)
    for name in (step.output, *step.also):
        assert scene.block(name).revealed == 0
    assert scene.focus is None
    assert not marks(scene, Highlight)


@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_cells_appear_one_after_the_other_and_stay(step):
    n = extent(step, STAGE).cells
    seen = []
    for alpha in np.linspace(0, 1, 3 * n + 1):
        scene = compose(step, float(alpha), STAGE)
        seen.append([scene.block(name).revealed for name in (step.output, *step.also)])
    counts = np.array(seen)
    assert (np.diff(counts, axis=0) >= 0).all()
    assert (counts[-1] == [step.value.size, *(a.size for a in step.also.values())]).all()


@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_a_stop_shows_the_cell_just_made(step):
    options = STAGE
    n = extent(step, options).cells
    for k in range(1, n + 1):
        scene = compose(step, moment_made(k, extent(step, options)), options)
        assert scene.focus is not None
        made = marks(scene, Highlight)
        assert any(key.startswith("focus.") for key in made)
        assert not any(key.startswith("term.") for key in made)


@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_the_same_moment_gives_the_same_picture_in_any_order_of_seeking(step):
    alphas = [0.0, 0.31, 0.5, 0.77, 1.0]
    forwards = {alpha: scene_to_json(compose(step, alpha, STAGE)) for alpha in alphas}
    for alpha in reversed(alphas):
        assert scene_to_json(compose(step, alpha, STAGE)) == forwards[alpha]


@pytest.mark.parametrize("step", ALL_STEPS, ids=named)
def test_ids_are_unique_and_the_title_has_the_colour_of_the_phase(step):
    scene = compose(step, 0.6, STAGE)
    ids = [item.id for item in scene.primitives]
    assert len(ids) == len(set(ids))
    assert marks(scene, Label)["title"].role == Role(step.phase.value)


def test_matrices_do_not_move_while_a_step_runs():
    for step in ALL_STEPS:
        places = [
            {
                key: item.rect
                for key, item in marks(compose(step, a, STAGE), MatrixBlock).items()
                if not key.startswith("term")  # what is added comes and goes
            }
            # The second half of a Jacobian's work is the fold of its matrix.
            for a in ((0.0, 0.2, 0.5) if step.kind is StepKind.JACOBIAN else (0.0, 0.4, 1.0))
        ]
        assert places[0] == places[1] == places[2]


def test_row_and_column_meet_in_the_cell_of_a_product():
    step = first(xor_steps(), StepKind.MATMUL)
    scene = compose(step, 8 / 16, STAGE)
    frames = marks(scene, Highlight)
    product = scene.block("P1").cell_rect(1, 3)
    assert same(frames["focus.P1"].rect, product)
    assert same(frames["focus.W1"].rect, scene.block("W1").range_rect(slice(1, 2), slice(0, 2)))
    assert same(frames["focus.X"].rect, scene.block("X").range_rect(slice(0, 2), slice(3, 4)))
    across, down = frames["band.row"].rect, frames["band.column"].rect
    assert (across.y, across.right) == pytest.approx((product.y, product.x))
    assert (down.x, down.bottom) == pytest.approx((product.x, product.y))
    assert scene.focus == CellRef("P1", 3, 1)


def test_the_term_being_added_is_framed_while_a_cell_is_made():
    step = first(xor_steps(), StepKind.MATMUL)
    left = []
    for alpha in (0.3 / 16, 0.8 / 16):
        scene = compose(step, alpha, STAGE)
        left.append(marks(scene, Highlight)["term.W1"].rect)
        assert scene.block("P1").revealed == 0
    block = compose(step, 0.0, STAGE).block("W1")
    assert same(left[0], block.cell_rect(0, 0))
    assert same(left[1], block.cell_rect(0, 1))


@pytest.mark.parametrize(
    ("granularity", "rows", "cols"), [("cell", 1, 1), ("row", 1, 4), ("matrix", 4, 4)]
)
def test_granularity_decides_how_much_is_lit(granularity, rows, cols):
    step = first(xor_steps(), StepKind.MATMUL)
    scene = compose(step, 0.5, ComposeOptions(1200.0, 620.0, granularity=granularity))
    frame = marks(scene, Highlight)["focus.P1"].rect
    cell = scene.block("P1").cell_rect(0, 0)
    assert frame.width == pytest.approx(cols * cell.width)
    assert frame.height == pytest.approx(rows * cell.height)


def test_a_bias_column_is_lit_where_it_is_added():
    step = first(xor_steps(), StepKind.ADD_BIAS)
    scene = compose(step, 7 / 16, STAGE)
    frames = marks(scene, Highlight)
    assert same(frames["focus.b1"].rect, scene.block("b1").cell_rect(1, 0))
    assert same(frames["focus.P1"].rect, scene.block("P1").cell_rect(1, 2))


def test_a_sum_over_the_samples_lights_all_of_them():
    step = first(xor_steps(), StepKind.BIAS_GRADIENT)
    scene = compose(step, 1.0, STAGE)
    everything = scene.block("dZ2").range_rect(slice(0, 1), slice(0, 4))
    assert marks(scene, Highlight)["focus.dZ2"].rect == everything


def test_pointing_at_a_made_cell_tells_about_that_cell():
    step = first(xor_steps(), StepKind.MATMUL)
    pointed = ComposeOptions(1200.0, 620.0, hovered=CellRef("P1", 0, 1))
    assert compose(step, 1.0, pointed).focus == CellRef("P1", 0, 1)
    # A cell that is not made yet has nothing to tell.
    assert compose(step, 1 / 16, pointed).focus == CellRef("P1", 0, 0)


def test_sources_targets_and_the_pinned_cell_are_framed_where_they_stand():
    step = first(xor_steps(), StepKind.MATMUL)
    options = ComposeOptions(
        1200.0,
        620.0,
        pinned=CellRef("W1", 2, 1),
        source_cells=(CellRange("X", slice(1, 2), slice(0, 2)),),
        target_cells=(
            CellRange("P1", slice(0, 4), slice(2, 3)),
            CellRange("A7", slice(0, 1), slice(0, 1)),
        ),
    )
    scene = compose(step, 1.0, options)
    frames = marks(scene, Highlight)
    assert same(frames["pinned.W1"].rect, scene.block("W1").cell_rect(2, 1))
    assert frames["pinned.W1"].role is Role.PINNED
    assert same(frames["source.0.X"].rect, scene.block("X").range_rect(slice(0, 2), slice(1, 2)))
    assert same(frames["target.0.P1"].rect, scene.block("P1").range_rect(slice(2, 3), slice(0, 4)))
    assert not any("A7" in key for key in frames)


def test_options_can_be_hashed_with_ranges_in_them():
    options = ComposeOptions(9.0, 9.0, source_cells=(CellRange("X", slice(0, 1), slice(0, 1)),))
    assert hash(options) == hash(
        ComposeOptions(9.0, 9.0, source_cells=(CellRange("X", slice(0, 1), slice(0, 1)),))
    )


def test_dead_units_are_named_when_the_mask_is_whole():
    step = first(xor_steps(), StepKind.ACTIVATION)
    assert notes(compose(step, 1.0, STAGE)) == [DEAD]
    assert "off" not in notes(compose(step, 0.5, STAGE))[0]


def test_the_mask_is_decided_before_the_product():
    step = first(xor_steps(), StepKind.ACTIVATION)
    scene = compose(step, 0.7 / 16, STAGE)
    assert (scene.block("M1").revealed, scene.block("A1").revealed) == (1, 0)


def test_the_point_on_the_curve_is_the_lit_cell():
    step = first(xor_steps("tanh"), StepKind.DERIVATIVE)
    scene = compose(step, 1.0, STAGE)
    curve = marks(scene, Curve)["strip.curve"]
    z = step.inputs["Z1"][3, 3]
    assert curve.point == pytest.approx((z, np.tanh(z)), abs=1e-3)
    assert curve.tangent_slope == step.value[3, 3]


def test_a_derived_step_says_that_it_is_not_computed_in_training():
    for step in ALL_STEPS:
        assert ("derived" in marks(compose(step, 1.0, STAGE), Label)) is step.derived


def test_the_cheap_form_of_a_jacobian_comes_out_of_it_in_the_second_half():
    step = first(xor_steps("tanh"), StepKind.JACOBIAN)
    early, late = compose(step, 0.5, STAGE), compose(step, 0.6, STAGE)
    assert early.block("dZ1").revealed == 4
    assert "D1" not in marks(early, MatrixBlock)
    assert any(late.block("D1").shear)
    assert late.block("J1").strength < early.block("J1").strength == 1.0
    assert "n² = 16" in notes(late)[0]


def test_a_jacobian_shows_the_sample_that_is_asked_for():
    step = first(xor_steps("tanh"), StepKind.JACOBIAN)
    scene = compose(step, 1.0, ComposeOptions(1200.0, 620.0, sample=2))
    np.testing.assert_array_equal(scene.block("dA1").values[:, 0], step.whole["dA1"][2])
    block = scene.block("dA1")
    cell = block.cell_rect(1, 0)
    assert block.cell_at(cell.x + 1, cell.y + 1) == CellRef("dA1", 2, 1)


def test_gradients_say_whose_shape_they_have():
    step = first(xor_steps(), StepKind.WEIGHT_GRADIENT)
    shape = marks(compose(step, 1.0, STAGE), Label)["dW2.shape"]
    assert english(shape) == "1 × 4, the shape of W²"


def test_large_matrices_are_heat_maps_and_small_ones_have_numbers():
    large = first(random_steps([64, 16, 10], 32), StepKind.MATMUL)
    small = first(xor_steps(), StepKind.MATMUL)
    assert compose(large, 1.0, STAGE).block("X").decimals is None
    assert compose(small, 1.0, STAGE).block("P1").decimals == 2
