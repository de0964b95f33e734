"""Whatever can be pointed at can be said: no matrix of any picture is without a name."""

import pytest

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.compose import compose
from nnviz.scene.levels.cell import compose_cell
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, MatrixBlock
from nnviz.scene.spoken import spoken

NETS = ("xor", "iris", "digits", "softmax", "ner")
WAYS = ("usual", "falk", "outer")
SIZE = (1280.0, 600.0)


@pytest.fixture(scope="module", params=NETS)
def trace(request):
    return Session(example(request.param), Settings(language="en")).state.trace


def options(trace):
    for one in (False, True):
        sample = min(1, trace.n_samples - 1) if one else 0
        for way in WAYS:
            yield ComposeOptions(*SIZE, product_view=way, one_sample=one, sample=sample)


def say_all(scene):
    """Say the first and the last cell of every matrix; return how many were said."""
    said = 0
    for block in scene.primitives:
        if not isinstance(block, MatrixBlock) or not block.name:
            continue
        for place in {(0, 0), (block.shape[0] - 1, block.shape[1] - 1)}:
            if block.is_settled(*place):
                assert spoken(scene, block.stored(*place), 3) is not None
                said += 1
    return said


def test_every_matrix_of_a_step_has_words(trace):
    for step in trace.steps:
        for wanted in options(trace):
            for alpha in (0.4, 0.7, 1.0):
                scene = compose(step, alpha, wanted)
                assert say_all(scene) or alpha < 1.0


def test_every_matrix_of_a_cell_from_close_by_has_words(trace):
    wanted = ComposeOptions(*SIZE)
    for step in trace.steps:
        for alpha in (0.4, 1.0):
            cell = CellRef(step.output, 0, 0)
            say_all(compose_cell(trace, step.index, alpha, cell, wanted))


def test_the_products_of_a_cell_are_called_by_their_factors():
    trace = Session(example("xor"), Settings(language="en")).state.trace
    scene = compose_cell(trace, 0, 1.0, CellRef("P1", 3, 0), ComposeOptions(*SIZE))
    said = spoken(scene, CellRef("terms", 0, 1), 3)
    assert said is not None
    assert said.english().startswith("W¹ ⊙ X, row 1 of 1, column 2 of 2: ")


def test_what_the_other_samples_add_is_called_so():
    trace = Session(example("xor"), Settings(language="en")).state.trace
    step = trace.maker("db1")
    scene = compose(step, 1.0, ComposeOptions(*SIZE, one_sample=True, sample=1))
    said = spoken(scene, CellRef("others", 0, 0), 3)
    assert said is not None
    assert said.english().startswith("3 others, row 1 of 4, column 1 of 1: ")
