"""Networks in files of other programs, opened as experiments."""

import pytest

from nnviz.app.experiment import example
from nnviz.app.project import open_file
from nnviz.app.saved import note_data
from nnviz.engine import Network, errors, exchange

pytest.importorskip("safetensors", reason="safetensors is not installed")
pytest.importorskip("onnx", reason="onnx is not installed")


@pytest.mark.parametrize("suffix", exchange.SUFFIXES)
def test_a_network_of_any_kind_of_file_goes_on_where_it_was(tmp_path, suffix):
    wanted = example("xor")
    network = Network.from_spec(wanted.spec)
    network.train_step([[0.0, 1.0]], [[1.0]])
    note_data(network, wanted.data)
    exchange.save(network, tmp_path / f"net{suffix}")
    found = open_file(tmp_path / f"net{suffix}").document.experiment
    assert (found.spec, found.data) == (wanted.spec, wanted.data)
    assert found.parameters is not None
    for name, values in network.parameters.items():
        assert found.parameters[name].tobytes() == values.tobytes()


def test_what_cannot_be_opened(tmp_path):
    exchange.to_onnx(Network.mlp([2, 1]), tmp_path / "net.onnx")
    with pytest.raises(errors.SpecError, match="but no data"):
        open_file(tmp_path / "net.onnx")
    (tmp_path / "net.pt").write_bytes(b"\x80\x02.")
    with pytest.raises(errors.FileError, match=r"safetensors\.torch\.save_file"):
        open_file(tmp_path / "net.pt")
