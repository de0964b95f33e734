"""Which samples the stage shows at once, and what is known about each."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.app import data
from nnviz.app.edits import SetData
from nnviz.app.experiment import DataSpec, example
from nnviz.app.samples import (
    FEW_SAMPLES,
    batch_of,
    in_one_batch,
    one_sample,
    sample_of,
    shows_one,
)
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.steps import extent


@pytest.fixture
def xor():
    return Session(example("xor"), Settings())


@pytest.fixture
def digits():
    return Session(example("digits"), Settings())


def test_a_small_batch_is_shown_whole_and_a_large_one_by_one(xor, digits):
    assert not one_sample(xor.state)
    assert one_sample(digits.state)
    assert shows_one("auto", FEW_SAMPLES + 1)
    assert not shows_one("auto", FEW_SAMPLES)
    assert shows_one("one", 2)
    assert not shows_one("batch", 500)


@pytest.mark.parametrize("choice", ["one", "batch", "auto"])
def test_the_timeline_counts_the_cells_that_are_shown(digits, choice):
    digits.set_samples(choice)
    state = digits.state
    given = ComposeOptions(9.0, 9.0, one_sample=one_sample(state))
    for step, item in zip(state.trace.steps, state.timeline.items, strict=True):
        size = extent(step, given)
        assert (item.rows, item.cols) == (size.rows, size.cols)


def test_the_place_stays_when_the_switch_is_turned(digits):
    digits.seek_step(5, 0.4)
    before = digits.state.status.position
    digits.set_samples("batch")
    after = digits.state.status.position
    assert after.step_index == before.step_index
    assert after.alpha == pytest.approx(before.alpha, abs=0.02)


def test_the_choice_is_remembered(digits):
    digits.set_samples("batch")
    assert digits.settings.samples == "batch"
    again = Session(example("digits"), digits.settings)
    assert not one_sample(again.state)


def test_the_same_trace_has_the_same_batch(digits):
    first = batch_of(digits.state)
    digits.select_sample(4)
    assert batch_of(digits.state) is first
    digits.next_iteration()
    assert batch_of(digits.state) is not first


def test_classes_are_those_of_the_data(digits):
    for _ in range(2):
        state = digits.state
        batch = batch_of(state)
        rows = data.batches(state.experiment).indices(state.iteration)
        source = data.load(state.experiment.data)
        assert batch.labels == tuple(source.Y[rows].tolist())
        assert batch.guesses == tuple(np.argmax(state.trace["A2"], axis=1).tolist())
        assert batch.image_shape == (8, 8)
        digits.next_iteration()


def test_plain_numbers_have_no_classes(xor):
    batch = batch_of(xor.state)
    assert not batch.labels
    assert batch.label(0) is None
    assert batch.is_right(0) is None
    assert batch.image_shape is None
    assert batch.picture(0) is None


def test_two_classes_with_one_output_are_told_by_one_half(xor):
    xor.edit(SetData(DataSpec("builtin", "moons")))
    batch = batch_of(xor.state)
    outputs = batch.outputs
    assert outputs.shape[1] == 1 or batch.guesses == tuple(np.argmax(outputs, axis=1).tolist())
    assert len(batch.labels) == batch.count


def test_names_of_samples_follow_the_batch(digits, monkeypatch):
    source = data.load(digits.state.experiment.data)

    class Named:
        sample_names = tuple(f"writer {i}" for i in range(source.n_samples))

        def __getattr__(self, name):
            return getattr(source, name)

    rows = data.batches(digits.state.experiment).indices(0)
    monkeypatch.setattr(data, "training", lambda spec: Named())
    fresh = replace(digits.state, trace=Session(example("digits"), Settings()).state.trace)
    assert batch_of(fresh).names == tuple(f"writer {i}" for i in rows)


def test_a_cell_knows_its_sample(digits):
    trace = digits.state.trace
    assert sample_of(trace, CellRef("A1", 7, 2)) == 7
    assert sample_of(trace, CellRef("Ls", 0, 9)) == 9
    assert sample_of(trace, CellRef("W1", 3, 2)) is None
    assert sample_of(trace, CellRef("nothing", 3, 2)) is None


def test_whether_there_is_another_batch(xor, digits):
    assert in_one_batch(xor.state)
    assert not in_one_batch(digits.state)
