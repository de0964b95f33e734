"""The moment on paper: what stands on it, in every format, on the clipboard and on a printer."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from nnviz.app.texts import Catalogue
from nnviz.engine.errors import FileError
from nnviz.playback.timeline import Position
from nnviz.scene.primitives import Formula, MatrixBlock, Role
from nnviz.views.printing import files
from nnviz.views.printing.feature import Printing
from nnviz.views.printing.sheet import UPRIGHT, WIDTH, fitting, sheet_of

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def printing(window):
    return window.feature(Printing)


def sheet(window, state=None, position=None):
    state = state or window.session.state
    return sheet_of(state, window.presenter.scene_for_paper, files.A4_RATIO, position)


def press(qtbot, window, key, modifiers):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifiers)


def choose_file(qtbot, printing, path):
    qtbot.waitUntil(lambda: isinstance(printing.dialog, QFileDialog))
    dialog = printing.dialog
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    qtbot.waitUntil(edit.isVisible)
    qtbot.wait(50)  # the dialog looks into its folder
    edit.setText(str(path))
    dialog.accept()
    QApplication.processEvents()


def pages(content):
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_a_sheet_says_document_moment_formula_and_sentence(window, session):
    session.seek_step(0, 0.6)
    QApplication.processEvents()
    made = sheet(window)
    assert made.title == "XOR · 2–4–1"
    assert made.place == f"iteration 0 · step 1 of {len(session.state.trace.steps)}"
    assert any(isinstance(item, Formula) for item in made.scene.primitives)
    assert any(isinstance(item, MatrixBlock) for item in made.scene.primitives)
    assert made.sentence == Catalogue("en").translate(made.scene.sentence)
    shown = window.stage.scene
    assert made.sentence == Catalogue("en").translate(shown.sentence)


def test_the_numbers_are_those_of_the_stage(window, session):
    session.seek_step(0, 1.0)
    QApplication.processEvents()
    on_paper = {b.id: b for b in sheet(window).scene.primitives if isinstance(b, MatrixBlock)}
    on_stage = {b.id: b for b in window.stage.scene.primitives if isinstance(b, MatrixBlock)}
    assert on_paper.keys() == on_stage.keys()
    for name, block in on_stage.items():
        assert (on_paper[name].values == block.values).all()


def test_paper_is_white_and_light_in_every_theme(window, session):
    session.set_theme("projector")
    QApplication.processEvents()
    made = files.image(sheet(window))
    assert made.pixelColor(5, 5) == QColor("white")
    assert made.pixelColor(made.width() - 5, made.height() - 5) == QColor("white")
    assert window.theme.color(Role.SURFACE) != QColor("white")


def test_png(window):
    made = QImage.fromData(files.png(sheet(window)))
    assert made.width() == round(WIDTH * 2)
    assert made.width() / made.height() == pytest.approx(297 / 210, abs=0.002)
    tones = {made.pixelColor(x, y).name() for x in range(0, made.width(), 7)
             for y in range(0, made.height(), 7)}  # fmt: skip
    assert len(tones) > 10


def test_svg_is_made_of_lines_and_letters(window, session):
    session.seek_step(0, 1.0)
    content = files.svg(sheet(window))
    root = ET.fromstring(content)
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "XOR · 2–4–1"
    words = "".join("".join(text.itertext()) for text in root.iter(f"{space}text"))
    assert "XOR" in words
    assert not list(root.iter(f"{space}image"))


def test_pdf_is_one_vector_page_of_a4_across(window):
    content = files.pdf(sheet(window))
    assert content.startswith(b"%PDF-")
    assert pages(content) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    width, height = (float(value) for value in box.groups())
    assert width == pytest.approx(842, abs=1)
    assert height == pytest.approx(595, abs=1)
    assert b"/Subtype /Image" not in content


def test_it_is_chinese_where_the_window_is(window, session):
    session.set_language("zh")
    made = sheet(window)
    assert re.search(r"[\u4e00-\u9fff]", made.sentence)


def test_a_long_sentence_becomes_smaller_until_it_stands_whole(window):
    room = QRectF(0, 0, 900, 58)
    long = "Row 3 of the weights meets column 2 of the samples and makes one number. " * 4
    assert fitting("short", room).pixelSize() > fitting(long, room).pixelSize()
    flags = int(Qt.TextFlag.TextWordWrap)
    fitted = QFontMetricsF(fitting(long, room)).boundingRect(room, flags, long)
    assert fitted.height() <= room.height()


def test_the_chain_and_a_pointed_cell(window, session):
    session.toggle_chain()
    QApplication.processEvents()
    assert session.state.chain is not None
    assert sheet(window).place == "iteration 0"
    assert files.pdf(sheet(window)).startswith(b"%PDF-")


@pytest.mark.parametrize("suffix", files.FORMATS)
def test_saving_with_keys(qtbot, window, printing, tmp_path, suffix):
    press(qtbot, window, Qt.Key.Key_P, CONTROL | ALT)
    path = tmp_path / f"picture{suffix}"
    choose_file(qtbot, printing, path)
    assert path.stat().st_size > 1000
    assert str(path) in window.views.notice.text
    assert printing.dialog is None


def test_a_file_that_cannot_be_written_is_said_calmly(window, printing, tmp_path):
    printing.save_to(tmp_path / "nowhere" / "picture.png")
    assert "picture.png" in window.views.notice.text
    printing.save_to(tmp_path / "picture.bmp")
    assert ".png, .svg, .pdf" in window.views.notice.text
    assert not list(tmp_path.glob("picture*"))
    with pytest.raises(FileError):
        files.save(tmp_path / "picture.bmp", sheet(window))


def test_copying_with_keys(qtbot, window):
    QApplication.clipboard().clear()
    press(qtbot, window, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QApplication.clipboard().image().width() == round(WIDTH * 2)
    QApplication.clipboard().clear()


def test_printing_with_keys(qtbot, window, printing, tmp_path):
    press(qtbot, window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: isinstance(printing.dialog, QPrintDialog))
    path = tmp_path / "printed.pdf"
    printing.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printing.printer.setOutputFileName(str(path))
    printing.print_on(printing.printer)
    printing.dialog.reject()
    content = path.read_bytes()
    assert pages(content) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    width, height = (float(value) for value in box.groups())
    assert width > height


def test_a_printer_that_does_not_answer(window, printing, tmp_path, monkeypatch):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "page.pdf"))
    monkeypatch.setattr(files, "print_on", lambda *_: False)
    printing.print_on(printer)
    assert "printer does not answer" in window.views.notice.text


def test_a_booklet_has_a_page_for_every_step(qtbot, window, session, printing, tmp_path):
    path = tmp_path / "steps.pdf"
    printing.save_booklet_to(path)
    qtbot.waitUntil(path.exists, timeout=60_000)
    assert pages(path.read_bytes()) == len(session.state.trace.steps)
    qtbot.waitUntil(lambda: str(path) in window.views.notice.text)
    assert not list(tmp_path.glob(".nnviz-*"))


def test_a_page_of_the_booklet_is_the_moment_it_names(window, session):
    state = replace(session.state, chain=None)
    last = len(state.trace.steps) - 1
    made = sheet(window, state, Position(last, 1.0))
    session.seek_step(last, 1.0)
    QApplication.processEvents()
    assert made.sentence == Catalogue("en").translate(window.stage.scene.sentence)


def test_a_window_that_closes_stops_the_booklet(qtbot, window, printing, tmp_path):
    printing.save_booklet_to(tmp_path / "steps.pdf")
    window.close()
    qtbot.wait(50)
    assert not (tmp_path / "steps.pdf").exists()


@pytest.mark.parametrize("paper", [(297.0, 210.0), (279.4, 215.9)], ids=["A4", "Letter"])
def test_words_are_as_large_on_paper_that_stands_as_on_paper_that_lies(window, session, paper):
    long, short = paper
    compose = window.presenter.scene_for_paper
    lying, standing = (
        sheet_of(session.state, compose, ratio) for ratio in (long / short, short / long)
    )
    assert (lying.width, standing.width) == (WIDTH, UPRIGHT)
    assert lying.width / lying.height == pytest.approx(long / short)
    assert standing.width / standing.height == pytest.approx(short / long)
    pixel_mm = long / lying.width, short / standing.width
    assert pixel_mm[1] == pytest.approx(pixel_mm[0], rel=0.15)
