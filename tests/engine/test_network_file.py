"""Network files: a round trip to the last bit, and nothing but an error from a hostile file."""

import io
import json
import os
import pickle
import zipfile
import zlib

import numpy as np
import pytest

from nnviz.engine import Dense, Network, errors, optimizers

X, Y = [[0.0, 1.0], [1.0, 0.0]], [[1.0], [0.0]]


def trained(**options):
    settings = {"optimizer": optimizers.Adam(lr=0.01), "dtype": "float32", **options}
    net = Network.mlp([2, 3, 1], **settings)
    for _ in range(5):
        net.train_step(X, Y)
    return net


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "optimizer",
    [
        optimizers.SGD(lr=0.1),
        optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True),
        optimizers.Adam(),
        optimizers.AdamW(),
        optimizers.Adagrad(),
        optimizers.RMSprop(momentum=0.9, centered=True),
        optimizers.Adafactor(),
    ],
    ids=["sgd", "nesterov", "adam", "adamw", "adagrad", "rmsprop", "adafactor"],
)
def test_a_loaded_network_goes_on_to_the_same_bits(tmp_path, optimizer, dtype):
    net = trained(optimizer=optimizer, dtype=dtype)
    path = tmp_path / "net.nnviz"
    net.save(path)
    loaded = Network.load(str(path))
    assert loaded.spec == net.spec
    assert loaded.iteration == net.iteration == 5
    for _ in range(3):
        assert loaded.train_step(X, Y) == net.train_step(X, Y)
    one, other = loaded.fit(X, Y, epochs=3, batch_size=1), net.fit(X, Y, epochs=3, batch_size=1)
    assert one.losses == other.losses
    assert loaded.state().parameters.tobytes() == net.state().parameters.tobytes()


def test_explicit_values_and_options_survive(tmp_path):
    net = Network(
        [Dense(2, "leaky_relu", alpha=0.3, bias=False), Dense(1)],
        n_in=1,
        initializer={"W1": [[1], [2]], "W2": [[3, 4]], "b2": [5]},
    )
    net.save(tmp_path / "n")
    loaded = Network.load(tmp_path / "n")
    assert loaded.spec == net.spec
    assert loaded.spec.layers[0].activation_options["alpha"] == 0.3
    np.testing.assert_array_equal(loaded.predict([[-1.0]]), net.predict([[-1.0]]))


