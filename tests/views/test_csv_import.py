"""A CSV file: a look into it, the use of its columns, its reading, and what can be wrong."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QDialogButtonBox

from nnviz.app import data
from nnviz.app.experiment import DataSpec
from nnviz.app.opening import batch_for
from nnviz.app.project import Project, load, save
from nnviz.engine.datasets.reading import Reporter
from nnviz.engine.errors import FileError
from nnviz.engine.options import Options
from nnviz.views.data.csv_dialog import CsvDialog, look_into
from nnviz.views.data.csv_roles import IGNORE, INPUT, MOST_SHOWN, TARGET, likely_target
from nnviz.views.data.feature import DataFeature
from nnviz.views.keeping.file_dialogs import dropped_file
from nnviz.views.window.csv_files import CsvFiles
from tests.views.places import settle


def english(text):
    return text.english()


FLOWERS = "width,height,label\n1,2,a\n3,4,b\n5,6,a\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, encoding="utf-8")
    return path


@pytest.fixture
def opened(qtbot):
    def open_dialog(path):
        dialog = CsvDialog(look_into(path), english)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_dialog


def press(qtbot, dialog, button):
    qtbot.mouseClick(dialog.buttons.button(button), Qt.MouseButton.LeftButton)


def read(qtbot, dialog):
    """Press Open and wait for the end of the reading."""
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(
        lambda: not dialog.progress.isVisible() or not dialog.isVisible(), timeout=20_000
    )


def test_a_look_into_a_file(table):
    found = look_into(table)
    assert found.columns == ("width", "height", "label")
    assert found.rows[1] == ("3", "4", "b")
    assert found.whole
    assert [found.is_number(k) for k in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("columns", "index"), [(("label", "x"), 0), (("a", "Class", "b"), 1), (("a", "b"), 1)]
)
def test_the_likely_target(columns, index):
    assert likely_target(columns) == index


def test_few_samples_are_one_batch():
    assert (batch_for(4), batch_for(1000)) == (None, 32)


def test_dialog(qtbot, table, opened):
    dialog = opened(table)
    assert dialog.roles.roles == [INPUT, INPUT, TARGET]
    assert dialog.roles.item(1, 0).text() == "Number"
    assert dialog.roles.item(1, 2).text() == "Text"
    assert dialog.data.name == str(table.resolve())
    assert dialog.data.standardise
    dialog.standardise.setChecked(False)
    assert not dialog.data.standardise
    assert dialog.data.missing == "error"
    dialog.missing.setCurrentIndex(2)
    assert dialog.data.missing == "mean"
    dialog.roles.set_role(0, TARGET)
    assert dialog.roles.roles == [TARGET, INPUT, INPUT]
    assert dialog.data.target == "width"
    dialog.roles.set_role(1, IGNORE)
    assert dialog.data.options["ignore"] == ("height",)
    dialog.roles.set_role(0, INPUT)
    assert "its use is “Target”" in dialog.problem.text()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Open).isEnabled()
    dialog.roles.set_role(0, TARGET)
    assert not dialog.problem.isVisible()
    dialog.reject()


def test_a_file_is_read_beside_the_window_and_is_at_hand_then(qtbot, table, opened):
    dialog = opened(table)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    spec = dialog.data
    told = []
    assert data.raw(spec, lambda share: not told.append(share)).n_samples == 3
    assert told == []
    assert data.load(spec).target_names == ("a", "b")


def test_what_is_wrong_is_said_in_the_dialog_which_stays(qtbot, tmp_path, opened):
    path = tmp_path / "gaps.csv"
    path.write_text("a,b,label\n" + "1,2,x\n3,4,y\n" * 30 + "5,,x\n")
    dialog = opened(path)
    read(qtbot, dialog)
    assert "row 62, column “b”: the value is missing" in dialog.problem.text()
    assert dialog.isVisible()
    dialog.missing.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    assert data.load(dialog.data).n_samples == 60


def test_the_reading_can_be_ended(qtbot, tmp_path, opened, monkeypatch):
    path = tmp_path / "long.csv"
    path.write_text("a,b,label\n" + "1.25,2.5,x\n0.5,3.5,y\n" * 60_000)
    dialog = opened(path)
    seen = []
    dialog.reading.progressed.connect(seen.append)
    at = Reporter.at

    def ended_by_the_person(self, *args):
        dialog.reading.cancel()
        at(self, *args)

    monkeypatch.setattr(Reporter, "at", ended_by_the_person)
    read(qtbot, dialog)
    assert "was ended" in dialog.problem.text()
    assert dialog.isVisible()
    monkeypatch.undo()
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    assert seen == sorted(seen[:1]) + sorted(seen[1:])
    assert max(seen) > 50


def test_another_encoding_delimiter_and_header(qtbot, tmp_path, opened):
    path = tmp_path / "europe.csv"
    path.write_bytes("größe;länge;label\n1,5;2;ä\n3;4,25;b\n".encode("cp1252"))
    dialog = opened(path)
    names = [dialog.encoding.itemData(k) for k in range(dialog.encoding.count())]
    assert {"utf-8-sig", "utf-16", "gb18030", "cp1252"} <= set(names)
    dialog.encoding.setCurrentIndex(names.index("cp1252"))
    assert dialog.roles.horizontalHeaderItem(0).text() == "größe"
    dialog.encoding.setCurrentIndex(names.index("utf-8-sig"))
    assert "is not text in the encoding utf-8" in dialog.problem.text()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Open).isEnabled()
    dialog.encoding.setCurrentIndex(names.index("cp1252"))
    dialog.header.setChecked(False)
    assert dialog.roles.horizontalHeaderItem(0).text() == "x1"
    dialog.header.setChecked(True)
    marks = [dialog.delimiter.itemData(k) for k in range(dialog.delimiter.count())]
    dialog.delimiter.setCurrentIndex(marks.index("|"))
    assert dialog.roles.columnCount() == 1
    dialog.delimiter.setCurrentIndex(marks.index(";"))
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    found = data.raw(dialog.data)
    assert found.X.tolist() == [[1.5, 2.0], [3.0, 4.25]]
    assert found.target_names == ("b", "ä")


@pytest.mark.parametrize("text", ["gbk", "utf-16", "utf-8-sig", "utf-8"])
def test_chinese_in_every_usual_encoding(qtbot, tmp_path, opened, text):
    path = tmp_path / "花.csv"
    path.write_text("长,宽,种类\n1,2,红\n3,4,白\n", encoding=text)
    dialog = opened(path)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    found = data.raw(dialog.data)
    assert found.feature_names == ("长", "宽")
    assert set(found.target_names) == {"红", "白"}


MANY = 1_000_000
REFUSED_AT_ONCE = {
    "empty": b"", "blank": b" \n\n", "header only": b"a,b\n", "one column": None,
    "duplicate headers": b"a,a,b\n1,2,3\n", "ragged": b"a,b\n1\n", "binary": bytes(range(256)) * 9,
    "open quote": b'a,b\n"1,2\n3,4\n', "nul": b"a,b\n1,\x002\n",
}  # fmt: skip
REFUSED_WHEN_READ = {
    "one row of one class": (b"a,label\n1,x\n", "2 to 1000 different"),
    "text among numbers": (b"a,b\n1,2\nx,3\n4,5\n", "row 3, column “a”: “x”"),
    "infinite": (b"a,b\n1,2\ninf,3\n", "row 3, column “a”: “inf”"),
    "nan": (b"a,b\n1,2\nnan,3\n", "row 3, column “a”: the value is missing"),
    "too large": (b"a,b\n1,2\n1e999,3\n", "“1e999”"),
    "ragged far down": (b"a,b\n" + b"1,2\n" * 50 + b"3\n", "row 52: 1 cells"),
    "cut off": (b"a,b\n" + b"1,2\n" * 50 + b'"3', "quotes opened in row"),
    "names as text": (
        b"a,b\n" + b"".join(b"n%d,1\n" % k for k in range(30)), "more than 20 different values"
    ),
    "only missing": (b"a,b\n,1\n,2\n", "value is missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_AT_ONCE)
def test_what_is_no_table_is_said_in_one_sentence(qtbot, tmp_path, name):
    path = tmp_path / "bad.csv"
    content = REFUSED_AT_ONCE[name]
    path.write_bytes(b"a\n1\n2\n" if content is None else content)
    said, chosen = [], []
    files = CsvFiles(None, lambda: english, chosen.append, said.append)
    dialog = files.look_into(path)
    if name == "one column":  # a look is all right; the reading says what is missing
        assert dialog.roles.roles == [TARGET]
        read(qtbot, dialog)
        said.append(dialog.problem.text())
        assert "only one column" in said[0]
        dialog.reject()
        dialog.deleteLater()
    else:
        assert dialog is None
        assert said[0].english().endswith(".")
        assert str(path) in said[0].english()
    assert len(said) == 1
    assert chosen == []


@pytest.mark.parametrize("name", REFUSED_WHEN_READ)
def test_what_is_wrong_further_down_is_said_with_its_place(qtbot, tmp_path, opened, name):
    content, says = REFUSED_WHEN_READ[name]
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    dialog = opened(path)
    read(qtbot, dialog)
    assert says in dialog.problem.text()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()


def test_a_million_columns(qtbot, tmp_path, opened):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{k}" for k in range(MANY)) + "\n" + "1," * (MANY - 1) + "2\n")
    dialog = opened(path)
    assert dialog.roles.columnCount() == MOST_SHOWN
    assert "first 100 are shown" in dialog.summary.text()
    assert dialog.data.target == f"c{MANY - 1}"
    dialog.reject()


def test_no_file_and_a_folder(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(FileError):
            look_into(path)


def test_a_file_that_goes_while_the_dialog_is_open(qtbot, table, opened):
    dialog = opened(table)
    table.unlink()
    read(qtbot, dialog)
    assert "cannot be read" in dialog.problem.text()


def test_a_dropped_file(table, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(table))])
    assert dropped_file(mime) == table
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "picture.png"))])
    assert dropped_file(mime) is None
    mime.setUrls([])
    assert dropped_file(mime) is None


def test_a_file_dropped_on_the_window_becomes_its_data(qtbot, window, session, table):
    dialog = window._csv.look_into(table)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    assert session.state.experiment.data.name == str(table.resolve())
    assert session.state.experiment.spec.loss == "cross_entropy"
    session.undo()
    assert session.state.experiment.data.name == "xor"


NUMBERS = "a,b,speed,torque,kind\n" + "".join(
    f"{k},{k * k % 7},{0.5 * k},{2.5 - k},{'xy'[k % 2]}\n" for k in range(12)
)


@pytest.fixture
def numbers(tmp_path):
    path = tmp_path / "motors.csv"
    path.write_text(NUMBERS, encoding="utf-8")
    return path


def test_the_dialog_is_not_called_as_the_one_for_the_file(opened, table):
    dialog = opened(table)
    assert dialog.windowTitle() == "Columns of flowers.csv"
    dialog.reject()


def test_several_numbers_are_targets(qtbot, numbers, opened):
    dialog = opened(numbers)
    assert dialog.roles.targets == ("kind",)
    dialog.roles.set_role(2, TARGET)
    assert dialog.roles.targets == ("speed",)  # text beside it is no target any more
    assert dialog.several.isHidden()
    dialog.roles.set_role(3, TARGET)
    assert dialog.roles.targets == ("speed", "torque")
    assert dialog.several.text().startswith("2 numbers are learnt at once")
    assert dialog.several.text().endswith("speed, torque.")
    assert (dialog.data.target, dialog.data.options["targets"]) == ("speed", ("torque",))
    dialog.roles.set_role(4, IGNORE)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Open)
    found = data.load(dialog.data)
    assert found.target_names == ("speed", "torque")
    assert found.feature_names == ("a", "b")
    assert found.Y[3].tolist() == [1.5, -0.5]


def test_text_takes_the_place_of_several_numbers(numbers, opened):
    dialog = opened(numbers)
    dialog.roles.set_role(2, TARGET)
    dialog.roles.set_role(3, TARGET)
    dialog.roles.set_role(4, TARGET)
    assert dialog.roles.targets == ("kind",)
    dialog.reject()


def test_several_targets_are_no_classes(numbers, opened):
    dialog = opened(numbers)
    dialog.roles.set_role(2, TARGET)
    dialog.roles.set_role(3, TARGET)
    dialog.task.setCurrentIndex(dialog.task.findData("classification"))
    assert "Classes are learnt from one column" in dialog.problem.text()
    assert dialog.several.isHidden()
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Open)
    assert not button.isEnabled()
    dialog.task.setCurrentIndex(dialog.task.findData("regression"))
    assert button.isEnabled()
    assert dialog.problem.isHidden()
    dialog.reject()


def test_text_far_down_in_one_of_several_targets_is_named(qtbot, tmp_path, opened):
    path = tmp_path / "late.csv"
    path.write_text("a,b,c\n" + "1,2,3\n" * 60 + "1,2,much\n")
    dialog = opened(path)
    dialog.roles.set_role(1, TARGET)
    assert dialog.roles.targets == ("b", "c")
    read(qtbot, dialog)
    assert "row 62, column “c”" in dialog.problem.text()
    assert dialog.isVisible()
    dialog.reject()


def test_several_targets_in_the_window_and_in_a_project(qtbot, numbers, window, session, tmp_path):
    spec = DataSpec("csv", str(numbers), target="speed", standardise=True,
                    options={"targets": ("torque",), "ignore": ("kind",)})  # fmt: skip
    window.open_data(spec)
    state = session.state
    assert state.experiment.spec.layers[-1].units == 2
    assert state.experiment.spec.loss == "mse"
    session.train_to(30)
    window.set_panel_open("data", True)
    window.set_panel_open("plots", True)
    settle()
    assert DataSpec.from_dict(spec.to_dict()) == replace(spec, options=Options(spec.options))
    path = tmp_path / "motors.nnviz"
    save(path, Project(session.document))
    opened = load(path)
    assert opened.document.experiment.data.targets == ("speed", "torque")
    assert opened.document.run.losses.tobytes() == session.state.losses.tobytes()
    numbers.unlink()
    assert load(path).document.run.losses.tobytes() == session.state.losses.tobytes()
    form = window.feature(DataFeature).form
    form.show_data(session.state.experiment.data)
