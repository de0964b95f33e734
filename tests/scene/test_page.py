"""Nothing overlaps and nothing leaves the stage: for any net, at any size, either way up."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import activations
from nnviz.engine.step import StepKind
from nnviz.scene.compose import compose
from nnviz.scene.layout.formula import lines_of
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Card, Curve, Formula, Label, MatrixBlock, Rect
from tests.scene.traces import ADAPTIVE, all_steps, random_steps

SIZES = [(900.0, 215.0), (620.0, 330.0), (1100.0, 560.0), (1500.0, 800.0), (1880.0, 900.0)]


HEADS = [
    ("linear", "half_mse"),
    ("softmax", "half_mse"),
    ("softmax", "cross_entropy"),
    ("sigmoid", "bce"),
]


def box(item):
    if isinstance(item, MatrixBlock) and item.turn.fraction < 1.0:
        return turning_box(item)
    return item.box if isinstance(item, (Label, Formula)) else item.rect


def turning_box(block):
    """Where a matrix that turns over is on its way; ``rect`` is where it comes to rest."""
    start, end, u = block.turn.start, block.rect, block.turn.fraction
    sides = ("x", "y", "width", "height")
    return Rect(*(getattr(start, s) + (getattr(end, s) - getattr(start, s)) * u for s in sides))


def overlap(a, b):
    slack = 0.01
    across = min(a.right, b.right) - max(a.x, b.x)
    down = min(a.bottom, b.bottom) - max(a.y, b.y)
    return across > slack and down > slack


def check(scene):
    things = [
        item for item in scene.primitives if isinstance(item, (Label, Formula, MatrixBlock, Curve))
    ]
    for item in things:
        rect = box(item)
        assert rect.width > 0, item.id
        assert rect.height > 0, item.id
        assert rect.x >= -0.01, item.id
        assert rect.y >= -0.01, item.id
        assert rect.right <= scene.width + 0.01, item.id
        assert rect.bottom <= scene.height + 0.01, item.id
    # A diagonal slides out of its matrix: it is looked at in the tests of that step. A term flies
    # over what stands on its way.
    things_at_rest = [item for item in things if item.id != "term.flight"]
    resting = [item for item in things_at_rest if not any(getattr(item, "shear", ()))]
    for first, second in combinations(resting, 2):
        assert not overlap(box(first), box(second)), (first.id, second.id)
    (card,) = (item for item in scene.primitives if isinstance(item, Card))
    for item in things:
        assert overlap(box(item), card.rect) == item.id.startswith("strip."), item.id


@st.composite
def nets(draw):
    few = st.integers(1, 7)
    output, loss = draw(st.sampled_from(HEADS))
    outputs = draw(st.integers(2, 7) if loss == "cross_entropy" else few)
    sizes = [draw(few), draw(st.one_of(few, st.just(40))), outputs]
    return {
        "sizes": sizes,
        "n": draw(st.one_of(st.integers(1, 8), st.just(32))),
        "activation": draw(
            st.sampled_from([n for n in activations.names() if n not in ("linear", "softmax")])
        ),
        "output": output,
        "loss": loss,
        "optimizer": draw(st.sampled_from(["sgd", "nesterov", "adam", *ADAPTIVE])),
        "seed": draw(st.integers(0, 99)),
    }


@settings(max_examples=25, deadline=None)
@given(nets(), st.sampled_from(SIZES), st.sampled_from(["textbook", "rows"]), st.booleans())
def test_nothing_overlaps_and_all_is_inside(net, size, orientation, projector):
    options = ComposeOptions(*size, orientation, projector=projector)
    for step in random_steps(**net):
        check(compose(step, 0.63, options))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_wide_nets_fit_as_well(size, orientation):
    for step in random_steps([64, 16, 10], 32, output="softmax", loss="cross_entropy"):
        check(compose(step, 0.4, ComposeOptions(*size, orientation)))


@pytest.mark.parametrize("size", SIZES[:2])
def test_a_very_large_layer_still_fits(size):
    for step in random_steps([784, 512, 10], 4):
        check(compose(step, 0.4, ComposeOptions(*size)))


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("view", ["usual", "rows", "columns"])
def test_on_a_low_stage_the_notes_give_way_to_the_matrices(orientation, view):
    for step in random_steps([4, 8, 3], 8, output="softmax", loss="cross_entropy"):
        for height in (250.0, 300.0):
            scene = compose(
                step, 1.0, ComposeOptions(979.0, height, orientation, product_view=view)
            )
            check(scene)
            notes = [item for item in scene.primitives if item.id.startswith("strip.note.")]
            assert len(notes) <= (height >= 290.0)


@pytest.mark.parametrize(
    ("latex", "least", "most"),
    [
        (r"A^{1} = \max(0, Z^{1})", 1.0, 1.5),
        (r"\frac{1}{n} \, E", 2.0, 2.5),
        (r"a = \frac{\exp(\tilde{z}^{2}_{j,i})}{s^{2}_{i}}", 2.8, 3.5),
        (r"U = \frac{\frac{\partial L}{\partial W^{1}}}{\max\left(\epsilon_{1}, \sqrt{v}\right)}",
         3.2, 5.0),
    ],
)  # fmt: skip
def test_fractions_in_fractions_are_known_to_be_high(latex, least, most):
    assert least <= lines_of(latex) <= most


def formula_box(kind, **options):
    step = next(s for s in all_steps() if s.kind is kind)
    scene = compose(step, 0.5, ComposeOptions(1200.0, 600.0, **options))
    return next(p for p in scene.primitives if isinstance(p, Formula)).box


@pytest.mark.parametrize(
    "kind", [StepKind.UNIT_UPDATE, StepKind.SCALED_GRADIENT, StepKind.FACTORED_ESTIMATE]
)
@pytest.mark.parametrize("projector", [False, True])
def test_a_nested_fraction_has_a_higher_box(kind, projector):
    usual = formula_box(StepKind.UPDATE, projector=projector)
    assert formula_box(kind, projector=projector).height > 1.25 * usual.height


def test_a_low_stage_leaves_its_room_to_the_matrices():
    step = next(s for s in all_steps() if s.kind is StepKind.ACTIVATION)
    scene = compose(step, 0.6, ComposeOptions(900.0, 215.0))
    labels = {p.id: p for p in scene.primitives if isinstance(p, Label)}
    assert "subtitle" not in labels
    assert "strip.1" not in labels
    numbers = [run.text for run in labels["strip.0"].runs if run.style == "number"]
    assert numbers, "the one line has the numbers"
    assert labels["strip.0"].runs[0].text == "a", "and begins with the cell"
    blocks = [p for p in scene.primitives if isinstance(p, MatrixBlock)]
    assert all(block.decimals is not None for block in blocks)
    for block in blocks:
        for part in ("label", "shape"):
            label = labels[f"{block.id}.{part}"]
            assert label.box.height >= 1.2 * label.size_px * 0.9
