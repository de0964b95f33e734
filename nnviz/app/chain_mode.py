"""The chain of Jacobians as a mode of the stage: its path, its order and its own player.

While it is open, the keys that move through a training step move through its products.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nnviz.engine import Trace
from nnviz.engine.jacobian_chain import JacobianChain, Order, jacobian_chain, way
from nnviz.engine.step import Phase, StepKind
from nnviz.playback.pace import Granularity
from nnviz.playback.player import Player, Status
from nnviz.playback.timeline import Item, Span, Timeline
from nnviz.scene.chain.state import Part, parts

_CLOSING_S = 0.9  # the row closes up about a product
_PAUSE_S = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class ChainView:
    """What is seen of the chain: the status is that of its own player."""

    chain: JacobianChain
    order: Order
    names: tuple[str, ...]  # between which a path may run, in the order of the forward pass
    status: Status


class ChainPlayer(Player):
    """A player at whose ends one simply stays."""

    def next(self) -> None:
        """Play to the next stop; at the last one nothing happens."""
        super().next()

    def previous(self) -> None:
        """Go back to the stop before; at the start nothing happens."""
        super().previous()

    def advance(self, elapsed_s: float) -> None:
        """Move on; at an end the player stands still."""
        super().advance(elapsed_s)


class ChainMode:
    """Holds the path, the order and the player, and makes a :class:`ChainView` of them."""

    def __init__(self, trace: Trace, sample: int, granularity: Granularity) -> None:
        """Open the chain from the loss back to the input, at its start.

        Raises:
            NnvizError: it cannot be shown.
        """
        self._path = ("L", "X")
        self._order: Order = "reverse"
        self._made = _Made.of(trace, sample, self._path)
        self._view: ChainView | None = None
        self.player = ChainPlayer(timeline_of(self._made.chain, self._order, granularity))

    def show(self, trace: Trace, sample: int, granularity: Granularity) -> ChainView:
        """Return what is seen for this sample of this trace; the same object if nothing changed.

        Raises:
            NnvizError: the chain cannot be shown.
        """
        if not self._made.fits(trace, sample, self._path):
            names = way(trace)
            if not set(self._path) <= set(names):
                self._path = ("L", "X")
            self._made = _Made.of(trace, sample, self._path)
            self._lay_out(granularity)
        elif self.player.timeline.granularity != granularity:
            self._lay_out(granularity)
        chain, status = self._made.chain, self.player.status
        old = self._view
        same = old is not None and (old.chain, old.order) == (chain, self._order)
        if old is None or not same or old.status != status:
            self._view = ChainView(chain, self._order, way(trace), status)
        assert self._view is not None
        return self._view

    def set_order(self, order: Order) -> None:
        """Multiply from the other end, from the start."""
        if order != self._order:
            self._order = order
            self._begin_anew()

    def set_path(self, trace: Trace, of: str, wrt: str) -> None:
        """Take another path; where the two names cross, the one not just chosen gives way."""
        names = way(trace)
        first, last = names.index(wrt), names.index(of)
        if first >= last:
            if of != self._path[0]:
                last = max(last, 1)
                first = last - 1
            else:
                first = min(first, len(names) - 2)
                last = first + 1
        path = (names[last], names[first])
        if path == self._path:
            return
        made = _Made.of(trace, self._made.chain.sample, path)
        self._path, self._made = path, made
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._lay_out(self.player.timeline.granularity)
        self.player.home()

    def _lay_out(self, granularity: Granularity) -> None:
        self.player.set_timeline(timeline_of(self._made.chain, self._order, granularity))


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A chain, and what it was made from."""

    chain: JacobianChain
    trace: Trace
    path: tuple[str, str]

    @classmethod
    def of(cls, trace: Trace, sample: int, path: tuple[str, str]) -> "_Made":
        return cls(jacobian_chain(trace, sample, *path), trace, path)

    def fits(self, trace: Trace, sample: int, path: tuple[str, str]) -> bool:
        return self.trace is trace and self.chain.sample == sample and self.path == path


def timeline_of(chain: JacobianChain, order: Order, granularity: Granularity) -> Timeline:
    """Return the timeline of multiplying out: each product is paced like one of the stage."""
    found = parts(chain, order)
    items = [_item(index, part) for index, part in enumerate(found)]
    spans = Timeline.of(items, granularity).spans
    return Timeline(tuple(_end_to_end(found, spans)), granularity)


def _item(index: int, part: Part) -> Item:
    extent = part.extent
    # Each product is a layer of its own: at that granularity one press makes one product.
    return Item(
        index, Phase.BACKWARD, part.number, StepKind.INPUT_GRADIENT, extent.rows, extent.cols
    )


def _end_to_end(found: tuple[Part, ...], spans: tuple[Span, ...]) -> Iterator[Span]:
    """Yield the spans with short closings in which one cannot stop."""
    start_s = 0.0
    for part, given in zip(found, spans, strict=True):
        span = replace(given, start_s=start_s)
        if part.closing:
            span = replace(
                span,
                duration_s=_CLOSING_S,
                marks_s=(0.0, _CLOSING_S),
                marks_alpha=(0.0, 1.0),
                rest_s=_PAUSE_S,
                stops=False,
            )
        yield span
        start_s = span.end_s + span.rest_s
