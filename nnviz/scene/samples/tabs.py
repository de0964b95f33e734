"""The board of the batch beside the matrices: every sample to choose, and the verdict on one."""

from dataclasses import replace

from nnviz.engine.message import Message, message
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.scene.blocks import magnitude
from nnviz.scene.content import Content
from nnviz.scene.layout.page import Page
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Label, Primitive, Rect, Role, Run, SampleTabs
from nnviz.scene.samples.alone import batch_size
from nnviz.scene.samples.batch import Batch

_TAB, _LEAST_TAB = 31.0, 23.0
_COLUMNS = 4
_WORDS = 96.0  # what "Sample 12 of 32" takes, also beside a few tabs
_LEAST_WIDTH = 700.0  # a narrower stage keeps all of its width for the matrices


def with_tabs(
    sheet: Page, step: Step, options: ComposeOptions
) -> tuple[Page, tuple[Primitive, ...]]:
    """Return the page with the room that the board takes at its left, and the board.

    Stages are wide: what the board takes from the width, matrices of one sample do not miss.
    """
    batch, body = options.batch, sheet.body
    shown = batch is not None and batch.count > 1 and _has_samples(step, batch.count)
    if batch is None or not shown or body.width < _LEAST_WIDTH:
        return sheet, ()
    words = 1.6 * sheet.type.note
    side = max(_TAB * min(sheet.scale, 1.25), _LEAST_TAB)
    lines = max(int((body.height - words) / side), 1)
    sample = min(options.sample, batch.count - 1)
    board = _board(Rect(body.x, body.y + words, side, lines * side), batch, sample, step, lines)
    wide = max(board.rect.width, _WORDS * sheet.type.note / 12.0)
    taken = wide + 14.0 * max(sheet.scale, 0.6)
    rest = Rect(body.x + taken, body.y, body.width - taken, body.height)
    text = message("Sample {sample} of {count}", sample=sample + 1, count=batch.count)
    place = Rect(body.x, body.y, wide, words)
    label = Label("samples.label", place, (Run(text),), sheet.type.note, Role.MUTED)
    return replace(sheet, body=rest), (label, board)


def _has_samples(step: Step, count: int) -> bool:
    return step.phase is not Phase.UPDATE and batch_size(step) == count


def _board(place: Rect, batch: Batch, chosen: int, step: Step, lines: int) -> SampleTabs:
    columns = min(_COLUMNS, batch.count)
    first, last = _window(chosen, batch.count, columns, lines)
    height = place.width * -(-(last - first) // columns)
    rect = Rect(place.x, place.y, place.width * columns, height)
    pictures = None
    if batch.image_shape is not None:
        pictures = batch.inputs[first:last].reshape(-1, *batch.image_shape)
    judged = step.phase in {Phase.LOSS, Phase.BACKWARD}
    wrong = tuple(i for i in range(first, last) if judged and batch.is_right(i) is False)
    vmax = magnitude(batch.inputs) or 1.0
    return SampleTabs("samples", rect, columns, first, last - first, chosen, wrong, pictures, vmax)


def _window(chosen: int, count: int, columns: int, lines: int) -> tuple[int, int]:
    """Return the first and the last sample (exclusive) of the lines around the chosen one."""
    all_lines = -(-count // columns)
    top = min(max(chosen // columns - lines // 2, 0), max(all_lines - lines, 0))
    return top * columns, min((top + lines) * columns, count)


_JUDGED = frozenset(
    {StepKind.ERROR, StepKind.SAMPLE_LOSS, StepKind.LOSS, StepKind.LOSS_GRADIENT,
     StepKind.FUSED_GRADIENT}
)  # fmt: skip


def with_verdict(content: Content, step: Step, options: ComposeOptions) -> Content:
    """Return the content with a line about what the network says of the chosen sample."""
    batch = options.batch
    if batch is None or not batch.labels or step.kind not in _JUDGED:
        return content
    words = verdict(batch, min(options.sample, batch.count - 1), options.digits)
    return replace(content, notes=(words, *content.notes))


def verdict(batch: Batch, sample: int, digits: int) -> Message:
    """Return the prediction by its class name beside the target."""
    number, guess, label = sample + 1, batch.guess(sample), batch.label(sample)
    assert guess is not None
    assert label is not None
    if batch.outputs.shape[1] == 1:
        score = batch.score(sample, 0, digits)
        if guess == label:
            return message(
                "Sample {sample}: the output {score} says “{guess}”, which is right.",
                sample=number, score=score, guess=guess,
            )  # fmt: skip
        return message(
            "Sample {sample}: the output {score} says “{guess}”, but it is “{label}”.",
            sample=number, score=score, guess=guess, label=label,
        )  # fmt: skip
    score = batch.score(sample, batch.guesses[sample], digits)
    if guess == label:
        return message(
            "Sample {sample}: the network says “{guess}” ({score}), which is right.",
            sample=number, guess=guess, score=score,
        )  # fmt: skip
    return message(
        "Sample {sample}: the network says “{guess}” ({score}), but it is “{label}” ({other}).",
        sample=number, guess=guess, score=score, label=label,
        other=batch.score(sample, batch.labels[sample], digits),
    )  # fmt: skip
