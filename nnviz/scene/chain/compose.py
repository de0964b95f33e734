"""The chain of Jacobians as a picture: ``compose_chain(chain, order, index, alpha, options)``.

All factors stand in a row with their numbers; two neighbours at one end are multiplied beneath
them; then the row closes up about their product. It is drawn and moved like a step of the stage.
"""

from nnviz.engine.jacobian_chain import JacobianChain, Order
from nnviz.engine.message import Message, message
from nnviz.scene.blocks import Block, matrix, scales
from nnviz.scene.chain.closing import closing_up
from nnviz.scene.chain.costs import cost_lines
from nnviz.scene.chain.items import EQUALS, Item, View, cost_of, row_of, signs_of, standing_of
from nnviz.scene.chain.state import note, parts, state
from nnviz.scene.chain.work import Cell, worked
from nnviz.scene.content import Light
from nnviz.scene.figures import figures
from nnviz.scene.highlights import frames, pointed
from nnviz.scene.layout.fit import number_px
from nnviz.scene.narration import chain as words
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.presented.by_itself import by_itself
from nnviz.scene.presented.sheet import sheet_for
from nnviz.scene.primitives import (
    Card,
    CellRef,
    Formula,
    Label,
    MatrixBlock,
    Primitive,
    Role,
    Run,
)
from nnviz.scene.reveal import Progress, lit_range, progress
from nnviz.scene.scene import Scene

_LINES = 3
_NOTHING: tuple[Light, ...] = ()
_TRAINED = message("Training multiplies in this order.")
_COMPARED = message("Training never does this; it is shown for comparison.")


def compose_chain(
    chain: JacobianChain, order: Order, index: int, alpha: float, options: ComposeOptions
) -> Scene:
    """Return what is seen in part ``index`` when the fraction ``alpha`` of its work is done."""
    part = parts(chain, order)[index]
    sheet = sheet_for(options, _LINES, derived=True)
    view = View(chain, order, part, alpha, options, sheet)
    if part.closing:
        items, signs = closing_up(view)
        now, lights = None, _NOTHING
    else:
        items, signs = _making(view)
        now, lights = _focus(view)
    matrices, labels = _painted(view, items)
    primitives: tuple[Primitive, ...] = (
        *_heading(view),
        *matrices.values(),
        *labels,
        *signs,
        *frames(lights, matrices),
        *pointed([item.block for item in items], matrices, options),
        *_strip(view, now),
    )
    said = words.sentence(chain, order, part.number, finished=view.finished)
    scene = Scene(options.width, options.height, primitives, said, _inspected(view, now))
    return by_itself(scene, options)


# A product is made.


def _making(view: View) -> tuple[list[Item], list[Label]]:
    found = state(view.chain, view.order, view.part.number)
    standing = standing_of(view, found)
    items = row_of(found, standing)
    if found.product is not None and standing.product is not None:
        done = _progress(view).done
        block = found.product.but(revealed=done)
        items.append(Item(block, standing.product, standing.texts, made=cost_of(view)))
    return items, list(signs_of(view, found, standing))


def _progress(view: View) -> Progress:
    return progress(view.alpha, view.part.extent)


def _focus(view: View) -> tuple[tuple[int, int, float] | None, tuple[Light, ...]]:
    """Return the cell told about, with how far it is, and the lights on what makes it."""
    found = state(view.chain, view.order, view.part.number)
    if found.product is None:
        return None, ()
    now = _progress(view)
    asked = _asked(view, found.product, now)
    place = asked or now.cell
    if place is None:
        return None, ()
    granularity = "cell" if asked else view.options.granularity
    rows, cols = lit_range(place, view.part.extent, granularity)
    left, right = (found.blocks[k] for k in found.pair)
    inner = slice(0, left.shape[1])
    lights = (
        Light(left.id, rows, inner),
        Light(right.id, inner, cols),
        Light(found.product.id, rows, cols),
    )
    return (*place, 1.0 if asked else now.fraction), lights


def _asked(view: View, product: Block, now: Progress) -> tuple[int, int] | None:
    """Return the made cell of the product that the person points at."""
    for cell in (view.options.hovered, view.options.pinned):
        shown = None if cell is None else product.shown(CellRange.of(cell))
        if shown is not None:
            row, col = shown[0].start, shown[1].start
            if row * now.extent.cols + col < now.done:
                return row, col
    return None


