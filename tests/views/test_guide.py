"""The guide in its window: opened, searched, followed, and the ways from it to the stage."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication

from nnviz.app.experiment import example
from nnviz.app.guide import guide, panel_anchor, specimen
from nnviz.app.guide.markup import Items, KeyTable, marks
from nnviz.app.guide.pages import languages
from nnviz.app.texts import Catalogue
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import SymptomKind
from nnviz.engine.writing import formula
from nnviz.scene.primitives import Role
from nnviz.views.build.remark_lines import RemarkLine
from nnviz.views.guide.feature import GuideFeature
from nnviz.views.guide.help_button import HelpButton
from nnviz.views.guide.reader import Reader
from nnviz.views.guide.window import GuideWindow
from nnviz.views.guide.writer import PRESENTING, Writer
from nnviz.views.look import theme as themes
from nnviz.views.window.actions import ACTIONS, MENUS
from nnviz.views.window.actions import spec as action_spec

PAGES = [(language, page) for language in languages() for page in guide(language).pages.values()]


def ids(case):
    return case if isinstance(case, str) else case.name


def reader(language="en", theme="light", **changes):
    made = Reader(themes.resolve(theme), Catalogue(language))
    return replace(made, **changes)


@pytest.fixture
def feature(qtbot, window):
    yield window.feature(GuideFeature)
    window.feature(GuideFeature).close()
    QApplication.processEvents()


def opened(qtbot, feature, target=""):
    feature.open(target)
    qtbot.waitExposed(feature.guide)
    QApplication.processEvents()
    return feature.guide


@pytest.mark.parametrize(("language", "page"), PAGES, ids=ids)
def test_every_key_and_command_on_a_page_is_in_the_action_table(language, page):
    known = {action.id: action for action in ACTIONS}
    for block in page.blocks:
        if isinstance(block, KeyTable):
            assert block.menu in MENUS or block.menu == PRESENTING
        for mark in marks(block):
            if mark["action"]:
                action = known[mark["action"]]
                assert mark["what"] == "menu" or action.shortcuts, action.id
            if (mark["target"] or "").startswith("do:"):
                assert mark["target"].removeprefix("do:") in known


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("kind", StepKind)
def test_the_formula_on_the_page_is_the_engines(qapp, kind, orientation):
    pages = guide("en")
    look = reader(orientation=orientation)
    writer = Writer(look, 15.0, 700.0)
    html = writer.html(pages.pages[pages.page_of(kind)])
    latex, size = writer.formulas[f"formula:{kind}"]
    assert latex == formula(specimen(kind).step.formula(orientation), look.notation)
    assert size.width() > 5
    assert f'src="formula:{kind}"' in html
    assert f"href='show:{kind}'" in html


@pytest.mark.parametrize(("language", "page"), PAGES, ids=ids)
def test_every_place_of_a_picture_has_one_and_marks_are_all_replaced(qapp, language, page):
    writer = Writer(reader(language), 15.0, 700.0)
    html = writer.html(page)
    assert not re.search(r"\{\w+:\w+\}|\]\(|\*\*|\{#", html)
    asked = set(re.findall(r'src="([^"]+)"', html))
    assert asked == set(writer.formulas) | set(writer.pictures)
    for name, image in writer.pictures.items():
        assert image.width() <= 700
        assert image.height() > 100, name
        colours = {
            image.pixel(x, y)
            for x in range(0, image.width(), 3)
            for y in range(0, image.height(), 3)
        }
        assert len(colours) > 4, name


def test_the_picture_is_in_the_theme_and_the_language_of_the_reader(qapp):
    def picture(look):
        writer = Writer(look, 15.0, 700.0)
        writer.html(guide(look.catalogue.language).pages["momentum"])
        return writer.pictures["step:velocity"]

    assert picture(reader()) == picture(reader())
    assert picture(reader()) != picture(reader(theme="dark"))
    assert picture(reader()) != picture(reader("zh"))


def test_help_opens_the_guide_where_one_was_last(qtbot, window, feature):
    window.menus.actions["guide"].trigger()
    assert feature.guide.browser.page.name == "start"
    feature.guide.open("jacobian")
    feature.guide.larger()
    remembered = feature.remembered()
    assert (remembered["guide_page"], remembered["guide_zoom"]) == ("jacobian", 115)
    feature.close()
    window.menus.actions["guide"].trigger()
    assert (feature.guide.target, feature.guide.zoom) == ("jacobian", 115)
    assert feature.guide.browser.page.name == "chain-rule"


def test_the_key_opens_the_page_of_the_step_on_the_stage(qtbot, window, session, feature):
    window.activateWindow()
    for kind in (StepKind.HADAMARD, StepKind.UPDATE):
        step = next(s for s in session.state.trace.steps if s.kind == kind)
        session.seek_step(step.index, 0.5)
        qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        assert feature.guide.target == kind
        assert feature.guide.browser.page.name == guide("en").page_of(kind)


def test_every_panel_has_a_question_mark_that_opens_its_page(qtbot, window, feature):
    titles = window.arrangement.titles
    assert {"build", "inspector", "why", "curve", "plots", "data"} <= set(titles)
    for name, title in titles.items():
        window.set_panel_open(name, True)
        button = title.findChild(HelpButton)
        assert button.accessibleName() == "What is this?"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert feature.guide.target == panel_anchor(name), name
        for language in languages():
            assert guide(language).page_of(panel_anchor(name)) is not None, name


@pytest.mark.parametrize("name", ["map", "symptoms", "code", "stage", "timeline", "transport"])
def test_what_has_no_title_has_it_in_its_corner(qtbot, window, feature, name):
    if name in {"map", "symptoms", "code"}:
        window.set_panel_open(name, True)
    QApplication.processEvents()
    button = feature.corners[name]
    part = button.parentWidget()
    assert button.isVisible()
    assert part.rect().contains(button.geometry())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert feature.guide.target == panel_anchor(name)
    assert guide("zh").page_of(panel_anchor(name)) == "panels"


def test_the_code_strip_keeps_its_corner_free(window, feature):
    window.set_panel_open("code", True)
    QApplication.processEvents()
    button = feature.corners["code"]
    for row in window.views.code.rows.values():
        copy = row.copy
        at = copy.mapTo(window.views.code, QPoint())
        assert at.x() + copy.width() <= button.x()


def test_show_me_goes_to_the_step_of_the_open_network(qtbot, window, session, feature):
    opened(qtbot, feature, "weight_gradient")
    before = session.state.experiment
    feature.guide.browser.followed.emit("show:weight_gradient")
    state = session.state
    assert state.experiment is before
    here = state.trace.steps[state.status.position.step_index]
    assert here.kind == StepKind.WEIGHT_GRADIENT


@pytest.mark.parametrize("kind", StepKind)
def test_show_me_goes_to_every_kind_of_step_in_an_example_where_need_be(
    qtbot, window, session, feature, kind
):
    opened(qtbot, feature, kind)
    known = kind in {step.kind for step in session.state.trace.steps}
    before, text = session.state.experiment, feature.guide.browser.toPlainText()
    assert ("Show me on the stage" if known else "Open the example") in text
    feature.guide.browser.followed.emit(f"show:{kind}")
    state = session.state
    assert (state.experiment is before) == known
    assert state.trace.steps[state.status.position.step_index].kind == kind
    assert state.iteration == (0 if known else specimen(kind).iteration)
    qtbot.waitUntil(
        lambda: "Show me on the stage" in feature.guide.browser.toPlainText(), timeout=5000
    )


def test_links_are_followed_back_and_forward(qtbot, feature):
    window = opened(qtbot, feature, "start")
    assert not window.buttons["back"].isEnabled()
    window.browser.followed.emit("page:watching")
    window.browser.followed.emit("page:matmul")
    assert window.browser.page.name == "product"
    qtbot.mouseClick(window.buttons["back"], Qt.MouseButton.LeftButton)
    assert window.browser.page.name == "watching"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.browser.page.name == "start"
    qtbot.mouseClick(window.buttons["forward"], Qt.MouseButton.LeftButton)
    assert window.browser.page.name == "watching"
    window.open("no such place")
    assert window.browser.page.name == "start"


def test_searching_by_typing_and_opening_with_the_keyboard(qtbot, feature):
    window = opened(qtbot, feature, "start")
    qtbot.keyClicks(window.search, "outer product")
    assert window.tree.targets[0] == "outer_product"
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.target == "outer_product"
    qtbot.keyClicks(window.search, "qqqq")
    assert window.tree.targets == ()
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert "jacobian" in window.tree.targets
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_keys_of_reading_do_not_move_the_stage(qtbot, session, feature):
    seen = opened(qtbot, feature, "adafactor")
    before = session.state.status
    bar = seen.browser.verticalScrollBar()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Space):
        seen.browser.setFocus()
        qtbot.keyClick(seen.browser, key)
    assert bar.value() > 100
    qtbot.keyClick(seen.browser, Qt.Key.Key_Home)
    assert session.state.status == before
    qtbot.keyClick(seen.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert seen.search.hasFocus()
    qtbot.keyClick(seen.browser, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert seen.zoom == 115


def test_language_and_theme_change_while_it_is_open(qtbot, window, session, feature):
    seen = opened(qtbot, feature, "jacobian")
    text, ground = seen.browser.toPlainText(), seen.browser.grab().toImage().pixel(3, 3)
    session.set_language("zh")
    session.set_theme("dark")
    qtbot.waitUntil(lambda: "雅可比矩阵" in seen.browser.toPlainText(), timeout=5000)
    assert seen.browser.page.name == "chain-rule"
    assert text != seen.browser.toPlainText()
    dark = seen.browser.grab().toImage().pixelColor(3, 3)
    assert dark.rgba() != ground
    assert dark.name() == themes.resolve("dark").color(Role.SURFACE).name()
    kind = QTextDocument.ResourceType.ImageResource.value
    assert isinstance(seen.browser.document().resource(kind, "step:jacobian"), QImage)


def test_a_page_scrolls_to_the_anchor_and_keeps_its_place_when_enlarged(qtbot, feature):
    window = opened(qtbot, feature, "second_corrected")
    assert window.browser.verticalScrollBar().value() > 300
    before = window.browser.document().size().height()
    window.larger()
    assert window.zoom == 115
    assert window.browser.document().size().height() > before
    for _ in range(20):
        window.larger()
    assert window.zoom == 200
    assert not window.buttons["larger"].isEnabled()


def test_a_heading_stays_at_the_top_when_the_window_becomes_wider(qtbot, feature):
    window = opened(qtbot, feature, "hadamard")
    for width in (900, 1280):
        window.resize(width, 640)
        QApplication.processEvents()
        top = window.browser.cursorForPosition(QPoint(60, 22)).block().text()
        assert top.startswith("Error signal"), width


def test_a_page_is_never_wider_than_the_window(qtbot, feature):
    window = opened(qtbot, feature, "adafactor")
    for width in (700, 1280):
        window.resize(width, 600)
        QApplication.processEvents()
        assert window.browser.horizontalScrollBar().maximum() == 0


def test_a_symptom_leads_to_its_page(qtbot, window, session, feature):
    from nnviz.views.keeping.keeping import Keeping

    window.feature(Keeping).open_experiment(example("dead-relu"))
    window.set_panel_open("symptoms", True)
    QApplication.processEvents()
    panel = window.views.symptoms
    qtbot.waitUntil(lambda: bool(panel.symptoms), timeout=5000)
    place = [s.kind for s in panel.symptoms].index(SymptomKind.DEAD)
    panel.list.linkActivated.emit(f"?{place}")
    assert feature.guide.target == "symptom-dead"
    before = session.state.pinned
    panel.list.linkActivated.emit(str(place))
    assert session.state.pinned != before


def test_a_remark_leads_to_its_page(qtbot, window, session, feature):
    from nnviz.app.edits import SetActivation

    window.set_panel_open("build", True)
    session.edit(SetActivation(1, "linear"))
    QApplication.processEvents()
    (line,) = [x for x in window.findChildren(RemarkLine) if x.remark.key == "collapse"]
    assert "What is this?" in line.text.text()
    line.text.linkActivated.emit("explain")
    assert feature.guide.target == "advice-collapse"


def test_a_page_offers_a_command(qtbot, window, feature):
    seen = opened(qtbot, feature, "start")
    seen.browser.followed.emit("do:examples")
    from nnviz.views.gallery.dialog import GalleryDialog

    gallery = window.findChild(GalleryDialog)
    assert gallery is not None
    gallery.reject()
    QApplication.processEvents()


def test_it_goes_with_the_window(qtbot, window, feature):
    opened(qtbot, feature, "start")
    window.close()
    assert feature.guide is None
    QApplication.processEvents()
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, GuideWindow) and w.isVisible()
    ]


def test_the_way_of_writing_is_the_readers(qtbot, window, session, feature):
    seen = opened(qtbot, feature, "matmul")
    before = seen.browser._writer.formulas["formula:matmul"][0]
    session.set_orientation("rows")
    qtbot.waitUntil(
        lambda: seen.browser._writer.formulas["formula:matmul"][0] != before, timeout=5000
    )
    assert action_spec("guide").shortcuts


def test_lists_are_read_as_lists():
    assert any(isinstance(block, Items) for block in guide("zh").pages["start"].blocks)
