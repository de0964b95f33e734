"""How large cells can be: bands of columns (or rows) that share one length of the stage."""

from dataclasses import dataclass
from functools import lru_cache

# Digits of the monospaced number font are about this wide for a size of one pixel.
_DIGIT = 0.61
_SMALLEST_NUMBER_PX = 9.0
_FILLED = 0.78  # of the height of a cell may be its smallest number
# A band never gets thinner than this, however many cells its neighbours have.
_LEAST_BAND = 26.0
_WIDEST = 2.6  # times as wide as high may a cell be
_PADDING, _WIDE_PADDING = 7.0, 0.07  # beside the number of a filled cell, also as a share of it
_HIGH = 0.88  # of a filled cell is its number
_FEW_ROWS = {1: 1.4, 2: 1.2}
_FEW_COLS = 8
# Of the text face, for a size of one pixel; what is not listed is at most as wide as usual.
_ADVANCES = {
    **dict.fromkeys(" .,·ilIjf", 0.29),
    **dict.fromkeys("()/rt1", 0.47),
    **dict.fromkeys("mwMW", 0.95),
    **dict.fromkeys("→⊙…", 1.0),
}
_USUAL, _WIDE = 0.66, 1.05


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest a cell may be on this page, in pixels.

    ``aspect`` is how many times as wide as high a cell may be; a ``filled`` cell is taken by its
    number as far as it goes.
    """

    cell_width: float
    cell_height: float
    number_px: float
    filled: bool = False
    aspect: float = _WIDEST


def limits(scale: float, number_px: float, rows: int, cols: int) -> Limits:
    """Return the cell limits for a page of this scale.

    ``rows`` and ``cols`` are those of the tallest and of the widest matrix: a few cells alone on
    the stage may be larger.
    """
    grown = _FEW_ROWS.get(rows, 1.0) if cols <= _FEW_COLS else 1.0
    width, height = max(126.0 * scale, 60.0), max(70.0 * scale, 32.0)
    return Limits(width * grown, height * grown, number_px * (1.0 + grown) / 2)


@lru_cache(maxsize=512)
def share(counts: tuple[int, ...], length: float, largest: float) -> tuple[float, ...]:
    """Return the cell length of each band so that all bands together fit in ``length``.

    All cells are equally long, except that a band of few cells beside a very long one keeps a
    length that can be seen.
    """
    length = max(length, 1.0)
    cells: dict[int, float] = {}
    open_bands = set(range(len(counts)))
    while open_bands:
        left = length - sum(cells[i] * counts[i] for i in cells)
        size = min(largest, left / sum(counts[i] for i in open_bands))
        least = min(_LEAST_BAND, length / (2 * len(counts)))
        thin = [i for i in open_bands if size * counts[i] < min(least, largest * counts[i])]
        if not thin or len(thin) == len(open_bands):
            cells.update(dict.fromkeys(open_bands, size))
            break
        for i in thin:
            cells[i] = least / counts[i]
            open_bands.discard(i)
    return tuple(cells[i] for i in range(len(counts)))


def balanced(width: float, height: float, widest: float = _WIDEST) -> tuple[float, float]:
    """Keep a cell from becoming a sliver: bound its aspect as long as numbers may stand in it."""
    if height > 1.1 * width:
        height = max(1.1 * width, min(height, 14.0))
    if width > widest * height:
        width = max(widest * height, min(width, 44.0))
    return width, height


def number_px(cell_width: float, cell_height: float, characters: int, largest: float) -> float:
    """Return the text size at which ``characters`` fit in a cell, 0 where nobody could read it."""
    across = (cell_width - max(6.0, 0.14 * cell_width)) / (max(characters, 3) * _DIGIT)
    size = min(largest, across, cell_height * 0.52)
    if size < _SMALLEST_NUMBER_PX <= min(across, cell_height * _FILLED):
        size = _SMALLEST_NUMBER_PX  # a low cell is filled rather than left without its number
    return size if size >= _SMALLEST_NUMBER_PX else 0.0


def filling_px(cell_width: float, cell_height: float, characters: int, largest: float) -> float:
    """Return the text size at which ``characters`` fill a cell, 0 where nobody could read it."""
    padding = max(_PADDING, _WIDE_PADDING * cell_width)
    across = (cell_width - padding) / (max(characters, 1) * _DIGIT)
    size = min(largest, across, cell_height * _HIGH)
    return size if size >= _SMALLEST_NUMBER_PX else 0.0


def text_width(text: str, size_px: float) -> float:
    """Return a generous estimate of how wide ``text`` is drawn."""
    wide = sum(1 for sign in text if ord(sign) > 0x2E80)
    return (0.56 * (len(text) - wide) + 1.05 * wide) * size_px


def sign_width(text: str, size_px: float) -> float:
    """Return how wide an operator such as "− 0.1 ·" is drawn, so that it hugs what it holds."""
    return size_px * sum(
        _ADVANCES.get(sign, _WIDE if ord(sign) > 0x2E80 else _USUAL) for sign in text
    )
