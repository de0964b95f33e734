"""A step's picture for a hall: as much of it as can be read, on the page with room for it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, TypeAlias

from nnviz.engine.message import Message
from nnviz.engine.step import Step
from nnviz.engine.writing import formula
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Sign
from nnviz.scene.layout.fit import text_width
from nnviz.scene.layout.formula import lines_of
from nnviz.scene.layout.page import Page
from nnviz.scene.narration import subtitle
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.cropping import bars
from nnviz.scene.presented.floors import floor_of
from nnviz.scene.presented.near import Near, near
from nnviz.scene.presented.placing import roomiest, smallest
from nnviz.scene.presented.sheet import screen_limits, screen_page
from nnviz.scene.primitives import Highlight, MatrixBlock, Primitive, Rect
from nnviz.scene.products.stage import known_figures
from nnviz.scene.samples.pictures import beside
from nnviz.scene.slotting import slots_of

Marks: TypeAlias = Callable[[Mapping[str, MatrixBlock]], tuple[Highlight, ...]]
_WORKED_LINES = 2
_NOTE_SIZE = 0.8  # of a line of arithmetic, as the strip writes it
_LEAST_SHRUNK = 0.86  # a hall can read no words that are shrunk further


class Presented(NamedTuple):
    """A picture with its page, as :func:`nnviz.scene.compose.compose` takes them.

    ``room`` is where the picture of a sample stands. ``marks`` say which part of the matrices is
    seen.
    """

    content: Content
    sheet: Page
    board: tuple[Primitive, ...]
    room: Rect | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands around the matrices: so many notes, and the clause under the title."""

    notes: int
    clause: bool


# One after the other goes where the matrices need its room.
_WORDINGS = (_Words(1, clause=True), _Words(0, clause=True), _Words(0, clause=False))


def no_marks(placed: Mapping[str, MatrixBlock]) -> tuple[Highlight, ...]:
    """Return nothing: all of every matrix is seen."""
    del placed
    return ()


def presented(content: Content, step: Step, options: ComposeOptions) -> Presented:
    """Return a picture whose numbers the last row can read."""
    plain = _in_few_words(content, options.presented)
    for words in _WORDINGS:
        sheet, room, cut = _page(plain, step, options, words)
        found = near(cut, partial(_fit, sheet=sheet, digits=options.digits),
                     _key(cut, sheet, options), floor_of((1, 1), options.presented),
                     only_whole=words is not _WORDINGS[-1])  # fmt: skip
        if found is not None:
            return Presented(found.content, sheet, (), room, _marks(found))
    raise AssertionError("the last wording always gives a picture")


def _marks(found: Near) -> Marks:
    if not found.windows:
        return no_marks
    return partial(bars, found.whole, found.axes, found.windows)


def _in_few_words(content: Content, screen: float) -> Content:
    """Return the content without what is said under its matrices besides their shapes."""
    items = tuple(
        item if isinstance(item, Sign) else _terse(item, screen) for item in content.items
    )
    return replace(content, items=items)


def _terse(block: Block, screen: float) -> Block:
    room = None if block.room is None else (block.room[0], None)
    return block.but(note=None, room=room, least_px=floor_of(block.shape, screen))


def _page(
    content: Content, step: Step, options: ComposeOptions, words: _Words
) -> tuple[Page, Rect | None, Content]:
    """Return the page, the room for a sample's picture, and the content with what is said there."""

    def page(notes: int, *, clause: bool) -> Page:
        return screen_page(
            (options.width, options.height),
            options.presented,
            _WORKED_LINES + notes,
            lines_of(formula(step.formula(options.orientation), options.notation)),
            has_plot=content.plot is not None,
            derived=step.derived,
            with_subtitle=clause,
        )

    full = page(1, clause=True)
    size = _NOTE_SIZE * full.type.line
    notes = tuple(n for n in content.notes if _goes(n, full.lines[-1], size))[: words.notes]
    told = content.subtitle or subtitle(step, options.orientation)
    clause = words.clause and _goes(told, full.subtitle, full.type.subtitle)
    cut = replace(content, notes=notes)
    sheet, room = beside(cut, page(len(notes), clause=clause), options)
    return sheet, room, cut


def _goes(text: Message, box: Rect, size: float) -> bool:
    """Say whether a text goes into a line without becoming too small for a hall."""
    return _LEAST_SHRUNK * text_width(text.english(), size) <= box.width


def _fit(content: Content, sheet: Page, digits: int) -> float:
    """Return how large the smallest number is, in the least sizes that are allowed."""
    known = [known_figures(block, digits) for block in content.blocks]
    room = screen_limits(sheet)
    placement = roomiest(content, slots_of(content, sheet), known, sheet, room)
    return smallest(content, placement, known, room)


def _key(content: Content, sheet: Page, options: ComposeOptions) -> Hashable:
    """Return what the sizes of a picture depend on."""
    known = tuple(known_figures(block, options.digits) for block in content.blocks)
    kind = content.way or type(content.arrange).__name__
    return slots_of(content, sheet), known, sheet, kind, options.orientation
