"""What holds for every step of every small network, at any moment and on any stage.

Some random networks are tried; NNVIZ_EXAMPLES=200 tries more.
"""

import os

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.scene.compose import compose
from nnviz.scene.figures import figures
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Highlight, MatrixBlock
from nnviz.scene.snapshot import scene_to_json
from tests.engine.explained_nets import cases
from tests.scene.test_page import check

EXAMPLES = int(os.environ.get("NNVIZ_EXAMPLES", "25"))
# The stages of a window of 1280 × 720, of one of 1920 × 1080, and of a very small one.
SIZES = ((979.0, 374.0), (1619.0, 657.0), (620.0, 330.0))
MOMENTS = st.one_of(st.sampled_from((0.0, 0.2, 0.6, 1.0)), st.floats(0.0, 1.0))

many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def stages(draw):
    return ComposeOptions(
        *draw(st.sampled_from(SIZES)),
        orientation=draw(st.sampled_from(("textbook", "rows"))),
        granularity=draw(st.sampled_from(("cell", "row", "matrix"))),
        digits=draw(st.integers(2, 4)),
        projector=draw(st.booleans()),
        one_sample=draw(st.booleans()),
        reduced_motion=draw(st.booleans()),
    )


def blocks(scene):
    return [item for item in scene.primitives if isinstance(item, MatrixBlock)]


def arrays(step):
    whole = step.whole if step.sample is not None else {}
    return {**step.inputs, step.output: step.value, **step.also, **whole}


@many
@given(cases(), stages(), MOMENTS)
def test_nothing_overlaps_or_leaves_the_stage(case, options, alpha):
    for step in case.trace().steps:
        check(compose(step, alpha, options))


@many
@given(cases(), stages(), MOMENTS)
def test_every_value_shown_is_the_recorded_one_with_the_digits_of_its_array(case, options, alpha):
    for step in case.trace().steps:
        known = {name: np.atleast_2d(array) for name, array in arrays(step).items()}
        for block in blocks(compose(step, alpha, options)):
            if block.name not in known or block.unsettled:
                continue  # a share of a sum, or a sum that still grows
            whole = known[block.name]
            stored = whole[np.ix_(*stored_places(block, whole.shape))]
            shown = block.values.T if block.flipped else block.values
            if stored.shape == shown.shape:
                np.testing.assert_array_equal(shown, stored)
            if block.decimals is not None and step.sample is None and not options.one_sample:
                # One sample beside the rest of a sum shares the digits of all three.
                assert block.decimals == figures(whole, options.digits).decimals, step.kind


def stored_places(block, shape):
    rows, cols = block.shape[::-1] if block.flipped else block.shape
    return (
        range(block.stored_row, min(block.stored_row + rows, shape[0])),
        range(block.stored_col, min(block.stored_col + cols, shape[1])),
    )


@many
@given(cases(), stages(), st.lists(MOMENTS, min_size=3, max_size=5), st.randoms())
def test_the_same_moment_is_the_same_picture_in_any_order(case, options, alphas, random):
    steps = case.trace().steps
    asked = [(step, alpha) for step in random.sample(steps, min(8, len(steps))) for alpha in alphas]
    first = [scene_to_json(compose(*at, options)) for at in asked]
    order = list(range(len(asked)))
    random.shuffle(order)
    for place in order:
        assert scene_to_json(compose(*asked[place], options)) == first[place]


@many
@given(cases(), stages(), MOMENTS)
def test_every_frame_keeps_within_its_matrix(case, options, alpha):
    for step in case.trace().steps:
        scene = compose(step, alpha, options)
        rects = {block.id: block.rect for block in blocks(scene)}
        for item in scene.primitives:
            if isinstance(item, Highlight) and item.style == "frame":
                assert within_any(item.rect, rects.values()), (step.kind, item.id)


def within_any(inner, rects):
    slack = 0.01
    return any(
        inner.x >= rect.x - slack
        and inner.y >= rect.y - slack
        and inner.right <= rect.right + slack
        and inner.bottom <= rect.bottom + slack
        for rect in rects
    )


@many
@given(cases(), stages(), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_is_made_stays_made(case, options, one, other):
    early, late = sorted((one, other))
    for step in case.trace().steps:
        before = {block.id: block for block in blocks(compose(step, early, options))}
        for block in blocks(compose(step, late, options)):
            if block.id in before and block.name in {step.output, *step.also}:
                was = before[block.id]
                assert block.revealed - block.unsettled >= was.revealed - was.unsettled, (
                    step.kind,
                    block.id,
                )
