"""Frames and bands of light: the cell in the making, what makes it, and what is pointed at."""

from collections.abc import Mapping

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Light
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.primitives import Highlight, MatrixBlock, Rect, Role

_BAND_STRENGTH = 0.5
_GHOST_FRAME = 0.45


def frames(lights: tuple[Light, ...], placed: Mapping[str, MatrixBlock]) -> tuple[Highlight, ...]:
    """Return a frame around the cells of every light."""
    found: dict[str, Highlight] = {}
    for light in lights:
        name = f"{light.mark or 'focus'}.{light.block}"
        if name in found:
            name = f"term.{light.block}"
        rect = placed[light.block].range_rect(light.rows, light.cols)
        found[name] = Highlight(name, rect, light.role, strength=light.strength)
    return tuple(found.values())


def ghosts(lights: tuple[Light, ...], placed: Mapping[str, MatrixBlock]) -> tuple[Highlight, ...]:
    """Return a tinted, finely framed veil over the cells on which another matrix is laid."""
    found: list[Highlight] = []
    for light in lights:
        rect = placed[light.block].range_rect(light.rows, light.cols)
        found += [
            Highlight(f"ghost.{light.block}", rect, light.role, "band", light.strength),
            Highlight(f"ghost.{light.block}.frame", rect, light.role, strength=_GHOST_FRAME),
        ]
    return tuple(found)


def bands(content: Content, placed: Mapping[str, MatrixBlock]) -> tuple[Highlight, ...]:
    """Return the light that runs from the lit row and the lit column to where they meet."""
    if not content.falk or not content.lights:
        return ()
    row, column, cell = (
        placed[light.block].range_rect(light.rows, light.cols) for light in content.lights[:3]
    )
    across = Rect(row.right, cell.y, cell.x - row.right, cell.height)
    down = Rect(cell.x, column.bottom, cell.width, cell.y - column.bottom)
    if across.width <= 0 or down.height <= 0:
        return ()  # the two do not meet in this arrangement
    return (
        Highlight("band.row", across, Role.FOCUS, "band", _BAND_STRENGTH),
        Highlight("band.column", down, Role.FOCUS, "band", _BAND_STRENGTH),
    )


def pointed(
    blocks: list[Block], placed: Mapping[str, MatrixBlock], options: ComposeOptions
) -> tuple[Highlight, ...]:
    """Return frames for the hovered and the pinned cell, their sources and their targets."""
    wanted: list[tuple[str, CellRange, Role]] = [
        *((f"source.{i}", cells, Role.SOURCE) for i, cells in enumerate(options.source_cells)),
        *((f"target.{i}", cells, Role.TARGET) for i, cells in enumerate(options.target_cells)),
    ]
    if options.pinned is not None:
        wanted.append(("pinned", CellRange.of(options.pinned), Role.PINNED))
    if options.hovered is not None and options.hovered != options.pinned:
        wanted.append(("hovered", CellRange.of(options.hovered), Role.FOCUS))
    return tuple(
        Highlight(f"{label}.{block.id}", placed[block.id].range_rect(*cells), role)
        for label, stored, role in wanted
        for block in blocks
        if block.id in placed  # one that has faded out is not there
        if (cells := block.shown(CellRange(*stored))) is not None
    )
