"""A part of a picture's matrices, with all that is lit, shut or on its way in that part."""

from collections.abc import Mapping
from dataclasses import replace

from nnviz.engine.message import Message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Flight, Light, Shutter, Sign
from nnviz.scene.presented.axes import Axes, Axis
from nnviz.scene.primitives import Highlight, MatrixBlock, Rect, Role
from nnviz.scene.what_if.former import UNCHANGED

Windows = Mapping[Axis, slice]
Part = tuple[slice, slice]

_BAR, _OFF = 0.13, 0.10  # of a bar that says which part is seen, in text sizes
_LEAST_BAR = 3.0


def cropped(content: Content, axes: Axes, windows: Windows) -> Content:
    """Return the content with only the cells inside the windows of their axes."""
    parts = _parts(content, axes, windows)
    if not parts:
        return content
    items = tuple(
        item if isinstance(item, Sign) or item.id not in parts else _block(item, parts[item.id])
        for item in content.items
    )
    lights = _lights(content.lights, parts)
    return replace(
        content,
        items=items,
        lights=lights,
        falk=content.falk and len(lights) == len(content.lights),
        ghosts=_lights(content.ghosts, parts),
        shutter=_shutter(content.shutter, parts),
        flight=_flight(content.flight, parts),
    )


def bars(
    content: Content, axes: Axes, windows: Windows, placed: Mapping[str, MatrixBlock]
) -> tuple[Highlight, ...]:
    """Return beside each matrix of which a part is seen bars that say which: as in a scroll bar."""
    found: list[Highlight] = []
    for block in content.blocks:
        part = _parts(content, axes, windows).get(block.id)
        shown = placed.get(block.id)
        if part is None or shown is None or shown.strength < 1.0 or any(shown.shear):
            continue
        found += _bars(shown, part, block.shape)
    return tuple(found)


def _bars(shown: MatrixBlock, part: Part, whole: tuple[int, int]) -> list[Highlight]:
    thick = max(_BAR * shown.font_px, _LEAST_BAR)
    off, rect = max(_OFF * shown.font_px, 2.0), shown.rect
    down = Rect(rect.right + off, rect.y, thick, rect.height)
    across = Rect(rect.x, rect.bottom + off, rect.width, thick)
    found: list[Highlight] = []
    for name, track, cells, count in (
        ("rows", down, part[0], whole[0]),
        ("columns", across, part[1], whole[1]),
    ):
        if cells.stop - cells.start == count:
            continue
        found += [
            Highlight(f"part.{name}.{shown.id}.all", track, Role.MUTED, "band", 2.0),
            Highlight(
                f"part.{name}.{shown.id}", _along(track, cells, count), Role.PINNED, "band", 5.0
            ),
        ]
    return found


def _along(track: Rect, cells: slice, count: int) -> Rect:
    first, size = cells.start / count, (cells.stop - cells.start) / count
    if track.width > track.height:
        return Rect(track.x + first * track.width, track.y, size * track.width, track.height)
    return Rect(track.x, track.y + first * track.height, track.width, size * track.height)


def _parts(content: Content, axes: Axes, windows: Windows) -> dict[str, Part]:
    """Return the rows and columns that are kept of each matrix of which some are not."""
    found: dict[str, Part] = {}
    for block in content.blocks:
        if block.id not in axes:
            continue
        rows, cols = (
            windows.get(axis, slice(0, count))
            for axis, count in zip(axes[block.id], block.shape, strict=True)
        )
        if (rows.stop - rows.start, cols.stop - cols.start) != block.shape:
            found[block.id] = rows, cols
    return found


def _block(block: Block, part: Part) -> Block:
    rows, cols = part
    values = block.values[rows, cols]
    revealed = block.values.size if block.revealed is None else block.revealed
    settled = _known(block, part, revealed - block.unsettled)
    known = _known(block, part, revealed)
    down, right = (cols.start, rows.start) if block.flipped else (rows.start, cols.start)
    former = block.former
    if former is not UNCHANGED:
        former = replace(former, values=former.values[rows, cols])
    return block.but(
        values=values,
        whole=block.scope,
        stored_row=block.stored_row + down,
        stored_col=block.stored_col + right,
        revealed=known,
        unsettled=known - settled,
        former=former,
        note=_note(block),
        room=None if block.room is None else (block.room[0], _note(block)),
    )


def _note(block: Block) -> Message:
    """Return the shape of the whole matrix: the bars say that a part of it is seen."""
    rows, cols = block.shape
    return Message("{rows} × {cols}", {"rows": rows, "cols": cols})


def _known(block: Block, part: Part, revealed: int) -> int:
    """Return how many cells of a part are among the first so many of the whole matrix."""
    rows, cols = part[::-1] if block.down else part
    across = block.shape[0] if block.down else block.shape[1]
    whole, rest = divmod(revealed, across)
    wide = int(cols.stop - cols.start)
    count = int(min(max(whole - rows.start, 0), rows.stop - rows.start)) * wide
    if rows.start <= whole < rows.stop:
        count += min(max(rest - cols.start, 0), wide)
    return count


def _inside(cells: slice, window: slice) -> slice | None:
    """Return which of some cells are in a window, counted from where it begins."""
    first, last = max(cells.start, window.start), min(cells.stop, window.stop)
    return slice(first - window.start, last - window.start) if first < last else None


def _lights(lights: tuple[Light, ...], parts: Mapping[str, Part]) -> tuple[Light, ...]:
    found: list[Light] = []
    for light in lights:
        part = parts.get(light.block)
        if part is None:
            found.append(light)
            continue
        rows, cols = _inside(light.rows, part[0]), _inside(light.cols, part[1])
        if rows is not None and cols is not None:
            found.append(replace(light, rows=rows, cols=cols))
    return tuple(found)


def _shutter(shutter: Shutter | None, parts: Mapping[str, Part]) -> Shutter | None:
    part = None if shutter is None else parts.get(shutter.block)
    if shutter is None or part is None:
        return shutter
    rows, cols = part
    moving = shutter.moving
    if moving is not None:
        row, col = moving[0] - rows.start, moving[1] - cols.start
        seen = moving[0] in range(rows.start, rows.stop) and col in range(cols.stop - cols.start)
        moving = (row, col) if seen else None
    return replace(shutter, closed=shutter.closed[rows, cols], moving=moving)


def _flight(flight: Flight | None, parts: Mapping[str, Part]) -> Flight | None:
    """Return a flight between what is seen of both matrices, None where it would leave that."""
    if flight is None:
        return None
    target, source = parts.get(flight.target), parts.get(flight.source)
    rows, cols = flight.rows, flight.cols
    if target is not None:
        inner = _inside(rows, target[0]), _inside(cols, target[1])
        if inner[0] is None or inner[1] is None:
            return None
        rows, cols = inner[0], inner[1]
    part = flight.part
    if part is not None and source is not None:
        kept = _inside(part[0], source[0]), _inside(part[1], source[1])
        if kept[0] is None or kept[1] is None:
            return None
        part = kept[0], kept[1]
    return replace(flight, rows=rows, cols=cols, part=part)
