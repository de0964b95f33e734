"""Symptoms where they are: a small sign at a unit of the map, at a row of a matrix, in the strip.

A sign is a letter and, where there is room, a word; it is shown once what it tells about has been
computed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nnviz.engine.message import Message
from nnviz.engine.symptom import Symptom, SymptomKind
from nnviz.scene.content import Content, Moment
from nnviz.scene.layout.fit import text_width
from nnviz.scene.map.layout import MapLayout
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Card, Label, MatrixBlock, Primitive, Rect, Role, Run

GLYPHS: Mapping[SymptomKind, str] = {
    SymptomKind.DEAD: "∅",
    SymptomKind.SATURATED: "⊥",
    SymptomKind.IDENTICAL: "=",
    SymptomKind.NO_GRADIENT: "0",
    SymptomKind.VANISHING: "↓",
    SymptomKind.EXPLODING: "↑",
    SymptomKind.OUTGROWN: "↑",
    SymptomKind.OVERSHOOT: "!",
    SymptomKind.EXPLODED: "∞",
}
WORDS: Mapping[SymptomKind, Message] = {
    SymptomKind.DEAD: Message("dead", context="unit"),
    SymptomKind.SATURATED: Message("saturated", context="unit"),
    SymptomKind.IDENTICAL: Message("identical", context="unit"),
}

# The arrays with a row (or column) for each unit of a layer in which a sign is of use.
_OF_UNITS = {
    SymptomKind.DEAD: ("A", "dZ", "dW"),
    SymptomKind.SATURATED: ("A", "D", "dZ"),
    SymptomKind.IDENTICAL: ("W",),
}
_NAME = re.compile(r"([A-Za-z]+)(\d+)")
_PILL, _LEAST, _MARGIN = 15.0, 13.0, 4.0
_LETTER = 0.74  # of a sign's height
_BRACKET = 14.0
_NEIGHBOUR = 14.0  # a neighbour's bracket, and a little
_SMALLEST, _TINY = 9.0, 9.5
_FOR_HALL = 0.034  # of the screen's height: a sign before a hall, which is there in full or not


def with_remarks(content: Content, moment: Moment) -> Content:
    """Return the picture with a note for each symptom that this step shows, but a dead ReLU.

    The activation's own note tells of that one.
    """
    found = tuple(
        symptom.message
        for symptom in moment.options.symptoms
        if symptom.step_index == moment.step.index and symptom.kind is not SymptomKind.DEAD
    )
    return replace(content, notes=(*content.notes, *found[:1])) if found else content


def stage_signs(
    moment: Moment,
    matrices: Mapping[str, MatrixBlock],
    labels: Sequence[Label],
    options: ComposeOptions,
) -> tuple[Primitive, ...]:
    """Return the signs at the rows (or columns) of matrices, where all of them is computed."""
    found: list[Primitive] = []
    for symptom in options.symptoms:
        block = _block_of(symptom, matrices)
        if block is None or block.strength < 1.0 or block.turn.fraction < 1.0 or block.fold:
            continue
        if block.revealed < block.values.size:
            continue
        if block.name == moment.step.output and not moment.progress.finished:
            continue
        larger = max(_FOR_HALL * options.presented / _PILL, 1.0)
        said = _boxes(symptom, block, symptom.kind, larger)
        taken = [other.rect for other in matrices.values() if other is not block]
        taken += [label.box for label in labels]
        words = [_written(label) for label in labels]
        free = _are_free([*said.values()], taken, options.width)
        if options.presented:
            boxes = said if free else {}
        else:
            boxes = said if free else _bare(symptom, block, taken, words, options.width)
        for unit, box in boxes.items():
            found += _sign(f"symptom.{block.id}.{unit}", symptom.kind, box, boxes is said)
    return tuple(found)


def map_signs(
    symptoms: Iterable[Symptom], layout: MapLayout, step_index: int, alpha: float
) -> Iterator[Primitive]:
    """Yield the signs at the units of the network map."""
    for symptom in symptoms:
        reached = symptom.step_index < step_index or (
            symptom.step_index == step_index and alpha >= 1.0
        )
        given = symptom.kind is SymptomKind.IDENTICAL
        if symptom.layer is None or not symptom.units or not (reached or given):
            continue
        column = layout.columns[symptom.layer]
        tall = min(max(_LEAST, 2.0 * layout.radius), _PILL)
        middles = {unit: column.ys[unit] for unit in symptom.units if unit < column.drawn}
        if not middles:
            continue  # a symptom of the whole layer or update: it has no word at a unit
        left = column.x + layout.radius + _MARGIN
        wide = _wide(symptom.kind, tall)
        for unit, middle in _apart(middles, tall).items():
            place = Rect(left, middle - tall / 2, wide, tall)
            yield from _sign(f"symptom.{symptom.layer}.{unit}", symptom.kind, place, said=True)


def _block_of(symptom: Symptom, matrices: Mapping[str, MatrixBlock]) -> MatrixBlock | None:
    """Return the last matrix of the picture in which the symptom's units have rows."""
    wanted = _OF_UNITS.get(symptom.kind, ())
    for block in reversed([*matrices.values()]):
        found = _NAME.fullmatch(block.name)
        if found and found[1] in wanted and int(found[2]) == symptom.layer:
            return block
    return None


