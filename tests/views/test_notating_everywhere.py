"""Nothing of the program's own notation is left in the window: it is walked and read."""

import html
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from nnviz.app.sheet.writing import write_csv
from nnviz.app.table import Table
from nnviz.engine import datasets
from nnviz.engine.writing import PLAIN
from nnviz.scene.primitives import CellRef
from nnviz.views.data.feature import DataFeature
from nnviz.views.panels.code_strip import CodeStrip
from nnviz.views.panels.fields import FloatField
from nnviz.views.plots import saving
from nnviz.views.plots.feature import Plots
from nnviz.views.training.goal_dialog import GoalDialog
from nnviz.views.window.main_window import MainWindow
from tests.scene.written_scenes import ALL_OTHER, left_over

OTHER = replace(ALL_OTHER, name="Book", layer="brackets", rounding="places", digits=4)
# Keys, and what Python calls by these names.
NO_SYMBOL = re.compile(
    r"\b(?:Ctrl|Shift|Alt)\+[A-Z]\b|[(（]&?[A-Z](?:\s+,)?[)）]|Cop&y"
    r"|y for each x|对应一个 y|(?:Target|目标) y|^y$"  # the names of columns
)


@pytest.fixture
def window(qtbot, session):
    made = MainWindow(session, session.settings)
    qtbot.addWidget(made)
    made.resize(1400, 900)
    made.show()
    qtbot.waitExposed(made)
    session.set_notation(OTHER)
    return made


