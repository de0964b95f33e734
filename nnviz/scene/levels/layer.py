"""One layer with all its matrices: what goes in, W, b, Z and A, and beneath each its gradient."""

from dataclasses import dataclass, replace

from nnviz.engine.orientation import has_sample_axis, to_display
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.scene.blocks import Block, array_block
from nnviz.scene.compose import heading, moment_of, staged
from nnviz.scene.content import Arrange, Content, Light, Sign
from nnviz.scene.highlights import frames, pointed
from nnviz.scene.layout.fit import Limits
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts, gap, smallest_cell
from nnviz.scene.narration import activation_name, sentence
from nnviz.scene.options import ComposeOptions, Extent
from nnviz.scene.presented.sheet import sheet_for
from nnviz.scene.primitives import Rect, Run
from nnviz.scene.products.ways import PRODUCTS, reached
from nnviz.scene.reveal import progress
from nnviz.scene.samples.alone import one_of
from nnviz.scene.scene import Scene
from nnviz.scene.steps import view_of
from nnviz.scene.what_if.before import remembering

_NO_NOTE = 0.01  # the shape stands under the gradient, which has the same


@dataclass(frozen=True, slots=True, eq=False)
class _Now:
    """The moment at which a layer is seen."""

    trace: Trace
    step: Step
    alpha: float
    options: ComposeOptions


@dataclass(frozen=True, slots=True)
class _Column:
    """A matrix or a sign of the layer's equation, and the gradient beneath it."""

    top: Block | Sign
    below: Block | None = None


def compose_layer(
    trace: Trace, step_index: int, alpha: float, layer: int, options: ComposeOptions
) -> Scene:
    """Return a layer as it stands when the fraction ``alpha`` of a step's work is done."""
    step = trace.steps[step_index]
    if step.sample is not None:
        step = step.for_sample(options.sample)
    now = _Now(trace, step, alpha, options)
    moment = moment_of(step, alpha, options)
    usual = view_of(step, options).content(moment)
    columns = _columns(now, layer)
    items = (*(c.top for c in columns), *(c.below for c in columns if c.below is not None))
    content = Content(items, arrange=_arranged(columns), focus=usual.focus)
    sheet = sheet_for(options, 0, derived=step.derived)
    stage = staged(content, sheet, options)
    lights = _lights(now, content.blocks)
    tops = {column.top.id for column in columns if isinstance(column.top, Block)}
    labels = (label for label in stage.labels if label.id.removesuffix(".shape") not in tops)
    primitives = (
        *heading(step, sheet, options),
        *stage.matrices.values(),
        *labels,
        *frames(lights, stage.matrices),
        *pointed(content.blocks, stage.matrices, options),
    )
    words = usual.said or sentence(step, usual.told, options)
    return Scene(options.width, options.height, primitives, words, usual.focus)


def _columns(now: _Now, layer: int) -> list[_Column]:
    """Return the equation of a layer, in the order in which it is written."""
    textbook = now.options.orientation == "textbook"
    feed = _column(now, "X" if layer == 1 else f"A{layer - 1}")
    weights = _parameter(now, f"W{layer}", transposed=not textbook)
    found = [weights, feed] if textbook else [feed, weights]
    found.insert(1, _sign("times", "·"))
    if f"b{layer}" in now.trace:
        found += [_sign("plus", "+"), _parameter(now, f"b{layer}")]
    product = _latest(now, (f"P{layer}", f"Z{layer}"))
    found += [_sign("equals", "="), _column(now, product, f"dZ{layer}")]
    activation = now.trace.spec.layers[layer - 1].activation
    if activation != "linear":
        arrow = Sign("sign.activation", (Run(activation_name(activation)), Run(" →")))
        made = _latest(now, (f"Zshift{layer}", f"expZ{layer}", f"A{layer}"))
        found += [_Column(arrow), _column(now, made, f"dA{layer}")]
    if f"sumexp{layer}" in now.trace:
        # What each column of e^z adds up to, and is divided by.
        found += [_sign("sum", "Σ"), _Column(_block(now, f"sumexp{layer}"))]
    return found


def _sign(name: str, text: str) -> _Column:
    return _Column(Sign(f"sign.{name}", (Run(text),)))


def _latest(now: _Now, names: tuple[str, ...]) -> str:
    """Return the last of some names of one place whose making has begun, else the last."""
    begun = [
        name
        for name in names
        if name in now.trace
        and (maker := now.trace.maker(name)) is not None
        and maker.index <= now.step.index
    ]
    return begun[-1] if begun else names[-1]


