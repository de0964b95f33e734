"""What is handed to an arrangement and what comes back: slots in, boxes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.scene.layout.page import Page
from nnviz.scene.primitives import Align, Rect


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one item: a matrix of ``rows`` × ``cols``, or a sign where both are 0.

    ``label`` and ``note`` are the widths in pixels that its two texts would like.
    """

    rows: int
    cols: int
    label: float
    note: float = 0.0

    @property
    def sign(self) -> bool:
        """Say whether this is an operator and no matrix."""
        return self.rows == 0


@dataclass(frozen=True, slots=True)
class Texts:
    """The boxes of a matrix's label and of the line under it, and how both are aligned."""

    label: Rect
    note: Rect
    align: Align


@dataclass(frozen=True, slots=True)
class Motion:
    """How an item is seen while it is on its way.

    ``settled`` is the box in which it comes to rest: its digits are chosen for that. ``shear`` is
    how far each row stands to the right of the row before, and each column below the column
    before. ``strength`` fades the item, ``words`` its texts; at 0 it is not there.
    """

    settled: Rect
    shear: tuple[float, float] = (0.0, 0.0)
    strength: float = 1.0
    words: float = 1.0


@dataclass(frozen=True, slots=True)
class Placement:
    """One box per slot (the cells, or the sign) and the text boxes of each matrix.

    ``motions`` are there, one per slot, where things move; ``starts`` are where a matrix that turns
    over stands before.
    """

    boxes: tuple[Rect, ...]
    texts: tuple[Texts | None, ...]
    cell: tuple[float, float]  # the smallest cell among the matrices
    motions: tuple[Motion, ...] = ()
    starts: tuple[Rect | None, ...] = ()

    def motion(self, place: int) -> Motion:
        """Return how the item at a place is on its way; at rest where nothing moves."""
        return self.motions[place] if self.motions else Motion(self.boxes[place])


def bracket(page: Page) -> float:
    """Return the room outside a matrix that its bracket takes, on each side."""
    return max(13.0, 13.0 * page.scale)  # brackets do not shrink with the page


def gap(page: Page) -> float:
    """Return the empty room between two things that stand side by side."""
    return max(5.0, 12.0 * page.scale)


def side_texts(block: Rect, x: float, width: float, page: Page, align: Align, room: float) -> Texts:
    """Return text boxes beside a matrix, centred on its middle, within ``room`` of height."""
    sizes = page.type
    tall, low = sizes.symbol * 1.35, sizes.note * 1.5
    if tall + low > room:
        tall, low = room * 0.55, room * 0.45
    top = block.y + (block.height - tall - low) / 2
    return Texts(Rect(x, top, width, tall), Rect(x, top + tall, width, low), align)


def smallest_cell(boxes: Sequence[Rect], slots: Sequence[Slot]) -> tuple[float, float]:
    """Return the least cell width and the least cell height among the matrices."""
    sized = [
        (box.width / slot.cols, box.height / slot.rows)
        for box, slot in zip(boxes, slots, strict=True)
        if not slot.sign
    ]
    return min(w for w, _ in sized), min(h for _, h in sized)


def readability(placement: Placement) -> float:
    """Return 0..1: how well a number could be read in the smallest cell."""
    width, height = placement.cell
    return min(width / 62.0, 1.0) * min(height / 30.0, 1.0)