def painted(widget):
    """Every text that a widget draws, as an SVG file has it."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(0, 0), widget.size()))
    painter = QPainter(generator)
    QWidget.render(widget, painter, QPoint())
    painter.end()
    buffer.close()
    found = re.findall(r"<text[^>]*>(.*?)</text>", bytes(held.data()).decode(), re.DOTALL)
    return [html.unescape(text).strip() for text in found]


def of_code(widget):
    while widget is not None:
        if isinstance(widget, CodeStrip):
            return True
        widget = widget.parentWidget()
    return False


def items(view):
    model = view.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole,
             Qt.ItemDataRole.AccessibleTextRole)  # fmt: skip
    waiting = [] if model is None else [QModelIndex()]
    while waiting:
        above = waiting.pop()
        for row in range(min(model.rowCount(above), 30)):
            index = model.index(row, 0, above)
            waiting.append(index)
            yield from (str(index.data(role) or "") for role in roles)


def texts(window):
    """What every part of a window says, shows and tells to those who do not see it."""
    for widget in [window, *window.findChildren(QWidget)]:
        if of_code(widget):
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QAbstractSpinBox):
            yield widget.text()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(k) for k in range(widget.count()))
        if isinstance(widget, QTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QAbstractItemView):
            yield from items(widget)


def remains(found):
    for text in found:
        bare = NO_SYMBOL.sub(" ", re.sub(r"<[^>]+>", " ", html.unescape(text)))
        if left_over(bare):
            yield text


def check(window):
    assert list(remains(texts(window))) == []
    assert list(remains(painted(window))) == []


def open_panels(window, but=("panel_code",)):
    for name, action in window.menus.actions.items():
        if name.startswith("panel_") and name not in but and not action.isChecked():
            action.trigger()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_with_its_panels(window, session, qtbot, language):
    session.set_language(language)
    open_panels(window)
    for step in session.state.trace.steps:
        session.seek_step(step.index, 1.0)
        session.pin(CellRef(step.output, 0, 0))
        qtbot.wait(1)
        check(window)


def test_what_is_looked_for_would_be_found(window, session, qtbot):
    session.set_notation(PLAIN)
    open_panels(window)
    session.seek_step(0, 1.0)
    session.pin(CellRef("Z1", 0, 0))
    qtbot.wait(1)
    assert len(list(remains(texts(window)))) > 20
    assert len(list(remains(painted(window)))) > 20


def test_the_plots(window, session, qtbot):
    for _ in range(5):
        session.next_iteration()
    window.menus.actions["panel_plots"].trigger()
    panel = window.feature(Plots).panel
    for place in range(len(panel.pages)):
        panel.choose(place)
        qtbot.wait(250)
        assert list(remains(texts(panel))) == []
        assert list(remains(painted(panel))) == []


def test_axes_are_rewritten_when_the_notation_changes(window, session, qtbot):
    for _ in range(5):
        session.next_iteration()
    assert any("," in text for text in painted(window.views.curve.plot))
    session.set_notation(PLAIN)
    qtbot.waitUntil(lambda: any("." in text for text in painted(window.views.curve.plot)))
    assert not any("," in text for text in painted(window.views.curve.plot))


def test_brackets_are_raised_in_the_inspector(window, session, qtbot):
    session.seek_step(0, 1.0)
    session.pin(CellRef("W1", 0, 0))
    inspector = window.views.inspector
    qtbot.waitUntil(lambda: "<sup>[1]</sup>" in inspector.title.text())
    assert "^[" not in inspector.position.text()
    assert "^[" not in inspector.targets.text()
    # On the stage too: what is small there stands on its own.
    assert not any("^[" in text for text in painted(window.views.stage))


# Typing


def test_every_number_field_writes_and_takes_a_comma(window, session, qtbot):
    open_panels(window)
    fields = [f for f in window.findChildren(FloatField) if f.value() != round(f.value())]
    assert fields
    for field in fields:
        assert "," in field.text()
    rate = next(field for field in fields if field.value() == pytest.approx(0.1))
    for typed, value in (("0,25", 0.25), ("0.125", 0.125), ("5e-2", 0.05)):
        rate.setFocus()
        rate.lineEdit().selectAll()
        QTest.keyClicks(rate.lineEdit(), typed)
        QTest.keyClick(rate.lineEdit(), Qt.Key.Key_Return)
        assert rate.value() == value
        assert session.state.experiment.spec.optimizer.options["lr"] == value
    session.set_notation(PLAIN)
    qtbot.waitUntil(lambda: rate.text() == "0.05")


def test_a_dialogs_fields_are_as_the_window(window, session, qtbot):
    dialog = GoalDialog(session, window)
    qtbot.addWidget(dialog)
    assert "," in dialog.value.text()
    dialog.value.lineEdit().selectAll()
    QTest.keyClicks(dialog.value.lineEdit(), "0,5")
    dialog.value.interpretText()
    assert dialog.value.value() == 0.5
    dialog.value.lineEdit().selectAll()
    QTest.keyClicks(dialog.value.lineEdit(), "0.25")
    dialog.value.interpretText()
    assert dialog.value.value() == 0.25


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [("0,5", 0.5, "0,5"), ("0.25", 0.25, "0,25"), ("1,5e-3", 0.0015, "0,0015")],
)
def test_a_cell_of_the_table_is_typed_with_a_comma(window, session, qtbot, typed, value, shown):
    window.menus.actions["panel_data"].trigger()
    panel = window.feature(DataFeature).table
    panel.view.go_to(1, 0)
    qtbot.keyClicks(panel.view, typed[:1])
    qtbot.keyClicks(panel.view.findChild(QLineEdit), typed[1:] + "\r")
    assert panel.model.table.X[1, 0] == value
    cell = panel.model.index(1, 0)
    assert cell.data() == shown
    assert cell.data(Qt.ItemDataRole.EditRole) == shown


def test_a_supposed_number_is_typed_with_a_comma(window, session, qtbot):
    session.seek_step(0, 1.0)
    window.what_if.open(CellRef("W1", 0, 0), window.stage)
    number = window.what_if.editor.number
    assert "," in number.text()
    number.selectAll()
    QTest.keyClicks(number, "0,75")
    assert session.state.trace["W1"][0, 0] == 0.75


# Files


def test_csv_files_are_as_spreadsheets_expect_and_are_read_again(tmp_path):
    table = Table.of(datasets.load("iris"))
    for decimal, between in ((".", ","), (",", ";")):
        path = tmp_path / f"t{ord(decimal)}.csv"
        write_csv(table, path, decimal)
        assert path.read_text().splitlines()[1].count(between) == 4
        back = datasets.from_csv(path, target="label")
        assert (back.X == table.X).all()
        assert back.feature_names == table.feature_names


def test_numbers_of_a_plot_as_a_table(window, session, qtbot, tmp_path):
    for _ in range(3):
        session.next_iteration()
    window.menus.actions["panel_plots"].trigger()
    panel = window.feature(Plots).panel
    panel.choose(0)
    panel.save(tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert lines[0].startswith("iteration;epoch;")
    assert not any("." in line for line in lines[1:])
    panel.copy_numbers()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.replace("\t", ";") for line in copied] == lines
    session.set_notation(PLAIN)
    qtbot.wait(1)
    panel.save(tmp_path / "b.csv")
    plain = (tmp_path / "b.csv").read_text().splitlines()
    assert [line.replace(",", ";").replace(".", ",") for line in plain[1:]] == lines[1:]


def test_a_name_with_the_dividing_sign_is_quoted():
    columns = [('a;"b', [1.5]), ("c,d", [2.0])]
    assert saving.table(columns, ",") == '"a;""b";c,d\n1,5;2\n'


@pytest.mark.parametrize("name", ["softmax", "iris"])
def test_other_examples(window, session, qtbot, name):
    window.commands.open_example(name)
    open_panels(window)
    for step in session.state.trace.steps[::3]:
        session.seek_step(step.index, 1.0)
        qtbot.wait(1)
        check(window)
