"""A sample as the picture that it is, beside its numbers: pixel (r, c) is cell r·columns + c of X.

In a product the picture stands in the empty corner of the Falk arrangement, else it has the left
edge of the stage to itself. What is lit of X is lit in the picture too; while the first cell of a
product with one sample is made, each line of pixels goes over into the column as it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.message import Message, message
from nnviz.engine.step import StepKind
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Light, Moment
from nnviz.scene.highlights import frames, pointed
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import bracket, gap
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.primitives import (
    FloatArray,
    Highlight,
    Label,
    MatrixBlock,
    Primitive,
    Quantity,
    Rect,
    Role,
    Run,
)

PICTURE = "X.picture"
_CORNER_CELLS = 8  # from so many rows and columns on the corner is worth standing in
_EDGE_SHARE, _EDGE_MOST = 0.17, 190.0
_LEAST_SIDE = 24.0
_CLEAR = 3.0  # between the picture, which may be framed, and its words


@dataclass(frozen=True, slots=True, eq=False)
class Pictured:
    """The picture on its place: what is drawn, and itself as a block that can be lit."""

    primitives: tuple[Primitive, ...] = ()
    block: Block | None = None
    matrix: MatrixBlock | None = None
    lights: tuple[Light, ...] = ()

    def frames(self, options: ComposeOptions) -> tuple[Highlight, ...]:
        """Return the frames around its pixels: of what is lit and of what is pointed at."""
        if self.block is None or self.matrix is None:
            return ()
        placed = {self.block.id: self.matrix}
        return (*frames(self.lights, placed), *pointed([self.block], placed, options))


def wants_picture(content: Content, options: ComposeOptions) -> bool:
    """Say whether the samples are pictures and X is on the stage."""
    pictures = options.batch is not None and options.batch.image_shape is not None
    return pictures and any(block.name == "X" for block in content.blocks)


def beside(content: Content, sheet: Page, options: ComposeOptions) -> tuple[Page, Rect | None]:
    """Return the page with the room that a picture at the edge takes from it, and that room."""
    in_corner = _in_corner(content) and not options.presented
    if not wants_picture(content, options) or in_corner:
        return sheet, None
    body = sheet.body
    side = min(_EDGE_SHARE * body.width, _EDGE_MOST * sheet.scale, 0.7 * body.height)
    taken = side + 2 * gap(sheet)
    left = Rect(body.x, body.y, side, body.height)
    return replace(sheet, body=Rect(body.x + taken, body.y, body.width - taken, body.height)), left


def pictured(
    content: Content,
    placed: Mapping[str, MatrixBlock],
    moment: Moment,
    sheet: Page,
    room: Rect | None,
) -> Pictured:
    """Return the chosen sample's picture in its room, or in the corner of a product."""
    options = moment.options
    if not wants_picture(content, options):
        return Pictured()
    batch = options.batch
    assert batch is not None
    sample = min(options.sample, batch.count - 1)
    values = batch.picture(sample)
    assert values is not None
    column = next(block for block in content.blocks if block.name == "X")
    field = room or _corner(content, placed, sheet)
    rect = _rect(field, values.shape, 1.5 * sheet.type.note + _CLEAR)
    if min(rect.width, rect.height) < _LEAST_SIDE:
        return Pictured()
    shown = _block(values, sample)
    matrix = picture_block(PICTURE, values, sample, rect, placed[column.id].vmax)
    lights = _mirrored(content, column, shown, sample)
    flying = _flying(matrix, placed[column.id], moment)
    return Pictured((matrix, _caption(rect, field, moment, sample, sheet), *flying),
                    shown, matrix, lights)  # fmt: skip


def picture_block(
    block_id: str, values: FloatArray, sample: int, rect: Rect, vmax: float, name: str = "X"
) -> MatrixBlock:
    """Return a picture (height, width) of a sample's row of an array as a matrix without words."""
    return MatrixBlock(
        id=block_id,
        name=name,
        rect=rect,
        values=values,
        flipped=False,
        quantity=Quantity.DATA if name == "X" else Quantity.GRADIENT,
        vmax=vmax,
        decimals=None,
        revealed=values.size,
        brackets=False,
        stored_row=sample,
        picture=True,
    )


