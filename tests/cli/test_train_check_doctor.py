import io
import re
import sys

import numpy as np
import pytest

from nnviz.cli import doctor_command, progress
from nnviz.cli.voice import Voice
from nnviz.engine import Network, datasets
from nnviz.paths import resource


def test_training_says_lines_and_a_summary(nnviz):
    code, out, err = nnviz("train", "xor", "--epochs", 50)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith("epoch 5/50  loss ")
    assert len(lines) == 12
    assert lines[10].startswith("xor: 17 parameters, 4 samples, 50 epochs in ")
    first, last = (
        float(word) for word in lines[11].replace(",", "").split() if word[0] in "0123456789"
    )
    assert last < first


def test_training_counts_what_is_recognised(nnviz):
    out = nnviz("train", "digits", "--epochs", 5)[1]
    right, total = (int(word) for word in out.splitlines()[-1].split() if word.isdigit())
    assert total == 1797
    assert 1500 < right <= total


def test_a_single_output_counts_its_classes_too(nnviz):
    code, out, _ = nnviz("train", "ner", "--epochs", "30", "--lang", "en")
    assert code == 0
    right, total, share = re.search(
        r"(\d+) of (\d+) samples recognised \(([\d.]+) %\)", out
    ).groups()
    assert total == "434"
    assert float(share) == pytest.approx(100 * int(right) / 434, abs=0.05)
    assert float(share) > 95


def test_what_was_done_to_a_table_is_said(nnviz, tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text("a,label\n1,x\n,y\n3,y\n4,x\n")
    run = ("train", str(path), "--epochs", "2", "--lang", "en", "--missing")
    assert "1 row with a missing value was left out: row 3." in nnviz(*run, "drop")[1]
    assert (
        "Feature “a”: 1 missing value was filled in with the mean 2.66667."
        in nnviz(*run, "mean")[1]
    )


def test_the_trained_network_is_saved(nnviz, tmp_path):
    path = tmp_path / "xor.nnviz"
    code, out, _ = nnviz("train", "xor", "--epochs", 500, "--out", path)
    assert code == 0
    assert str(path) in out
    data = datasets.load("xor")
    assert Network.load(path).loss(data.X, data.Y) < 0.05
    assert [one.name for one in tmp_path.iterdir()] == ["xor.nnviz"]


def test_training_goes_on_from_a_saved_network(nnviz, tmp_path):
    path, again = tmp_path / "a.nnviz", tmp_path / "b.nnviz"
    nnviz("train", "xor", "--epochs", 20, "--out", path)
    nnviz("train", path, "--data", "xor", "--epochs", 30, "--out", again)
    assert Network.load(again).iteration == 50


def test_a_table_is_trained(nnviz, tmp_path):
    code, out, _ = nnviz(
        "train", resource("data", "iris.csv"), "--target", "species", "--epochs", 2
    )
    assert code == 0
    assert "of 150 samples recognised" in out


def test_a_bar_on_a_terminal(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with progress.on_terminal(3, Voice("en")) as on_epoch:
        for epoch in (1, 2, 3):
            on_epoch(epoch, 0.5)
    assert "3/3" in screen.getvalue()
    assert "epochs per second" in screen.getvalue()


@pytest.mark.parametrize("name", ["xor", "digits", "iris", "sine"])
def test_gradients_agree(nnviz, name):
    code, out, err = nnviz("check", name)
    assert (code, err) == (0, "")
    assert "W1: largest relative error" in out
    assert "b2: largest relative error" in out
    assert "All gradients agree" in out


def test_doctor(nnviz):
    code, out, err = nnviz("doctor")
    assert (code, err) == (0, "")
    for word in ("nnviz 0.1.0", f"numpy {np.__version__}", "cupy: ", "8 fonts", "languages: en"):
        assert word in out


def test_doctor_names_missing_packages_in_one_line(nnviz, monkeypatch):
    monkeypatch.setattr(doctor_command, "missing_packages", lambda: ("libegl1", "libxcb-cursor0"))
    lines = nnviz("doctor")[1].splitlines()
    assert lines[-1] == "  sudo apt-get install libegl1 libxcb-cursor0"


def test_doctor_without_qt(nnviz, monkeypatch):
    monkeypatch.setattr(doctor_command, "_version", lambda package: None)
    out = nnviz("doctor")[1]
    assert "PySide6-Essentials: not installed" in out
