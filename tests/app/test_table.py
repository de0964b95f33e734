"""A table as the data: its parts, its description, what is held out, and what it refuses."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nnviz.app import data
from nnviz.app.data_spec import DataSpec
from nnviz.app.edits import SetStandardise, SetTable, SetValidation
from nnviz.app.experiment import Experiment, example
from nnviz.app.session import Session
from nnviz.app.table import Table
from nnviz.engine import datasets
from nnviz.engine.datasets.reading import Cancelled
from nnviz.engine.errors import DataError, FileError, SpecError
from nnviz.engine.message import message
from nnviz.engine.options import Options

WHAT = message("Edit")


def small(**changes):
    parts = {
        "X": [[0.5, -1.0], [2.0, 3.0], [4.0, 5.0]],
        "Y": np.array([0, 1, 0]),
        "feature_names": ("a", "b"),
        "target_names": ("cat", "dog"),
    }
    return Table(**{**parts, **changes})


def test_a_table_is_read_only_and_owns_its_numbers():
    X = np.zeros((3, 2))
    table = small(X=X)
    X[0, 0] = 7.0
    assert table.X[0, 0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        table.X[0, 0] = 1.0


def test_a_data_set_and_its_table_share_their_numbers():
    digits = datasets.load("digits")
    table = Table.of(digits)
    assert np.shares_memory(table.X, digits.X)
    assert np.shares_memory(table.dataset("digits").X, digits.X)
    assert table.image_shape == (8, 8)


def test_equality_is_of_values():
    assert small() == small()
    assert hash(small()) == hash(small())
    assert small() != small(Y=np.array([0, 1, 1]))
    assert small() != small(feature_names=("a", "c"))
    assert small() != small(Y=np.zeros((3, 2)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"X": [[0.5, np.nan], [2, 3], [4, 5]]}, "Row 1, column “b”"),
        ({"X": [[0.5, 1], [2, 3], [np.inf, 5]]}, "Row 3, column “a”"),
        ({"X": np.zeros((2, 2))}, "does not fit"),
        ({"X": np.zeros((3, 3))}, "does not fit"),
        ({"X": np.zeros((0, 2)), "Y": np.zeros(0, int)}, "at least one sample"),
        ({"X": np.zeros((3, 0)), "feature_names": ()}, "at least one sample"),
        ({"Y": np.array([0, 1, 2])}, "beyond the names"),
        ({"Y": np.array([0, 1, -1])}, "beyond the names"),
        ({"feature_names": ("a", "a")}, "named “a”"),
        ({"target_names": ("x", "x")}, "named “x”"),
        ({"Y": np.zeros((3, 2)), "target_names": ("a", "y")}, "named “a”"),
        ({"sample_names": ("one",)}, "not as many"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(changes, says):
    with pytest.raises(DataError, match=says):
        small(**changes)


@pytest.mark.parametrize("name", ["xor", "iris", "digits", "ner", "sine"])
def test_description_there_and_back(name):
    table = Table.of(datasets.load(name))
    written = json.loads(json.dumps(table.to_dict()))
    assert Table.from_dict(written) == table
    assert Table.from_arrays(json.loads(json.dumps(table.names())), table.arrays()) == table


def test_an_experiment_with_a_table_there_and_back():
    spec = DataSpec("builtin", "moons", batch_size=8, validation=0.25).with_option("noise", 0.3)
    for each in (spec, spec.with_table(small())):
        there = Experiment(example("xor").spec, each)
        back = Experiment.from_dict(json.loads(json.dumps(there.to_dict())))
        assert back.data == each


def test_version_1_still_opens():
    plain = example("digits").to_dict()
    plain["version"] = 1
    plain["data"] = {"kind": "csv", "name": "/x.csv", "target": "a", "batch_size": 3, "seed": 1,
                     "standardise": True, "missing": "drop"}  # fmt: skip
    found = Experiment.from_dict(plain).data
    assert found == DataSpec("csv", "/x.csv", "a", 3, 1, True, "drop")


PLAIN = {"kind": "table", "name": "own"}


@pytest.mark.parametrize(
    "plain",
    [
        None, 7, [], {"kind": "table"}, PLAIN, {**PLAIN, "table": 7}, {**PLAIN, "table": {}},
        {"kind": "builtin", "name": "xor", "table": small().to_dict()},
        {"kind": "zip", "name": "x"}, {"kind": "csv", "name": "x", "options": {"a": {}}},
        {**PLAIN, "table": {**small().to_dict(), "feature_names": "ab"}},
        {**PLAIN, "table": {**small().to_dict(), "feature_names": [1, 2]}},
        {**PLAIN, "table": {**small().to_dict(), "image_shape": [1]}},
        {**PLAIN, "table": {**small().to_dict(), "arrays": {"X": 1, "Y": 2}}},
        {**PLAIN, "table": {**small().to_dict(), "arrays": {
            "X": {"dtype": "object", "values": []}, "Y": {"dtype": "<i8", "values": []}}}},
        {**PLAIN, "table": {**small().to_dict(), "arrays": {
            "X": {"dtype": "<f8", "shape": [10**12, 2], "base64": ""},
            "Y": {"dtype": "<i8", "values": [0]}}}},
        {**PLAIN, "table": {**small().to_dict(), "arrays": {
            "X": {"dtype": "<f8", "values": [[1, 2], [3]]}, "Y": {"dtype": "<i8", "values": [0]}}}},
        {**PLAIN, "table": {**small().to_dict(), "arrays": {
            "X": {"dtype": "<f8", "shape": [1, 2], "base64": "§"},
            "Y": {"dtype": "<i8", "values": [0]}}}},
    ],
)  # fmt: skip
def test_damaged_descriptions_are_refused(plain):
    with pytest.raises(FileError):
        DataSpec.from_dict(plain)


@pytest.mark.parametrize("standardise", [False, True])
def test_what_is_held_out_is_not_trained_on(standardise):
    spec = DataSpec("builtin", "iris", validation=0.2, standardise=standardise, seed=3)
    parts = data.parts(spec)
    assert (parts.training.n_samples, parts.validation.n_samples) == (120, 30)
    rows = np.concatenate([parts.training_rows, parts.validation_rows])
    assert sorted(rows) == list(range(150))
    assert np.array_equal(parts.whole.X[parts.training_rows], parts.training.X)
    assert np.array_equal(parts.whole.X[parts.validation_rows], parts.validation.X)
    assert np.array_equal(np.bincount(parts.validation.Y), [10, 10, 10])
    if standardise:
        assert np.allclose(parts.training.X.mean(axis=0), 0.0)
        assert parts.validation.means is parts.training.means
    iris = Session()
    from nnviz.app.edits import SetData

    iris.edit(SetData(spec))
    dealt = data.batches(iris.state.experiment)
    assert np.array_equal(dealt.X, parts.training.X)
    assert dealt.n_samples == dealt.batch_size == 120
    assert iris.state.trace.n_samples == 120
    assert data.training(spec) is parts.training
    assert data.validation(spec) is parts.validation
    assert data.validation(replace(spec, validation=0.0)) is None


@pytest.mark.parametrize("share", [-0.1, 0.51, float("nan"), float("inf")])
def test_an_impossible_share_is_refused(share):
    session = Session()
    before = session.state.experiment
    session.edit(SetValidation(share))
    assert "between 0 and 0.5" in session.state.notice.english()
    assert session.state.experiment is before


def test_too_few_samples_to_hold_any_out():
    session = Session()
    session.edit(SetValidation(0.05))
    assert "leave one of the two parts empty" in session.state.notice.english()
    session.edit(SetValidation(0.25))
    assert session.state.trace.n_samples == 3


def test_a_table_of_other_samples_goes_on_training():
    session = Session()
    session.train_to(5)
    table = Table.of(datasets.load("xor"))
    session.edit(SetTable(replace(table, X=table.X * 2.0), WHAT))
    assert session.state.iteration == 5
    assert session.state.trace["X"].max() == 2.0
    session.undo()
    assert session.state.trace["X"].max() == 1.0
    session.redo()
    assert session.state.trace["X"].max() == 2.0
    session.edit(SetStandardise(True))
    assert session.state.iteration == 0
    assert session.state.trace["X"].mean() == 0.0


def test_a_table_with_other_columns_changes_the_network():
    session = Session()
    session.edit(SetTable(small(), WHAT))
    spec = session.state.experiment.spec
    assert (spec.loss, spec.layers[-1].units, spec.n_in) == ("cross_entropy", 2, 2)
    wide = small(X=np.ones((3, 3)), feature_names=("a", "b", "c"))
    session.edit(SetTable(wide, WHAT))
    assert session.state.experiment.spec.n_in == 3


def test_options_of_a_set_that_is_made_by_a_rule():
    spec = DataSpec("builtin", "moons").with_option("n_samples", 12).with_option("noise", 0.0)
    assert data.load(spec).n_samples == 12
    assert data.load(spec) is data.load(replace(spec, batch_size=3))
    with pytest.raises(SpecError, match="no option"):
        data.load(spec.with_option("colour", 1))
    with pytest.raises(DataError, match="n_samples"):
        data.load(spec.with_option("n_samples", -1))


@pytest.fixture
def table_file(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a;b;label\n1;2;x\n3;4;y\n5;6;x\n")
    return path


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        ({"delimiter": ";", "header": True, "encoding": "utf-8", "ignore": ["a"]}, True),
        ({"delimiter": 5}, False), ({"header": "yes"}, False), ({"progress": 1}, False),
        ({"name": "x"}, False), ({"ignore": "a"}, False), ({"task": "cook"}, False),
        ({"delimiter": ";;"}, False), ({"encoding": "zip"}, False),
    ],
)  # fmt: skip
def test_options_of_a_file(table_file, options, fits):
    spec = DataSpec("csv", str(table_file), "label", options=Options(options))
    if fits:
        assert data.load(spec).feature_names == ("b",)
    else:
        with pytest.raises(SpecError):
            data.load(spec)


def test_reading_a_file_tells_how_far_it_is_and_can_be_ended(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a,b,label\n" + "1.25,2.5,x\n0.5,3.5,y\n" * 40000)
    told = []
    spec = DataSpec("csv", str(path))
    with pytest.raises(Cancelled):
        data.raw(spec, lambda share: bool(told.append(share)) or len(told) < 3)
    assert len(told) == 3
    told.clear()
    assert data.raw(spec, lambda share: not told.append(share)).n_samples == 80000
    assert told == sorted(told)
    assert told[-1] > 0.5
    told.clear()
    assert data.raw(spec, lambda share: not told.append(share)).n_samples == 80000
    assert told == []  # it is not read a second time
