"""Lines of text with raised and lowered pieces, italic letters and tabular numbers.

A line is laid out once per wording and size; drawing it is a few ``drawText`` calls.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnviz.engine.math_text import RAISED
from nnviz.engine.message import Message
from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.look import fonts
from nnviz.views.painting import accents

Translate: TypeAlias = Callable[[Message], str]
Words: TypeAlias = tuple[str, int, str, bool]  # text, script, style, bold

ASCENT = 0.76  # of the size: from the baseline to the top of a capital or a digit, and a little
DESCENT = 0.24
SCRIPT_SIZE = 0.68
RAISE = 0.40
LOWER = 0.20
_LIGHT = 0.16  # of the colour behind a lit run


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one face at one place; ``run`` is the index of the run they come from."""

    text: str
    font: QFont
    x: float
    y: float
    run: int


@dataclass(frozen=True, slots=True)
class Line:
    """A laid-out line: its pieces from the left end of the baseline."""

    pieces: tuple[Piece, ...]
    width: float
    ascent: float
    descent: float


def words(runs: Sequence[Run], translate: Translate, bold: bool = False) -> tuple[Words, ...]:
    """Return the runs as plain, hashable words in the language of ``translate``."""
    return tuple(
        (
            run.text if isinstance(run.text, str) else translate(run.text),
            run.script,
            run.style,
            run.bold or bold,
        )
        for run in runs
    )


# Lines of a few pictures, about 2 KiB each. Numbers make new lines all the time: a larger store
# would fill up for minutes without ever being asked.
@lru_cache(maxsize=1024)
def lay_out(line: tuple[Words, ...], size_px: float) -> Line:
    """Place every piece of a line; a lowered run after a raised one stands beneath it."""
    pieces: list[Piece] = []
    x = right = start = 0.0
    before = 0
    mathematical = False
    for index, (text, script, style, bold) in enumerate(line):
        # Indices in a line of mathematics stand in the face of its letters, upright.
        mathematical = mathematical or style == "math"
        face = "upright" if script and style == "text" and mathematical else style
        if not (script and before and script != before):
            start = x = right
        x = start
        for part, level in _levels(text, script):
            size = size_px * SCRIPT_SIZE if level else size_px
            y = {1: -RAISE, 0: 0.0, -1: LOWER}[level] * size_px
            for letters, font in _faces(part, face, size, bold):
                x = _set(pieces, letters, font, x, y, index)
        right = max(right, x)
        before = script
    raised = any(piece.y < 0 for piece in pieces)
    lowered = any(script < 0 for _, script, _, _ in line)
    return Line(
        tuple(pieces),
        right,
        max(ASCENT, RAISE + SCRIPT_SIZE * ASCENT if raised else 0.0) * size_px,
        max(DESCENT, LOWER + SCRIPT_SIZE * DESCENT if lowered else 0.0) * size_px,
    )


def _levels(text: str, script: int) -> Iterator[tuple[str, int]]:
    """Yield the stretches of a text; a script without small signs, such as ^[1], is raised."""
    if script or "^[" not in text:
        yield text, script
        return
    for place, part in enumerate(RAISED.split(text)):
        if part:
            yield (part.replace("ᵀ", "T"), 1) if place % 2 else (part, 0)


def _set(pieces: list[Piece], letters: str, font: QFont, x: float, y: float, run: int) -> float:
    """Add the pieces of letters in one face and return where the next ones stand."""
    for part, accent in accents.split(letters):
        pieces.append(Piece(part, font, x, y, run))
        if accent:
            right, up = accents.offset(part, accent, font)
            pieces.append(Piece(accent, font, x + right, y + up, run))
        x += advance(part, font)
    return x


def fit(line: tuple[Words, ...], size_px: float, width: float, height: float) -> Line:
    """Lay a line out at ``size_px``, or smaller where the box asks for it."""
    laid = lay_out(line, size_px)
    tall = laid.ascent + laid.descent
    shrink = min(width / laid.width if laid.width else 1.0, height / tall if tall else 1.0)
    if shrink >= 1.0:
        return laid
    # Pixel sizes are whole, so the rounded size may still be a little too wide.
    size = max(1.0, float(int(min(size_px, round(size_px)) * shrink)))
    return lay_out(line, size)