def test_saving_replaces_a_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "net.nnviz"
    path.write_bytes(b"old")
    trained().save(path)
    first = path.read_bytes()
    trained().save(path)
    assert path.read_bytes() == first
    assert [entry.name for entry in tmp_path.iterdir()] == ["net.nnviz"]


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "net.nnviz"
    path.write_bytes(b"old")

    def full(_):
        raise OSError(28, "the disk is full on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(errors.FileError, match="the disk is full"):
        trained().save(path)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["net.nnviz"]


def test_saving_where_there_is_no_folder(tmp_path):
    with pytest.raises(errors.FileError, match="cannot be written"):
        trained().save(tmp_path / "none" / "net.nnviz")


def members(tmp_path):
    trained().save(tmp_path / "good.nnviz")
    with zipfile.ZipFile(tmp_path / "good.nnviz") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def described(content, **changes):
    data = json.loads(content["network.json"])
    return {**content, "network.json": json.dumps({**data, **changes}).encode()}


def array(values):
    buffer = io.BytesIO()
    np.save(buffer, values)
    return buffer.getvalue()


def network(content, **changes):
    data = json.loads(content["network.json"])["network"]
    return described(content, network={**data, **changes})


def header_bomb(content):
    # A header that promises far more numbers than there are bytes.
    good = content["parameters.npy"]
    return {**content, "parameters.npy": good.replace(b"(13,)", b"(9**9,)"[:5].ljust(5))}


HOSTILE = {
    "no description": lambda c: {k: v for k, v in c.items() if k != "network.json"},
    "no parameters": lambda c: {k: v for k, v in c.items() if k != "parameters.npy"},
    "no moments": lambda c: {k: v for k, v in c.items() if k != "v.npy"},
    "no JSON": lambda c: {**c, "network.json": b"{"},
    "not UTF-8": lambda c: {**c, "network.json": b"\xff\xfe\x00"},
    "deep JSON": lambda c: {**c, "network.json": b"[" * 200_000},
    "JSON that is a list": lambda c: {**c, "network.json": b"[]"},
    "another format": lambda c: described(c, format="other"),
    "another version": lambda c: described(c, version=2),
    "no network": lambda c: described(c, network=None),
    "unknown activation": lambda c: network(c, layers=[{"units": 1}]),
    "huge network": lambda c: network(c, n_in=10**9),
    "large network in a small file": lambda c: network(c, n_in=10**6),
    "layers of text": lambda c: network(c, layers="many"),
    "unknown dtype": lambda c: network(c, dtype=["float32"]),
    "unknown optimizer": lambda c: network(c, optimizer={"name": "x.v1", "options": {}}),
    "unknown backend": lambda c: network(c, backend={"a": 1}),
    "negative step": lambda c: described(c, step=-1),
    "step of text": lambda c: described(c, step="5"),
    "fewer parameters": lambda c: {**c, "parameters.npy": array(np.zeros(3, np.float32))},
    "another dtype": lambda c: {**c, "parameters.npy": array(np.zeros(13))},
    "NaN": lambda c: {**c, "parameters.npy": array(np.full(13, np.nan, np.float32))},
    "pickle": lambda c: {**c, "parameters.npy": pickle.dumps([1])},
    "object array": lambda c: {**c, "parameters.npy": object_array()},
    "cut off array": lambda c: {**c, "parameters.npy": c["parameters.npy"][:-5]},
    "too large an array": lambda c: {**c, "parameters.npy": array(np.zeros(10**6, np.float32))},
    "a header that lies": header_bomb,
}


def object_array():
    buffer = io.BytesIO()
    np.save(buffer, np.array([print] * 13, dtype=object), allow_pickle=True)
    return buffer.getvalue()


def pack(path, content, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused(tmp_path, case):
    path = tmp_path / "bad.nnviz"
    pack(path, HOSTILE[case](members(tmp_path)))
    with pytest.raises(errors.FileError) as caught:
        Network.load(path)
    assert "bad.nnviz" in str(caught.value)


def test_a_compressed_file_is_refused_unread(tmp_path):
    pack(tmp_path / "bomb", {**members(tmp_path), "m.npy": b"\0" * 10**7}, zipfile.ZIP_DEFLATED)
    with pytest.raises(errors.FileError, match="compressed"):
        Network.load(tmp_path / "bomb")


def test_members_with_other_paths_are_never_written(tmp_path):
    content = {**members(tmp_path), "../../evil": b"x", "/etc/evil": b"x"}
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    pack(inner / "net", content)
    Network.load(inner / "net")
    assert {p.name for p in tmp_path.rglob("*")} == {"good.nnviz", "a", "b", "net"}


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + b"\0" * 18, b"not a zip", zlib.compress(b"x" * 99)]
)
def test_what_is_no_zip_is_refused(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(errors.FileError):
        Network.load(path)


def test_a_flipped_byte_is_seen(tmp_path):
    path = tmp_path / "net"
    net = trained()
    net.save(path)
    content = bytearray(path.read_bytes())
    content[bytes(content).index(net.state().parameters.tobytes()) + 3] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(errors.FileError, match="damaged"):
        Network.load(path)


def test_files_that_are_not_there(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(errors.FileError, match="cannot be read"):
            Network.load(path)


def test_a_file_cut_off_anywhere_is_refused(tmp_path):
    trained().save(tmp_path / "good")
    content = (tmp_path / "good").read_bytes()
    for length in range(0, len(content), 5):
        (tmp_path / "cut").write_bytes(content[:length])
        with pytest.raises(errors.FileError, match="cut"):
            Network.load(tmp_path / "cut")


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_arrays_of_other_versions_are_equal_or_refused(tmp_path, version, order):
    content = members(tmp_path)
    values = np.load(io.BytesIO(content["parameters.npy"]))
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(values, order=order), version)
    pack(tmp_path / "x", {**content, "parameters.npy": buffer.getvalue()})
    if version == (1, 0):
        assert Network.load(tmp_path / "x").state().parameters.tobytes() == values.tobytes()
    else:
        with pytest.raises(errors.FileError, match="damaged"):
            Network.load(tmp_path / "x")


def test_bytes_in_the_other_order_are_refused(tmp_path):
    content = members(tmp_path)
    values = np.load(io.BytesIO(content["parameters.npy"]))
    pack(tmp_path / "x", {**content, "parameters.npy": array(values.astype(">f4"))})
    with pytest.raises(errors.FileError, match="wrong shape or number type"):
        Network.load(tmp_path / "x")


def test_a_size_that_lies(tmp_path):
    """The directory of the zip promises a small member where a large one lies, and the reverse."""
    pack(tmp_path / "x", members(tmp_path))
    good = (tmp_path / "x").read_bytes()
    with zipfile.ZipFile(tmp_path / "x") as archive:
        size = archive.getinfo("parameters.npy").file_size
    sizes = size.to_bytes(4, "little") * 2
    assert good.count(sizes) >= 2
    for wrong in (0, size - 1, size + 1, 10 * size, 2**31):
        place = good.rindex(sizes)
        lying = good[:place] + wrong.to_bytes(4, "little") * 2 + good[place + 8 :]
        (tmp_path / "x").write_bytes(lying)
        with pytest.raises(errors.FileError, match="damaged"):
            Network.load(tmp_path / "x")


def test_an_encrypted_member_is_refused(tmp_path):
    pack(tmp_path / "x", members(tmp_path))
    content = bytearray((tmp_path / "x").read_bytes())
    with zipfile.ZipFile(tmp_path / "x") as archive:
        header = archive.getinfo("parameters.npy").header_offset
    directory = bytes(content).index(b"PK\x01\x02")
    for entry in range(len(members(tmp_path))):
        if content[directory + 46 :].startswith(b"parameters.npy"):
            content[directory + 8] |= 1
        directory = bytes(content).find(b"PK\x01\x02", directory + 4)
        assert entry < 10
    content[header + 6] |= 1
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(errors.FileError, match="damaged"):
        Network.load(tmp_path / "x")


@pytest.mark.parametrize("version", [0, 99, "2", None, 1.5])
def test_a_description_of_another_version_is_refused(tmp_path, version):
    pack(tmp_path / "x", network(members(tmp_path), version=version))
    with pytest.raises(errors.FileError, match=r"impossible network.* of version"):
        Network.load(tmp_path / "x")


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": -1},
        {"seed": 1e400},
        {"optimizer": {"name": "adam.v1", "options": {"lr": float("nan")}}},
        {"optimizer": {"name": "adam.v1", "options": {"lr": float("inf")}}},
        {"optimizer": {"name": "adam.v1", "options": {"betas": [0.9] * 10_000}}},
        {"layers": [{"units": 10**6, "activation": None, "bias": True}] * 500},
        {"layers": []},
        {"loss": "mse"},
        {"initializer": {"name": "explicit.v1", "options": {}}},
    ],
)
def test_impossible_descriptions_are_refused(tmp_path, changes):
    pack(tmp_path / "x", network(members(tmp_path), **changes))
    with pytest.raises(errors.FileError, match="impossible network"):
        Network.load(tmp_path / "x")
