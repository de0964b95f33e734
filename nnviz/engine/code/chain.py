"""One product of the chain of Jacobians as a line of code: the same in NumPy and in PyTorch."""

from nnviz.engine.code.dialect import Language
from nnviz.engine.code.written import Code, Line
from nnviz.engine.jacobian_chain import Factor, JacobianChain, Order
from nnviz.engine.message import Message


def chain_code(chain: JacobianChain, order: Order, number: int, language: Language) -> Code:
    """Return product ``number`` (the last one from there on) of a chain in a language.

    A factor has its trace name; of a gradient of the loss the line takes the sample's row. A
    product is named by its two ends: dL_dZ2.
    """
    products = chain.products(order)
    if not products:
        factor = chain.factors[0]
        return Code(language, (Line(f"{_made(factor.of, factor.wrt)} = {_factor(chain, factor)}"),))
    at = min(number, len(products) - 1)
    product = products[at]
    other = _factor(chain, chain.factors[product.factor])
    if at:
        before = _made(products[at - 1].of, products[at - 1].wrt)
    else:
        before = _factor(chain, chain.factors[0 if order == "reverse" else -1])
    left, right = (before, other) if order == "reverse" else (other, before)
    (rows, inner), cols = product.left.shape, product.right.shape[1]
    shapes = f"({rows}, {inner}) @ ({inner}, {cols})"
    cost = Message(
        "{count} multiplication",
        plural="{count} multiplications",
        count=product.multiplications,
    )
    made = f"{_made(product.of, product.wrt)} = {left} @ {right}"
    return Code(language, (Line(made, shapes, (cost,)),))


def arrays_in(chain: JacobianChain) -> tuple[str, ...]:
    """Return the trace names of the factors."""
    return tuple(factor.name for factor in chain.factors)


def _made(of: str, wrt: str) -> str:
    return f"d{of}_d{wrt}"


def _factor(chain: JacobianChain, factor: Factor) -> str:
    row = f"[{chain.sample}:{chain.sample + 1}]"
    return f"{factor.name}{row}" if factor.of == "L" else factor.name
