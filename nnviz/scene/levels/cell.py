"""One cell, huge, with the cells that it is made of beside it and its sum worked out.

A sum of products stands as a table: both factors and their products, term under term, and the sum
they come to. Other arithmetic shows the cells that go in; a number that was given shows where it
goes.
"""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.expression import Product, Ref, Sum
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import HostArray, to_storage
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.scene.blocks import Block, array_block
from nnviz.scene.compose import heading, moment_of, staged
from nnviz.scene.content import Content, Light, Sign
from nnviz.scene.figures import figures
from nnviz.scene.highlights import frames, pointed
from nnviz.scene.layout.fit import number_px
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.table import around, table
from nnviz.scene.narration import sentence
from nnviz.scene.numbers import format_value
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.presented.sheet import sheet_for
from nnviz.scene.primitives import Card, CellRef, Label, MatrixBlock, Primitive, Role, Run
from nnviz.scene.quantity import quantity
from nnviz.scene.ranges import blocks as ranges
from nnviz.scene.reveal import progress
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.scene import Scene
from nnviz.scene.steps import view_of
from nnviz.scene.symbols import runs
from nnviz.scene.what_if.before import remembering
from nnviz.scene.what_if.former import UNCHANGED
from nnviz.scene.worked import Worked, work_out

TERMS = "terms"
_LINES = 2
_FAR = 0.75  # what is made of a cell steps back behind it
_MOST_GROUPS = 4  # arrays, or cells of one, that stand beside a cell
_HUGE, _HUGEST_PX = 0.34, 60.0  # of the cell's height, its number; and no more than that


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """The cell that is looked at: who made it, and how far that is; ``step`` None: it was given."""

    trace: Trace
    cell: CellRef
    step: Step | None
    fraction: float  # 1: it is there; below: so much of its sum has grown
    options: ComposeOptions
    step_index: int  # of the step on the stage


def compose_cell(
    trace: Trace, step_index: int, alpha: float, cell: CellRef | None, options: ComposeOptions
) -> Scene:
    """Return one cell from close by; None takes the one that the step is making."""
    now = _subject(trace, step_index, alpha, cell, options)
    terms = _terms(now)
    content = _table(now, terms) if terms is not None else _beside(now)
    here = now.step or trace.steps[step_index]
    derived = now.step is not None and now.step.derived
    sheet = sheet_for(options, _LINES, derived=derived)
    stage = staged(content, sheet, options)
    matrices = {name: _sized(item, now) for name, item in stage.matrices.items()}
    primitives = (
        *_heading(now, here, sheet),
        *matrices.values(),
        *stage.labels,
        *frames(content.lights, matrices),
        *pointed(content.blocks, matrices, options),
        *_strip(now, sheet),
    )
    return Scene(options.width, options.height, primitives, _sentence(now), now.cell)


def _subject(
    trace: Trace, step_index: int, alpha: float, cell: CellRef | None, options: ComposeOptions
) -> _Subject:
    plain = replace(options, hovered=None, pinned=None, source_cells=(), target_cells=())
    here = _for_sample(trace.steps[step_index], options)
    moment = moment_of(here, alpha, plain)
    focus = view_of(here, plain).content(moment).focus
    if cell is None or cell == focus:
        fraction = moment.progress.fraction if focus is not None else 0.0
        found = focus or cell or _first(here, plain)
        return _Subject(trace, found, here, fraction, options, step_index)
    maker = trace.maker(cell.name)
    if maker is None:
        return _Subject(trace, cell, None, 1.0, options, step_index)
    maker = _for_sample(maker, options)
    fraction = 1.0
    if maker.index > step_index:
        fraction = 0.0
    elif maker.index == step_index:
        view = view_of(here, plain)
        place = view.locate(here, cell, options.orientation)
        done = progress(alpha, view.work(here, plain))
        settled = place is None or place[0] * done.extent.cols + place[1] < done.done
        fraction = 1.0 if settled else 0.0
    return _Subject(trace, cell, maker, fraction, options, step_index)


