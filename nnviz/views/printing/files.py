"""A sheet as PNG, SVG and PDF, and on a printer."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from nnviz.engine.errors import FileError
from nnviz.engine.whole_file import write_whole
from nnviz.views.printing.sheet import Sheet, paint

A4_RATIO = 297.0 / 210.0
_SCALE = 2.0  # pixels of an image for each of the sheet: 240 dots per inch on A4
_DPI = 1200


def image(sheet: Sheet) -> QImage:
    """Return a sheet as pixels."""
    made = QImage(QSize(round(sheet.width * _SCALE), round(sheet.height * _SCALE)),
                  QImage.Format.Format_RGB32)  # fmt: skip
    painter = QPainter(made)
    painter.scale(_SCALE, _SCALE)
    paint(painter, sheet, vector=False)
    painter.end()
    return made


def png(sheet: Sheet) -> bytes:
    """Return a sheet as a PNG file."""
    buffer = _buffer()
    image(sheet).save(buffer, "PNG")  # type: ignore[call-overload]  # bytes, say its stubs
    return _content(buffer)


def svg(sheet: Sheet) -> bytes:
    """Return a sheet as an SVG file, made of lines and letters."""
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(round(sheet.width), round(sheet.height)))
    generator.setViewBox(QRectF(0, 0, sheet.width, sheet.height))
    generator.setTitle(sheet.title)
    generator.setDescription(sheet.sentence)
    painter = QPainter(generator)
    paint(painter, sheet, vector=True)
    painter.end()
    return _content(buffer)


def pdf(sheet: Sheet) -> bytes:
    """Return a sheet as a PDF file of one page, A4 across."""
    buffer = _buffer()
    writer = pdf_writer(buffer, sheet.title)
    painter = QPainter(writer)
    put_on_page(painter, writer, sheet)
    painter.end()
    return _content(buffer)


def pdf_writer(device: QIODevice, title: str) -> QPdfWriter:
    """Return what writes PDF pages, A4 across, without margins of its own."""
    writer = QPdfWriter(device)
    writer.setTitle(title)
    writer.setCreator("nnviz")
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF()
        )
    )
    return writer


def put_on_page(painter: QPainter, device: QPagedPaintDevice, sheet: Sheet) -> None:
    """Draw a sheet as large as the present page allows."""
    painter.save()
    scale = min(device.width() / sheet.width, device.height() / sheet.height)
    painter.scale(scale, scale)
    paint(painter, sheet, vector=True)
    painter.restore()


def print_on(printer: QPrinter, make: Callable[[float], Sheet]) -> bool:
    """Print the sheet that ``make`` returns for the paper's shape; say whether that has begun."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    put_on_page(painter, printer, make(printer.width() / max(printer.height(), 1)))
    return painter.end()


FORMATS: Mapping[str, Callable[[Sheet], bytes]] = MappingProxyType(
    {".png": png, ".svg": svg, ".pdf": pdf}
)


def save(path: Path, sheet: Sheet) -> None:
    """Write what the ending of the name says.

    Raises:
        FileError: it is none of the known ones, or the file cannot be written.
    """
    make = FORMATS.get(path.suffix.lower())
    if make is None:
        raise FileError(
            "{path} cannot be saved: its name must end in {suffixes}.",
            path=str(path),
            suffixes=", ".join(FORMATS),
        )
    write_whole(path, make(sheet))


def _buffer() -> QBuffer:
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    return made


def _content(buffer: QBuffer) -> bytes:
    buffer.close()
    return bytes(buffer.data().data())
