"""The input layer of the map as the picture that the sample is, and how the loss hangs on it.

∂L/∂X is no step of training (no weight is learnt from it), and making it one would lengthen every
trace. It is worked out here, for one sample, once δ¹ is on the stage, and said to be derived.
"""

from dataclasses import replace

from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.engine.shares import input_gradient
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.scene.blocks import Block, magnitude
from nnviz.scene.highlights import pointed
from nnviz.scene.map.layout import Column
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Label, MatrixBlock, Primitive, Quantity, Rect, Role, Run
from nnviz.scene.samples.pictures import picture_block

PICTURE, GRADIENT = "input.picture", "input.gradient"
_APART = 96.0
_WORDS = 112.0
_HEADROOM = 1.4


def input_picture(
    trace: Trace,
    step: Step,
    column: Column,
    shape: tuple[int, int],
    sample: int,
    pointed_at: tuple[CellRef | None, CellRef | None],
    text_px: float,
) -> tuple[Primitive, ...]:
    """Return the picture of a sample in its column, and ∂L/∂X beside it once δ¹ is there.

    ``pointed_at`` are the hovered and the pinned cell; their pixels are framed.
    """
    assert column.picture is not None
    pixels = trace["X"][sample].reshape(shape)
    top = magnitude(trace["X"]) * _HEADROOM or 1.0
    matrices = [picture_block(PICTURE, pixels, sample, column.picture, top)]
    found: list[Primitive] = []
    beside = _beside(column)
    if beside is not None and _signal_is_there(trace, step):
        slope = input_gradient(trace["dZ1"], trace["W1"], sample).reshape(shape)
        deepest = magnitude(slope) or 1.0
        matrices.append(_gradient(slope, sample, beside, deepest))
        found.append(_words(column, beside, text_px))
    return (*matrices, *found, *_frames(matrices, pointed_at))


def _gradient(slope: HostArray, sample: int, rect: Rect, deepest: float) -> MatrixBlock:
    block = picture_block(GRADIENT, slope, sample, rect, deepest, "dX")
    # Its pixels are those of X: pointing at one asks about that input.
    return replace(block, name="X")


def _signal_is_there(trace: Trace, step: Step) -> bool:
    maker = trace.maker("dZ1") if "dZ1" in trace else None
    return maker is not None and step.index > maker.index


def _beside(column: Column) -> Rect | None:
    picture = column.picture
    assert picture is not None
    apart = max(_APART, picture.width + 24.0)
    rect = Rect(picture.x - apart, picture.y, picture.width, picture.height)
    left = min(rect.x, rect.x + (rect.width - _WORDS) / 2)
    return rect if left >= 0 else None


def _words(column: Column, beside: Rect, text_px: float) -> Label:
    left, line = beside.x + (beside.width - _WORDS) / 2, column.caption
    box = Rect(left, line.y, min(_WORDS, line.x - left), line.height)
    text = message("{symbol}, derived", symbol="∂L/∂X")
    return Label(f"{GRADIENT}.label", box, (Run(text),), text_px, Role.BACKWARD, "center")


def _frames(
    matrices: list[MatrixBlock], pointed_at: tuple[CellRef | None, CellRef | None]
) -> tuple[Primitive, ...]:
    options = ComposeOptions(1.0, 1.0, hovered=pointed_at[0], pinned=pointed_at[1])
    blocks = [
        Block(
            matrix.id, matrix.name, matrix.values, False, Quantity.DATA, (), "X",
            stored_row=matrix.stored_row, picture=True,
        )
        for matrix in matrices
    ]  # fmt: skip
    return pointed(blocks, {matrix.id: matrix for matrix in matrices}, options)
