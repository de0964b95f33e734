"""Files that are not what they should be: each is one sentence, and nothing is opened by halves."""

import io
import json
import os
import pickle
import re
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nnviz.app.edits import SetParameterValue
from nnviz.app.experiment import DataSpec, example
from nnviz.app.opening import fitted
from nnviz.app.project import Project, kind_of, load, open_file, save
from nnviz.app.session import Session
from nnviz.app.table import Table
from nnviz.engine import Network, errors

ROOT = Path(__file__).parents[2]


def good(path, with_table=False):
    if with_table:
        table = Table(np.eye(3), np.array([[1.0], [2.0], [0.5]]), ("x", "y", "z"), ("t",))
        session = Session(fitted(DataSpec("table", "drawn", table=table)))
    else:
        session = Session(example("xor"))
    session.train_to(40)
    session.edit(SetParameterValue("W1", 0, 0, 0.5))
    session.train_to(80)
    save(path, Project(session.document))
    return session


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    good(folder / "plain.nnviz")
    good(folder / "table.nnviz", with_table=True)
    return folder


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path, content, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in content.items():
            archive.writestr(name, text)


def npy(array, **options):
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def plan(**changes):
    def change(content):
        text = json.loads(content["project.json"]) | changes
        return {**content, "project.json": json.dumps(text).encode()}

    return change


def segment(place=0, **changes):
    def change(content):
        text = json.loads(content["project.json"])
        text["segments"][place] |= changes
        return {**content, "project.json": json.dumps(text).encode()}

    return change


def member(name, new):
    return lambda content: {**content, name: new(content[name])}


def without(name):
    return lambda content: {k: v for k, v in content.items() if k != name}


def network(**changes):
    def change(content):
        text = json.loads(content["project.json"])
        text["experiment"]["spec"] |= changes
        return {**content, "project.json": json.dumps(text).encode()}

    return change


def huge_header(_):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"descr": "<f8", "fortran_order": False, "shape": (2**40,)}
    )
    return file.getvalue()


