import json
import re

import numpy as np
import pytest

from nnviz.app.data import batches
from nnviz.app.examples import EXAMPLES
from nnviz.app.opening import names
from nnviz.engine import Network


@pytest.fixture(scope="module")
def trace():
    experiment = EXAMPLES["xor"]
    return Network.from_spec(experiment.spec).trace_step(*batches(experiment).at(0))


@pytest.mark.parametrize("name", names())
def test_every_example_is_traced(nnviz, name):
    code, out, err = nnviz("trace", name)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: one training step")
    assert re.search(r"^\[1/\d+\]", out, re.MULTILINE)


def test_the_values_chosen_by_hand_are_those_that_are_traced(nnviz):
    _, out, _ = nnviz("trace", "dot-product")
    assert "loss 1" in out.splitlines()[0]
    assert "w¹₁,₁·x₁,₁ + w¹₁,₂·x₂,₁ = (1)(7) + (2)(8) = 23" in out
    assert "= [  7   8 ]\n" in out
    assert "[ −7  −8 ]" in out


def test_every_op_is_there_with_formula_numbers_and_worked_cell(nnviz, trace):
    _, out, _ = nnviz("trace", "xor")
    total = len(trace.steps)
    for number in range(1, total + 1):
        assert f"[{number}/{total}]" in out
    assert "W¹ (4×2) = [" in out
    assert "Z¹ = W¹X + b¹" in out
    assert "not computed in training" in out
    assert trace.steps[0].explain(1, 0).text in out


def test_numbers_stand_in_columns(nnviz):
    _, out, _ = nnviz("trace", "xor", "--step", "2")
    block = [line for line in out.splitlines() if line.endswith("]") and "[" in line]
    rows = [line for line in block if "." in line][-4:]
    points = [[place for place, sign in enumerate(row) if sign == "."] for row in rows]
    assert points.count(points[0]) == 4


def test_the_numbers_are_those_of_the_engine(nnviz, trace):
    _, out, _ = nnviz("trace", "xor", "--digits", "6", "--orientation", "rows", "--step", "1")
    cells = re.findall(r"−?\d+\.\d+", out.split("W¹ᵀ (4×4) = ")[1].split("(X")[0])
    read = np.array([float(cell.replace("−", "-")) for cell in cells[:16]]).reshape(4, 4)
    assert np.allclose(read, trace["P1"], atol=1e-4)


def test_the_orientation_turns_the_samples(nnviz):
    assert "X (2×4)" in nnviz("trace", "xor")[1]
    assert "X (4×2)" in nnviz("trace", "xor", "--orientation", "rows")[1]


def test_large_matrices_are_cut_unless_asked_for(nnviz):
    short, full = nnviz("trace", "digits")[1], nnviz("trace", "digits", "--full")[1]
    assert "…" in short
    assert max(len(line) for line in full.splitlines() if line.startswith("  W¹")) > 400


def test_markdown_has_its_formulas_between_dollars(nnviz, trace):
    _, out, _ = nnviz("trace", "xor", "--format", "markdown")
    assert out.count("$$") % 2 == 0
    assert out.count("\n## ") == len(trace.steps) + 1
    for step in trace.steps:
        assert step.formula() in out


def test_latex_is_a_balanced_document(nnviz, trace):
    _, out, _ = nnviz("trace", "digits", "--format", "latex")
    assert out.startswith("\\documentclass{article}")
    assert out.rstrip().endswith("\\end{document}")
    for name in ("document", "bmatrix"):
        assert out.count(f"\\begin{{{name}}}") == out.count(f"\\end{{{name}}}") > 0
    assert out.count("\\[") == out.count("\\]")
    assert all(ord(sign) < 128 for sign in out)


def test_json_holds_every_number(nnviz, trace):
    _, out, _ = nnviz("trace", "xor", "--format", "json")
    read = json.loads(out)
    assert read["loss"] == trace.loss
    assert read["given"]["W1"] == trace["W1"].tolist()
    assert [step["kind"] for step in read["steps"]] == [step.kind.value for step in trace.steps]
    for found, step in zip(read["steps"], trace.steps, strict=True):
        assert found["value"] == step.value.tolist()


def test_json_of_one_step_has_what_goes_in(nnviz, trace):
    read = json.loads(nnviz("trace", "xor", "-f", "json", "--step", "1")[1])
    assert read["given"] == {}
    assert read["steps"][0]["inputs"]["X"] == trace["X"].tolist()


def test_npz_reads_back_bit_for_bit(nnviz, trace, tmp_path):
    path = tmp_path / "xor.npz"
    code, out, _ = nnviz("trace", "xor", "-f", "npz", "--out", path)
    assert code == 0
    assert str(path) in out
    with np.load(path, allow_pickle=False) as file:
        assert set(file.files) == set(trace.names)
        assert all(np.array_equal(file[name], trace[name]) for name in file.files)


def test_npz_of_one_step(nnviz, tmp_path):
    nnviz("trace", "xor", "-f", "npz", "--step", 2, "--out", tmp_path / "z.npz")
    with np.load(tmp_path / "z.npz") as file:
        assert set(file.files) == {"P1", "b1", "Z1"}


def test_out_is_written_and_overwritten_only_with_force(nnviz, tmp_path):
    path = tmp_path / "trace.md"
    assert nnviz("trace", "xor", "-f", "markdown", "--out", path)[0] == 0
    first = path.read_text("utf-8")
    assert nnviz("trace", "xor", "--out", path)[0] == 2
    assert path.read_text("utf-8") == first
    assert nnviz("trace", "xor", "--out", path, "--force")[0] == 0
    assert path.read_text("utf-8") != first
    assert list(tmp_path.iterdir()) == [path]


def test_a_table(nnviz, tmp_path):
    path = tmp_path / "animals.csv"
    path.write_text("weight,legs,kind\n4,4,cat\n0.02,2,bird\n30,4,dog\n", encoding="utf-8")
    code, out, _ = nnviz("trace", path, "--target", "kind")
    assert code == 0
    assert out.startswith("animals.csv: one training step with 3 samples")


def test_a_saved_network_with_data(nnviz, tmp_path):
    path = tmp_path / "net.nnviz"
    network = Network.mlp([2, 3, 1], seed=5)
    network.save(path)
    code, out, _ = nnviz("trace", path, "--data", "xor", "-f", "json")
    assert code == 0
    assert json.loads(out)["given"]["W1"] == network.parameters["W1"].tolist()


def test_the_sample_shown_is_not_all_zeros(nnviz):
    # The first sample of XOR is (0, 0): everything about it would be zero.
    _, out, _ = nnviz("trace", "xor")
    assert "Outer product · layer 2 · sample 2" in out
