"""Tables: missing values, text, encodings, statistics, and files that are no tables."""

import os
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.engine.datasets import from_csv, table
from nnviz.engine.datasets import source as source_module
from nnviz.engine.errors import DataError, FileError, NnvizError, SpecError

GAPS = "a,colour,label\n1,red,x\n,blue,y\n4,,x\n7,blue,?\n"


@pytest.fixture
def write(tmp_path):
    def write_file(text, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write_file


def said(data):
    return [remark.english() for remark in data.remarks]


def test_missing_values_are_refused_with_the_remedy(write):
    with pytest.raises(DataError, match=r"row 3, column “a”: the value is missing.*drop or mean"):
        from_csv(write(GAPS))


def test_rows_with_missing_values_can_be_dropped(write):
    data = from_csv(write("a,label\n1,x\nNA,y\n3,y\n4,\n"), missing="drop")
    assert data.X.tolist() == [[1], [3]]
    assert data.Y.tolist() == [0, 1]
    assert said(data) == ["2 rows with missing values were left out: rows 3, 5."]


def test_means_can_be_filled_in(write):
    data = from_csv(write(GAPS), missing="mean")
    assert data.feature_names == ("a", "colour=blue", "colour=red")
    # The row without a target is gone before the means are taken.
    assert data.X.tolist() == [[1, 0, 1], [2.5, 1, 0], [4, 0.5, 0.5]]
    assert said(data) == [
        "1 row without a target was left out: row 5.",
        "Feature “a”: 1 missing value was filled in with the mean 2.5.",
        "Feature “colour=blue”: 1 missing value was filled in with the mean 0.5.",
        "Feature “colour=red”: 1 missing value was filled in with the mean 0.5.",
    ]


def test_a_table_without_gaps_has_no_remarks(write):
    path = write("a,label\n1,x\n2,y\n")
    assert [from_csv(path, missing=policy).remarks for policy in ("error", "drop", "mean")] == (
        [()] * 3
    )


def test_many_dropped_rows_are_not_all_listed(write):
    rows = "".join(f"{i},x\n,y\n" for i in range(20))
    (sentence,) = said(from_csv(write("a,label\n" + rows + "1,y\n"), missing="drop"))
    assert sentence.startswith("20 rows with missing values were left out: rows 3, 5, 7,")
    assert sentence.endswith("21, ….")


@pytest.mark.parametrize(
    ("text", "policy", "sentence"),
    [
        ("a,b,label\n,1,x\n,2,y\n", "mean", "column “a”: no row has a value"),
        ("a,label\n,x\n1,\n", "drop", "every row has a missing value"),
        ("a,label\n1e308,x\n1.7e308,y\n,y\n", "mean", "too large for their mean"),
    ],
)
def test_what_cannot_be_mended_is_said(write, text, policy, sentence):
    with pytest.raises(DataError, match=sentence):
        from_csv(write(text), missing=policy)


def test_an_ignored_column_may_have_gaps(write):
    data = from_csv(write("name,a,label\n,1,x\nBo,2,y\n"), ignore=["name"])
    assert data.feature_names == ("a",)
    assert from_csv(write("a,b,label\n1,2,x\n2,3,y\n"), ignore=[0]).feature_names == ("b",)


def test_text_becomes_a_feature_for_each_value(write):
    data = from_csv(write("size,a,label\nbig,1,x\nsmall,2,y\nbig,3,x\n"))
    assert data.feature_names == ("size=big", "size=small", "a")
    assert data.X.tolist() == [[1, 0, 1], [0, 1, 2], [1, 0, 3]]


def test_chinese_text_features(write):
    data = from_csv(write("颜色,类别\n红,是\n蓝,否\n", encoding="gb18030"), target="类别")
    assert set(data.feature_names) == {"颜色=红", "颜色=蓝"}


def test_text_of_too_many_values_names_row_column_and_remedy(write):
    rows = "".join(f"name{i},{i},{'xy'[i % 2]}\n" for i in range(30))
    with pytest.raises(DataError, match=r"row 22, column “name”.*“name20”.*ignore="):
        from_csv(write("name,a,label\n" + rows))


def test_a_number_among_text_names_both_rows(write):
    with pytest.raises(DataError, match=r"row 4, column “a”: “5” is a number, but row 2 has text"):
        from_csv(write("a,label\nred,x\nblue,y\n5,x\n"))


@pytest.mark.parametrize("cell", ["inf", "1_000", "1e999", "-Infinity"])
def test_an_infinite_first_cell_is_not_taken_for_text(write, cell):
    with pytest.raises(DataError, match=r"row 2, column “a”: .* is not a finite number"):
        from_csv(write(f"a,label\n{cell},x\n2,y\n"))


def test_text_in_a_regression_names_its_row(write):
    with pytest.raises(DataError, match="row 3, column “y”: “much” is not a finite number"):
        from_csv(write("a,y\n1,2.5\n2,much\n"), target="y", task="regression")


def test_auto_and_none_are_the_same(write):
    path = write("a,y\n1,2.5\n2,3.5\n")
    assert from_csv(path, target="y").task == from_csv(path, target="y", task=None).task
    assert from_csv(path, target="y", task="auto").task == "regression"


def test_more_than_a_thousand_labels_can_only_be_a_regression(write):
    path = write("a,y\n" + "".join(f"{i},{i}\n" for i in range(1200)))
    assert from_csv(path, target="y").Y[1199, 0] == 1199
    with pytest.raises(DataError, match="from 2 to 1000 different labels"):
        from_csv(path, target="y", task="classification")


def test_the_statistics_treat_new_samples_alike(write):
    path = write("a,b,c,label\n1,5,0.1,x\n3,5,0.1,y\n8,5,0.1,y\n")
    raw, data = from_csv(path), from_csv(path, standardise=True)
    statistics = data.statistics
    assert statistics.names == ("a", "b", "c")
    assert statistics.means.tolist() == pytest.approx([4, 5, 0.1])
    # The second and third never change: they are divided by 1.
    assert statistics.scales.tolist() == pytest.approx([np.sqrt(26 / 3), 1, 1])
    assert np.array_equal(statistics.apply(raw.X), data.X)
    assert statistics.undo(data.X) == pytest.approx(raw.X, rel=1e-14)
    assert statistics.apply([[4, 6, 0.1]])[0] == pytest.approx([0, 1, 0])
    assert "a" in str(statistics)
    assert "2.94392" in str(statistics)
    assert raw.statistics is None


def test_standardising_twice_still_leads_back(write):
    raw = from_csv(write("a,label\n1,x\n3,y\n8,y\n"))
    once = raw.standardised()
    twice = once.standardised()
    assert np.allclose(twice.X, once.X)
    assert twice.statistics.undo(twice.X) == pytest.approx(raw.X)


def test_an_encoding_can_be_said(write):
    path = write("é,label\n1,ü\n2,ß\n", encoding="cp1252")
    data = from_csv(path, encoding="cp1252")
    assert data.feature_names == ("é",)
    assert set(data.target_names) == {"ü", "ß"}
    with_mark = write("a,label\n1,x\n2,y\n", encoding="utf-8-sig")
    assert from_csv(with_mark, encoding="utf-8").feature_names == ("a",)


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"encoding": "utf-9"}, SpecError, "no encoding 'utf-9'"),
        ({"encoding": "hex"}, SpecError, "no encoding 'hex'"),
        ({"encoding": "ascii"}, FileError, "is not text in the encoding ascii"),
        ({"missing": "guess"}, SpecError, "one of error, drop, mean, but 'guess' came"),
        ({"ignore": ["nothing"]}, DataError, "no column “nothing” to leave out"),
        ({"ignore": "a"}, DataError, "leaves no feature or no target"),
        ({"ignore": ["label"]}, DataError, "leaves no feature or no target"),
    ],
)
def test_bad_options_are_said(write, options, error, sentence):
    with pytest.raises(error, match=sentence):
        from_csv(write("a,label\n1,é\n2,y\n"), **options)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n \n", "is empty"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0", "is not a text file"),
        (b"\x1f\x8b\x08\x00rest", "is not a text file"),
        (b"\xff\xfea\x00,", "is not a text file"),
        (b'a,label\n1,"x\n2,y\n3,z\n', "quotes opened in row 2 are not closed"),
        (b"a,b,label\n1,2,x\n1,2,y\n1,", "row 4: 2 cells, but the first row has 3"),
        (b"just a line of text\nand another\n", "only one column"),
    ],
)
def test_files_that_are_no_tables(write, content, sentence):
    with pytest.raises((FileError, DataError), match=sentence):
        from_csv(write(content))