NUMBER = re.compile(rb'("iteration":\s*)80')
LAYER = {"units": 10**9, "activation": {"name": "relu.v1", "options": {}}, "bias": True}
FAULTS = {
    "no description": without("project.json"),
    "an empty description": member("project.json", lambda _: b""),
    "a description that is no JSON": member("project.json", lambda _: b"{"),
    "a description that is not UTF-8": member("project.json", lambda _: b"\xff\xfe\x00"),
    "deep JSON": member("project.json", lambda _: b"[" * 300_000),
    "a description that is a list": member("project.json", lambda _: b"[]"),
    "another format": plan(format="something"),
    "no format": plan(format=None),
    "a later version": plan(version=2),
    "a version that is a text": plan(version="1"),
    "a version that is true": plan(version=True),
    "NaN in the description": member("project.json", lambda t: NUMBER.sub(rb"\1NaN", t)),
    "an iteration that is a text": plan(iteration="80"),
    "a negative iteration": plan(iteration=-1),
    "an iteration that is not there": plan(iteration=5000),
    "an iteration beyond all numbers": plan(iteration=10**30),
    "no segments": plan(segments=[]),
    "segments that are a mapping": plan(segments={}),
    "an experiment that is a list": plan(experiment=[]),
    "an experiment of a later version": plan(experiment={"version": 99}),
    "wishes of the wrong type": plan(wishes=[["W1", 0, 0, "x"]]),
    "a huge network": network(n_in=10**9),
    "a huge layer": network(layers=[LAYER, LAYER]),
    "a network that is a text": network(layers="many"),
    "an unknown loss": network(loss="hope.v1"),
    "an unknown number type": network(dtype="float128"),
    "data that does not exist": plan(
        experiment={"version": 2, "spec": None, "data": {"kind": "builtin", "name": "none"}}
    ),
    "a huge count of states": segment(states=10**12),
    "more states than iterations": segment(1, states=9),
    "no states": segment(states=0),
    "no stride": segment(stride=0),
    "a huge count of losses": segment(1, losses=10**12),
    "fewer losses": segment(0, losses=39),
    "a gap between the segments": segment(1, first=60),
    "an empty segment in the middle": segment(0, losses=0),
    "a negative step": segment(step=-1),
    "a batch of no samples": segment(batch_size=0),
    "a negative seed": segment(seed=-1),
    "a segment of another network": segment(1, spec=None),
    "states are missing": without("run/0/p.npy"),
    "losses are missing": without("run/1/losses.npy"),
    "the newest state is missing": without("parameters.npy"),
    "states of the wrong type": member("run/0/p.npy", lambda _: npy(np.zeros((2, 17), "f4"))),
    "states of the wrong shape": member("run/0/p.npy", lambda _: npy(np.zeros((2, 18)))),
    "states with NaN": member("run/0/p.npy", lambda _: npy(np.full((2, 17), np.nan))),
    "losses with infinity": member("run/0/losses.npy", lambda _: npy(np.full(40, np.inf))),
    "states that are complex": member("run/0/p.npy", lambda _: npy(np.zeros((2, 17), complex))),
    "states in columns": member("run/0/p.npy", lambda _: npy(np.asfortranarray(np.ones((2, 17))))),
    "an array of objects": member("run/0/p.npy", lambda _: npy(np.array([{}]), allow_pickle=True)),
    "a pickle in place of an array": member("run/0/p.npy", lambda _: pickle.dumps([1])),
    "an array that is cut off": member("run/0/p.npy", lambda t: t[:-8]),
    "an array that is too long": member("run/0/p.npy", lambda t: t + b"\0" * 8),
    "an empty array file": member("run/0/p.npy", lambda _: b""),
    "an array that declares to be huge": member("run/0/p.npy", huge_header),
    "an array with a hostile header": member(
        "run/0/p.npy", lambda _: b"\x93NUMPY\x01\x00" + struct.pack("<H", 60) + b"(" * 60
    ),
}  # fmt: skip
TABLE_FAULTS = {
    "a table without its inputs": without("data/X.npy"),
    "a table with a class that has no name": plan(
        table={
            "folder": "data",
            "arrays": {"X": ["<f8", [3, 3]], "Y": ["<f8", [3, 1]]},
            "names": {},
        }
    ),
    "a table of objects": plan(
        table={"folder": "data", "arrays": {"X": ["|O", [3, 3]], "Y": ["<f8", [3, 1]]}}
    ),
    "a table that is huge": plan(
        table={"folder": "data", "arrays": {"X": ["<f8", [10**11, 3]], "Y": ["<f8", [3, 1]]}}
    ),
    "a table outside of the file": plan(
        table={"folder": "/etc", "arrays": {"X": ["<f8", [3, 3]], "Y": ["<f8", [3, 1]]}}
    ),
    "a table above the file": plan(
        table={"folder": "../..", "arrays": {"X": ["<f8", [3, 3]], "Y": ["<f8", [3, 1]]}}
    ),
    "a table that is neither there nor named": plan(table=None),
}


def refused(path):
    """Return the one sentence with which a file is refused."""
    with pytest.raises(errors.NnvizError) as caught:
        open_file(path)
    sentence = str(caught.value)
    assert str(path) in sentence or path.name in sentence
    assert "\n" not in sentence
    assert len(sentence) < 500, sentence
    return sentence


@pytest.mark.parametrize("fault", FAULTS)
def test_a_project_with_a_fault(template, tmp_path, fault):
    content = members(template / "plain.nnviz")
    changed = FAULTS[fault](content)
    assert changed != content
    write(tmp_path / "a.nnviz", changed)
    refused(tmp_path / "a.nnviz")


@pytest.mark.parametrize("fault", TABLE_FAULTS)
def test_a_project_with_a_fault_in_its_table(template, tmp_path, fault):
    content = members(template / "table.nnviz")
    changed = TABLE_FAULTS[fault](content)
    assert changed != content
    write(tmp_path / "a.nnviz", changed)
    with pytest.raises(errors.NnvizError):
        open_file(tmp_path / "a.nnviz")


def test_a_compressed_project(template, tmp_path):
    write(tmp_path / "a.nnviz", members(template / "plain.nnviz"), zipfile.ZIP_DEFLATED)
    assert "compressed" in refused(tmp_path / "a.nnviz")