def _wide(kind: SymptomKind, tall: float) -> float:
    """Return how wide a sign with a word is."""
    return text_width(WORDS[kind].english(), _LETTER * tall) + 1.9 * tall


def _apart(middles: Mapping[int, float], tall: float) -> dict[int, float]:
    """Return the places that signs of this height can have without touching, from the first on."""
    kept: dict[int, float] = {}
    for unit, middle in middles.items():
        if not kept or abs(middle - next(reversed(kept.values()))) >= tall:
            kept[unit] = middle
    return kept


def _boxes(
    symptom: Symptom, block: MatrixBlock, word: SymptomKind | None, larger: float = 1.0
) -> dict[int, Rect]:
    """Return where the signs of units stand: right of their rows, or over their columns.

    All stand clear of the bracket; over columns there is no room for a ``word``. Of units that are
    too close together only the first has one.
    """
    weights = block.name.lstrip("d").startswith("W")
    first = block.stored_row if weights else block.stored_col
    if weights == block.flipped:
        return {} if word is not None else _over_columns(symptom, block, first)
    rows, cols = block.shape
    cells = {
        unit: block.cell_rect(unit - first, cols - 1)
        for unit in symptom.units
        if 0 <= unit - first < rows
    }
    size = larger * min(max(block.rect.height / rows, _LEAST), _PILL)
    middles = {unit: cell.y + cell.height / 2 for unit, cell in cells.items()}
    left = block.rect.right + _BRACKET + (_MARGIN if word is not None else 1.0)
    wide = size if word is None else _wide(word, size)
    return {
        unit: Rect(left, middle - size / 2, wide, size)
        for unit, middle in _apart(middles, size).items()
    }


def _over_columns(symptom: Symptom, block: MatrixBlock, first: int) -> dict[int, Rect]:
    cols = block.shape[1]
    places = {unit: unit - first for unit in symptom.units}
    cells = {unit: block.cell_rect(0, at) for unit, at in places.items() if 0 <= at < cols}
    size = min(max(block.rect.width / cols, _LEAST), _PILL)
    middles = {unit: cell.x + cell.width / 2 for unit, cell in cells.items()}
    top = block.rect.y - size - 1.0
    return {
        unit: Rect(middle - size / 2, top, size, size)
        for unit, middle in _apart(middles, size).items()
    }


def _clear_of(words: Sequence[Rect], boxes: dict[int, Rect], block: MatrixBlock) -> dict[int, Rect]:
    """Return signs over columns, under them where they would lie on the words above."""
    if not any(box.overlaps(word) for box in boxes.values() for word in words):
        return boxes
    below = {
        unit: Rect(box.x, block.rect.bottom + 1.0, box.width, box.height)
        for unit, box in boxes.items()
    }
    if not any(box.overlaps(word) for box in below.values() for word in words):
        return below
    return {
        unit: Rect(box.x + box.width / 2 - _TINY / 2, block.rect.y - _TINY - 0.5, _TINY, _TINY)
        for unit, box in boxes.items()
    }


def _written(label: Label) -> Rect:
    """Return about where the letters of a label stand in its box."""
    texts = (run.text if isinstance(run.text, str) else run.text.english() for run in label.runs)
    wide = min(text_width("".join(texts), label.size_px), label.box.width)
    spare = label.box.width - wide
    x = label.box.x + {"left": 0.0, "center": spare / 2, "right": spare}[label.align]
    return Rect(x, label.box.y, wide, label.box.height)


def _bare(
    symptom: Symptom,
    block: MatrixBlock,
    taken: Sequence[Rect],
    words: Sequence[Rect],
    width: float,
) -> dict[int, Rect]:
    """Return where signs without a word stand: beside the bracket, as small as its neighbours ask.

    Where even a small one would lie on a neighbour it stands before the matrix.
    """
    boxes = _boxes(symptom, block, None)
    if not boxes:
        return boxes
    if next(iter(boxes.values())).bottom <= block.rect.y:
        return _clear_of(words, boxes, block)
    edges = [other.x - _NEIGHBOUR for other in taken if other.x > block.rect.right]
    found = {}
    for unit, box in boxes.items():
        room = min([width, *edges]) - box.x
        if room >= _SMALLEST:
            side = min(box.width, room)
            found[unit] = Rect(box.x, box.y + (box.height - side) / 2, side, side)
        else:
            left = block.rect.x - _BRACKET - 1.0 - _TINY
            found[unit] = Rect(left, box.y + (box.height - _TINY) / 2, _TINY, _TINY)
    return found


def _are_free(boxes: Sequence[Rect], taken: Sequence[Rect], width: float) -> bool:
    """Say whether there are such boxes, inside of the picture and clear of what stands there."""
    return bool(boxes) and all(
        box.right <= width
        and not any(
            box.x < other.right + _BRACKET
            and other.x - _BRACKET < box.right
            and box.y < other.bottom
            and other.y < box.bottom
            for other in taken
        )
        for box in boxes
    )


def _sign(id_: str, kind: SymptomKind, box: Rect, said: bool) -> tuple[Primitive, ...]:
    runs: tuple[Run, ...] = (Run(GLYPHS[kind], bold=True),)
    if said:
        runs = (*runs, Run(" "), Run(WORDS[kind]))
    return (
        Card(f"{id_}.card", box),
        Label(id_, box.inset(1.5), runs, box.height * _LETTER, Role.WARNING, "center"),
    )
