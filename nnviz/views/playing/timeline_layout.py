"""Where the segments of the timeline stand, each wide enough for its label while there is room."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from nnviz.engine.step import Phase
from nnviz.scene.primitives import Run
from nnviz.views.playing.timeline_labels import Segment

GROUPED_BELOW_PX = 38.0  # narrower segments: the update's ops are shown by parameter
LEAST_LABEL = 0.56  # of its size; a label that had to be smaller is left out
_PHASE_GAP_PX = 6.0


@dataclass(frozen=True, slots=True)
class Slot:
    """A box on the timeline: the ops from ``first`` to ``last``, side by side in it."""

    first: int
    last: int
    phase: Phase
    label: tuple[Run, ...]
    x: float
    width: float

    @property
    def count(self) -> int:
        """How many ops stand in the box."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes of a timeline from left to right."""

    slots: tuple[Slot, ...]

    def slot_of(self, index: int) -> Slot:
        """Return the box of the op at a place of the timeline."""
        return self.slots[bisect_right(self.slots, index, key=lambda slot: slot.first) - 1]

    def x_of(self, index: int, alpha: float) -> float:
        """Return where the needle stands when ``alpha`` of an op's work is done."""
        slot = self.slot_of(index)
        return slot.x + slot.width * (index - slot.first + alpha) / slot.count

    def at(self, x: float) -> tuple[int, float]:
        """Return the op and its alpha under a place, the nearest one beside all boxes."""
        number = bisect_right(self.slots, x, key=lambda slot: slot.x) - 1
        slot = self.slots[max(number, 0)]
        part = min(max((x - slot.x) / slot.width, 0.0), 1.0) * slot.count
        inside = min(int(part), slot.count - 1)
        return slot.first + inside, min(part - inside, 1.0)

    def phases(self) -> list[tuple[Phase, float, float]]:
        """Return each run of one phase with its left and right end."""
        runs = [list(group) for _, group in groupby(self.slots, key=lambda slot: slot.phase)]
        return [(run[0].phase, run[0].x, run[-1].x + run[-1].width) for run in runs]


def lay_out(
    segments: Sequence[Segment],
    left: float,
    width: float,
    needed: Callable[[tuple[Run, ...]], float] = lambda _label: 0.0,
) -> Layout:
    """Give every op its place in ``width`` pixels from ``left``.

    The boxes are equally wide, but for those whose label has ``needed`` more pixels.
    """
    boxes = [(i, i, segment.label) for i, segment in enumerate(segments)]
    if len(segments) and width / len(segments) < GROUPED_BELOW_PX:
        boxes = _grouped(segments)
    gap = 2.0 if width / max(1, len(boxes)) > 16 else 1.0
    starts = sum(segments[a[0]].phase is not segments[b[0]].phase for a, b in pairwise(boxes))
    room = width - starts * _PHASE_GAP_PX - gap * (len(boxes) - 1)
    widths = shares(room, [needed(label) for _, _, label in boxes])
    return Layout(tuple(_slots(segments, boxes, left, widths, gap)))


def shares(room: float, needs: Sequence[float]) -> list[float]:
    """Divide ``room`` equally, but give each at least what it needs.

    All get less if need be; equal parts where what is left could not be read anyway.
    """
    total, count = sum(needs), len(needs)
    if total * LEAST_LABEL > room:
        return [max(1.0, room / count)] * count
    if total >= room:
        return [need * room / total for need in needs]
    rest = room
    # The neediest take theirs as long as that is more than an equal part of what is left.
    for need in sorted(needs, reverse=True):
        if need * count <= rest:
            break
        rest, count = rest - need, count - 1
    level = rest / count if count else 0.0
    return [max(1.0, need, level) for need in needs]


def _grouped(segments: Sequence[Segment]) -> list[tuple[int, int, tuple[Run, ...]]]:
    boxes: list[tuple[int, int, tuple[Run, ...]]] = []
    numbered = list(enumerate(segments))
    for group, members in groupby(numbered, key=lambda pair: pair[1].group):
        ops = list(members)
        if group:
            boxes.append((ops[0][0], ops[-1][0], ops[0][1].group_label))
        else:
            boxes.extend((i, i, segment.label) for i, segment in ops)
    return boxes


def _slots(
    segments: Sequence[Segment],
    boxes: Sequence[tuple[int, int, tuple[Run, ...]]],
    left: float,
    widths: Sequence[float],
    gap: float,
) -> list[Slot]:
    slots: list[Slot] = []
    x = left
    for (first, last, label), width in zip(boxes, widths, strict=True):
        phase = segments[first].phase
        if slots and slots[-1].phase is not phase:
            x += _PHASE_GAP_PX
        slots.append(Slot(first, last, phase, label, x, width))
        x += width + gap
    return slots
