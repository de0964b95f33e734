"""A step at a moment becomes a picture: ``compose(step, alpha, options) -> Scene``.

A view under ``nnviz/scene/steps`` says which matrices, signs and lights there are; the page and
an arrangement give them places; here they become primitives. Nothing is remembered between two
calls except layouts and digit widths, which are functions of their inputs.
"""

from dataclasses import dataclass

from nnviz.engine.message import message
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block, matrix, scales
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.figures import Figures, figures
from nnviz.scene.highlights import bands, frames, ghosts, pointed
from nnviz.scene.layout import Placement, Slot, readability
from nnviz.scene.layout_falk import place_falk
from nnviz.scene.layout_fit import Limits, limits, number_px, text_width
from nnviz.scene.layout_line import place_line
from nnviz.scene.layout_lines import place_lines
from nnviz.scene.layout_page import Page, page
from nnviz.scene.layout_stack import place_stack
from nnviz.scene.narration import sentence, subtitle, title
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import (
    Card,
    Curve,
    Formula,
    Label,
    MatrixBlock,
    Primitive,
    Rect,
    Role,
    Run,
)
from nnviz.scene.reveal import lit_range, progress
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.scene import Scene
from nnviz.scene.steps import VIEWS
from nnviz.scene.symbols import shape_runs

_DERIVED = message("Not computed in training; here is what it would be.")
_WORKED_LINES = 2
# A second arrangement must be this much easier to read before it replaces the equation's line.
_CLEARER = 1.2
_CLEAR = 0.8
_SIGN_SIZE = 1.3


def compose(step: Step, alpha: float, options: ComposeOptions) -> Scene:
    """Return what is seen of ``step`` when the fraction ``alpha`` of its work is done.

    Raises:
        ShapeError: ``options.sample`` is no sample of a per-sample step.
    """
    if step.sample is not None and step.sample != options.sample:
        step = step.for_sample(options.sample)
    moment = moment_of(step, alpha, options)
    content = VIEWS[step.kind].content(moment)
    lines = _WORKED_LINES + len(content.notes)
    plotted = content.plot is not None
    sheet = page(options.width, options.height, lines, plotted, step.derived, options.projector)
    stage = _stage(content, sheet, options)
    primitives = (
        *_heading(step, sheet, options),
        *bands(content, stage.matrices),
        *stage.matrices.values(),
        *stage.labels,
        *ghosts(content.ghosts, stage.matrices),
        *frames(content.lights, stage.matrices),
        *pointed(content.blocks, stage.matrices, options),
        *_strip(content, moment, sheet),
    )
    words = sentence(step, content.told, options)
    return Scene(options.width, options.height, primitives, words, content.focus)


def moment_of(step: Step, alpha: float, options: ComposeOptions) -> Moment:
    """Return the moment of ``step`` at ``alpha``: how far it is and which cell is looked at."""
    view = VIEWS[step.kind]
    done = progress(alpha, view.extent(step, options.orientation))
    for cell in (options.hovered, options.pinned):
        place = None if cell is None else view.locate(step, cell, options.orientation)
        if place is not None and place[0] * done.extent.cols + place[1] < done.done:
            one = slice(place[0], place[0] + 1), slice(place[1], place[1] + 1)
            return Moment(step, options, done, place, one, steered=True)
    place = done.cell
    lit = None if place is None else lit_range(place, done.extent, options.granularity)
    return Moment(step, options, done, place, lit)


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    matrices: dict[str, MatrixBlock]
    labels: tuple[Label, ...]


def _stage(content: Content, sheet: Page, options: ComposeOptions) -> _Stage:
    rows = max(block.shape[0] for block in content.blocks)
    cols = max(block.shape[1] for block in content.blocks)
    room = limits(sheet.scale, sheet.type.number, rows, cols)
    placement = _placed(content, sheet, room)
    known = [figures(block.values, options.digits) for block in content.blocks]
    font = _font(content, placement, known, room)
    deepest = scales(content.blocks)
    blocks: dict[str, MatrixBlock] = {}
    labels: list[Label] = []
    numbers = iter(known)
    for item, box, texts in zip(content.items, placement.boxes, placement.texts, strict=True):
        if isinstance(item, Sign):
            labels.append(_sign(item, box, sheet))
            continue
        found = next(numbers)
        size = _fits(item, box, found, room)
        shown = found.decimals if size else None
        blocks[item.id] = matrix(item, box, deepest[item.scale], shown, font or 12.0)
        if texts is not None:
            labels += [
                Label(
                    f"{item.id}.label",
                    texts.label,
                    item.label,
                    sheet.type.symbol,
                    align=texts.align,
                    strength=item.strength,
                ),
                Label(
                    f"{item.id}.shape",
                    texts.note,
                    _note(item),
                    sheet.type.note,
                    Role.MUTED,
                    texts.align,
                    strength=item.strength,
                ),
            ]
    return _Stage(blocks, tuple(labels))