def _column(
    now: _Now, name: str, gradient: str | None = None, *, transposed: bool = False
) -> _Column:
    below = gradient or f"d{name}"
    shown = below in now.trace and now.trace[below].shape == now.trace[name].shape
    return _Column(
        _block(now, name, transposed=transposed),
        _block(now, below, transposed=transposed) if shown else None,
    )


def _parameter(now: _Now, name: str, *, transposed: bool = False) -> _Column:
    """Return the column of a parameter: once it has been updated, the new one."""
    maker = now.trace.maker(f"{name}_new") if f"{name}_new" in now.trace else None
    updated = maker is not None and maker.index < now.step.index
    return _column(now, f"{name}_new" if updated else name, f"d{name}", transposed=transposed)


def _block(now: _Now, name: str, *, transposed: bool = False) -> Block:
    """Return the block of an array, as far as it is made."""
    array, options = now.trace[name], now.options
    block = array_block(name, array, options.orientation, transposed=transposed)
    if options.one_sample and has_sample_axis(name):
        block = one_of(block, array.ndim, min(options.sample, now.trace.n_samples - 1))
    block = block.but(revealed=_made(now, block, transposed=transposed))
    if options.before is None or name not in options.before:
        return block
    was = array_block(name, options.before[name], options.orientation, transposed=transposed)
    if options.one_sample and has_sample_axis(name):
        was = one_of(was, array.ndim, min(options.sample, now.trace.n_samples - 1))
    return remembering(block, was)


def _made(now: _Now, block: Block, *, transposed: bool) -> int:
    """Return how many shown cells of an array there are at this moment."""
    maker, size = now.trace.maker(block.name), block.values.size
    if maker is None or maker.index < now.step.index:
        return size
    if maker.index > now.step.index:
        return 0
    done, _ = _reached(now, block)
    # Written transposed its cells do not come line by line: it is there when all of it is.
    return done if not transposed or done == size else 0


def _reached(now: _Now, block: Block) -> tuple[int, tuple[int, int] | None]:
    """Return how many cells of what the step makes are there, and the one in the making."""
    rows, cols = block.shape
    if not _upright(now, block):
        rows, cols = cols, rows
    whole = Extent(rows, cols)
    if now.step.kind in PRODUCTS:
        return reached(now.step, now.alpha, whole, now.options)
    done = progress(now.alpha, whole)
    return done.done, done.cell


def _upright(now: _Now, block: Block) -> bool:
    """Say whether a matrix is not turned over."""
    ndim = now.trace[block.name].ndim
    return block.flipped == (to_display(block.name, ndim, 0, 1, now.options.orientation) == (1, 0))


def _lights(now: _Now, blocks: list[Block]) -> tuple[Light, ...]:
    """Return the light on the cell in the making, where its matrix is one of the layer's."""
    for block in blocks:
        if block.name == now.step.output and now.step.sample is None and _upright(now, block):
            place = _reached(now, block)[1]
            rows, cols = block.shape
            if place is not None and place[0] < rows and place[1] < cols:
                one = slice(place[0], place[0] + 1), slice(place[1], place[1] + 1)
                return (Light(block.id, *one),)
    return ()


def _arranged(columns: list[_Column]) -> Arrange:
    """Return the arrangement of two lines: the equation, and the gradients beneath it."""

    def arrange(slots: tuple[Slot, ...], sheet: Page, room: Limits) -> Placement:
        tops, belows = slots[: len(columns)], iter(slots[len(columns) :])
        lower = [None if column.below is None else next(belows) for column in columns]
        shared = tuple(
            top if below is None else replace(top, label=max(top.label, below.label))
            for top, below in zip(tops, lower, strict=True)
        )
        upper_sheet, lower_sheet = _halves(sheet)
        first = place_line(shared, upper_sheet, room)
        second = place_line(shared, lower_sheet, room)
        kept = [place for place, below in enumerate(lower) if below is not None]
        boxes = (*first.boxes, *(second.boxes[place] for place in kept))
        texts: tuple[Texts | None, ...] = (*first.texts, *(second.texts[place] for place in kept))
        return Placement(boxes, texts, smallest_cell(boxes, slots))

    return arrange


def _halves(sheet: Page) -> tuple[Page, Page]:
    """Return the pages of the two lines; in both there is as much room for the cells."""
    body = sheet.body
    between, note = gap(sheet) / 2, sheet.type.note * 1.7
    high = (body.height - between - note) / 2
    top = Rect(body.x, body.y, body.width, high)
    below = Rect(body.x, body.y + high + between, body.width, high + note)
    plain = replace(sheet.type, note=_NO_NOTE)
    return replace(sheet, body=top, type=plain), replace(sheet, body=below)