def _for_sample(step: Step, options: ComposeOptions) -> Step:
    return step if step.sample is None else step.for_sample(options.sample)


def _first(step: Step, options: ComposeOptions) -> CellRef:
    """Return the first cell that a step will make."""
    row, col = to_storage(step.output, step.value.ndim, 0, 0, options.orientation)
    if options.one_sample or step.sample is not None:
        row = min(options.sample, len(step.value) - 1) if step.value.ndim > 1 else row
    return CellRef(step.output, row, col)


@dataclass(frozen=True, slots=True)
class _Terms:
    """A sum of products of two cells each, in order."""

    left: tuple[Ref, ...]
    right: tuple[Ref, ...]


def _terms(now: _Subject) -> _Terms | None:
    """Return the terms of a sum of products, None where the cell is made in another way."""
    worked = _worked(now)
    if worked is None:
        return None
    expression = worked.explanation.expression
    terms = expression.terms if isinstance(expression, Sum) else (expression,)
    pairs = [_pair(term) for term in terms]
    if any(pair is None for pair in pairs):
        return None
    left, right = zip(*(pair for pair in pairs if pair is not None), strict=True)
    if len({ref.name for ref in left}) > 1 or len({ref.name for ref in right}) > 1:
        return None
    return _Terms(tuple(left), tuple(right)) if len(pairs) > 1 else None


def _pair(term: object) -> tuple[Ref, Ref] | None:
    match term:
        case Product((Ref() as left, Ref() as right)):
            return left, right
        case _:
            return None


def _worked(now: _Subject) -> Worked | None:
    options = now.options
    if now.step is None:
        return None
    return work_out(now.step, now.cell, options.orientation, options.digits)


def _table(now: _Subject, terms: _Terms) -> Content:
    """Return the factors, their products and the sum."""
    left, right = _line(now, terms.left, "left"), _line(now, terms.right, "right")
    products = np.array([[a.value * b.value for a, b in zip(terms.left, terms.right, strict=True)]])
    count = products.shape[1]
    grown = count if now.fraction >= 1.0 else int(np.ceil(now.fraction * count))
    orientation = now.options.orientation
    names = terms.left[0].name, terms.right[0].name
    symbols = tuple(runs(name, orientation) for name in names)
    called = message("{left} ⊙ {right}", left=plain(names[0]), right=plain(names[1]))
    label = (*symbols[0], Run(" ⊙ "), *symbols[1])
    made = Block(
        TERMS, TERMS, products, False, quantity(now.cell.name), label, TERMS, revealed=grown,
        note=Message("{count} term", plural="{count} terms", count=count), called=called,
    )  # fmt: skip
    sum_so_far = float(products[0, :grown].sum()) if now.fraction < 1.0 else None
    big = _big(now, sum_so_far)
    items = (left, right, made, Sign("sign.sum", (Run("Σ ="),)), big)
    lights: tuple[Light, ...] = ()
    if grown and now.fraction < 1.0:
        one = slice(grown - 1, grown)
        lights = tuple(Light(b.id, slice(0, 1), one) for b in (left, right, made))
    return Content(items, lights=lights, focus=now.cell, arrange=table)


def _line(now: _Subject, refs: tuple[Ref, ...], side: str) -> Block:
    """Return cells of one array in a line, as they stand in their terms."""
    found = ranges((ref.name, _stored_row(now, ref), ref.col) for ref in refs)
    if refs[0].name in now.trace and len(found) == 1:
        block = _lying(_window(now, found[0]))
        if block.values.size == len(refs):
            return block
    values = np.array([[ref.value for ref in refs]])
    label = runs(refs[0].name, now.options.orientation)
    return Block(f"{side}.{refs[0].name}", refs[0].name, values, False, quantity(refs[0].name),
                 label, refs[0].name)  # fmt: skip