def test_a_zip_bomb_is_not_unpacked(template, tmp_path):
    content = members(template / "plain.nnviz")
    with zipfile.ZipFile(tmp_path / "a.nnviz", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, b" " * 2**28 if name == "project.json" else text)
    assert (tmp_path / "a.nnviz").stat().st_size < 2**20
    assert "compressed" in refused(tmp_path / "a.nnviz")


def test_parts_that_lie_over_each_other_cost_no_memory(template, tmp_path):
    """A member may claim the bytes of another one; together they are longer than the file."""
    content = members(template / "plain.nnviz")
    text = json.loads(content["project.json"])
    one = {**text["segments"][0], "losses": 40}
    text["segments"] = [{**one, "first": 40 * k, "data": None} for k in range(5000)]
    content["project.json"] = json.dumps(text).encode()
    write(tmp_path / "a.nnviz", content)
    refused(tmp_path / "a.nnviz")


@pytest.mark.parametrize("name", ["../../evil.json", "/etc/passwd", "C:\\evil", "run/0/../../x"])
def test_names_that_lead_outside_do_no_harm(template, tmp_path, name):
    write(tmp_path / "a.nnviz", {**members(template / "plain.nnviz"), name: b"evil"})
    load(tmp_path / "a.nnviz")
    assert [path.name for path in tmp_path.iterdir()] == ["a.nnviz"]


def test_names_of_edits_that_are_no_sentences_are_left_out(template, tmp_path):
    bomb = {"text": "{a:>999999999}", "args": {"a": "x"}}
    peep = {"text": "{a.__class__}", "args": {"a": "x"}}
    lost = {"text": "{b}", "args": {}}
    fine = {"text": "Layer {a}", "args": {"a": 1}}
    marks = [[40, bomb], [40, peep], [40, lost], [40, fine]]
    write(tmp_path / "a.nnviz", plan(marks=marks)(members(template / "plain.nnviz")))
    found = load(tmp_path / "a.nnviz").document.marks
    assert [mark.name.english() for mark in found] == ["Layer 1"]


def test_a_project_that_is_cut_off_anywhere(template, tmp_path):
    whole = (template / "plain.nnviz").read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        (tmp_path / "a.nnviz").write_bytes(whole[:length])
        refused(tmp_path / "a.nnviz")


def test_a_project_with_any_byte_changed_is_refused_or_the_same(template, tmp_path):
    whole = (template / "plain.nnviz").read_bytes()
    wanted = load(template / "plain.nnviz").document.run.losses.tobytes()
    for place in range(3, len(whole), 97):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        (tmp_path / "a.nnviz").write_bytes(changed)
        try:
            found = open_file(tmp_path / "a.nnviz")
        except errors.NnvizError:
            continue
        assert found.document.run.losses.tobytes() == wanted


@pytest.mark.parametrize("bit", [0, 5, 6], ids=["encrypted", "patched", "strongly encrypted"])
def test_a_part_that_says_it_is_not_plain(template, tmp_path, bit):
    whole = bytearray((template / "plain.nnviz").read_bytes())
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(head)
        while place >= 0:
            whole[place + flags] |= 1 << bit
            place = whole.find(head, place + 4)
    (tmp_path / "a.nnviz").write_bytes(whole)
    refused(tmp_path / "a.nnviz")


NOTHING = {
    "empty": b"",
    "one byte": b"P",
    "random": bytes(np.random.default_rng(0).integers(0, 256, 4000, dtype=np.uint8)),
    "zeros": b"\0" * 5000,
    "only the start of a zip": b"PK\x03\x04",
    "an empty zip": b"PK\x05\x06" + b"\0" * 18,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a pickle": pickle.dumps({"a": np.zeros(3)}),
    "half an onnx": b"\x08\x07\x12\x04test",
    "half a safetensors": struct.pack("<Q", 5000) + b'{"a":',
    "a safetensors with a huge header": struct.pack("<Q", 2**40) + b'{"a":1}',
}


@pytest.mark.parametrize("suffix", [".nnviz", ".safetensors", ".onnx", ".csv", ""])
@pytest.mark.parametrize("what", NOTHING)
def test_files_that_are_nothing(tmp_path, what, suffix):
    path = tmp_path / f"file{suffix}"
    path.write_bytes(NOTHING[what])
    refused(path)


