"""A cell of a scene in words, for those who hear it."""

from nnviz.engine.math_text import MathText
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import CellRef, MatrixBlock
from nnviz.scene.scene import Scene


def spoken(scene: Scene, cell: CellRef, digits: int) -> Message | None:
    """Return what a cell is called, where it stands and what is in it; None if it is not there.

    The row and the column are those that are seen, from 1.
    """
    for block in reversed(scene.primitives):
        if not isinstance(block, MatrixBlock) or (place := block.place(cell)) is None:
            continue
        if not block.is_settled(*place):
            return message(
                "{name}, row {row}, column {column}: not computed yet",
                name=_name(block),
                row=place[0] + 1,
                column=place[1] + 1,
            )
        value = float(block.values[place])
        return message(
            "{name}, row {row} of {rows}, column {column} of {columns}: {value}",
            name=_name(block),
            row=place[0] + 1,
            rows=block.shape[0],
            column=place[1] + 1,
            columns=block.shape[1],
            value=format_value(value, decimals_for([value], digits)),
        )
    return None


def _name(block: MatrixBlock) -> MathText | Message:
    return plain(block.name) if block.called is None else block.called
