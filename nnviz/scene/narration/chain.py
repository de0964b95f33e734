"""What is said about the chain of Jacobians: its title, its products and what they cost."""

from collections.abc import Mapping
from functools import lru_cache

from nnviz.engine.jacobian_chain import Factor, JacobianChain, Order, Product
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import Argument, Message, message
from nnviz.engine.orientation import Orientation
from nnviz.scene.numbers import decimals_for, format_value, grouped
from nnviz.scene.primitives import Run
from nnviz.scene.symbols import run_of

ORDER_NAMES: Mapping[Order, Message] = {
    "reverse": message("from the loss side"),
    "forward": message("from the input side"),
}
_MOST_WRITTEN = 6  # factors in the formula


def letter(name: str) -> str:
    """Return an array of one sample as LaTeX: a^{2}, z^{1}, x, L."""
    if name in {"X", "L"}:
        return name.lower() if name == "X" else name
    return f"{name[0].lower()}^{{{name[1:]}}}"


def fraction(of: str, wrt: str) -> str:
    """Return ∂of/∂wrt as LaTeX."""
    return rf"\frac{{\partial {letter(of)}}}{{\partial {letter(wrt)}}}"


@lru_cache(maxsize=512)
def label(of: str, wrt: str) -> tuple[Run, ...]:
    """Return ∂of/∂wrt as a line of text."""
    return tuple(run_of(part) for part in parse(fraction(of, wrt)))


@lru_cache(maxsize=512)
def plain(of: str, wrt: str) -> str:
    """Return ∂of/∂wrt as Unicode text."""
    return to_unicode(parse(fraction(of, wrt)))


def formula(chain: JacobianChain) -> str:
    """Return the chain rule of this path as LaTeX."""
    written = [fraction(f.of, f.wrt) for f in chain.factors]
    if len(written) > _MOST_WRITTEN:
        written = [*written[:3], r"\cdots", *written[-2:]]
    return rf"{fraction(chain.of, chain.wrt)} = " + r" \, ".join(written)


def title(chain: JacobianChain) -> Message:
    """Return the heading."""
    return message("Chain of Jacobians · sample {sample}", sample=chain.sample + 1)


def subtitle(order: Order) -> Message:
    """Return one clause about the order."""
    if order == "reverse":
        return message("from the loss side: a row times a matrix is a row again")
    return message("from the input side: whole matrices are multiplied, the row comes last")


def note(factor: Factor) -> tuple[Run, ...]:
    """Return the line under a factor: what it is, and its shape."""
    rows, cols = factor.shape
    shape = (Run(str(rows), style="number"), Run(" × "), Run(str(cols), style="number"))
    if factor.of.startswith("Z"):
        return (*(run_of(part) for part in parse(f"W^{{{factor.layer}}}")), Run(", "), *shape)
    if factor.diagonal:
        return (Run(message("{rows} × {cols}, diagonal", rows=rows, cols=cols)),)
    return shape


def product_line(product: Product) -> Message:
    """Return what the present product is and costs."""
    rows, inner = product.left.shape
    return message(
        "{rows} · {inner} · {cols} = {count} multiplications",
        rows=rows,
        inner=inner,
        cols=product.right.shape[1],
        count=grouped(product.multiplications),
    )


def sentence(chain: JacobianChain, order: Order, number: int, *, finished: bool) -> Message:
    """Return the moment in words: the product being made, or what all of them cost."""
    products = chain.products(order)
    if not products:
        return message(
            "{whole} is a single factor: there is nothing to multiply.",
            whole=plain(chain.of, chain.wrt),
        )
    if finished:
        return message("The chain is multiplied out. {comparison}", comparison=comparison(chain))
    made = products[number]
    return message(
        "Product {number} of {count}, {order}: it makes {made} with {cost} multiplications; "
        "{so_far} of {total} come before it.",
        number=number + 1,
        count=len(products),
        order=ORDER_NAMES[order],
        made=plain(made.of, made.wrt),
        cost=grouped(made.multiplications),
        so_far=grouped(made.before),
        total=grouped(chain.cost(order)),
    )


def comparison(chain: JacobianChain) -> Message:
    """Return which order is the cheaper one, and by how much."""
    reverse, forward = chain.cost("reverse"), chain.cost("forward")
    args: dict[str, Argument] = {"reverse": grouped(reverse), "forward": grouped(forward)}
    if reverse == forward:
        return message("Both orders need {reverse} multiplications here.", reverse=grouped(reverse))
    args["times"] = _times(max(reverse, forward) / max(min(reverse, forward), 1))
    if reverse < forward:
        return Message(
            "From the loss side {reverse} multiplications, from the input side {forward}: "
            "{times} times as many.",
            args,
        )
    return Message(
        "From the input side {forward} multiplications, from the loss side {reverse}: "
        "{times} times as many.",
        args,
    )


def _times(ratio: float) -> str:
    return format_value(ratio, max(decimals_for([ratio], 2), 0))


def folded(chain: JacobianChain) -> Message | None:
    """Return what the loss side costs if diagonals are not multiplied as matrices."""
    if not any(factor.diagonal for factor in chain.factors[1:]):
        return None
    return message(
        "With every diagonal folded into ⊙, as training does it: {count}.",
        count=grouped(chain.folded_cost),
    )


def recorded(chain: JacobianChain, orientation: Orientation) -> Message | None:
    """Return where the result is found in the recorded step, if it is."""
    if chain.of != "L" or not chain.wrt.startswith("Z"):
        return None
    signal = to_unicode(parse(rf"\delta^{{{chain.wrt[1:]}}}"))
    sample = chain.sample + 1
    if orientation == "textbook":
        return message(
            "Stood up, the result is column {sample} of the recorded {signal}.",
            sample=sample,
            signal=signal,
        )
    return message(
        "The result is row {sample} of the recorded {signal}.", sample=sample, signal=signal
    )