def place(line: Line, size_box: Rect, align: str) -> QPointF:
    """Return the left end of the baseline so that the line stands in the middle of its box."""
    spare = size_box.width - line.width
    x = size_box.x + {"left": 0.0, "center": spare / 2, "right": spare}[align]
    middle = size_box.y + size_box.height / 2
    plain = line.pieces[0].font.pixelSize() if line.pieces else 0.0
    baseline = middle + (ASCENT - DESCENT) / 2 * plain
    # Scripts reach further than the letters; keep them inside without moving plain lines.
    baseline = min(baseline, size_box.bottom - line.descent)
    return QPointF(x, max(baseline, size_box.y + line.ascent))


def draw(painter: QPainter, line: Line, at: QPointF, colors: Sequence[QColor]) -> None:
    """Draw a line from the left end of its baseline; ``colors`` has one for each run."""
    for piece in line.pieces:
        painter.setFont(piece.font)
        painter.setPen(colors[piece.run])
        painter.drawText(QPointF(at.x() + piece.x, at.y() + piece.y), piece.text)


def draw_runs(
    painter: QPainter,
    runs: Sequence[Run],
    box: Rect,
    size_px: float,
    color: Callable[[Role], QColor],
    translate: Translate,
    role: Role = Role.TEXT,
    align: str = "left",
    bold: bool = False,
) -> None:
    """Draw runs as one line in a box, smaller if they would not fit."""
    line = fit(words(runs, translate, bold), size_px, box.width, box.height)
    at = place(line, box, align)
    if any(run.lit for run in runs):
        _light(painter, line, at, runs, color(Role.SOURCE))
    draw(painter, line, at, [color(run.role or role) for run in runs])


def spans(line: Line) -> dict[int, tuple[float, float]]:
    """Return from where to where each run reaches on its line, by its index."""
    found: dict[int, tuple[float, float]] = {}
    for piece in line.pieces:
        right = piece.x + advance(piece.text, piece.font)
        first, last = found.get(piece.run, (piece.x, right))
        found[piece.run] = (min(first, piece.x), max(last, right))
    return found


def _light(painter: QPainter, line: Line, at: QPointF, runs: Sequence[Run], color: QColor) -> None:
    """Draw light behind the lit runs, one light for neighbours."""
    ground = QColor(color)
    ground.setAlphaF(_LIGHT)
    lights: list[list[float]] = []
    before = -2
    for index, (left, right) in spans(line).items():
        if not runs[index].lit:
            continue
        if index == before + 1 and lights:
            lights[-1][1] = max(lights[-1][1], right)
        else:
            lights.append([left, right])
        before = index
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(ground)
    for left, right in lights:
        top = at.y() - line.ascent - 1
        area = QRectF(at.x() + left - 3, top, right - left + 6, line.ascent + line.descent + 3)
        painter.drawRoundedRect(area, 4.0, 4.0)


@lru_cache(maxsize=2048)
def advance(text: str, font: QFont) -> float:
    """Return how far a text moves the pen, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def _faces(text: str, style: str, size: float, bold: bool) -> Iterator[tuple[str, QFont]]:
    if style == "number":
        yield text, fonts.drawn_number(size, bold)
    elif style == "math":
        yield math_letters(text), fonts.drawn_math(size)
    elif style == "upright":
        yield text, fonts.drawn_math(size)
    else:
        yield text, fonts.drawn_text(size, bold)


def math_letters(text: str) -> str:
    """Return the text with its Latin and small Greek letters in mathematical italic."""
    return "".join(_italic(char) for char in text)


def _italic(char: str) -> str:
    code = ord(char)
    if char == "h":  # its place in the italic alphabet was already taken by Planck's constant
        return "\u210e"
    for first, last, base in (
        ("A", "Z", 0x1D434),
        ("a", "z", 0x1D44E),
        ("α", "ω", 0x1D6FC),
        ("∂", "∂", 0x1D715),
    ):
        if first <= char <= last:
            return chr(base + code - ord(first))
    return char