def caption(sample: int, label: str | None) -> Message:
    """Return what is written under a picture: which sample it is, and its class."""
    if label is None:
        return message("sample {sample}", sample=sample + 1)
    return message("sample {sample}: “{label}”", sample=sample + 1, label=label)


def _in_corner(content: Content) -> bool:
    if not content.falk:
        return False
    left, right = content.blocks[:2]
    return min(left.shape[1], right.shape[0]) >= _CORNER_CELLS


def _corner(content: Content, placed: Mapping[str, MatrixBlock], sheet: Page) -> Rect:
    """Return the empty corner above the left factor, as far up and down as the right one goes."""
    left, right = (placed[block.id].rect for block in content.blocks[:2])
    edge = bracket(sheet) + gap(sheet)
    end = right.x - edge
    return Rect(left.x, right.y, end - left.x, min(right.bottom, left.y - edge) - right.y)


def _rect(field: Rect, shape: tuple[int, ...], words: float) -> Rect:
    """Return the largest picture of this shape in a field, above its line of words.

    In the corner it stands at the right, next to its column; at the edge there is no other place.
    """
    height, width = shape
    pixel = max(min(field.width / width, (field.height - words) / height), 0.0)
    wide, tall = pixel * width, pixel * height
    top = field.y + (field.height - tall - words) / 2
    return Rect(field.right - wide, top, wide, tall)


def _block(values: FloatArray, sample: int) -> Block:
    return Block(
        PICTURE, "X", values, False, Quantity.DATA, (), "X", stored_row=sample, picture=True
    )


def _caption(rect: Rect, field: Rect, moment: Moment, sample: int, sheet: Page) -> Label:
    batch = moment.options.batch
    label = None if batch is None else batch.label(sample)
    wide = min(field.width, max(rect.width, 9 * sheet.type.note))
    box = Rect(rect.right - wide, rect.bottom + _CLEAR, wide, 1.5 * sheet.type.note)
    words = (Run(caption(sample, label)),)
    return Label(f"{PICTURE}.label", box, words, sheet.type.note, Role.MUTED, "center")


def _mirrored(content: Content, column: Block, shown: Block, sample: int) -> tuple[Light, ...]:
    """Return for every light on X the pixels that it falls on."""
    found: list[Light] = []
    for light in content.lights:
        if light.block != column.id:
            continue
        rows, cols = (light.cols, light.rows) if column.flipped else (light.rows, light.cols)
        stored = CellRange(
            "X", _shifted(rows, column.stored_row), _shifted(cols, column.stored_col)
        )
        pixels = shown.shown(stored)
        if pixels is not None:
            found.append(Light(shown.id, *pixels, light.role, light.strength))
    del sample
    return tuple(found)


def _shifted(part: slice, by: int) -> slice:
    return slice(part.start + by, part.stop + by)


def _flying(picture: MatrixBlock, column: MatrixBlock, moment: Moment) -> tuple[MatrixBlock, ...]:
    """Return the line of pixels that is on its way into the column, pixel by pixel."""
    progress = moment.progress
    begun = progress.focus == 0 and 0.0 < progress.fraction < 1.0 and not moment.steered
    alone = moment.options.one_sample and moment.step.kind is StepKind.MATMUL
    if not (begun and alone) or column.values.size != picture.values.size:
        return ()
    height, width = picture.shape
    line = min(int(progress.fraction * height), height - 1)
    way = _eased(progress.fraction * height - line)
    return tuple(_pixel(picture, column, line, place, way) for place in range(width))


def _pixel(
    picture: MatrixBlock, column: MatrixBlock, line: int, place: int, way: float
) -> MatrixBlock:
    start = picture.cell_rect(line, place)
    cell = line * picture.shape[1] + place
    end = column.cell_rect(cell, 0) if column.flipped else column.cell_rect(0, cell)
    rect = Rect(
        start.x + way * (end.x - start.x),
        start.y + way * (end.y - start.y),
        start.width + way * (end.width - start.width),
        start.height + way * (end.height - start.height),
    )
    value = picture.values[line : line + 1, place : place + 1]
    moving = picture_block(f"X.pixel.{place}", value, picture.stored_row, rect, picture.vmax)
    # Only a mark on its way: what is pointed at stands still beneath it.
    return replace(moving, name="")


def _eased(way: float) -> float:
    return float(np.clip(way * way * (3.0 - 2.0 * way), 0.0, 1.0))
