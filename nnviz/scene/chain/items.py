"""One moment of the chain of Jacobians: its page, and the matrices where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from nnviz.engine.jacobian_chain import JacobianChain, Order
from nnviz.scene.blocks import Block
from nnviz.scene.chain.layout import Standing, place_chain
from nnviz.scene.chain.state import ChainState, Part, note, tallest, widest
from nnviz.scene.layout.fit import Limits, limits, text_width
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Slot, Texts
from nnviz.scene.narration import chain as words
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Label, Rect, Run

DIMMED = 0.45
EQUALS = Run(" =")
_SIGN = (Run("·"),)
_SIGN_SIZE = 1.3


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One moment of the chain and the page it is on."""

    chain: JacobianChain
    order: Order
    part: Part
    alpha: float
    options: ComposeOptions
    page: Page

    @property
    def finished(self) -> bool:
        """Say whether the last product is whole."""
        last = self.part.number >= len(self.chain.factors) - 2
        return last and not self.part.closing and self.alpha >= 1.0

    @property
    def room(self) -> Limits:
        """How large cells may be."""
        rows, cols = max(tallest(self.chain, self.order)), widest(self.chain)
        return limits(self.page.scale, self.page.type.number, rows, cols)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A matrix where it stands now, with its texts; ``made`` is said of one in the making."""

    block: Block
    box: Rect
    texts: Texts | None
    strength: float = 1.0
    made: tuple[Run, ...] | None = None
    words: float = 1.0


def standing_of(view: View, found: ChainState) -> Standing:
    """Return where the matrices of a state stand on the page of the view."""
    slots: list[Slot] = []
    for block in found.blocks:
        if slots:
            width = text_width("·", view.page.type.symbol * _SIGN_SIZE) + 4.0
            slots.append(Slot(0, 0, width))
        slots.append(_slot(view, block))
    product = None
    if found.product is not None:
        sizes = view.page.type
        name = _width((*found.product.label, EQUALS), sizes.symbol) + 8.0
        cost = _width(cost_of(view), sizes.note) + 8.0
        product = Slot(*found.product.shape, name, cost)
    pair = (2 * found.pair[0], 2 * found.pair[1])
    rows = tallest(view.chain, view.order)
    return place_chain(tuple(slots), product, rows, pair, view.page, view.room)


def cost_of(view: View) -> tuple[Run, ...]:
    """Return the line beside the product in the making: what it costs."""
    products = view.chain.products(view.order)
    number = view.part.number - (1 if view.part.closing else 0)
    return (Run(words.product_line(products[number])),)


def _slot(view: View, block: Block) -> Slot:
    sizes = view.page.type
    label = _width(block.label, sizes.symbol) + 8.0
    return Slot(*block.shape, label, _width(note(view.chain, block), sizes.note) + 8.0)


def _width(runs: tuple[Run, ...], size: float) -> float:
    texts = (
        (run.text if isinstance(run.text, str) else run.text.english(), run.script) for run in runs
    )
    return sum(text_width(text, size * (0.72 if script else 1.0)) for text, script in texts)


def row_of(found: ChainState, standing: Standing) -> list[Item]:
    """Return the row; what is not multiplied now steps back."""
    return [
        Item(
            block,
            standing.row.boxes[2 * place],
            standing.row.texts[2 * place],
            1.0 if found.product is None or place in found.pair else DIMMED,
        )
        for place, block in enumerate(found.blocks)
    ]


def signs_of(view: View, found: ChainState, standing: Standing) -> Iterator[Label]:
    """Yield the signs between the matrices of the row; the one at work stands out."""
    for place, block in enumerate(found.blocks[1:], start=1):
        lit = found.product is not None and place == found.pair[1]
        yield _sign(view, block.id, standing.row.boxes[2 * place - 1], 1.0 if lit else DIMMED)


def _sign(view: View, name: str, box: Rect, strength: float) -> Label:
    size = view.page.type.symbol * _SIGN_SIZE
    tall = size * 1.4
    middle = Rect(box.x, box.y + (box.height - tall) / 2, box.width, tall)
    return Label(f"sign.{name}", middle, _SIGN, size, align="center", strength=strength)
