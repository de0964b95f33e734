"""--notation: traces in a textbook's letters, and the window that opens with them."""

import pytest

from nnviz.engine.writing import Notation
from nnviz.engine.writing.file import save

BOOK = Notation(
    name="Book", loss="J", weights="Θ", activation="h", layer="parentheses", error="e",
    decimal="comma", rounding="places", digits=2, orientation="rows", fractions=True,
)  # fmt: skip


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.nnviz-notation"
    save(path, BOOK)
    return path


@pytest.mark.parametrize("form", ["text", "markdown", "latex"])
def test_traces_follow(nnviz, book, form):
    code, out, err = nnviz("trace", "xor", "--notation", book, "--format", form, "--lang", "en")
    assert (code, err) == (0, "")
    plain = nnviz("trace", "xor", "--format", form, "--orientation", "rows", "--lang", "en")[1]
    assert ("Θ" if form == "text" else r"\Theta^{(1)}") in out
    for letter in ("δ", r"\delta", "∂L", r"\partial L"):
        assert letter not in out
    assert "0.5" not in out.replace("0.5·", "")
    assert len(out.splitlines()) == len(plain.splitlines())


def test_numbers_have_the_places_of_the_notation(nnviz, book):
    out = nnviz("trace", "xor", "--notation", book, "--lang", "en")[1]
    assert ",00" in out
    assert nnviz("trace", "xor", "--notation", book, "--digits", "5", "--lang", "en")[1] != out


def test_json_stays_as_it_is(nnviz, book):
    with_it = nnviz("trace", "xor", "--notation", book, "--format", "json", "--lang", "en")
    without = nnviz("trace", "xor", "--format", "json", "--lang", "en")
    assert with_it == without


def test_the_orientation_given_counts_more(nnviz, book):
    out = nnviz("trace", "xor", "--notation", book, "--orientation", "textbook", "--lang", "en")[1]
    assert "Θ⁽¹⁾X" in out
    assert "XΘ⁽¹⁾ᵀ" in nnviz("trace", "xor", "--notation", book, "--lang", "en")[1]


@pytest.mark.parametrize(
    ("content", "named"), [("{}", "notation"), ('{"format": "nnviz-notation"', "notation file")]
)
def test_a_wrong_file_is_one_sentence(nnviz, tmp_path, content, named):
    path = tmp_path / "x.nnviz-notation"
    path.write_text(content)
    for arguments in (("trace", "xor", "--notation", path), ("--notation", path), (path,)):
        code, out, err = nnviz(*arguments, "--lang", "en")
        assert (code, out) == (2, "")
        assert named in err
        assert err.count("\n") == 1


def test_a_wrong_field_is_named(nnviz, tmp_path):
    path = tmp_path / "x.nnviz-notation"
    path.write_text('{"format": "nnviz-notation", "version": 1, "gradient": "grad"}')
    assert "gradient" in nnviz("trace", "xor", "--notation", path, "--lang", "en")[2]


def test_a_file_that_is_not_there(nnviz, tmp_path):
    path = tmp_path / "none.nnviz-notation"
    assert nnviz("--notation", path, "--lang", "en")[0] == 2


def test_the_window_is_told(nnviz, book, monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(
        "nnviz.views.launch.open_window",
        lambda **told: calls.append((told["file"], told["notation"])) or 0,
    )
    table = tmp_path / "t.csv"
    table.write_text("a,label\n1,x\n2,y\n")
    for arguments in (("--notation", book), (book,), ("--notation", book, table),
                      (table, "--notation", book)):  # fmt: skip
        assert nnviz(*arguments)[0] == 0
    assert [file for file, _ in calls] == [None, None, table, table]
    assert all(notation == BOOK for _, notation in calls)


def test_training_and_checking_follow(nnviz, book):
    code, out, err = nnviz("train", "xor", "--epochs", "10", "--notation", book, "--lang", "en")
    assert (code, err) == (0, "")
    assert "," in out.splitlines()[0]
    assert not any("." in word.strip(".") for word in out.split())
    code, out, err = nnviz("check", "xor", "--notation", book, "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("Θ⁽¹⁾: largest relative error ")
    assert "." not in out.splitlines()[0]
    assert nnviz("check", "xor", "--lang", "en")[1].startswith("W1: ")
