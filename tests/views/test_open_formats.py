"""``nnviz FILE`` with files of other programs."""

import pytest

from nnviz.app.experiment import example
from nnviz.app.saved import note_data
from nnviz.app.settings import Settings
from nnviz.app.starting import first_document
from nnviz.engine import Network, errors, exchange

pytest.importorskip("onnx", reason="onnx is not installed")
pytest.importorskip("safetensors", reason="safetensors is not installed")


@pytest.mark.parametrize("suffix", exchange.SUFFIXES)
def test_a_network_is_opened_by_the_kind_of_its_file(tmp_path, suffix):
    wanted = example("xor")
    network = Network.from_spec(wanted.spec)
    note_data(network, wanted.data)
    exchange.save(network, tmp_path / f"net{suffix}")
    opened = first_document(Settings(), None, tmp_path / f"net{suffix}")
    assert opened.document.experiment.spec == wanted.spec


def test_a_pickle_is_refused_with_the_remedy(tmp_path):
    (tmp_path / "net.pkl").write_bytes(b"\x80\x04N.")
    with pytest.raises(errors.FileError, match=r"safetensors\.torch\.save_file"):
        first_document(Settings(), None, tmp_path / "net.pkl")
