"""Menus as each platform has them."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from nnviz.views.window.actions import ACTIONS
from nnviz.views.window.keys import keys_text, sequences
from nnviz.views.window.mnemonics import letter_of, unique


def mnemonic(text):
    """Return the letter after the first single ampersand, or None."""
    found = re.search(r"&([^&])", text.replace("&&", ""))
    return found[1].casefold() if found else None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_two_items_of_one_menu_share_a_mnemonic(window, session, language):
    session.set_language(language)
    QApplication.processEvents()
    clashes = {}
    menus = [*window.menus.bar.findChildren(QMenu), window.menus.examples]
    assert len(menus) > 12
    for menu in (window.menus.bar, *menus):
        if menu is not window.menus.bar:
            menu.aboutToShow.emit()
        texts = [action.text() for action in menu.actions()]
        count = Counter(letter for text in texts if (letter := mnemonic(text)) is not None)
        doubled = [text for text in texts if count[mnemonic(text)] > 1]
        if doubled:
            clashes[getattr(menu, "title", lambda: "menu bar")()] = doubled
    assert clashes == {}


@pytest.mark.parametrize(
    ("texts", "shared_out"),
    [
        (["&Save", "&Search"], ["&Save", "S&earch"]),
        (["&Save", "&Search", "&Set it"], ["&Save", "S&earch", "Set &it"]),
        (["Save", "&Search"], ["Save", "&Search"]),
        (["&A", "&A"], ["&A", "A"]),
        (["&Both", "&Black && white"], ["&Both", "Black && &white"]),
        (["文件(&F)", "放大(&F)…"], ["文件(&F)", "放大(&D)…"]),
        (["文件(&F)", "∂ δ(&F)"], ["文件(&F)", "∂ δ"]),
        (["100 %", "&"], ["100 %", "&"]),
    ],
)
def test_of_two_that_want_a_letter_the_upper_one_has_it(texts, shared_out):
    assert unique(texts) == shared_out


@given(st.lists(st.text(alphabet="abc &文件()", max_size=9), max_size=8))
def test_no_letter_is_ever_there_twice_and_no_name_is_changed(texts):
    made = unique(texts)
    letters = [letter for text in made if (letter := letter_of(text)) is not None]
    kept = [letter for letter in letters if letter.isalpha()]
    assert len(kept) == len(set(kept))
    assert len(made) == len(texts)


def test_every_menu_of_the_bar_has_a_mnemonic(window):
    assert all(mnemonic(action.text()) for action in window.menus.bar.actions())


def test_mnemonics_are_read_as_qt_reads_them():
    assert [mnemonic(text) for text in ("&File", "Save && go", "a && &b", "文件(&F)")] == [
        "f", None, "b", "f",
    ]  # fmt: skip


def test_only_what_belongs_there_wanders_into_the_program_menu_of_a_mac(window):
    roles = {
        name: action.menuRole()
        for name, action in window.menus.actions.items()
        if action.menuRole() != QAction.MenuRole.NoRole
    }
    assert roles["about"] == QAction.MenuRole.AboutRole
    assert roles["quit"] == QAction.MenuRole.QuitRole
    assert set(roles) <= {"about", "quit", "settings"}
    for action in window.menus.examples.actions():
        assert action.isSeparator() or action.menuRole() == QAction.MenuRole.NoRole


def test_the_keys_of_the_platform_work_beside_ours(window):
    for name, standard in (
        ("undo", QKeySequence.StandardKey.Undo),
        ("redo", QKeySequence.StandardKey.Redo),
        ("full_screen", QKeySequence.StandardKey.FullScreen),
    ):
        assert set(QKeySequence.keyBindings(standard)) <= set(
            window.menus.actions[name].shortcuts()
        )


def test_no_key_of_a_platform_means_two_things(window):
    keys = Counter(
        key.toString() for action in window.menus.actions.values() for key in action.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_all_our_keys_are_told_and_no_other():
    for spec in ACTIONS:
        told = keys_text(spec)
        assert len(told.split("   ")) == max(1, len(spec.shortcuts)), spec.id
        own = {QKeySequence(key) for key in spec.shortcuts}
        assert set(sequences(spec)[: len(own)]) == own


def test_no_item_has_a_status_tip_for_there_is_no_status_bar(window):
    assert {action.statusTip() for action in window.menus.actions.values()} == {""}
