import pytest

from nnviz.engine.datasets import from_csv
from nnviz.engine.datasets import source as source_module
from nnviz.engine.errors import DataError, FileError, SpecError


@pytest.fixture
def write(tmp_path):
    def write_file(text, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write_file


def test_text_labels_become_classes(write):
    data = from_csv(write("a,b,label\n1,2.5,dog\n-3,1e2,cat\n0,0,dog\n"))
    assert data.X.tolist() == [[1, 2.5], [-3, 100], [0, 0]]
    assert data.Y.tolist() == [1, 0, 1]
    assert (data.feature_names, data.target_names) == (("a", "b"), ("cat", "dog"))
    assert (data.task, data.name) == ("classification", "table")


def test_integer_labels_keep_their_order(write):
    data = from_csv(write("x,label\n1,10\n2,9\n3,1\n"))
    assert data.target_names == ("1", "9", "10")
    assert data.Y.tolist() == [2, 1, 0]


def test_numbers_make_a_regression(write):
    data = from_csv(write("price,x\n1.5,1\n2.5,2\n"), target="price")
    assert (data.task, data.Y.tolist(), data.target_names) == (
        "regression",
        [[1.5], [2.5]],
        ("price",),
    )


def test_many_whole_numbers_make_a_regression_and_task_decides(write):
    path = write("x,label\n" + "".join(f"{i},{i}\n" for i in range(30)))
    assert from_csv(path).task == "regression"
    assert from_csv(path, task="classification").n_out == 30


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write, delimiter):
    text = "a,b,label\n1,2,x\n3,4,y\n".replace(",", delimiter)
    assert from_csv(write(text)).X.tolist() == [[1, 2], [3, 4]]


def test_decimal_commas(write):
    assert from_csv(write("a;label\n1,5;x\n2,25;y\n")).X.tolist() == [[1.5], [2.25]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(write, encoding):
    data = from_csv(write("长度,类别\n1,猫\n2,狗\n", encoding=encoding), target="类别")
    assert data.feature_names == ("长度",)
    assert set(data.target_names) == {"猫", "狗"}


def test_without_a_header_the_last_column_is_the_target(write):
    data = from_csv(write("1,2,a\n3,4,b\n"))
    assert (data.n_samples, data.feature_names) == (2, ("x1", "x2"))
    assert from_csv(write("7,1\n8,2\n"), target=0, header=False).Y.tolist() == [0, 1]


def test_without_a_target_it_is_the_label_or_the_last(write):
    assert from_csv(write("label,a\nx,1\ny,2\n"), target=None).feature_names == ("a",)
    assert from_csv(write("a,kind\n1,x\n2,y\n"), target=None).target_names == ("x", "y")


def test_a_header_of_years(write):
    data = from_csv(write("1990,1991,label\n1,2,a\n3,4,b\n"))
    assert data.feature_names == ("1990", "1991")


def test_quotes_blank_lines_and_windows_line_ends(write):
    data = from_csv(write('"a, in cm",label\r\n1,"x, y"\r\n\r\n2,z\r\n\r\n'))
    assert data.feature_names == ("a, in cm",)
    assert data.target_names == ("x, y", "z")


def test_rows_are_counted_as_a_spreadsheet_counts_them(write):
    with pytest.raises(DataError, match="row 4, column “a”: “two” is not a finite number"):
        from_csv(write("a,label\n1,x\n\ntwo,y\n"))


def test_standardised(write):
    data = from_csv(write("a,label\n1,x\n3,y\n"), standardise=True)
    assert data.X.tolist() == [[-1], [1]]
    assert (data.means.tolist(), data.scales.tolist()) == ([2], [1])


@pytest.mark.parametrize(
    ("text", "error", "sentence"),
    [
        ("", FileError, "is empty"),
        (" \n\n", FileError, "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", FileError, "is not a text file"),
        (b"a,label\n\xff\xff\xff,1\n", FileError, "is not a text file"),
        ('a,label\n"1,x\n', FileError, "cannot be read as a table"),
        ("a,b,label\n", DataError, "no rows of data"),
        ("label\n1\n2\n", DataError, "only one column"),
        ("a,b\n1,2\n3,4\n", DataError, "no column “label” to learn; its columns are: a, b"),
        ("a,a,label\n1,2,x\n", DataError, "two columns named “a”"),
        ("a,b,label\n1,2,x\n1,x\n", DataError, "row 3: 2 cells, but the first row has 3"),
        ("a,label\n1,x\n,y\n", DataError, "row 3, column “a”: the value is missing"),
        ("a,label\n1,x\nNaN,y\n", DataError, "row 3, column “a”: the value is missing"),
        ("a,label\n1,x\n2,\n", DataError, "row 3, column “label”: the value is missing"),
        ("a,label\n1,x\ninf,y\n", DataError, "“inf” is not a finite number"),
        ("a,label\n1,x\n1e999,y\n", DataError, "“1e999” is not a finite number"),
        ("a,label\n1,x\n1_000,y\n", DataError, "“1_000” is not a finite number"),
        ("a,label\n1,x\n2,x\n", DataError, "the number of labels is 1"),
    ],
)
def test_bad_tables_are_said(write, text, error, sentence):
    with pytest.raises(error, match=sentence) as caught:
        from_csv(write(text))
    assert "table.csv" in str(caught.value)


def test_long_text_is_cut_in_the_sentence(write):
    with pytest.raises(DataError) as caught:
        from_csv(write("a,label\n1,x\n" + "z" * 500 + ",y\n"))
    assert len(str(caught.value)) < 300


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(FileError, match="There is no file"):
        from_csv(tmp_path / "nothing.csv")
    with pytest.raises(FileError, match="is a folder"):
        from_csv(tmp_path)


def test_huge_file(write, monkeypatch):
    monkeypatch.setattr(source_module, "MOST_BYTES", 10)
    with pytest.raises(FileError, match="can be read"):
        from_csv(write("a,label\n1,x\n2,y\n"))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"task": "guess"}, SpecError),
        ({"delimiter": ""}, SpecError),
        ({"delimiter": "ab"}, SpecError),
        ({"target": 7}, DataError),
        ({"task": "regression"}, DataError),
    ],
)
def test_bad_options(write, options, error):
    with pytest.raises(error):
        from_csv(write("a,label\n1,x\n2,y\n"), **options)
