"""The hint of the first start: three sentences, once."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.settings import Settings
from nnviz.views.gallery.dialog import GalleryDialog
from nnviz.views.window.main_window import MainWindow


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize(("language", "end"), [("en", "."), ("zh", "。")])
def test_it_has_three_sentences(window, session, language, end):
    session.set_language(language)
    settle()
    assert window.welcome.text.count(end) == 3
    if language == "zh":
        assert re.search(r"[\u4e00-\u9fff]", window.welcome.text)


def test_every_key_it_names_does_what_it_says(window):
    keys = {
        name: {key.toString() for key in window.menus.actions[name].shortcuts()}
        for name in ("next", "examples", "shortcuts")
    }
    assert "Space" in window.welcome.text
    assert "Space" in keys["next"]
    assert "Ctrl+E" in window.welcome.text
    assert "Ctrl+E" in keys["examples"]
    assert "?" in window.welcome.text
    assert "?" in keys["shortcuts"]


def test_it_offers_the_examples(qtbot, window):
    qtbot.mouseClick(window.welcome.remedy, Qt.MouseButton.LeftButton)
    gallery = window.findChild(GalleryDialog)
    assert gallery is not None
    gallery.reject()
    settle()
    assert window.welcome.text


@pytest.mark.parametrize("remembered", [{"welcomed": True}, {"window_geometry": ""}])
def test_it_comes_once_even_where_the_place_of_the_window_is_forgotten(qtbot, session, remembered):
    again = MainWindow(session, Settings(**remembered))
    qtbot.addWidget(again)
    assert bool(again.welcome.text) is ("welcomed" not in remembered)
    again.close()


def test_closing_remembers_it(window):
    told = []
    window.closing.connect(told.append)
    window.close()
    assert told[0]["welcomed"] is True
