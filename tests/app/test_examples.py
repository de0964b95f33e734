"""The examples as a whole: complete, and each does what its words promise."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.data import batches, load, targets
from nnviz.app.document import opened
from nnviz.app.edits import SetActivation, SetInitializer, SetOptimizerOption
from nnviz.app.examples import EXAMPLES, GROUPS, TEXTS
from nnviz.app.examples.files import read
from nnviz.app.session import Session
from nnviz.app.texts import Catalogue
from nnviz.engine import metrics
from nnviz.engine.errors import DivergenceError, FileError, NnvizError
from nnviz.engine.symptom import SymptomKind
from nnviz.engine.symptoms import symptoms
from nnviz.paths import resource


def trained(name, until, *edits):
    """Return the run of an example, perhaps changed, trained on."""
    experiment = EXAMPLES[name]
    for edit in edits:
        experiment = edit.apply(experiment)
    run = opened(experiment).run
    run.advance(until + 1)
    return run


def kinds(run, iteration):
    losses = run.losses[: iteration + 1].tolist()
    return {symptom.kind for symptom in symptoms(run.trace(iteration), losses)}


def whole_loss(run, name):
    spec, dataset = EXAMPLES[name].spec, load(EXAMPLES[name].data)
    network = run.network(run.last_iteration)
    return network.loss(dataset.X, targets(dataset, spec.loss))


def accuracy(run, name):
    dataset = load(EXAMPLES[name].data)
    outputs = run.network(run.last_iteration).predict(dataset.X)
    found = outputs.argmax(axis=1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0.5).astype(int)
    return metrics.accuracy(np.asarray(dataset.Y).reshape(-1).astype(int), found)


def test_every_file_has_words_and_a_place_and_the_other_way_round():
    files = {path.stem for path in resource("examples").glob("*.json")}
    placed = [name for group in GROUPS for name in group.names]
    assert len(placed) == len(set(placed))
    assert files == set(placed) == TEXTS.keys() == set(EXAMPLES)


def test_the_words_are_short_whole_sentences():
    for name, text in TEXTS.items():
        assert text.idea.english()[-1] in ".?", name
        assert text.watch.english()[-1] == ".", name
        assert len(text.title.english()) <= 32, name
        assert len(text.idea.english()) <= 90, name
        assert len(text.watch.english()) <= 150, name


def test_every_word_is_there_in_chinese():
    zh = Catalogue("zh")
    said = [text for texts in TEXTS.values() for text in (texts.title, texts.idea, texts.watch)]
    said += [group.title for group in GROUPS]
    left = [text.text for text in said if not re.search(r"[\u4e00-\u9fff]", zh.translate(text))]
    assert left == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_opens_and_can_be_undone(name):
    session = Session(EXAMPLES["xor"])
    from nnviz.app.edits import Open

    session.edit(Open(EXAMPLES[name]))
    assert session.state.notice is None
    if name != "xor":
        assert session.state.experiment is EXAMPLES[name]
        session.undo()
    assert session.state.experiment is EXAMPLES["xor"]


@pytest.mark.parametrize("name", [n for n in EXAMPLES if EXAMPLES[n].parameters is not None])
def test_what_is_chosen_by_hand_is_small_and_whole(name):
    values = np.concatenate([v.ravel() for v in EXAMPLES[name].parameters.values()])
    assert np.array_equal(values * 2, np.round(values * 2))
    assert np.abs(values).max() <= 6
    assert set(EXAMPLES[name].parameters) == set(EXAMPLES[name].spec.parameter_shapes)


# What learns: after so many updates the loss over all samples is at most this.
@pytest.mark.parametrize(
    ("name", "until", "loss"),
    [
        ("dot-product", 10, 1e-9),
        ("neuron", 50, 0.01),
        ("softmax", 50, 0.01),
        ("two-layers", 50, 1e-6),
        ("xor", 50, 0.01),
        ("circles", 300, 0.1),
        ("sine", 1000, 0.005),
        ("iris", 200, 0.12),
        ("digits", 300, 0.35),
        ("ner", 300, 0.35),
        ("ner_zh", 300, 0.2),
    ],
)
def test_what_is_to_learn_learns(name, until, loss):
    run = trained(name, until)
    assert whole_loss(run, name) <= loss < run.losses[0]


@pytest.mark.parametrize(
    ("name", "until", "share"),
    [
        ("neuron", 1, 1.0),
        ("softmax", 2, 1.0),
        ("circles", 300, 0.98),
        ("iris", 200, 0.95),
        ("digits", 500, 0.93),
        ("ner", 300, 0.85),
        ("ner_zh", 300, 0.85),
    ],
)
def test_what_tells_classes_apart_gets_them_right(name, until, share):
    assert accuracy(trained(name, until), name) >= share


def test_xor_by_hand_is_at_rest():
    run = trained("xor-by-hand", 20)
    assert run.losses.tolist() == [0.0] * 21
    assert kinds(run, 20) == set()


@pytest.mark.parametrize("name", ["dot-product", "neuron", "softmax", "two-layers", "iris"])
def test_what_learns_shows_no_symptom_at_first(name):
    assert kinds(trained(name, 1), 0) == set()


def test_the_collapsed_layers_are_one_and_cannot_solve_xor():
    run = trained("linear-collapse", 1000)
    values = run.parameters(1000)
    X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    one = X @ (values["W2"] @ values["W1"]).T + values["W2"] @ values["b1"] + values["b2"]
    assert run.network(1000).predict(X) == pytest.approx(one, abs=1e-12)
    assert run.losses.min() >= 0.25 - 1e-12
    assert run.losses[-1] == pytest.approx(0.25, abs=1e-3)
    mended = trained("linear-collapse", 1000, SetActivation(1, "relu"))
    assert mended.losses[-1] < 0.01


def test_the_dead_unit_stays_dead():
    run = trained("dead-relu", 300)
    for iteration in (0, 100, 300):
        found = [s for s in symptoms(run.trace(iteration)) if s.kind is SymptomKind.DEAD]
        assert [(s.layer, s.units) for s in found] == [(1, (1,))]
        values = run.parameters(iteration)
        assert (values["W1"][1].tolist(), values["b1"][1]) == ([1.0, 1.0], -3.0)
    assert run.losses[-1] > 0.2


def test_units_that_begin_alike_stay_alike():
    run = trained("zeros", 1000)
    for iteration in (0, 10, 1000):
        assert SymptomKind.IDENTICAL in kinds(run, iteration)
        values = run.parameters(iteration)
        assert (values["W1"] == values["W1"][0]).all()
    assert run.losses[-1] > 0.2
    drawn = trained("zeros", 3000, SetInitializer("normal"))
    assert drawn.losses[-1] < 0.05


def test_the_gradient_vanishes_on_its_way_through_six_sigmoids():
    run = trained("vanishing", 100)
    found = [s.layer for s in symptoms(run.trace(0)) if s.kind is SymptomKind.VANISHING]
    assert found == [1, 2]
    moved = {k: abs(run.parameters(100)[k].item() - 1.0) for k in ("W1", "W7")}
    assert moved["W1"] < 1e-3 < 100 * moved["W1"] < moved["W7"]


def test_the_steps_that_are_too_large_are_seen_at_once_and_end_the_run():
    run = trained("lr-too-large", 10)
    assert SymptomKind.OVERSHOOT in kinds(run, 0)
    assert {SymptomKind.OVERSHOOT, SymptomKind.EXPLODED} <= kinds(run, 10)
    with pytest.raises(DivergenceError):
        run.advance(1000)
    arrives = trained("lr-too-large", 1, SetOptimizerOption("lr", 0.25))
    assert arrives.losses.tolist() == [2.0, 0.0]


GOOD = json.loads(resource("examples", "dot-product.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        json.dumps({**GOOD, "version": 2}),
        json.dumps({**GOOD, "network": {**GOOD["network"], "loss": "l7"}}),
        json.dumps({**GOOD, "network": {**GOOD["network"], "wheels": 4}}),
        json.dumps({**GOOD, "network": {**GOOD["network"], "optimizer": {}}}),
        json.dumps({**GOOD, "data": {"X": [[7, 8]], "Y": [[1], [2]]}}),
        json.dumps({**GOOD, "data": {"X": [[7, 8]]}}),
        json.dumps({**GOOD, "data": {"X": [[7, 8], [1]], "Y": [[1], [2]]}}),
        json.dumps({**GOOD, "data": {"X": [[7, 8]], "labels": [3], "classes": ["A"]}}),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(text, "utf-8")
    with pytest.raises(NnvizError):
        batches(read(path))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError):
        read(tmp_path / "none.json")


def test_numbers_that_belong_to_no_cell_are_refused(tmp_path):
    path = tmp_path / "more.json"
    path.write_text(json.dumps({**GOOD, "parameters": {"W1": [[1, 2], [3, 4], [5, 6]]}}), "utf-8")
    with pytest.raises(NnvizError):
        read(path)


def test_the_arrays_of_an_example_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        EXAMPLES["dot-product"].parameters["W1"][0, 0] = 9.0


def test_an_edited_copy_leaves_the_example_as_it_is():
    edited = replace(EXAMPLES["neuron"], spec=EXAMPLES["xor"].spec)
    assert edited is not EXAMPLES["neuron"]
    assert EXAMPLES["neuron"].spec.sizes == (2, 1)
