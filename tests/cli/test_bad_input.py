import subprocess
import sys

import pytest

from nnviz.engine import Network


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gap.csv").write_text("a,label\n1,x\n,y\n")
    (tmp_path / "words.csv").write_text("a,label\nsmall,x\n2,y\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "broken.nnviz").write_bytes(b"PK\x03\x04 no archive")
    (tmp_path / "there.txt").write_text("mine")
    (tmp_path / "notes.md").write_text("# no network")
    Network.mlp([2, 3, 1]).save(tmp_path / "net.nnviz")
    Network.mlp([5, 3, 1]).save(tmp_path / "five.nnviz")
    return tmp_path


CASES = [
    ("trian", "did you mean: nnviz train"),
    ("frobnicate", "There is no command or file 'frobnicate'"),
    ("xor", "open it with: nnviz --example xor"),
    ("gone.nnviz", "There is no file gone.nnviz"),
    ("--example nothing", "--example must be one of dot-product, neuron"),
    ("--bogus", "There is no option --bogus; nnviz --help"),
    ("--lang fr doctor", "--lang must be one of en"),
    ("doctor --lang fr", "--lang must be one of en"),
    ("doctor more", "more words after nnviz doctor"),
    ("trace", "nnviz trace needs EXAMPLE|FILE"),
    ("trace nothing", "the examples are: dot-product, neuron"),
    ("trace gone.csv", "gone.csv"),
    ("trace gone.nnviz", "There is no file gone.nnviz"),
    ("trace .", "."),
    ("trace xor xor", "more words after nnviz trace"),
    ("trace xor --format pdf", "--format must be one of text, markdown, latex, json, npz"),
    ("trace xor --format", "--format is not used as it should be"),
    ("trace xor --format npz", "add --out with a file name"),
    ("trace xor --step 0", "--step must be a whole number from 1"),
    ("trace xor --step two", "but 'two' came"),
    ("trace xor --step 999", "this training step has steps 1 to 23"),
    ("trace xor --digits 0", "--digits must be a whole number"),
    ("trace xor --digits 99", "--digits must be"),
    ("trace xor --orientation up", "--orientation must be one of textbook, rows"),
    ("trace xor --out there.txt", "there.txt exists already; add --force"),
    ("trace xor --out .", "is a folder"),
    ("trace xor --out no/such/x.txt", "There is no folder"),
    ("trace gap.csv", "row 3, column “a”: the value is missing"),
    ("trace words.csv", "row 3, column “a”: “2” is a number, but row 2 has text there"),
    ("trace gap.csv --missing guess", "--missing must be one of error, drop, mean"),
    ("trace words.csv --target nothing", "no column “nothing” to learn"),
    ("trace empty.csv", "is empty"),
    ("trace picture.csv", "is not a text file"),
    ("trace broken.nnviz --data xor", "broken.nnviz"),
    ("trace notes.md --data xor", "notes.md"),
    ("trace net.nnviz", "holds a network but no data; add --data"),
    ("trace net.nnviz --data nothing", "nothing"),
    ("trace five.nnviz --data xor", "xor has 2 inputs per sample, but the network takes 5"),
    ("train", "nnviz train needs EXAMPLE|FILE"),
    ("train nothing", "There is no example or file"),
    ("train xor --epochs 0", "--epochs must be a whole number from 1"),
    ("train xor --epochs many", "but 'many' came"),
    ("train xor --epochs 9999999999", "--epochs must be"),
    ("train gap.csv", "the value is missing"),
    ("train xor --out there.txt", "there.txt exists already"),
    ("check", "nnviz check needs EXAMPLE|FILE"),
    ("check nothing", "There is no example or file"),
    ("check net.nnviz", "add --data"),
]


@pytest.mark.parametrize(("line", "sentence"), CASES)
def test_one_sentence_and_exit_code_2(nnviz, folder, line, sentence):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, _, err = nnviz(*line.split())
    assert code == 2
    assert err.startswith("nnviz: ")
    assert err.count("\n") == 1
    assert sentence in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_no_traceback_from_the_real_program(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path[:] = " + repr(sys.path) + "\n"
         "from nnviz.__main__ import main\nsys.argv = ['nnviz', 'trace', 'nothing']\n"
         "sys.exit(main())"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_interrupted(nnviz, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("nnviz.cli.subject.subject", interrupt)
    code, out, err = nnviz("train", "xor")
    assert (code, out, err) == (130, "", "\n")


def test_a_reader_who_has_seen_enough(tmp_path):
    program = (
        "import sys; sys.path[:] = " + repr(sys.path) + "; from nnviz.__main__ import main; "
        "sys.argv = ['nnviz', 'trace', 'digits', '--full']; sys.exit(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait() == 0
    assert errors == b""


def test_a_wrong_gradient_is_not_passed_over(nnviz, monkeypatch):
    monkeypatch.setattr("nnviz.cli.check_command.LARGEST_ERROR", 0.0)
    code, _, err = nnviz("check", "xor")
    assert code == 2
    assert "do not agree with central differences" in err