# From items to primitives.


def _painted(view: View, items: list[Item]) -> tuple[dict[str, MatrixBlock], list[Label]]:
    digits, room = view.options.digits, view.room
    deepest = scales([item.block for item in items])
    known = [figures(item.block.values, digits) for item in items]
    sizes = [
        number_px(item.box.width / item.block.shape[1], item.box.height / item.block.shape[0],
                  found.widest, room.number_px)
        for item, found in zip(items, known, strict=True)
    ]  # fmt: skip
    font = min((size for size in sizes if size), default=12.0)
    matrices: dict[str, MatrixBlock] = {}
    labels: list[Label] = []
    for item, found, size in zip(items, known, sizes, strict=True):
        block = item.block.but(strength=item.strength)
        shown = found.decimals if size else None
        matrices[block.id] = matrix(block, item.box, deepest[block.scale], shown, font)
        labels += _texts(view, item)
    return matrices, labels


def _texts(view: View, item: Item) -> list[Label]:
    fade = item.strength * item.words
    if item.texts is None or not fade:
        return []
    sizes, block, align = view.page.type, item.block, item.texts.align
    name, line = block.label, note(view.chain, block)
    if item.made is not None:
        name, line = (*name, EQUALS), item.made
    return [
        Label(f"{block.id}.label", item.texts.label, name, sizes.symbol, align=align,
              strength=fade),
        Label(f"{block.id}.shape", item.texts.note, line, sizes.note, Role.MUTED, align,
              strength=fade),
    ]  # fmt: skip


def _heading(view: View) -> tuple[Primitive, ...]:
    sheet, sizes, chain = view.page, view.page.type, view.chain
    remark: Message | None = _TRAINED if view.order == "reverse" else _COMPARED
    if view.finished:
        remark = words.recorded(chain, view.options.orientation) or remark
    if chain.of != "L":
        remark = None
    less = words.folded(chain) if view.finished else None
    parts_: list[Primitive] = [
        Label("title", sheet.title, (Run(words.title(chain)),), sizes.title, Role.BACKWARD,
              bold=True),
        Label("subtitle", sheet.subtitle, (Run(less or words.subtitle(view.order)),),
              sizes.subtitle, Role.MUTED),
        Formula("formula", sheet.formula, words.formula(chain), sizes.formula),
    ]  # fmt: skip
    if remark is not None:
        run = (Run(remark),)
        parts_.append(Label("derived", sheet.remark, run, sizes.note, Role.MUTED, "right"))
    return tuple(parts_)


def _strip(view: View, now: tuple[int, int, float] | None) -> tuple[Primitive, ...]:
    sheet, told = view.page, _told(view, now)
    lines: list[Primitive] = [Card("strip", sheet.strip)]
    if told:
        lines.append(Label("strip.0", sheet.lines[0], told, sheet.type.line))
    share = view.alpha if not view.part.closing else 0.0
    made = view.part.number + share
    return (*lines, *cost_lines(view.chain, view.order, made, sheet))


def _told(view: View, now: tuple[int, int, float] | None) -> tuple[Run, ...]:
    """Return the line about the product: its cell's arithmetic, in the end what all has cost."""
    products = view.chain.products(view.order)
    if view.finished or not products:
        return (Run(words.comparison(view.chain), bold=True),)
    if now is None:
        return ()
    product = products[view.part.number]
    row, col, fraction = now
    arrays = (product.left, product.right, product.value)
    found = tuple(figures(array, view.options.digits).decimals for array in arrays)
    cell = Cell(
        product.left[row], product.right[:, col], float(product.value[row, col]),
        (found[0], found[1], found[2]),
    )  # fmt: skip
    chars = int(view.page.lines[0].width / (0.6 * view.page.type.line))
    return worked(cell, fraction, chars)


def _inspected(view: View, now: tuple[int, int, float] | None) -> CellRef | None:
    """Return the recorded cell that is being made, where the product is an array of the step."""
    found = state(view.chain, view.order, view.part.number).product
    if now is None or found is None or view.chain.of != "L" or view.order != "reverse":
        return None
    return found.stored(now[0], now[1]) if found.name != "dX" else None
