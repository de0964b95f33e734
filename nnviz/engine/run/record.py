"""A run as plain arrays, for a file: what is kept of it, and the same run made of that again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs
from nnviz.engine.run.batches import Batches
from nnviz.engine.run.states import BUDGET_BYTES
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import NetworkState, Store

if TYPE_CHECKING:
    from nnviz.engine.run.run import Run

# Besides the parameters ("p"), the rows of the optimizer.
PARAMETERS = "p"


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The iterations of a run from one branching to the next.

    ``first`` is the number of its first iteration, ``step`` how many updates the state before it
    counts. ``states`` maps the rows of a state ("p" and what the optimizer keeps) to arrays
    (n, size): the states before the iterations ``first``, ``first + stride``, …. ``front`` has the
    same rows (size,) after the last iteration; a segment that was branched off from has none.
    ``losses`` are those of its own iterations.
    """

    spec: NetworkSpec
    batches: Batches
    first: int
    step: int
    stride: int
    states: Mapping[str, HostArray]
    front: Mapping[str, HostArray] | None
    losses: HostArray

    @property
    def last(self) -> int:
        """The last iteration (one less than the first, if there is none)."""
        return self.first + len(self.losses) - 1


def row_sizes(spec: NetworkSpec) -> dict[str, int]:
    """Return how many numbers each row of a state of such a network has.

    The memory of the network is allocated for it: sizes are to be checked before.
    """
    store = Programs.of(spec).store
    return {name: slot[1] - slot[0] for name, slot in _places(store).items()}


def segments_of(run: "Run", budget_bytes: int) -> tuple[Segment, ...]:
    """Return the segments of a run, the oldest first, while another thread may train it on.

    Every second state is left out as often as it takes for those of all segments to fit into the
    budget; the first of each segment and the newest state of all are always there.
    """
    chain = _chain(run)
    newest, losses, last = _newest(run)
    ends = [*(after._origin for after in chain[1:]), last + 1]
    counts = [len(_kept_until(one, end)) for one, end in zip(chain, ends, strict=True)]
    every = 1
    while sum(-(-count // every) * one._row_bytes for count, one in zip(counts, chain, strict=True)
              ) > budget_bytes and every < max(counts):  # fmt: skip
        every *= 2
    found = []
    for one, end in zip(chain, ends, strict=True):
        own = losses[one._origin - run._first : end - run._first]
        found.append(_segment(one, end, every, own, newest if one is run else None))
    return tuple(found)


def run_of(segments: Sequence[Segment], budget_bytes: int = BUDGET_BYTES) -> "Run":
    """Return a run that has the iterations of the segments, and goes on to the same bits.

    Raises:
        ShapeError, DataError: the data does not fit the network.
        BackendError: the backend is not there.
    """
    run: Run | None = None
    for segment in segments:
        run = _restored(segment, run, budget_bytes)
    assert run is not None  # a run has at least one segment
    return run


def _chain(run: "Run") -> list["Run"]:
    """Return the runs that this one consists of, the oldest first."""
    chain = [run]
    while (parent := chain[-1]._parent) is not None:
        chain.append(parent)
    chain.reverse()
    # Who edits twice before an iteration leaves a run without iterations between.
    ends = [after._origin for after in chain[1:]]
    used = [one for one, end in zip(chain, ends, strict=False) if one._origin < end]
    return [*used, run]


def _newest(run: "Run") -> tuple[HostArray, HostArray, int]:
    """Return the newest state of a run, the losses up to it, and the last iteration."""
    row = np.empty(run._front.row_size, run.spec.dtype)
    with run._training:
        if run._front.iteration <= run.last_iteration:
            run._catch_up()
        run._front.copy(row)
        return row, run.losses, run.last_iteration


def _kept_until(run: "Run", end: int) -> range:
    """Return the iterations of a run's states that are of use before iteration ``end``."""
    kept = run.kept_iterations
    return range(kept.start, min(kept.stop, max(end, kept.start + 1)), kept.step)


def _segment(
    run: "Run", end: int, every: int, losses: HostArray, newest: HostArray | None
) -> Segment:
    with run._keeping:
        kept = _kept_until(run, end)
        rows = np.array([run._states.before(iteration)[1] for iteration in kept[::every]])
        stride = kept.step * every
    store = run._front.programs.store
    return Segment(
        run.spec,
        run.batches,
        run._origin,
        run._origin + run._front.ahead,
        stride,
        _unpacked(store, rows),
        None if newest is None else _unpacked(store, newest),
        losses,
    )


def _restored(segment: Segment, parent: "Run | None", budget_bytes: int) -> "Run":
    from nnviz.engine.run.run import Run

    store = Programs.of(segment.spec).store
    rows = _packed(store, segment.states)
    first = {name: array[0] for name, array in segment.states.items()}
    state = NetworkState(first.pop(PARAMETERS), first, segment.step)
    run = Run(
        segment.spec,
        state,
        segment.batches,
        first=segment.first,
        parent=parent,
        budget_bytes=budget_bytes,
    )
    run._note(segment.losses)
    end = segment.first + len(segment.losses)
    nearest = min(len(rows) - 1, len(segment.losses) // segment.stride)
    row, at = rows[nearest], segment.first + nearest * segment.stride
    if segment.front is not None:
        row, at = _packed(store, segment.front), end
    run._front.load(row, at)
    run._states.refill(rows, segment.stride, at)
    run._keep()
    return run


def _places(store: Store) -> dict[str, tuple[int, int]]:
    """Return where each row of a state begins and ends in :attr:`Store.kept`."""
    slots = store.layout.rows
    begin = slots[PARAMETERS].offset
    names = (PARAMETERS, *store.optimizer.state_rows)
    return {name: (slots[name].offset - begin, slots[name].stop - begin) for name in names}


def _unpacked(store: Store, rows: HostArray) -> dict[str, HostArray]:
    """Return the rows of states (…, kept) one by one, without what pads them."""
    return {
        name: np.ascontiguousarray(rows[..., start:stop])
        for name, (start, stop) in _places(store).items()
    }


def _packed(store: Store, arrays: Mapping[str, HostArray]) -> HostArray:
    """Return states (…, kept) as a store keeps them; what pads them is zero."""
    leading = arrays[PARAMETERS].shape[:-1]
    rows: HostArray = np.zeros((*leading, store.kept.size), store.block.dtype)
    for name, (start, stop) in _places(store).items():
        rows[..., start:stop] = arrays[name]
    return rows