def test_a_text_cut_off_within_a_character_is_not_taken_for_another_encoding(write):
    cut = "长度,类别\n1,猫\n2,狗".encode()[:-1]
    with pytest.raises(FileError, match="is not a text file"):
        from_csv(write(cut))


PIECES = [
    b"a",
    b"1",
    b",",
    b"\n",
    b'"',
    b"\r",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\0",
    b";",
    "猫".encode(),
    b"x",
]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["error", "drop", "mean"]))
def test_any_bytes_give_a_data_set_or_one_sentence(tmp_path, pieces, policy):
    path = tmp_path / "any.csv"
    path.write_bytes(b"".join(pieces))
    try:
        data = from_csv(path, target=None, missing=policy)
    except NnvizError as error:
        sentence = str(error)
    else:
        sentence = f"{path} is good."
        assert np.isfinite(data.X).all()
        assert len(data.X) == len(data.Y) > 0
    assert str(path) in sentence
    assert "\n" not in sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(FileError, match="no ordinary file"):
        from_csv(pipe)


def test_a_line_without_end_is_refused(write, monkeypatch):
    monkeypatch.setattr(source_module, "MOST_IN_LINE", 50)
    with pytest.raises(FileError, match="line 2: it has over 50 characters"):
        from_csv(write("a,label\n1," + "x" * 200 + "\n"))


