"""A matrix as an image of one pixel a cell; a large one is coloured anew only where it changed."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from nnviz.scene.primitives import MatrixBlock
from nnviz.views.painting.colors import STEPS, CellColors

_EMPTY = np.uint32(0)


def heat_map(
    block: MatrixBlock, colors: CellColors, rows: slice = slice(None), cols: slice = slice(None)
) -> QImage:
    """Return some rows and columns as an image of one pixel a cell; empty cells are transparent."""
    n_rows, n_cols = block.shape
    top, bottom, _ = rows.indices(n_rows)
    left, right, _ = cols.indices(n_cols)
    pixels = np.zeros((bottom - top, right - left), np.uint32)
    if block.down:
        filled = packed(colors)[places(block.values[rows, cols], block.vmax)]
        order = np.arange(left, right)[None, :] * n_rows + np.arange(top, bottom)[:, None]
        np.copyto(pixels, filled, where=order < block.revealed)
    else:
        # Only the rows that have begun: most of a large matrix may still be empty.
        whole, rest = divmod(min(block.revealed, n_rows * n_cols), n_cols)
        begun = min(max(whole + (rest > 0) - top, 0), bottom - top)
        values = block.values[top : top + begun, left:right]
        pixels[:begun] = packed(colors)[places(values, block.vmax)]
        if rest and top <= whole < bottom:
            pixels[whole - top, max(rest - left, 0) :] = _EMPTY
    high, wide = pixels.shape
    view = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return view.copy()  # the copy owns its memory; the view does not


def packed(colors: CellColors) -> npt.NDArray[np.uint32]:
    """Return the table of colours as opaque pixels, (2 * STEPS + 1,)."""
    red, green, blue = (colors.table[:, place].astype(np.uint32) for place in range(3))
    made = np.uint32(255 << 24) | (red << 16) | (green << 8) | blue
    return made.astype(np.uint32)


def places(values: npt.NDArray[np.floating], vmax: float) -> npt.NDArray[np.intp]:
    """Return what :meth:`CellColors.indices` does, in as few passes as a large array allows."""
    if vmax <= 0 or not values.size:
        return CellColors.indices(values, vmax)
    with np.errstate(all="ignore"):
        part = np.divide(values, vmax)
        np.clip(part, -1.0, 1.0, out=part)
    part *= STEPS
    np.rint(part, out=part)
    if np.isnan(part.sum()):
        np.nan_to_num(part, copy=False)
    part += STEPS
    index: npt.NDArray[np.intp] = part.astype(np.intp)
    return index
