"""A matrix product in the way the person chose; every product op is seen through here."""

from dataclasses import replace

from nnviz.engine.message import Message, message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Flight, Light, Moment, Turning
from nnviz.scene.layout.product import ProductArrange
from nnviz.scene.narration import products as words
from nnviz.scene.narration import title
from nnviz.scene.primitives import Run
from nnviz.scene.products.growing import grown, term
from nnviz.scene.products.lines import lines_of, telling_cell, term_label, widest_term_label
from nnviz.scene.products.ways import Growth, growth, turning_input, way_of
from nnviz.scene.steps.equation import falk, numbered, sign
from nnviz.scene.steps.flying import APPEARS, LEAVES, flown, may_fly, smooth
from nnviz.scene.steps.lighting import product_lights

_LEFT_BEHIND = 0.5
_DIMMED = 0.35
_PALE_TERMS = 8


def product(
    moment: Moment, left: Block, right: Block, result: Block, notes: tuple[Message, ...] = ()
) -> Content:
    """Return left · right = result as far as it is made, in the way that is chosen."""
    way = way_of(moment.step, moment.options)
    if way == "falk":
        content = falk(moment, left, right, result, notes)
    elif way == "inline":
        content = _side_by_side(moment, left, right, result, notes)
    else:
        content = _by_terms(moment, left, right, result, notes)
    position = turning_input(moment.step, moment.orientation)
    content = replace(content, way=way, arrange=ProductArrange(way, position))
    return _turning(moment, content, (left, right))


def _side_by_side(
    moment: Moment, left: Block, right: Block, result: Block, notes: tuple[Message, ...]
) -> Content:
    items = numbered((left, sign("·"), right, sign("="), result))
    return Content(
        items,
        lights=product_lights(moment, left, right, result),
        notes=notes,
        focus=None if moment.cell is None else result.stored(*moment.cell),
    )


def _by_terms(
    moment: Moment, left: Block, right: Block, result: Block, notes: tuple[Message, ...]
) -> Content:
    way = way_of(moment.step, moment.options)
    now = growth(moment.step, way, moment.progress)
    shown = words.with_so_far(grown(result, left, right, now), way)
    added = _term(moment, now, left, right, result)
    notes = (*notes, words.group_note(now.group)) if now.group > 1 else notes
    clause = words.clause(way, left, right, result)
    content = Content((left, right, shown, added), notes=notes, subtitle=clause)
    if moment.steered and moment.cell is not None:
        lights = product_lights(moment, left, right, shown)
        return replace(content, lights=lights, focus=shown.stored(*moment.cell))
    if now.line is None:
        begun = message("{title}: {subtitle}.", title=title(moment.step), subtitle=clause)
        return replace(content, said=begun)
    told = telling_cell(now, result)
    return replace(
        content,
        lights=_lights(moment, now, left, right, shown),
        focus=shown.stored(*told),
        lines=lines_of(now, left, right, result, moment.options),
        said=words.growing(moment.step, now, left, right, result, moment.options),
        flight=_flight(moment, now, added, shown),
    )


def _term(moment: Moment, now: Growth, left: Block, right: Block, result: Block) -> Block:
    block = term(result, left, right, now)
    label = term_label(now, left, right, moment.options) if now.line is not None else ()
    strength = _term_strength(moment, now)
    # One of many terms is pale beside their sum: it has colours of its own.
    faint = now.inner > _PALE_TERMS and block.longest is not None
    return block.but(
        label=label,
        strength=strength,
        own_size=now.way == "outer",
        scale="term" if faint else block.scale,
        tone=block.longest if faint else None,
        room=(widest_term_label(now, left, right, moment.options), None),
    )


def _term_strength(moment: Moment, now: Growth) -> float:
    """Return how strongly the term stands in its place; 0 before the first and after the last."""
    if now.line is None or moment.progress.finished:
        return 0.0
    if now.landed:
        return _LEFT_BEHIND if _may_fly(moment, now) else 1.0
    if now.fraction < APPEARS:
        return max(smooth(now.fraction / APPEARS), 0.02)
    return 1.0 if now.fraction < LEAVES or not _may_fly(moment, now) else _LEFT_BEHIND


def _may_fly(moment: Moment, now: Growth) -> bool:
    rows, cols = moment.step.value.shape[0], moment.step.value.shape[-1]
    return may_fly(moment, now, rows * cols if now.way == "outer" else max(rows, cols))


def _flight(moment: Moment, now: Growth, added: Block, result: Block) -> Flight | None:
    if now.landed or now.fraction <= LEAVES or not _may_fly(moment, now):
        return None
    return Flight(added.id, result.id, *_line(now, result), flown(now))


def _line(now: Growth, result: Block) -> tuple[slice, slice]:
    """Return the cells of the result that the term is added to."""
    rows, cols = result.shape
    line = slice(now.line or 0, (now.line or 0) + 1)
    if now.way == "rows":
        return line, slice(0, cols)
    if now.way == "columns":
        return slice(0, rows), line
    return slice(0, rows), slice(0, cols)


def _lights(
    moment: Moment, now: Growth, left: Block, right: Block, result: Block
) -> tuple[Light, ...]:
    rows, cols = _line(now, result)
    wide = moment.options.granularity != "cell"
    terms = slice(0, now.inner) if wide and now.way != "outer" else now.terms
    return (
        Light(left.id, rows, terms),
        Light(right.id, terms, cols),
        Light(result.id, rows, cols),
    )


def _turning(moment: Moment, content: Content, factors: tuple[Block, Block]) -> Content:
    """Turn the factor that is written transposed; all else steps back for so long."""
    position = turning_input(moment.step, moment.orientation)
    if position is None or moment.turned >= 1.0:
        return content
    block = factors[position]
    before = _without_transpose(block.label)
    turning = Turning(block.id, moment.turned, before, moment.options.reduced_motion)
    dim = 1.0 - (1.0 - _DIMMED) * min(_ramp(moment.turned), _ramp(1.0 - moment.turned))
    items = tuple(
        item if item.id == block.id else replace(item, strength=item.strength * dim)
        for item in content.items
    )
    content = replace(content, items=items, turning=turning)
    if moment.turned <= 0:
        return content
    told = words.turning(before, block)
    return replace(content, said=told, lines=((Run(told),),))


def _without_transpose(label: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the label as it was before a raised T and perhaps brackets were put to it."""
    kept = label[:-1]
    return kept[1:-1] if kept[0].text == "(" and kept[-1].text == ")" else kept


def _ramp(part: float) -> float:
    return smooth(min(part / 0.15, 1.0))
