"""Large arrays as small pictures: a PNG whose colour is see-through where the value is zero."""

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnviz.engine.orientation import HostArray

SIDE = 88  # at most so many dots along a side; larger arrays are averaged in blocks
SHADES = 15  # on either side of zero; few, so that noise still compresses
POSITIVE, NEGATIVE, NOT_A_NUMBER = (0x2F, 0x74, 0xC2), (0xC6, 0x5C, 0x04), (0xC0, 0x20, 0xA0)
_LONG_SIDE, _SHORT_SIDE = 160, 10  # of the picture on the page, in CSS pixels


@dataclass(frozen=True, slots=True)
class Heat:
    """A picture as a data URI, its size on the page, and the cells (rows, cols) of one dot."""

    uri: str
    width: int
    height: int
    block: tuple[int, int]


def heat(table: HostArray) -> Heat:
    """Return the picture of a two-dimensional array, as it is displayed."""
    values = np.asarray(table, dtype=np.float64)
    block = (-(-values.shape[0] // SIDE), -(-values.shape[1] // SIDE))
    dots = _block_means(values, *block)
    height, width = dots.shape
    scale = max(1, _LONG_SIDE // max(dots.shape))
    encoded = base64.b64encode(_png(_palette_indices(dots))).decode("ascii")
    return Heat(
        f"data:image/png;base64,{encoded}",
        max(width * scale, _SHORT_SIDE),
        max(height * scale, _SHORT_SIDE),
        block,
    )


def top_of(values: HostArray) -> float:
    """Return the largest finite magnitude, which gets the full colour."""
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def level(value: float, top: float, levels: int) -> int:
    """Return how strongly a value is coloured: -levels to levels, 0 for zero and for NaN."""
    if top == 0 or np.isnan(value):
        return 0
    return round(max(-1.0, min(1.0, value / top)) * levels)


def _block_means(values: npt.NDArray[np.float64], rows: int, cols: int) -> HostArray:
    if rows == cols == 1:
        return values
    starts = [np.arange(0, n, k) for n, k in zip(values.shape, (rows, cols), strict=True)]
    with np.errstate(all="ignore"):
        sums = np.add.reduceat(np.add.reduceat(values, starts[0], axis=0), starts[1], axis=1)
    counts = [np.diff(np.append(start, n)) for start, n in zip(starts, values.shape, strict=True)]
    means: HostArray = sums / np.outer(*counts)
    return means


def _palette_indices(dots: HostArray) -> npt.NDArray[np.uint8]:
    """Return 0 for zero, 1… for positive, then negative shades, and the last for NaN."""
    top = top_of(dots)
    with np.errstate(all="ignore"):
        shades = np.rint(np.clip(dots / (top or 1.0), -1, 1) * SHADES)
    indices = np.where(shades < 0, SHADES - shades, shades)
    return np.where(np.isnan(dots), 2 * SHADES + 1, indices).astype(np.uint8)


def _png(indices: npt.NDArray[np.uint8]) -> bytes:
    """Return an image with a palette in which the strength of a colour is its opacity."""
    height, width = indices.shape
    strengths = [round(255 * k / SHADES) for k in range(1, SHADES + 1)]
    colors = bytes((0, 0, 0, *POSITIVE * SHADES, *NEGATIVE * SHADES, *NOT_A_NUMBER))
    lines = np.pad(indices, ((0, 0), (1, 0))).tobytes()  # each line starts with "no filter"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", colors),
            _chunk(b"tRNS", bytes((0, *strengths, *strengths, 255))),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
