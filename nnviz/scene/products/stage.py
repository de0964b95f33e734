"""What moves over the stage of a product: the factor that turns over, the term that flies."""

from collections.abc import Mapping
from dataclasses import replace

from nnviz.engine.step import Step
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Flight, Moment, Turning
from nnviz.scene.figures import Figures, figures, longest
from nnviz.scene.geometry import Turn
from nnviz.scene.layout.fit import filling_px
from nnviz.scene.layout.slots import Placement
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Label, MatrixBlock, Rect, Run
from nnviz.scene.products.ways import CELL_BY_CELL, is_settled, looked_at, way_of
from nnviz.scene.reveal import lit_range, progress, turned
from nnviz.scene.steps.view import StepView
from nnviz.scene.symbols import shape_runs

FLIGHT = "term.flight"
_FADES = 0.8


def product_moment(step: Step, alpha: float, view: StepView, options: ComposeOptions) -> Moment:
    """Return the moment of a product in the way it is seen."""
    extent = view.work(step, options)
    done, way = progress(alpha, extent), way_of(step, options)
    for cell in (options.hovered, options.pinned):
        place = None if cell is None else view.locate(step, cell, options.orientation)
        if place is not None and is_settled(way, done, place):
            one = slice(place[0], place[0] + 1), slice(place[1], place[1] + 1)
            return Moment(step, options, done, place, one, steered=True)
    place, lit = looked_at(way, done), None
    if place is not None and way in CELL_BY_CELL:
        lit = lit_range(place, extent, options.granularity)
    return Moment(step, options, done, place, lit, turned=turned(alpha, extent))


def known_figures(block: Block, digits: int) -> Figures:
    """Return the decimals of a block and the room that its numbers take now and on its way."""
    found = figures(block.scope, digits)
    if block.longest is None:
        return found
    return Figures(found.decimals, max(found.widest, longest(block.longest, found.decimals)))


def turned_over(
    content: Content,
    placement: Placement,
    blocks: dict[str, MatrixBlock],
    labels: tuple[Label, ...],
) -> tuple[Label, ...]:
    """Set the matrix that turns over on its way, in ``blocks``, and return all labels with its own.

    Its words stay at its side, and say what it is at this moment.
    """
    turning = content.turning
    if turning is None or turning.block not in blocks or not placement.starts:
        return labels
    place = next(i for i, item in enumerate(content.items) if item.id == turning.block)
    start = placement.starts[place]
    if start is None:
        return labels
    block = blocks[turning.block]
    if not _legible(block, start):
        return labels  # a hall could not read it as it stands at first
    blocks[turning.block] = moved = _moved(block, start, turning)
    here = _around(moved)
    late = turning.fraction >= 0.5
    align = "" if placement.texts[place] is None else placement.texts[place].align  # type: ignore[union-attr]
    shown: list[Label] = []
    for label in labels:
        if label.id == f"{block.id}.label":
            words = label.runs if late else turning.before
            shown.append(_beside(label, words, block.rect, here, align, "label"))
        elif label.id == f"{block.id}.shape":
            words = label.runs if late else shape_runs(*block.shape[::-1])
            shown.append(_beside(label, words, block.rect, here, align, "note"))
        else:
            shown.append(label)
    return tuple(shown)


def _legible(block: MatrixBlock, start: Rect) -> bool:
    """Say whether a hall can read the numbers of a matrix that has not turned yet."""
    if not block.least_px or block.decimals is None:
        return True
    rows, cols = block.shape[::-1]
    characters = longest(block.values, block.decimals)
    found = filling_px(start.width / cols, start.height / rows, characters, block.font_px)
    return found >= block.least_px


def _moved(block: MatrixBlock, start: Rect, turning: Turning) -> MatrixBlock:
    if not turning.jump:
        return replace(block, turn=Turn(start, turning.fraction))
    half = abs(1.0 - 2.0 * turning.fraction)
    faded = replace(block, strength=max(half, 0.02))
    return faded if turning.fraction >= 0.5 else replace(faded, turn=Turn(start, 0.0))


def _around(block: MatrixBlock) -> Rect:
    """Return the box that a turning matrix takes: on the way from the one to the other."""
    u, start, end = block.turn.fraction, block.turn.start, block.rect
    if u >= 1.0:
        return end
    return Rect(
        start.x + (end.x - start.x) * u, start.y + (end.y - start.y) * u,
        start.width + (end.width - start.width) * u,
        start.height + (end.height - start.height) * u,
    )  # fmt: skip


def _beside(
    label: Label, words: tuple[Run, ...], rest: Rect, here: Rect, align: str, part: str
) -> Label:
    """Move a label along with the matrix at whose side it stands."""
    down = (here.y + here.height / 2) - (rest.y + rest.height / 2)
    across = {
        "right": here.x - rest.x,
        "left": here.right - rest.right,
        "center": (here.x + here.width / 2) - (rest.x + rest.width / 2),
    }.get(align, 0.0)
    if align == "center":
        down = here.y - rest.y if part == "label" else here.bottom - rest.bottom
    box = Rect(label.box.x + across, label.box.y + down, label.box.width, label.box.height)
    return replace(label, box=box, runs=words)


def flying(content: Content, placed: Mapping[str, MatrixBlock]) -> tuple[MatrixBlock, ...]:
    """Return the copy of the term that is on its way to the cells it is added to."""
    flight = content.flight
    if flight is None or flight.source not in placed:
        return ()
    source, target = _part(placed[flight.source], flight), placed[flight.target]
    end = target.range_rect(flight.rows, flight.cols)
    return (_flown(source, end, target.font_px, flight),)


def _part(source: MatrixBlock, flight: Flight) -> MatrixBlock:
    if flight.part is None:
        return source
    values = source.values[flight.part]
    rect = source.range_rect(*flight.part)
    return replace(
        source, name=f"{source.name}.term", rect=rect, values=values, revealed=values.size,
        unsettled=values.size,
    )  # fmt: skip


def _flown(source: MatrixBlock, end: Rect, font_px: float, flight: Flight) -> MatrixBlock:
    u, start = flight.fraction, source.rect
    rect = Rect(
        start.x + (end.x - start.x) * u, start.y + (end.y - start.y) * u,
        start.width + (end.width - start.width) * u,
        start.height + (end.height - start.height) * u,
    )  # fmt: skip
    size = source.font_px + (font_px - source.font_px) * u
    # It fades as it arrives: what stands there is the sum, not the term.
    seen = 1.0 - max((u - _FADES) / (1.0 - _FADES), 0.0)
    return replace(source, id=FLIGHT, rect=rect, font_px=size, strength=seen, brackets=False)
