"""The chain of Jacobians after some of its products: which matrices are left, and in what order."""

from dataclasses import dataclass
from functools import lru_cache

from nnviz.engine.jacobian_chain import Factor, JacobianChain, Order, Product
from nnviz.scene.blocks import Block
from nnviz.scene.narration import chain as words
from nnviz.scene.options import Extent
from nnviz.scene.primitives import FloatArray, Quantity, Run


@dataclass(frozen=True, slots=True)
class Part:
    """A span of the view's time: product ``number`` is made, or the row closes up before it."""

    number: int
    closing: bool
    extent: Extent


@lru_cache(maxsize=8)
def parts(chain: JacobianChain, order: Order) -> tuple[Part, ...]:
    """Return the spans of multiplying out: one for each product, with a closing before each."""
    found: list[Part] = []
    for number, product in enumerate(chain.products(order)):
        if number:
            found.append(Part(number, True, Extent(1, 1)))
        found.append(Part(number, False, Extent(*_shape(product.value))))
    return tuple(found) or (Part(0, False, Extent(1, 1)),)


@dataclass(frozen=True, slots=True, eq=False)
class ChainState:
    """The blocks of the row, the places of the two multiplied next, and what they will make."""

    blocks: tuple[Block, ...]
    pair: tuple[int, int]
    product: Block | None


@lru_cache(maxsize=64)
def state(chain: JacobianChain, order: Order, made: int) -> ChainState:
    """Return the state after ``made`` products."""
    factors, products = chain.factors, chain.products(order)
    before = partial_block(chain, products[made - 1], made) if made else None
    if order == "reverse":
        start = factor_block(chain, 0) if before is None else before
        rest = tuple(factor_block(chain, place) for place in range(made + 1, len(factors)))
        blocks: tuple[Block, ...] = (start, *rest)
        pair = (0, 1)
    else:
        last = len(factors) - 1
        end = factor_block(chain, last) if before is None else before
        blocks = (*(factor_block(chain, place) for place in range(last - made)), end)
        pair = (len(blocks) - 2, len(blocks) - 1)
    if made == len(products):
        return ChainState(blocks, (0, 0), None)
    return ChainState(blocks, pair, partial_block(chain, products[made], made + 1))


def factor_block(chain: JacobianChain, place: int) -> Block:
    """Return the block of a factor."""
    factor = chain.factors[place]
    return Block(
        f"factor.{place}",
        factor.name,
        factor.value,
        flipped=False,
        quantity=Quantity.WEIGHT if factor.name.startswith("W") else Quantity.GRADIENT,
        label=words.label(factor.of, factor.wrt),
        scale=_scale(factor),
        stored_row=chain.sample if factor.of == "L" else 0,
        faint_zeros=factor.diagonal,
    )


def partial_block(chain: JacobianChain, product: Product, number: int) -> Block:
    """Return the block of a product of some factors."""
    of_loss = product.of == "L"
    return Block(
        f"partial.{number}",
        # Only the products from the loss side are arrays of the training step.
        f"d{product.wrt}" if of_loss else f"{product.of}/{product.wrt}",
        product.value,
        flipped=False,
        quantity=Quantity.GRADIENT,
        label=words.label(product.of, product.wrt),
        scale="loss" if of_loss else f"partial.{number}",
        stored_row=chain.sample if of_loss else 0,
    )


def note(chain: JacobianChain, block: Block) -> tuple[Run, ...]:
    """Return the line under a block."""
    kind, _, number = block.id.partition(".")
    if kind == "factor":
        return words.note(chain.factors[int(number)])
    rows, cols = block.shape
    return (Run(str(rows), style="number"), Run(" × "), Run(str(cols), style="number"))


def tallest(chain: JacobianChain, order: Order) -> tuple[int, int]:
    """Return the most rows of any factor, and of any product."""
    made = [product.value.shape[0] for product in chain.products(order)]
    return max(factor.shape[0] for factor in chain.factors), max(made, default=0)


def widest(chain: JacobianChain) -> int:
    """Return the most columns of any factor."""
    return max(factor.shape[1] for factor in chain.factors)


def _scale(factor: Factor) -> str:
    if factor.of == "L":
        return "loss"
    return factor.name if factor.name.startswith("W") else "slope"


def _shape(values: FloatArray) -> tuple[int, int]:
    return values.shape[0], values.shape[1]
