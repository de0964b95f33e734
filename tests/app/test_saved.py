"""A saved network finds its data again, in the window as on the command line."""

import numpy as np
import pytest

from nnviz.app.experiment import DataSpec
from nnviz.app.project import open_file
from nnviz.app.saved import note_data, noted_data
from nnviz.app.session import Session
from nnviz.engine import Network
from nnviz.engine.errors import FileError, SpecError


@pytest.fixture
def network():
    return Network.mlp([2, 4, 1], seed=3)


def test_the_window_goes_on_where_training_stopped(network, tmp_path):
    path = tmp_path / "xor.nnviz"
    network.fit([[0, 1], [1, 1]], [[1], [0]], epochs=3)
    note_data(network, DataSpec("builtin", "xor"))
    network.save(path)
    trace = Session(open_file(path).document).state.trace
    for name, value in network.parameters.items():
        np.testing.assert_array_equal(trace[name], value)
    assert trace.n_samples == 4


def test_a_table_is_noted_by_its_whole_path(network, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    note_data(network, DataSpec("csv", "table.csv", target="label", batch_size=32))
    network.save(tmp_path / "net.nnviz")
    found = noted_data(Network.load(tmp_path / "net.nnviz"))
    assert found == DataSpec(
        "csv", str((tmp_path / "table.csv").resolve()), target="label", batch_size=32
    )


def test_a_network_without_data_says_how_to_name_it(network, tmp_path):
    network.save(tmp_path / "net.nnviz")
    assert noted_data(Network.load(tmp_path / "net.nnviz")) is None
    with pytest.raises(SpecError, match="--data NAME"):
        open_file(tmp_path / "net.nnviz")


@pytest.mark.parametrize("note", [3, {"kind": "builtin"}, {"kind": "sql", "name": "xor"}])
def test_a_damaged_note_is_refused(network, note):
    network.note = {"data": note}
    with pytest.raises(FileError, match="damaged"):
        noted_data(network)


@pytest.mark.parametrize("note", [{"data": object()}, {"data": float("nan")}])
def test_a_note_that_is_no_plain_data_is_not_saved(network, note, tmp_path):
    network.note = note
    with pytest.raises(SpecError, match="plain data"):
        network.save(tmp_path / "net.nnviz")
    assert list(tmp_path.iterdir()) == []
