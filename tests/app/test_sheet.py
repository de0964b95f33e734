"""A table as a spreadsheet: typed, pasted, filled, sorted, reshaped, and what is refused."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.sheet import cells, finding, rows, shape
from nnviz.app.sheet.columns import columns, exact_text, short_text
from nnviz.app.sheet.text import block_of, text_of
from nnviz.app.sheet.writing import write_csv
from nnviz.app.table import Table
from nnviz.engine import datasets
from nnviz.engine.errors import DataError, FileError


@pytest.fixture
def flowers():
    return Table(
        [[0.5, -1.0], [2.0, 3.0], [4.0, 0.1]],
        np.array([0, 1, 0]),
        ("width", "height"),
        ("cat", "dog"),
    )


@pytest.fixture
def numbers():
    return Table(
        [[1.0], [2.0], [3.0]], [[10.0, -1.0], [20.0, 0.0], [15.0, 1.0]], ("x",), ("y", "z")
    )


def sheet(table):
    cols = range(len(columns(table)))
    return [[exact_text(table, r, c) for c in cols] for r in range(table.n_samples)]


def test_columns_and_texts(flowers, numbers):
    assert [(c.kind, c.name) for c in columns(flowers)] == [
        ("input", "width"), ("input", "height"), ("class", "label"),
    ]  # fmt: skip
    assert [c.name for c in columns(numbers)] == ["x", "y", "z"]
    assert sheet(flowers) == [["0.5", "-1", "cat"], ["2", "3", "dog"], ["4", "0.1", "cat"]]
    third = cells.typed(flowers, 0, 0, "0.1234567890123")
    assert exact_text(third, 0, 0) == "0.1234567890123"
    assert short_text(third, 0, 0) == "0.123457"
    assert short_text(flowers, 0, 1) == "−1"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        (" -2.5 ", -2.5),
        ("−2", -2),
        ("1e-3", 0.001),
        ("1,5", 1.5),
        ("+.5", 0.5),
        ("1/4", 0.25),
    ],
)
def test_numbers_that_are_understood(flowers, text, value):
    made = cells.typed(flowers, 1, 0, text)
    assert made.X[1, 0] == value
    assert flowers.X[1, 0] == 2.0
    assert np.array_equal(made.Y, flowers.Y)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Row 2, column “width”: a number was expected, but the cell is empty"),
        ("abc", "“abc” came"), ("inf", "“inf” came"), ("nan", "“nan” came"), ("1e999", "1e999"),
        ("1_000", "1_000"), ("1 2", "“1 2”"), ("٣", "“٣”"), ("0x10", "0x10"), ("1,2,3", "1,2,3"),
        ("1/0", "1/0"), ("1/2/2024", "1/2/2024"),
        ("x" * 100, "…”"), ("=A1+1", "=A1"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_with_its_place(flowers, text, says):
    with pytest.raises(DataError, match=r"Row 2, column “width”") as caught:
        cells.typed(flowers, 1, 0, text)
    assert says in str(caught.value)


def test_a_new_class_is_made_by_typing_it(flowers):
    made = cells.typed(flowers, 2, 2, " fox ")
    assert made.target_names == ("cat", "dog", "fox")
    assert made.Y.tolist() == [0, 1, 2]
    for bad in ("", "a\nb", "\x00", "y" * 81):
        with pytest.raises(DataError):
            cells.typed(flowers, 2, 2, bad)


def test_pasting_grows_rows(flowers):
    block = block_of("1\t2\tdog\r\n3\t4\tcat\r\n5\t6\tdog\r\n")
    made = cells.pasted(flowers, 2, 0, block)
    assert made.rect == (2, 0, 4, 2)
    assert sheet(made.table)[2:] == [["1", "2", "dog"], ["3", "4", "cat"], ["5", "6", "dog"]]
    narrow = cells.pasted(flowers, 3, 1, (("9",),)).table
    assert sheet(narrow)[3] == ["4", "9", "cat"]  # the rest is as in the row before


def test_one_cell_fills_what_is_chosen(flowers):
    made = cells.pasted(flowers, 0, 0, (("7",),), over=(0, 0, 2, 1)).table
    assert (made.X == 7).all()
    assert np.array_equal(made.Y, flowers.Y)


def test_a_header_that_is_pasted_names_the_columns(numbers):
    made = cells.pasted(numbers, 0, 0, block_of("a\tb\n4\t5\n6\t7\n")).table
    assert made.feature_names == ("a",)
    assert made.target_names == ("b", "z")
    assert sheet(made)[:2] == [["4", "5", "-1"], ["6", "7", "0"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1\t2\tcat\t4\n", "has 4 columns, but from “width” on there are only 3"),
        ("1\t2\n3\n", "no rectangle: its row 2 has 1 cells"),
        ("1\tx\n2\t3\n", "Row 1, column “height”: a number was expected, but “x” came"),
        ("1\t\n", "the cell is empty"),
        ("", "nothing in the clipboard"), ("  \n\n", "nothing in the clipboard"),
        ("<html><b>1</b>", "“<html>"), ("1;2;3", "“1;2;3”"), ("\x00\x01\x02", "no table"),
        ("a" * 20_000, "no table"), ('"1\n2', "“1 2”|“1\n2”"),
    ],
)  # fmt: skip
def test_pasted_garbage(flowers, text, says):
    with pytest.raises(DataError) as caught:
        cells.pasted(flowers, 0, 0, block_of(text))
    assert any(part in str(caught.value) for part in says.split("|"))


def test_copied_cells_come_back_the_same(flowers):
    copied = text_of(flowers, range(3), range(3))
    assert copied == "0.5\t-1\tcat\n2\t3\tdog\n4\t0.1\tcat\n"
    iris = Table.of(datasets.load("iris"))
    back = cells.pasted(iris, 0, 0, block_of(text_of(iris, range(150), range(5)))).table
    assert back == iris
    odd = shape.class_renamed(flowers, 0, 'a "b", c')
    assert cells.pasted(odd, 0, 0, block_of(text_of(odd, range(3), range(3)))).table == odd


def test_filling_and_clearing(flowers, numbers):
    assert sheet(cells.filled_down(flowers, (0, 1, 2, 2))) == [
        ["0.5", "-1", "cat"], ["2", "-1", "cat"], ["4", "-1", "cat"],
    ]  # fmt: skip
    assert sheet(cells.filled_down(numbers, (1, 2, 2, 2)))[2] == ["3", "15", "0"]
    assert sheet(cells.cleared(numbers, [(0, 0, 0, 1), (2, 2, 2, 2)])) == [
        ["0", "0", "-1"], ["2", "20", "0"], ["3", "15", "0"],
    ]  # fmt: skip
    assert cells.cleared(flowers, [(0, 2, 2, 2)]).Y.tolist() == [0, 0, 0]


def test_rows_put_in_taken_out_and_sorted(flowers):
    named = replace(
        flowers, sample_names=("a", "b", "c"), groups=np.array([4, 4, 7]),
        held_out=np.array([0, 1, 0]), held_for=(0.25, 0),
    )  # fmt: skip
    more = rows.inserted(named, 1, 2)
    assert sheet(more)[1] == sheet(more)[2] == sheet(named)[0]
    assert more.sample_names == ("a", "", "", "b", "c")
    assert more.groups.tolist() == [4, 8, 9, 4, 7]
    assert more.held_out.tolist() == [0, 0, 0, 1, 0]
    assert rows.removed(more, [1, 2]) == named
    with pytest.raises(DataError, match="One sample has to stay"):
        rows.removed(named, [0, 1, 2])
    assert rows.ordered(named, 1).sample_names == ("a", "c", "b")
    assert rows.ordered(named, 2, descending=True).sample_names == ("b", "a", "c")
    with pytest.raises(DataError, match="at most"):
        rows.inserted(named, 0, 1_000_000)


def test_columns_put_in_taken_out_and_renamed(flowers, numbers):
    wide = shape.with_input(flowers, 1)
    assert wide.feature_names == ("width", "x1", "height")
    assert (wide.X[:, 1] == 0).all()
    assert shape.without_columns(wide, [1]) == flowers
    assert shape.without_columns(numbers, [2]).target_names == ("y",)
    for cols in ([0, 1], [2], [0, 1, 2]):
        with pytest.raises(DataError, match="have to stay"):
            shape.without_columns(flowers, cols)
    assert shape.renamed(flowers, 0, " w ").feature_names == ("w", "height")
    assert shape.renamed(numbers, 2, "w").target_names == ("y", "w")
    for col, name in ((0, "height"), (0, ""), (0, "a\tb"), (2, "class")):
        with pytest.raises(DataError):
            shape.renamed(flowers, col, name)


def test_targets_as_classes_and_as_numbers(flowers, numbers):
    assert shape.with_numbers(flowers).Y[:, 0].tolist() == [0, 1, 0]
    xor = Table.of(datasets.load("xor"))
    classes = shape.with_classes(xor)
    assert classes.target_names == ("0", "1")
    assert np.array_equal(shape.with_numbers(classes).Y, xor.Y)
    with pytest.raises(DataError, match="single column"):
        shape.with_classes(numbers)
    long = Table(np.zeros((200, 1)), np.arange(200.0)[:, None], ("x",), ("y",))
    with pytest.raises(DataError, match="200 different values"):
        shape.with_classes(long)


@pytest.mark.parametrize(
    ("text", "names", "classes"),
    [
        ("1\t2\n3\t4\n", ("x1",), False),
        ("a\tb\n3\t4\n", ("a",), False),
        ("1\t2\tx\n3\t4\ty\n", ("x1", "x2"), True),
        ("a\tb\tkind\n1\t2\tx\n3\t4\tx\n", ("a", "b"), True),
    ],
)
def test_a_table_of_what_was_copied(text, names, classes):
    made = shape.from_block(block_of(text))
    assert made.feature_names == names
    assert made.has_classes is classes


@pytest.mark.parametrize(
    "text",
    ["1\n2\n", "a\tb\n", "x", "1\tq\t2\n1\t2\t3\n4\tq\t6\n", "a\ta\t1\n1\t2\t3\n", "\t\n1\t2"],
)
def test_what_makes_no_table(text):
    with pytest.raises(DataError):
        shape.from_block(block_of(text))


def test_finding(flowers):
    assert finding.found(flowers, "3", (0, 0)) == (1, 1)
    assert finding.found(flowers, "cat", (0, 0)) == (0, 2)
    assert finding.found(flowers, "CA", (0, 2)) == (2, 2)
    assert finding.found(flowers, "CA", (2, 2)) == (0, 2)
    assert finding.found(flowers, "0.1", (0, 0)) == (2, 1)
    assert finding.found(flowers, "99", (0, 0)) is None
    assert finding.found(flowers, " ", (0, 0)) is None


@pytest.mark.parametrize("name", ["iris", "xor", "moons", "sine", "digits"])
def test_an_exported_file_is_read_as_the_same_data(tmp_path, name):
    table = Table.of(datasets.load(name))
    write_csv(table, tmp_path / "t.csv")
    back = datasets.from_csv(tmp_path / "t.csv", target=None, task=table.task)
    assert np.array_equal(back.X, table.X)
    assert np.array_equal(back.Y, table.Y)
    assert back.feature_names == table.feature_names
    assert list(tmp_path.iterdir()) == [tmp_path / "t.csv"]


def test_a_file_that_cannot_be_written(tmp_path, flowers):
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(FileError, match="cannot be written"):
        write_csv(flowers, tmp_path / "t.csv")
    with pytest.raises(FileError, match="cannot be written"):
        write_csv(flowers, tmp_path / "none" / "t.csv")
    assert list(tmp_path.iterdir()) == [tmp_path / "t.csv"]


def test_a_cell_that_a_spreadsheet_would_split_is_quoted(tmp_path, flowers):
    odd = shape.class_renamed(flowers, 0, 'a,"b"')
    write_csv(odd, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file))[1][2] == 'a,"b"'