@pytest.mark.parametrize("suffix", [".csv", ".onnx", ".safetensors", ".txt", ".png", ""])
def test_a_network_file_that_was_renamed_is_still_one(tmp_path, suffix):
    network = Network.mlp([2, 4, 1])
    network.note = {"data": DataSpec("builtin", "xor").to_dict()}
    network.save(tmp_path / "net.nnviz")
    path = (tmp_path / "net.nnviz").rename(tmp_path / f"net{suffix}")
    assert kind_of(path) == "network"
    assert open_file(path).document.experiment.spec == network.spec


def test_a_folder(tmp_path):
    assert "folder" in refused(tmp_path)


def test_a_file_that_is_not_there(tmp_path):
    assert "not there" in refused(tmp_path / "a.nnviz")


def test_a_device(tmp_path):
    assert "empty" in refused(Path("/dev/null"))


def saved(path):
    with pytest.raises(errors.FileError) as caught:
        save(path, Project(Session(example("xor")).document))
    return str(caught.value)


def test_places_where_nothing_can_be_written(tmp_path):
    assert "its folder is not there" in saved(tmp_path / "gone" / "a.nnviz")
    (tmp_path / "file").write_text("")
    assert "no folder" in saved(tmp_path / "file" / "a.nnviz")
    (tmp_path / "folder.nnviz").mkdir()
    assert "it is a folder" in saved(tmp_path / "folder.nnviz")
    assert "too long" in saved(tmp_path / ("n" * 300 + ".nnviz"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.nnviz"]


_TRY = """
import os, resource, sys
from pathlib import Path
from nnviz.app.experiment import example
from nnviz.app.project import Project, open_file, save
from nnviz.app.session import Session
from nnviz.engine.errors import NnvizError
session = Session(example("xor"))
session.train_to(2000)
{before}
try:
    {act}
except NnvizError as error:
    print(error)
"""


def in_a_process(before, act, folder):
    done = subprocess.run(
        [sys.executable, "-c", _TRY.format(before=before, act=act)],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


SAVE = "save(Path('a.nnviz'), Project(session.document))"
# What a file may grow to: the disk is full in the middle of writing.
FULL = "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))"
NOBODY = "os.setgid(65534); os.setuid(65534)"


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no such limit here")
def test_a_disk_that_is_full_in_the_middle_of_saving(tmp_path):
    good(tmp_path / "a.nnviz")
    before = (tmp_path / "a.nnviz").read_bytes()
    sentence = in_a_process(f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); {FULL}",
                            SAVE, tmp_path)  # fmt: skip
    assert "cannot be written: the file is larger than is allowed there" in sentence
    assert (tmp_path / "a.nnviz").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.nnviz"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_files_that_belong_to_others(tmp_path):
    folder = tmp_path
    while folder != folder.parent and folder.stat().st_uid == 0 and str(folder) != "/tmp":
        folder.chmod(0o755)
        folder = folder.parent
    good(tmp_path / "a.nnviz")
    before = (tmp_path / "a.nnviz").read_bytes()
    assert "no permission" in in_a_process(NOBODY, SAVE, tmp_path)
    assert "no permission" in in_a_process(NOBODY, SAVE.replace("a.nnviz", "b.nnviz"), tmp_path)
    (tmp_path / "a.nnviz").chmod(0o600)
    assert "no permission" in in_a_process(NOBODY, "open_file(Path('a.nnviz'))", tmp_path)
    assert (tmp_path / "a.nnviz").read_bytes() == before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(tmp_path, mode):
    path = tmp_path / "a.nnviz"
    good(path)
    path.chmod(mode)
    good(path)
    assert path.stat().st_mode & 0o777 == mode


def test_a_new_file_has_the_permissions_that_are_usual(tmp_path):
    (tmp_path / "usual").touch()
    good(tmp_path / "a.nnviz")
    assert (tmp_path / "a.nnviz").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_goes_on_pointing_to_its_file(tmp_path):
    (tmp_path / "real").mkdir()
    good(tmp_path / "real" / "a.nnviz")
    (tmp_path / "link.nnviz").symlink_to(tmp_path / "real" / "a.nnviz")
    save(tmp_path / "link.nnviz", Project(Session(example("digits")).document))
    assert (tmp_path / "link.nnviz").is_symlink()
    assert load(tmp_path / "real" / "a.nnviz").document.experiment.data.name == "digits"