def _stored_row(now: _Subject, ref: Ref) -> int:
    return ref.row if ref.sample is None else ref.sample


def _window(now: _Subject, cells: CellRange) -> Block:
    """Return the block of some stored cells, with digits and colours of the whole array."""
    orientation = now.options.orientation
    array = _of_the_sample(now, cells.name)
    whole = array_block(cells.name, array, orientation)
    place = whole.shown(cells)
    assert place is not None
    rows, cols = place
    stored = whole.stored(rows.start, cols.start)
    block = whole.but(
        values=whole.values[rows, cols],
        whole=whole.values,
        stored_row=stored.row,
        stored_col=stored.col,
        note=_where(whole, rows, cols),
        revealed=None if _is_made(now, cells.name) else 0,
    )
    before = now.options.before
    if before is None or array is not now.trace[cells.name]:
        return block
    was = array_block(cells.name, before[cells.name], orientation)
    return remembering(block, was.but(values=was.values[rows, cols], whole=was.values))


def _of_the_sample(now: _Subject, name: str) -> HostArray:
    """Return an array; what a sample makes by itself the trace holds of the first one only."""
    maker = now.trace.maker(name)
    if maker is None or maker.sample is None or name != maker.output:
        return now.trace[name]
    return _for_sample(maker, now.options).value


def _is_made(now: _Subject, name: str) -> bool:
    """Say whether an array is complete at this moment, or the one that is being made."""
    maker = now.trace.maker(name)
    return maker is None or maker.index <= now.step_index


def _where(whole: Block, rows: slice, cols: slice) -> Message | None:
    n_rows, n_cols = whole.shape
    one_row, one_col = rows.stop - rows.start == 1, cols.stop - cols.start == 1
    if one_row and one_col and n_rows > 1 and n_cols > 1:
        return message("row {row}, column {col}", row=rows.start + 1, col=cols.start + 1)
    if one_row and n_rows > 1:
        return message("row {row}", row=rows.start + 1)
    if one_col and n_cols > 1:
        return message("column {col}", col=cols.start + 1)
    return None


def _lying(block: Block) -> Block:
    """Return a column as a line, so that its cells stand under those that they meet."""
    if block.shape[1] > 1 or block.shape[0] == 1:
        return block
    former = block.former
    if former is not UNCHANGED:
        former = replace(former, values=former.values.T)
    return block.but(values=block.values.T, flipped=not block.flipped, former=former)


def _big(now: _Subject, sum_so_far: float | None) -> Block:
    """Return the cell itself."""
    name, orientation = now.cell.name, now.options.orientation
    label = runs(name, orientation, now.cell.row, now.cell.col)
    array = _array(now)
    own = np.array([[_value(now, array)]])
    block = Block(name, name, own, False, quantity(name), label, name, own_size=True)
    if name in now.trace:
        block = _window(now, CellRange.of(now.cell)).but(label=label, own_size=True)
    if now.fraction >= 1.0:
        return block.but(revealed=None)
    if sum_so_far is None or now.fraction <= 0.0:
        return block.but(revealed=0)
    return block.but(values=np.array([[sum_so_far]]), revealed=1, unsettled=1)


def _array(now: _Subject) -> HostArray:
    if now.step is not None and now.cell.name in {now.step.output, *now.step.also}:
        step = now.step
        return step.value if now.cell.name == step.output else step.also[now.cell.name]
    return now.trace[now.cell.name]


def _value(now: _Subject, array: HostArray) -> float:
    rows = np.atleast_2d(array)
    return float(rows[min(now.cell.row, len(rows) - 1), now.cell.col])


