"""What both orders of a chain cost, as two lines with a bar each."""

from nnviz.engine.jacobian_chain import ORDERS, JacobianChain, Order
from nnviz.engine.message import message
from nnviz.scene.layout.page import Page
from nnviz.scene.narration.chain import ORDER_NAMES
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Card, Label, Primitive, Rect, Role, Run

_TEXT = 0.68  # of the line; the rest is the bar's
_SIZE = 0.85
_THICK = 0.42
_FIRST = 1


def cost_lines(
    chain: JacobianChain, order: Order, made: float, sheet: Page
) -> tuple[Primitive, ...]:
    """Return both lines; ``made`` counts the products made in ``order``, a part of one included."""
    most = max((chain.cost(each) for each in ORDERS), default=0)
    found: list[Primitive] = []
    for place, each in enumerate(ORDERS, start=_FIRST):
        line = sheet.lines[place]
        left = Rect(line.x, line.y, line.width * _TEXT, line.height)
        here = made if each == order else 0.0
        runs = _sum(chain, each, here, active=each == order)
        role = Role.TEXT if each == order else Role.MUTED
        found.append(Label(f"strip.cost.{each}", left, runs, sheet.type.line * _SIZE, role))
        if most:
            right = Rect(left.right, line.y, line.width - left.width, line.height)
            found += _bar(chain, each, here, right, most)
    return tuple(found)


def _sum(chain: JacobianChain, order: Order, made: float, *, active: bool) -> tuple[Run, ...]:
    """Return the multiplications of all products and their sum; those made stand out."""
    costs = chain.costs(order)
    runs = [Run(message("{order}:", order=ORDER_NAMES[order])), Run(" ")]
    for number, cost in enumerate(costs):
        if number:
            runs.append(Run(" + ", style="number", role=Role.MUTED))
        working = active and number < made < number + 1
        done = active and made >= number + 1
        role = Role.FOCUS if working else None if done else Role.MUTED
        runs.append(Run(grouped(cost), style="number", role=role, bold=done))
    total = grouped(chain.cost(order))
    return (*runs, Run(" = ", style="number"), Run(total, style="number", bold=active))


def _bar(chain: JacobianChain, order: Order, made: float, room: Rect, most: int) -> list[Primitive]:
    whole = chain.cost(order)
    done = sum(
        cost * min(max(made - number, 0.0), 1.0) for number, cost in enumerate(chain.costs(order))
    )
    high = room.height * _THICK
    y = room.y + (room.height - high) / 2
    full = Rect(room.x, y, max(room.width * whole / most, 2.0), high)
    bars: list[Primitive] = [Card(f"cost.{order}", full, Role.OUTLINE)]
    wide = room.width * done / most
    if wide >= 1.0:
        bars.append(Card(f"cost.{order}.done", Rect(room.x, y, wide, high), Role.BACKWARD))
    return bars
