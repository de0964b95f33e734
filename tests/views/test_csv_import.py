"""A CSV file: a look into it, the column, and one sentence where it cannot be read."""

import pytest
from PySide6.QtCore import QMimeData, QUrl

from nnviz.app.opening import batch_for
from nnviz.engine.errors import NnvizError
from nnviz.views.dialogs.csv_import import CsvDialog, likely_target, preview
from nnviz.views.window.csv_files import CsvFiles, dropped_table


def english(text):
    return text.english()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text("width,height,label\n1,2,a\n3,4,b\n5,6,a\n", encoding="utf-8")
    return path


def test_preview(table):
    found = preview(table)
    assert found.columns == ("width", "height", "label")
    assert found.rows[1] == ("3", "4", "b")
    assert found.n_rows == 3


@pytest.mark.parametrize(
    ("columns", "index"), [(("label", "x"), 0), (("a", "Class", "b"), 1), (("a", "b"), 1)]
)
def test_the_likely_target(columns, index):
    assert likely_target(columns) == index


def test_few_samples_are_one_batch():
    assert (batch_for(4), batch_for(1000)) == (None, 32)


def test_dialog(qtbot, table):
    dialog = CsvDialog(preview(table), english)
    qtbot.addWidget(dialog)
    assert dialog.target.currentText() == "label"
    assert dialog.data.name == str(table.resolve())
    assert dialog.data.standardise
    dialog.standardise.setChecked(False)
    assert not dialog.data.standardise
    assert dialog.data.missing == "error"
    dialog.missing.setCurrentIndex(2)
    assert dialog.data.missing == "mean"
    dialog.target.setCurrentIndex(0)
    assert dialog.data.target == "width"


@pytest.mark.parametrize("content", ["", "only\n", "a,b\n1\n"])
def test_what_is_no_table_is_said_in_one_sentence(qtbot, tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    said = []
    files = CsvFiles(None, lambda: english, lambda _: None, said.append)
    if content == "only\n":
        with pytest.raises(NnvizError):
            preview(path)
    assert files.look_into(path) is None
    assert len(said) == 1
    assert said[0].english()


def test_a_dropped_table(table, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(table))])
    assert dropped_table(mime) == table
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "picture.png"))])
    assert dropped_table(mime) is None
    mime.setUrls([])
    assert dropped_table(mime) is None
