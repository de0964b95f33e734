"""``nnviz export``, and the other commands on what it wrote."""

import pytest

from nnviz.app.experiment import example
from nnviz.engine import Network, exchange
from nnviz.paths import resource

numpy_files = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")
onnx = pytest.importorskip("onnx", reason="onnx is not installed")


@pytest.mark.parametrize("suffix", exchange.SUFFIXES)
def test_an_example_goes_out_and_every_command_takes_it(nnviz, tmp_path, suffix):
    path = tmp_path / f"xor{suffix}"
    code, out, err = nnviz("export", "xor", "--out", path)
    assert (code, err) == (0, "")
    assert out == f"{path} holds the network with its 17 parameters.\n"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert exchange.load(path).spec == example("xor").spec
    # The file says on which data it works.
    assert nnviz("check", path)[0] == 0
    assert "one training step with 4 samples" in nnviz("trace", path)[1]
    trained = tmp_path / f"trained{suffix}"
    assert nnviz("train", path, "--epochs", 3, "--out", trained)[0] == 0
    back = exchange.load(trained)
    assert (back.parameters["W1"] != exchange.load(path).parameters["W1"]).any()


def test_a_trained_network_keeps_its_numbers_on_the_way(nnviz, tmp_path):
    first, second = tmp_path / "a.nnviz", tmp_path / "b.safetensors"
    nnviz("train", "xor", "--epochs", 7, "--out", first)
    assert nnviz("export", first, "-o", second)[0] == 0
    assert exchange.load(second).iteration == 7
    one, other = Network.load(first).state(), exchange.load(second).state()
    assert one.parameters.tobytes() == other.parameters.tobytes()


def test_the_names_of_pytorch(nnviz, tmp_path):
    path = tmp_path / "xor.safetensors"
    assert nnviz("export", "xor", "--out", path, "--torch")[0] == 0
    assert set(numpy_files.load_file(path)) == {"0.weight", "0.bias", "2.weight", "2.bias"}


def test_a_table_gives_a_network_that_fits_it(nnviz, tmp_path):
    path = tmp_path / "iris.onnx"
    table = resource("data", "iris.csv")
    assert nnviz("export", table, "--target", "species", "--out", path)[0] == 0
    assert exchange.load(path).spec.sizes == (4, 8, 3)


def test_a_network_of_another_program_needs_its_data(nnviz, tmp_path):
    path = tmp_path / "other.safetensors"
    parameters = Network.mlp([2, 3, 1]).parameters
    numpy_files.save_file(parameters, path)
    code, _, err = nnviz("trace", path)
    assert code == 2
    assert "holds a network but no data; add --data" in err
    assert nnviz("check", path, "--data", "xor")[0] == 0


CASES = [
    ("export xor", "needs --out"),
    ("export xor --out net.h5", "let its name end in one of .nnviz, .onnx, .safetensors"),
    ("export xor --out net", "does not say in which format"),
    ("export xor --torch --out net.onnx", "--torch is for safetensors files"),
    ("export nothing --out net.onnx", "There is no example or file"),
    ("export gone.onnx --out net.onnx", "There is no file gone.onnx"),
    ("export xor --out there.onnx", "there.onnx exists already"),
    ("export broken.onnx --out net.onnx", "broken.onnx is damaged"),
    ("export broken.safetensors --out net.onnx", "broken.safetensors is damaged"),
    ("export model.pt --out net.onnx", "safetensors.torch.save_file"),
    ("trace model.pt", "safetensors.torch.save_file"),
    ("train broken.onnx", "broken.onnx is damaged"),
    ("train xor --out model.joblib", "does not say in which format"),
]


@pytest.mark.parametrize(("line", "sentence"), CASES)
def test_one_sentence_and_exit_code_2(nnviz, tmp_path, monkeypatch, line, sentence):
    monkeypatch.chdir(tmp_path)
    for name in ("there.onnx", "broken.onnx", "broken.safetensors", "model.pt"):
        (tmp_path / name).write_bytes(b"\x80\x04 pickled" if name == "model.pt" else b"\xffmine")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, out, err = nnviz(*line.split())
    assert (code, out) == (2, "")
    assert err.startswith("nnviz: ")
    assert err.count("\n") == 1
    assert sentence in err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_missing_package_is_seen_before_the_training(nnviz, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    monkeypatch.setattr(Network, "fit", lambda *_, **__: pytest.fail("trained"))
    code, _, err = nnviz("train", "xor", "--out", tmp_path / "net.onnx")
    assert code == 2
    assert "pip install 'nnviz-desktop[exchange]'" in err
