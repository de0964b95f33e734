"""A step at a moment becomes a picture: ``compose(step, alpha, options) -> Scene``.

A view under ``nnviz/scene/steps`` says which matrices, signs and lights there are; the page and
an arrangement give them places; here they become primitives. Nothing is remembered between two
calls except layouts and digit widths, which are functions of their inputs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from nnviz.engine.message import Message, message
from nnviz.engine.step import Step
from nnviz.engine.writing import formula
from nnviz.scene.blocks import Block, matrix, scales
from nnviz.scene.comparing.difference import with_other
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.figures import Figures
from nnviz.scene.folding import foldings
from nnviz.scene.highlights import bands, frames, ghosts, pointed
from nnviz.scene.layout.fit import Limits, filling_px, limits, number_px
from nnviz.scene.layout.formula import lines_of
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.lines import place_lines
from nnviz.scene.layout.page import LOWEST, Page, page
from nnviz.scene.layout.slots import Placement, Texts, readability
from nnviz.scene.layout.stack import place_stack
from nnviz.scene.narration import sentence, subtitle, title
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.picture import no_marks, presented
from nnviz.scene.presented.placing import common, legible, roomiest
from nnviz.scene.presented.sheet import screen_limits
from nnviz.scene.primitives import (
    Card,
    Formula,
    Label,
    MatrixBlock,
    Primitive,
    Rect,
    Role,
    Run,
)
from nnviz.scene.products.stage import flying, known_figures, product_moment, turned_over
from nnviz.scene.reveal import lit_range, progress
from nnviz.scene.samples.class_names import class_names
from nnviz.scene.samples.pictures import beside, pictured
from nnviz.scene.samples.tabs import with_tabs, with_verdict
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.scene import Scene
from nnviz.scene.shutters import shutters
from nnviz.scene.signs import stage_signs, with_remarks
from nnviz.scene.slotting import SIGN_SIZE, note_in, slots_of
from nnviz.scene.steps import view_of
from nnviz.scene.strip_curve import NEARLY, ROOMY_LINES, curve
from nnviz.scene.term_light import lit_terms
from nnviz.scene.what_if.before import with_former, with_pixels
from nnviz.scene.writing import room_of_letters, with_room

_DERIVED = message("Not computed in training; here is what it would be.")
_WORKED_LINES = 2
_ABOUT = 0.9
Line: TypeAlias = tuple[Run, ...]
# A second arrangement must be this much easier to read before it replaces the equation's line.
_CLEARER = 1.2
_CLEAR = 0.8
# A lower stage has one note at most, and none at all.
_LOW = (330.0, 290.0)


def compose(step: Step, alpha: float, options: ComposeOptions) -> Scene:
    """Return what is seen of ``step`` when the fraction ``alpha`` of its work is done.

    Raises:
        ShapeError: ``options.sample`` is no sample of a per-sample step.
    """
    if step.sample is not None and step.sample != options.sample:
        step = step.for_sample(options.sample)
    moment = moment_of(step, alpha, options)
    content = with_verdict(view_of(step, options).content(moment), step, options)
    content = with_other(with_former(content, moment), moment)
    content = with_room(content, options.notation)
    content = _within(with_remarks(content, moment), options.height)
    if options.presented:
        content, sheet, board, room, marks = presented(content, step, options)
    else:
        content, marks = _readable(content, step, options), no_marks
        sheet, board, room = _sheet(content, step, options)
    stage = staged(content, sheet, options)
    picture = pictured(content, stage.matrices, moment, sheet, room)
    primitives = (
        *heading(step, sheet, options, content.subtitle),
        *board,
        *bands(content, stage.matrices),
        *stage.matrices.values(),
        *shutters(content, stage.matrices),
        *stage.labels,
        *ghosts(content.ghosts, stage.matrices),
        *flying(content, stage.matrices),
        *frames(content.lights, stage.matrices),
        *pointed(content.blocks, stage.matrices, options),
        *class_names(content, step, stage.matrices, stage.labels, sheet, options),
        *with_pixels(picture.primitives, options),
        *picture.frames(options),
        *stage_signs(moment, stage.matrices, stage.labels, options),
        *marks(stage.matrices),
        *strip(content, moment, sheet),
    )
    words = content.said or sentence(step, content.told, options)
    return Scene(options.width, options.height, primitives, words, content.focus)


def _readable(content: Content, step: Step, options: ComposeOptions) -> Content:
    """Return the content; vectors whose numbers could not be read in lines that let them be.

    Of several numbers of lines the first is taken that makes them about as large as any other.
    """
    ways = list(foldings(content))
    if not ways or _number_size(content, step, options):
        return content
    sizes = [_number_size(way, step, options) for way in ways]
    best = max(sizes)
    return next(way for way, size in zip(ways, sizes, strict=True) if size >= _ABOUT * best)


def _number_size(content: Content, step: Step, options: ComposeOptions) -> float:
    """Return the size of the numbers in every matrix of a picture, 0 if one has none."""
    sheet, _, _ = _sheet(content, step, options)
    room = _room(content, sheet)
    known = [known_figures(block, options.digits) for block in content.blocks]
    placement = _placed(content, sheet, room, known)
    boxes = [b for b, i in zip(placement.boxes, content.items, strict=True) if isinstance(i, Block)]
    return min(
        _fits(block, box, found, room)
        for block, box, found in zip(content.blocks, boxes, known, strict=True)
    )


def _within(content: Content, height: float) -> Content:
    """Return the content without the notes that would leave no room to the matrices."""
    if height >= _LOW[0]:
        return content
    return replace(content, notes=content.notes[:1] if height >= _LOW[1] else ())


def _sheet(
    content: Content, step: Step, options: ComposeOptions
) -> tuple[Page, tuple[Primitive, ...], Rect | None]:
    """Return the page, with a taller strip for a graph where the matrices can spare the room."""
    lines = _worked_lines(options.height) + len(content.notes)
    plain = _sheet_of(content, step, options, lines)
    if content.plot is None:
        return plain
    least = NEARLY * readability(_placement(content, plain[0]))
    for wished in ROOMY_LINES:
        roomy = _sheet_of(content, step, options, max(wished, lines))
        if readability(_placement(content, roomy[0])) >= least:
            return roomy
    return plain


def _worked_lines(height: float) -> int:
    """Return how many lines of arithmetic the strip has."""
    return _WORKED_LINES if height >= LOWEST else 1


def _sheet_of(
    content: Content, step: Step, options: ComposeOptions, lines: int
) -> tuple[Page, tuple[Primitive, ...], Rect | None]:
    plotted = content.plot is not None
    sheet = page(
        options.width,
        options.height,
        lines,
        plotted,
        step.derived,
        options.projector,
        lines_of(formula(step.formula(options.orientation), options.notation)),
    )
    sheet, board = with_tabs(sheet, step, options)
    sheet, room = beside(content, sheet, options)
    return sheet, board, room


def moment_of(step: Step, alpha: float, options: ComposeOptions) -> Moment:
    """Return the moment of ``step`` at ``alpha``: how far it is and which cell is looked at."""
    view = view_of(step, options)
    if view.product:
        return product_moment(step, alpha, view, options)
    done = progress(alpha, view.work(step, options))
    for cell in (options.hovered, options.pinned):
        place = None if cell is None else view.locate(step, cell, options.orientation)
        if place is not None and place[0] * done.extent.cols + place[1] < done.done:
            one = slice(place[0], place[0] + 1), slice(place[1], place[1] + 1)
            return Moment(step, options, done, place, one, steered=True)
    place = done.cell
    lit = None if place is None else lit_range(place, done.extent, options.granularity)
    return Moment(step, options, done, place, lit)


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """The matrices of a picture by their ids, and the texts around them."""

    matrices: dict[str, MatrixBlock]
    labels: tuple[Label, ...]


def _room(content: Content, sheet: Page) -> Limits:
    if sheet.screen:
        return screen_limits(sheet)
    rows = max(block.shape[0] for block in content.blocks)
    cols = max(block.shape[1] for block in content.blocks)
    return limits(sheet.scale * sheet.larger, sheet.type.number, rows, cols)


def _placement(content: Content, sheet: Page) -> Placement:
    return _placed(content, sheet, _room(content, sheet))


def staged(content: Content, sheet: Page, options: ComposeOptions) -> Staged:
    """Return the matrices of a picture in their places on the page."""
    room = _room(content, sheet)
    known = [known_figures(block, options.digits) for block in content.blocks]
    placement = _placed(content, sheet, room, known)
    font = _font(content, placement, known, room)
    deepest = scales(content.blocks)
    blocks: dict[str, MatrixBlock] = {}
    labels: list[Label] = []
    numbers = iter(known)
    places = enumerate(zip(content.items, placement.boxes, placement.texts, strict=True))
    for place, (item, box, texts) in places:
        motion = placement.motion(place)
        if isinstance(item, Sign):
            labels += _sign(item, box, sheet, motion.strength, inside=bool(placement.motions))
            continue
        found = next(numbers)
        size = legible(_fits(item, motion.settled, found, room), item)
        shown = found.decimals if size else None
        seen = item.but(strength=item.strength * motion.strength)
        if seen.strength:
            number_size = size if item.own_size else common(font, item)
            made = matrix(seen, box, deepest[item.scale], shown, number_size or 12.0)
            blocks[item.id] = replace(made, shear=motion.shear) if any(motion.shear) else made
        if texts is not None and motion.words and item.strength:
            labels += _words(item, texts, sheet, motion.words)
    return Staged(blocks, turned_over(content, placement, blocks, tuple(labels)))


def _words(item: Block, texts: Texts, sheet: Page, strength: float) -> tuple[Label, Label]:
    """Return a matrix's label and the line under it."""
    fade = item.strength * strength
    return (
        Label(
            f"{item.id}.label",
            texts.label,
            item.label,
            sheet.type.symbol,
            align=texts.align,
            strength=fade,
        ),
        Label(
            f"{item.id}.shape",
            texts.note,
            note_in(item, sheet.type.note, texts.note.width),
            sheet.type.note,
            Role.MUTED,
            texts.align,
            strength=fade,
        ),
    )


