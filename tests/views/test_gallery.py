"""The gallery of examples: complete, searched, walked and opened with real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.examples import EXAMPLES, GROUPS, TEXTS
from nnviz.scene.primitives import Role
from nnviz.views.gallery.card import ExampleCard
from nnviz.views.gallery.dialog import GalleryDialog
from nnviz.views.look import theme as themes


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def gallery(qtbot, window):
    window.menus.actions["examples"].trigger()
    dialog = window.findChild(GalleryDialog)
    qtbot.waitExposed(dialog)
    qtbot.waitUntil(lambda: not dialog._undrawn, timeout=20_000)
    yield dialog
    if window.findChild(GalleryDialog) is not None:
        dialog.reject()
    settle()


def names(gallery):
    return [card.name for card in gallery.board.seen]


def test_every_example_has_a_card_with_title_idea_and_sizes(gallery):
    assert names(gallery) == list(EXAMPLES)
    for card in gallery.board.seen:
        text = TEXTS[card.name]
        sizes = "–".join(map(str, EXAMPLES[card.name].spec.sizes))
        assert card.accessibleName() == text.title.english()
        assert card.accessibleDescription() == f"{text.idea.english()} {sizes}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_picture_is_the_map_in_the_colours_of_the_theme(qtbot, name):
    pictures = {}
    for theme in ("light", "dark"):
        card = ExampleCard(name, themes.resolve(theme), lambda message: message.english())
        qtbot.addWidget(card)
        card.draw_picture()
        image = card._picture.toImage()
        colours = {
            image.pixelColor(x, y).rgba()
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        }
        assert len(colours) > 4, (name, theme)
        pictures[theme] = image
    assert pictures["light"] != pictures["dark"]


def test_the_ink_of_a_card_reads_on_its_ground(qtbot):
    from nnviz.views.painting.colors import contrast

    for name in ("light", "dark", "projector"):
        theme = themes.resolve(name)
        lit = theme.blend(Role.FORWARD, 0.10, over=Role.CARD).name()
        for ground in (theme.color(Role.CARD).name(), lit):
            assert contrast(theme.color(Role.TEXT).name(), ground) >= 7
            assert contrast(theme.color(Role.MUTED).name(), ground) >= 4.5


def test_a_click_opens_and_closes_the_gallery(qtbot, window, session, gallery):
    card = next(card for card in gallery.board.seen if card.name == "two-layers")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    settle()
    assert session.state.experiment is EXAMPLES["two-layers"]
    assert session.state.trace["W1"].tolist() == [[1, 1], [1, -1]]
    assert window.findChild(GalleryDialog) is None


def test_escape_opens_nothing(qtbot, window, session, gallery):
    before = session.state
    qtbot.keyClick(gallery.search, Qt.Key.Key_Escape)
    settle()
    assert window.findChild(GalleryDialog) is None
    assert session.state is before


def test_letters_search_and_enter_opens_the_first(qtbot, session, gallery):
    qtbot.keyClicks(gallery.search, "dead")
    assert names(gallery) == ["dead-relu"]
    assert gallery.watch.text() == f"A dead unit: {TEXTS['dead-relu'].watch.english()}"
    qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    settle()
    assert session.state.experiment is EXAMPLES["dead-relu"]


def test_what_is_not_there_is_said(qtbot, session, gallery):
    before = session.state
    qtbot.keyClicks(gallery.search, "qqqq")
    assert names(gallery) == []
    assert gallery.watch.text() == "No example fits these letters."
    qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    settle()
    assert session.state is before
    gallery.search.clear()
    assert names(gallery) == list(EXAMPLES)


def test_it_is_searched_by_the_data_too(qtbot, gallery):
    qtbot.keyClicks(gallery.search, "ner")
    assert {"ner", "ner_zh"} <= set(names(gallery))


def test_arrows_walk_through_all_cards_and_enter_opens(qtbot, session, gallery):
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    walked = [gallery.focusWidget()]
    for _ in range(len(EXAMPLES)):
        qtbot.keyClick(walked[-1], Qt.Key.Key_Right)
        walked.append(gallery.focusWidget())
    assert [card.name for card in walked[:-1]] == list(EXAMPLES)
    assert walked[-1] is walked[-2]
    assert gallery.watch.text().endswith(TEXTS[walked[-1].name].watch.english())
    qtbot.keyClick(walked[-1], Qt.Key.Key_Home)
    qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert session.state.experiment is EXAMPLES["dot-product"]


def test_down_and_up_go_from_row_to_row_and_back_to_the_search(qtbot, gallery):
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    first = gallery.focusWidget()
    for _ in range(20):
        qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Down)
    assert gallery.focusWidget().name in GROUPS[-1].names
    for _ in range(20):
        card = gallery.focusWidget()
        if card is gallery.search:
            break
        qtbot.keyClick(card, Qt.Key.Key_Up)
    assert gallery.focusWidget() is gallery.search
    assert first.name == "dot-product"


def test_a_letter_on_a_card_goes_to_the_search(qtbot, gallery):
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    qtbot.keyClicks(gallery.focusWidget(), "z")
    assert gallery.search.text() == "z"
    assert gallery.focusWidget() is gallery.search


def test_no_card_stands_on_another_and_all_fit_the_width(gallery):
    cards = [card.geometry() for card in gallery.board.seen]
    for place, one in enumerate(cards):
        assert one.right() <= gallery.board.width()
        assert not any(one.intersects(other) for other in cards[:place])
    assert gallery.width() <= 1280
    assert gallery.height() <= 720


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_of_a_card_fit(qtbot, language):
    from nnviz.app.texts import Catalogue
    from nnviz.views.gallery import card as cards

    tr = Catalogue(language).translate
    for name in EXAMPLES:
        card = ExampleCard(name, themes.resolve("light"), tr)
        qtbot.addWidget(card)
        assert card.words_fit(), (name, cards.CARD_PX)


def test_the_menu_has_the_same_examples_under_the_same_headings(window, session):
    actions = window.menus.examples.actions()
    headings = [action.text() for action in actions if action.isSeparator()]
    assert headings == [group.title.english() for group in GROUPS]
    opening = [a for a in actions[1:] if not a.isSeparator()]
    assert [a.text() for a in opening] == [TEXTS[name].title.english() for name in EXAMPLES]
    opening[2].trigger()
    settle()
    assert session.state.experiment is EXAMPLES["softmax"]
