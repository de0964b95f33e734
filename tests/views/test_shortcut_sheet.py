"""The sheet of keys: whole, searched, and small enough for the smallest screen."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from nnviz.views.dialogs.shortcuts import ShortcutsDialog
from nnviz.views.window.actions import ACTIONS, MENUS
from nnviz.views.window.keys import keys_text


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def sheet(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(ShortcutsDialog)
    qtbot.waitExposed(dialog)
    yield dialog
    dialog.reject()
    settle()


def test_the_question_mark_opens_it_too(qtbot, window):
    qtbot.keyClick(window, "?")
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert window.findChild(ShortcutsDialog) is None


def test_every_key_of_the_table_is_there_under_its_menu(sheet):
    rows = list(sheet.columns.rows)
    shown = {row.keys for row in rows if not row.is_heading}
    assert {keys_text(action) for action in ACTIONS if action.shortcuts} <= shown
    headings = [row.text for row in rows if row.is_heading]
    with_keys = [menu for menu in MENUS if any(a.menu == menu and a.shortcuts for a in ACTIONS)]
    assert len(headings) == len(with_keys) + 2
    assert headings[-1] == "On the stage"
    assert not any("&" in heading for heading in headings)


def test_no_row_stands_on_another_and_none_sticks_out(sheet):
    settle()
    labels = [label for label in sheet.columns.findChildren(QLabel) if label.isVisible()]
    boxes = [label.geometry() for label in labels]
    assert len(boxes) > 100
    for place, box in enumerate(boxes):
        assert sheet.columns.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes[:place])


def test_no_column_ends_in_a_heading(sheet):
    places = list(sheet.columns._places(3))
    for (column, _, row), (following, _, _) in pairwise(places):
        assert not (row.is_heading and column != following)
    assert {column for column, _, _ in places} == {0, 1, 2}


def test_it_fits_a_small_screen(sheet):
    assert sheet.width() <= 1280
    assert sheet.height() <= 720


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("undo", "Undo"), ("撤销", "Undo"), ("ctrl+z", "Undo"), ("F11", "Full screen")],
)
def test_it_is_searched_by_name_in_both_languages_and_by_key(qtbot, sheet, query, wanted):
    sheet.search.setText(query)  # QTest cannot press keys that no keyboard has
    rows = [row.text for row in sheet.columns.rows if not row.is_heading]
    assert wanted in rows
    assert len(rows) < 12
    sheet.search.clear()
    assert len(sheet.columns.rows) > 50


def test_what_is_not_there_is_said(qtbot, sheet):
    qtbot.keyClicks(sheet.search, "qqqqq")
    assert list(sheet.columns.rows) == []
    said = [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]
    assert "No command and no key fits these letters." in said