def _placed(
    content: Content, sheet: Page, room: Limits, known: Sequence[Figures] = ()
) -> Placement:
    slots = slots_of(content, sheet)
    if sheet.screen:
        return roomiest(content, slots, known, sheet, room)
    if content.arrange is not None:
        return content.arrange(slots, sheet, room)
    line = place_line(slots, sheet, room)
    if readability(line) >= _CLEAR:
        return line
    if content.cut is None:
        other = place_stack(slots, sheet, room)
    else:
        other = place_lines(slots, content.cut, sheet, room)
    return other if readability(other) > _CLEARER * readability(line) else line


def _fits(block: Block, box: Rect, found: Figures, room: Limits) -> float:
    rows, cols = block.shape
    of_cell = filling_px if room.filled else number_px
    return of_cell(box.width / cols, box.height / rows, found.widest, room.number_px)


def _font(content: Content, placement: Placement, known: list[Figures], room: Limits) -> float:
    """Return the one size for the numbers of the whole picture, 0 where none can be read."""
    boxes = [
        placement.motion(place).settled
        for place, item in enumerate(content.items)
        if isinstance(item, Block)
    ]
    sizes = [
        _fits(block, box, found, room)
        for block, box, found in zip(content.blocks, boxes, known, strict=True)
    ]
    common = [s for s, b in zip(sizes, content.blocks, strict=True) if s and not b.own_size]
    return min(common, default=0.0)


