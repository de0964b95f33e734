"""Gates that shut: from what a view says to what is drawn over the cells of a matrix."""

from collections.abc import Mapping

import numpy as np

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Shutter
from nnviz.scene.gates import Gates
from nnviz.scene.primitives import FloatArray, MatrixBlock


def shutter(moment: Moment, block: Block, gate: FloatArray, decided: int) -> Shutter:
    """Return which cells of ``block`` are shut: those of the first ``decided`` with a gate of 0.

    The cell in the making shuts by the fraction of its work that is done.
    """
    order = np.arange(gate.size).reshape(gate.shape)
    shut = gate == 0
    progress = moment.progress
    place, fraction = progress.cell, progress.fraction
    underway = place is not None and progress.focus is not None and progress.focus >= progress.done
    if not underway or place is None or not shut[place]:
        return Shutter(block.id, shut & (order < decided))
    if moment.options.reduced_motion:
        fraction = 1.0 if decided > progress.done else 0.0
    return Shutter(block.id, shut & (order < progress.done), place, min(2.0 * fraction, 1.0))


def shutters(content: Content, placed: Mapping[str, MatrixBlock]) -> tuple[Gates, ...]:
    """Return the shutters over the cells of their matrix."""
    shut = content.shutter
    if shut is None or shut.block not in placed:
        return ()
    if shut.moving is None and not shut.closed.any():
        return ()
    block = placed[shut.block]
    return (Gates(f"{block.id}.gates", block.rect, shut.closed, shut.moving, shut.fraction),)