def test_more_numbers_than_can_be_held_are_refused(write, monkeypatch):
    monkeypatch.setattr(table, "MOST_CELLS", 2)
    with pytest.raises(DataError, match="million numbers"):
        from_csv(write("a,label\n1,x\n2,y\n3,y\n"))


def test_a_large_table_costs_little_more_than_its_numbers(write):
    n_rows, n_columns = 20_000, 10
    cells = ",".join(f"{i}.123456789012345" for i in range(n_columns))
    header = ",".join(f"c{i}" for i in range(n_columns))
    path = write(f"{header},label\n" + "".join(f"{cells},{i % 2}\n" for i in range(n_rows)))
    numbers = n_rows * n_columns * 8
    assert path.stat().st_size > 2 * numbers
    tracemalloc.start()
    data = from_csv(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert data.X.shape == (n_rows, n_columns)
    # Once while they are collected and once as X; the text itself is never held, nor its lines.
    assert peak < 3.5 * numbers + 4 * 1024**2


def test_several_targets_are_a_regression(write):
    data = from_csv(write("a,y,z\n1,2,3\n4,5,6.5\n"), target=("y", "z"))
    assert data.Y.tolist() == [[2.0, 3.0], [5.0, 6.5]]
    assert (data.target_names, data.feature_names, data.task) == (("y", "z"), ("a",), "regression")
    assert from_csv(write("a,y,z\n1,2,3\n4,5,6.5\n"), target=[-1, 1]).target_names == ("z", "y")
    assert from_csv(write("a,y,z\n1,0,1\n4,1,0\n"), target=("y", "z")).task == "regression"
    assert from_csv(write("a,y,z\n1,0,1\n4,1,0\n"), target=("y", "y")).feature_names == ("a", "z")


def test_one_name_in_a_list_is_one_target(write):
    data = from_csv(write("a,label\n1,x\n2,y\n"), target=["label"])
    assert (data.task, data.target_names) == ("classification", ("x", "y"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"task": "classification"}, "classes are learnt from one column, but 2 are targets"),
        ({"ignore": ["z"]}, "leaves no feature or no target"),
        ({"target": ("y", "none")}, "no column “none” to learn"),
        ({"target": ("a", "y", "z")}, "leaves no feature or no target"),
    ],
)
def test_several_targets_that_cannot_be(write, options, said):
    with pytest.raises(DataError, match=said):
        from_csv(write("a,y,z\n1,2,3\n4,5,6\n"), **{"target": ("y", "z"), **options})


def test_no_target_at_all(write):
    with pytest.raises(SpecError, match="At least one column"):
        from_csv(write("a,y\n1,2\n"), target=())


def test_text_in_one_of_several_targets_is_named(write):
    said = "row 3, column “z”: several targets are learnt as numbers, but 'much' is none"
    with pytest.raises(DataError, match=said):
        from_csv(write("a,y,z\n1,2,3\n4,5,much\n"), target=("y", "z"))


def test_a_gap_in_any_target_is_never_filled(write):
    text = "a,y,z\n1,2,3\n4,5,\n6,7,8\n"
    with pytest.raises(DataError, match="row 3, column “z”: the value is missing"):
        from_csv(write(text), target=("y", "z"))
    for policy in ("drop", "mean"):
        assert from_csv(write(text), target=("y", "z"), missing=policy).n_samples == 2