def _beside(now: _Subject) -> Content:
    """Return the cell with what goes in on its left, or with where it goes on its right."""
    worked = _worked(now)
    big = _big(now, None)
    arrow = Sign("sign.to", (Run("→"),))
    if worked is not None:
        found = ranges(
            (s.name, _sample_row(now, s.name, s.row), s.col) for s in worked.explanation.sources
        )
        sources = _some(now, found)
        return Content((*sources, arrow, big) if sources else (big,), focus=now.cell,
                       arrange=around if sources else None)  # fmt: skip
    used = tuple(
        CellRange(target.name, target.rows, target.cols)
        for target in now.trace.targets(now.cell.name, now.cell.row, now.cell.col)
        if target.sample in {None, now.options.sample}
    )
    targets = _some(now, used[:2], given=False)
    return Content((big, arrow, *targets) if targets else (big,), focus=now.cell,
                   arrange=around if targets else None)  # fmt: skip


def _sample_row(now: _Subject, name: str, row: int) -> int:
    step = now.step
    if step is not None and step.sample is not None and now.trace[name].ndim > 1:
        return step.sample
    return row


def _some(now: _Subject, found: tuple[CellRange, ...], *, given: bool = True) -> list[Block]:
    """Return the blocks of some cells, the first few of them."""
    made: dict[str, Block] = {}
    for cells in found:
        if cells.name in made or cells.name == now.cell.name or cells.name not in now.trace:
            continue
        block = _window(now, cells)
        made[cells.name] = block if given else block.but(strength=_FAR)
    return list(made.values())[:_MOST_GROUPS]


def _sized(item: MatrixBlock, now: _Subject) -> MatrixBlock:
    """Write the number of the cell itself as large as the cell."""
    if item.name != now.cell.name or item.values.size != 1:
        return item
    known = figures(_array(now), now.options.digits)
    chars = max(known.widest, 4)
    size = number_px(
        item.rect.width, item.rect.height, chars, min(item.rect.height * _HUGE, _HUGEST_PX)
    )
    return replace(item, decimals=known.decimals, font_px=size)


def _heading(now: _Subject, here: Step, sheet: Page) -> tuple[Primitive, ...]:
    if now.step is not None:
        return heading(now.step, sheet, now.options)
    sizes = sheet.type
    symbol = runs(now.cell.name, now.options.orientation, now.cell.row, now.cell.col)
    role = Role(here.phase.value)
    return (
        Label("title", sheet.title, symbol, sizes.title, role, bold=True),
        Label("subtitle", sheet.subtitle, (Run(_GIVEN),), sizes.subtitle, Role.MUTED),
    )


_GIVEN = message("it was there before this step; to the right is what is made of it")


def _strip(now: _Subject, sheet: Page) -> tuple[Primitive, ...]:
    parts: list[Primitive] = [Card("strip", sheet.strip)]
    if now.step is None:
        known = figures(_array(now), now.options.digits)
        written = format_value(_value(now, _array(now)), known.decimals)
        symbol = runs(now.cell.name, now.options.orientation, now.cell.row, now.cell.col)
        line = (*symbol, Run(" = "), Run(written, style="number"))
        return (*parts, Label("strip.0", sheet.lines[0], line, sheet.type.line))
    chars = int(sheet.lines[0].width / (0.6 * sheet.type.line))
    fraction = now.fraction if now.fraction > 0.0 else 1e-9
    lines = scalar_lines(now.step, now.cell, now.options, fraction, chars)
    for place, line in enumerate(lines[: 1 if now.fraction <= 0.0 else _LINES]):
        parts.append(Label(f"strip.{place}", sheet.lines[place], line, sheet.type.line))
    return tuple(parts)


def _sentence(now: _Subject) -> Message:
    if now.step is None:
        symbol = "".join(
            run.text if isinstance(run.text, str) else run.text.english()
            for run in runs(now.cell.name, now.options.orientation, now.cell.row, now.cell.col)
        )
        return message("{symbol} was there before this step.", symbol=symbol)
    return sentence(now.step, now.cell if now.fraction >= 1.0 else None, now.options)
