"""Signs of symptoms: where they are, when they come, and that nothing is hidden by them."""

from itertools import combinations

import numpy as np
import pytest

from nnviz.engine import Network, datasets
from nnviz.engine.message import message
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import Cell, Symptom, SymptomKind
from nnviz.engine.symptoms import symptoms
from nnviz.scene.compose import compose
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Card, Label, MatrixBlock
from nnviz.scene.signs import GLYPHS, WORDS


def dead_xor(units=4):
    data = datasets.load("xor")
    net = Network.mlp([2, units, 1], hidden="relu", loss="mse", optimizer="sgd", seed=0)
    bias = net.parameters["b1"].copy()
    bias[[0, units - 1]] = -50.0
    net.set_parameters({**net.parameters, "b1": bias})
    return net.trace_step(data.X, data.Y)


def step_of(trace, kind):
    return next(step for step in trace.steps if step.kind is kind)


def options(trace, width=980, height=420, **more):
    return ComposeOptions(width, height, symptoms=symptoms(trace), **more)


def signs(scene):
    return [p for p in scene.primitives if isinstance(p, Label) and p.id.startswith("symptom.")]


def test_every_symptom_has_a_sign():
    assert set(GLYPHS) == set(SymptomKind)


def test_the_sign_comes_when_the_whole_matrix_is_there():
    trace = dead_xor()
    step = step_of(trace, StepKind.ACTIVATION)
    assert signs(compose(step, 0.9, options(trace))) == []
    done = compose(step, 1.0, options(trace))
    assert len(signs(done)) == 2
    assert all(sign.runs[0].text == GLYPHS[SymptomKind.DEAD] for sign in signs(done))


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("size", [(560, 260), (980, 330), (1600, 700)])
@pytest.mark.parametrize("kind", [StepKind.ACTIVATION, StepKind.HADAMARD])
def test_signs_stay_inside_and_never_lie_on_a_number_of_another_matrix(kind, size, orientation):
    trace = dead_xor()
    wanted = options(trace, *size, orientation=orientation)
    scene = compose(step_of(trace, kind), 1.0, wanted)
    cards = [p for p in scene.primitives if isinstance(p, Card)]
    boxes = [card.rect for card in cards if card.id.startswith("symptom.")]
    blocks = [p for p in scene.primitives if isinstance(p, MatrixBlock)]
    assert len(boxes) == 2
    for box in boxes:
        assert box.x >= 0
        assert box.right <= scene.width
        holders = [b for b in blocks if b.rect.x < box.right and box.x < b.rect.right
                   and b.rect.y < box.bottom and box.y < b.rect.bottom]  # fmt: skip
        assert not holders, "no sign lies on cells"
    for one, other in combinations(boxes, 2):
        apart = one.right <= other.x or other.right <= one.x
        assert apart or one.bottom <= other.y or other.bottom <= one.y


def test_a_word_is_said_where_there_is_room():
    trace = dead_xor()
    wide = signs(compose(step_of(trace, StepKind.HADAMARD), 1.0, options(trace, 1800, 500)))
    assert all(WORDS[SymptomKind.DEAD] in [run.text for run in sign.runs] for sign in wide)


def test_the_map_shows_a_sign_from_when_it_is_known():
    trace = dead_xor()
    found = symptoms(trace)
    step = step_of(trace, StepKind.ACTIVATION)

    def seen(index, alpha):
        return signs(compose_map(trace, index, alpha, MapOptions(700, 110, symptoms=found)))

    assert seen(0, 0.0) == []
    assert seen(step.index, 0.5) == []
    assert len(seen(step.index, 1.0)) == 2
    assert len(seen(len(trace.steps) - 1, 0.3)) == 2


def test_the_remark_of_a_step_is_part_of_its_picture_all_along():
    data = datasets.load("xor")
    net = Network.mlp([2, 4, 1], hidden="tanh", loss="mse", optimizer="sgd", initializer="zeros")
    trace = net.trace_step(data.X, data.Y)
    found = next(s for s in symptoms(trace) if s.kind is SymptomKind.IDENTICAL)
    for alpha in (0.0, 0.4, 1.0):
        scene = compose(trace.steps[found.step_index], alpha, options(trace))
        notes = [p.runs[0].text for p in scene.primitives
                 if isinstance(p, Label) and p.id.startswith("strip.note")]  # fmt: skip
        assert found.message in notes


def test_a_picture_without_symptoms_is_as_ever():
    trace = dead_xor()
    step = step_of(trace, StepKind.ACTIVATION)
    plain = compose(step, 1.0, ComposeOptions(980, 420))
    assert signs(plain) == []
    assert np.array_equal(
        [p.rect.x for p in plain.primitives if isinstance(p, MatrixBlock)],
        [p.rect.x for p in compose(step, 1.0, options(trace)).primitives
         if isinstance(p, MatrixBlock)],
    )  # fmt: skip


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_a_sign_stands_at_the_units_of_a_weight_matrix_either_way(orientation):
    data = datasets.load("xor")
    net = Network.mlp([2, 4, 1], hidden="tanh", loss="mse", optimizer="sgd", initializer="zeros")
    trace = net.trace_step(data.X, data.Y)
    step = step_of(trace, StepKind.MATMUL)
    scene = compose(step, 1.0, options(trace, 1600, 700, orientation=orientation))
    weights = next(p for p in scene.primitives if isinstance(p, MatrixBlock) and p.name == "W1")
    boxes = [p.rect for p in scene.primitives if isinstance(p, Card) and p.id.startswith("sympt")]
    assert len(boxes) == 4
    for unit, box in enumerate(boxes):
        row, col = (0, unit) if weights.flipped else (unit, 1)
        cell = weights.cell_rect(row, col)
        if weights.flipped:
            assert box.x + box.width / 2 == pytest.approx(cell.x + cell.width / 2)
        else:
            assert box.y + box.height / 2 == pytest.approx(cell.y + cell.height / 2)


@pytest.mark.parametrize("kind", SymptomKind)
def test_the_map_has_no_place_for_a_symptom_without_units(kind):
    found = Symptom(kind, 1, (), Cell("W1_new", 0, 0), 0, 1.0, message("said"))
    wanted = MapOptions(700, 110, symptoms=(found,))
    assert signs(compose_map(dead_xor(), 5, 1.0, wanted)) == []