def _placed(content: Content, sheet: Page, room: Limits) -> Placement:
    slots = tuple(_slot(item, sheet) for item in content.items)
    if content.falk:
        return place_falk(slots, sheet, room)
    line = place_line(slots, sheet, room)
    if readability(line) >= _CLEAR:
        return line
    if content.cut is None:
        other = place_stack(slots, sheet, room)
    else:
        other = place_lines(slots, content.cut, sheet, room)
    return other if readability(other) > _CLEARER * readability(line) else line


def _slot(item: Block | Sign, sheet: Page) -> Slot:
    if isinstance(item, Sign):
        return Slot(0, 0, runs_width(item.runs, sheet.type.symbol * _SIGN_SIZE) + 4.0)
    label = runs_width(item.label, sheet.type.symbol) + 8.0
    return Slot(*item.shape, label, runs_width(_note(item), sheet.type.note) + 8.0)


def _note(block: Block) -> tuple[Run, ...]:
    return shape_runs(*block.shape) if block.note is None else (Run(block.note),)


def runs_width(runs: tuple[Run, ...], size_px: float) -> float:
    """Return a generous estimate of how wide a line of runs is drawn."""
    total = 0.0
    for run in runs:
        text = run.text if isinstance(run.text, str) else run.text.english()
        total += text_width(text, size_px * (0.72 if run.script else 1.0))
    return total


def _fits(block: Block, box: Rect, found: Figures, room: Limits) -> float:
    rows, cols = block.shape
    return number_px(box.width / cols, box.height / rows, found.widest, room.number_px)


def _font(content: Content, placement: Placement, known: list[Figures], room: Limits) -> float:
    """Return the one size for the numbers of the whole picture, 0 where none can be read."""
    boxes = [
        box
        for box, item in zip(placement.boxes, content.items, strict=True)
        if isinstance(item, Block)
    ]
    sizes = [
        _fits(block, box, found, room)
        for block, box, found in zip(content.blocks, boxes, known, strict=True)
    ]
    return min((size for size in sizes if size), default=0.0)


def _sign(item: Sign, box: Rect, sheet: Page) -> Label:
    size = sheet.type.symbol * _SIGN_SIZE
    tall = size * 1.4
    middle = Rect(box.x, box.y + (box.height - tall) / 2, box.width, tall)
    return Label(item.id, middle, item.runs, size, align="center", strength=item.strength)


def _heading(step: Step, sheet: Page, options: ComposeOptions) -> tuple[Primitive, ...]:
    sizes = sheet.type
    phase = Role(step.phase.value)
    parts: list[Primitive] = [
        Label("title", sheet.title, (Run(title(step)),), sizes.title, phase, bold=True),
        Label(
            "subtitle",
            sheet.subtitle,
            (Run(subtitle(step, options.orientation)),),
            sizes.subtitle,
            Role.MUTED,
        ),
        Formula("formula", sheet.formula, step.formula(options.orientation), sizes.formula),
    ]
    if step.derived:
        run = (Run(_DERIVED),)
        parts.append(Label("derived", sheet.remark, run, sizes.note, Role.MUTED, "right"))
    return tuple(parts)


def _strip(content: Content, moment: Moment, sheet: Page) -> tuple[Primitive, ...]:
    step, sizes = moment.step, sheet.type
    parts: list[Primitive] = [Card("strip", sheet.strip)]
    worked: tuple[tuple[Run, ...], ...] = ()
    if content.told is not None:
        fraction = 1.0 if moment.steered else moment.progress.fraction
        chars = int(sheet.lines[0].width / (0.6 * sizes.line))
        worked = scalar_lines(step, content.told, moment.options, fraction, chars)
    for place, runs in enumerate(worked[:_WORKED_LINES]):
        parts.append(Label(f"strip.{place}", sheet.lines[place], runs, sizes.line))
    for place, note in enumerate(content.notes, _WORKED_LINES):
        box = sheet.lines[place]
        parts.append(
            Label(
                f"strip.note.{place - _WORKED_LINES}",
                box,
                (Run(note),),
                sizes.line * 0.8,
                Role.MUTED,
            )
        )
    if content.plot is not None and sheet.plot is not None:
        parts.append(_curve(content, sheet.plot, Role(step.phase.value)))
    return tuple(parts)


def _curve(content: Content, box: Rect, role: Role) -> Curve:
    plot = content.plot
    assert plot is not None
    low, high = float(plot.ys.min()), float(plot.ys.max())
    pad = 0.12 * ((high - low) or 1.0)
    return Curve(
        "strip.curve",
        box,
        plot.xs,
        plot.ys,
        (float(plot.xs[0]), float(plot.xs[-1])),
        (min(low, 0.0) - pad, max(high, 0.0) + pad),
        role,
        plot.point,
        plot.slope,
    )
