import os
from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.data import batches, load, targets, units_needed
from nnviz.app.edits import SetData
from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.app.fitting import data_notice
from nnviz.app.session import Session
from nnviz.engine import LayerSpec
from nnviz.engine.errors import FileError, SpecError

XOR, DIGITS = DataSpec("builtin", "xor"), DataSpec("builtin", "digits")
MOONS, SINE = DataSpec("builtin", "moons"), DataSpec("builtin", "sine")


@pytest.mark.parametrize(
    ("data", "loss", "units"),
    [
        (XOR, "mse", 1),
        (XOR, "bce", 1),
        (XOR, "cross_entropy", 2),
        (MOONS, "bce", 1),
        (MOONS, "cross_entropy", 2),
        (MOONS, "half_mse", 2),
        (DIGITS, "cross_entropy", 10),
        (DIGITS, "mse", 10),
        (DIGITS, "bce", 10),
        (SINE, "mse", 1),
    ],
)
def test_targets_have_as_many_columns_as_the_output_has_units(data, loss, units):
    dataset = load(data)
    Y = targets(dataset, loss)
    assert units_needed(dataset, loss) == units
    if loss == "cross_entropy":
        assert Y.shape == (dataset.n_samples,)
        assert Y.max() == units - 1
    else:
        assert Y.shape == (dataset.n_samples, units)


def test_labels_become_one_hot_rows_for_a_squared_loss():
    dataset = load(DIGITS)
    Y = targets(dataset, "mse")
    assert np.array_equal(Y.argmax(axis=1), dataset.Y)
    assert set(np.unique(Y)) == {0.0, 1.0}
    assert (Y.sum(axis=1) == 1).all()


@pytest.mark.parametrize("loss", ["cross_entropy", "bce"])
def test_plain_numbers_are_refused_by_the_losses_for_classes(loss):
    with pytest.raises(SpecError, match="use mse"):
        units_needed(load(SINE), loss)


def test_a_network_that_does_not_fit_its_data_is_refused():
    xor = example("xor")
    with pytest.raises(SpecError, match="64 inputs per sample, but the network takes 2"):
        batches(replace(xor, data=DIGITS))
    wide = replace(xor.spec, layers=(LayerSpec(3),))
    with pytest.raises(SpecError, match="1 units, not 3"):
        batches(Experiment(wide, XOR))


@pytest.mark.parametrize("size", [0, -5])
def test_an_empty_batch_is_refused(size):
    with pytest.raises(SpecError, match="at least one sample"):
        batches(replace(example("xor"), data=replace(XOR, batch_size=size)))


def test_built_in_data_is_read_once():
    assert load(DIGITS) is load(replace(DIGITS, batch_size=7, seed=3))


def test_a_csv_file_is_read_again_only_when_it_has_changed(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b,label\n1,2,x\n3,4,y\n5,6,x\n")
    data = DataSpec("csv", str(path), target="label")
    first = load(data)
    assert first.target_names == ("x", "y")
    assert load(data) is first
    path.write_text("a,b,label\n1,2,x\n3,4,y\n")
    os.utime(path, ns=(1, 1))
    assert load(data).n_samples == 2


def test_features_can_be_standardised(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,label\n100,x\n300,y\n")
    assert load(DataSpec("csv", str(path), standardise=True)).X.ravel().tolist() == [-1.0, 1.0]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        load(DataSpec("csv", str(tmp_path / "none.csv")))


def test_missing_values_are_dealt_with_as_the_data_says_and_said_once(tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text("a,b,label\n1,2,x\n3,,y\n5,6,x\n7,8,y\n")
    data = DataSpec("csv", str(path), missing="drop")
    assert load(data).X.tolist() == [[1, 2], [5, 6], [7, 8]]
    assert load(replace(data, missing="mean")).X[1, 1] == pytest.approx(16 / 3)
    session = Session(example("xor"))
    session.edit(SetData(data))
    assert "left out: row 3." in session.state.notice.english()
    assert data_notice(data, replace(data, batch_size=2)) is None