def _sign(
    item: Sign, box: Rect, sheet: Page, strength: float, *, inside: bool
) -> tuple[Label, ...]:
    """Return a sign in the middle of its box, or ``inside`` it; none where it has faded out."""
    size, fade = sheet.type.symbol * SIGN_SIZE, item.strength * strength
    tall = min(size * 1.4, box.height if inside else max(box.height, size))
    middle = Rect(box.x, box.y + (box.height - tall) / 2, box.width, tall)
    label = Label(item.id, middle, item.runs, size, align="center", strength=fade)
    return (label,) if fade else ()


def heading(
    step: Step, sheet: Page, options: ComposeOptions, clause: Message | None = None
) -> tuple[Primitive, ...]:
    """Return title, clause and formula; ``clause`` replaces the op's own."""
    sizes = sheet.type
    phase = Role(step.phase.value)
    parts: list[Primitive] = [
        Label("title", sheet.title, (Run(title(step)),), sizes.title, phase, bold=True),
        Formula("formula", sheet.formula, step.formula(options.orientation), sizes.formula),
    ]
    if sheet.subtitle.height:
        words = (Run(clause or subtitle(step, options.orientation)),)
        parts.insert(1, Label("subtitle", sheet.subtitle, words, sizes.subtitle, Role.MUTED))
    if step.derived:
        run, size = (Run(_DERIVED),), min(sizes.note, sizes.subtitle)
        parts.append(Label("derived", sheet.remark, run, size, Role.MUTED, "right"))
    return tuple(parts)


def _in_lines(worked: tuple[Line, ...], count: int) -> tuple[Line, ...]:
    """Return arithmetic in so many lines: in one only the cell's name and the numbers."""
    if len(worked) <= count:
        return worked
    letters, numbers = worked[:2]
    equals = next((at for at, run in enumerate(letters) if "=" in str(run.text)), 0)
    return ((*letters[:equals], Run(" "), *numbers),)


def strip(content: Content, moment: Moment, sheet: Page) -> tuple[Primitive, ...]:
    """Return the card under the matrices: the arithmetic of a cell, notes, a graph."""
    step, sizes = moment.step, sheet.type
    parts: list[Primitive] = [Card("strip", sheet.strip)]
    worked: tuple[Line, ...] = ()
    if content.lines is not None:
        worked = content.lines
    elif content.told is not None:
        fraction = 1.0 if moment.steered else moment.progress.fraction
        chars = int(sheet.lines[0].width / (0.6 * sizes.line))
        chars = room_of_letters(chars, moment.options.notation)
        worked = scalar_lines(step, content.told, moment.options, fraction, chars)
    worked = lit_terms(worked, moment.options.attention, content.told)
    count = _worked_lines(moment.options.height)
    for place, runs in enumerate(_in_lines(worked[:_WORKED_LINES], count)):
        parts.append(Label(f"strip.{place}", sheet.lines[place], runs, sizes.line))
    for place, note in enumerate(content.notes, count):
        box = sheet.lines[place]
        parts.append(
            Label(
                f"strip.note.{place - count}",
                box,
                (Run(note),),
                sizes.line * 0.8,
                Role.MUTED,
            )
        )
    return (*parts, *curve(content, sheet, Role(step.phase.value)))
