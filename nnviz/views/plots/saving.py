"""What is seen of a plot as a picture, and its numbers as a table."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from nnviz.app.sheet.writing import divider
from nnviz.engine.errors import FileError
from nnviz.engine.whole_file import write_whole
from nnviz.scene.numbers import exact_value
from nnviz.views.plots.page import Column

_RATIO = 2.0  # pixels of a picture for each of the screen, so that it can be printed


def picture(widget: QWidget) -> QImage:
    """Return what is seen, at twice the size."""
    image = QImage(widget.size() * _RATIO, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(_RATIO)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    return image


def png(widget: QWidget) -> bytes:
    """Return the picture as a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(widget).save(buffer, "PNG")  # type: ignore[call-overload]  # bytes, say its stubs
    buffer.close()
    return bytes(held.data())


def svg(widget: QWidget, title: str) -> bytes:
    """Return what is seen as an SVG file, made of lines and letters."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), widget.palette().window())
    widget.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    buffer.close()
    return bytes(held.data())


def table(columns: Sequence[Column], decimal: str = ".", between: str | None = None) -> str:
    """Return columns as CSV text: every number with all its digits, an empty cell for none.

    Cells are divided by ``between``, else as the decimal sign asks for.
    """
    between = between or divider(decimal)
    lines = [between.join(_quoted(name, between) for name, _ in columns)]
    texts = [
        [_cell(value, decimal) for value in np.asarray(values).tolist()] for _, values in columns
    ]
    lines += [between.join(row) for row in zip(*texts, strict=True)]
    return "\n".join(lines) + "\n"


def save(
    path: Path, widget: QWidget, columns: Sequence[Column], title: str, decimal: str = "."
) -> None:
    """Write what the ending of the name says: .png, .svg or .csv.

    Raises:
        FileError: it is none of these, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".png":
        write_whole(path, png(widget))
    elif ending == ".svg":
        write_whole(path, svg(widget, title))
    elif ending == ".csv":
        write_whole(path, table(columns, decimal).encode())
    else:
        raise FileError(
            "{path} cannot be saved: its name must end in .png, .svg or .csv.", path=str(path)
        )


def _cell(value: float, decimal: str) -> str:
    return "" if math.isnan(value) else exact_value(value).replace(".", decimal)


def _quoted(name: str, between: str) -> str:
    if between not in name and '"' not in name:
        return name
    return '"' + name.replace('"', '""') + '"'
