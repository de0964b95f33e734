"""The names of the classes beside the rows of the scores, the shares and the targets."""

from collections.abc import Iterable, Mapping

from nnviz.engine.step import Step, StepKind
from nnviz.scene.content import Content
from nnviz.scene.layout.fit import text_width
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import bracket
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Label, MatrixBlock, Rect, Role, Run

_NAMED = frozenset(
    {
        StepKind.SOFTMAX_SHIFT,
        StepKind.SOFTMAX_EXP,
        StepKind.SOFTMAX_DIVIDE,
        StepKind.ERROR,
        StepKind.SAMPLE_LOSS,
        StepKind.LOSS_GRADIENT,
        StepKind.FUSED_GRADIENT,
    }
)
_LEAST_LINE = 10.0


def class_names(
    content: Content,
    step: Step,
    placed: Mapping[str, MatrixBlock],
    taken: Iterable[Label],
    sheet: Page,
    options: ComposeOptions,
) -> tuple[Label, ...]:
    """Return a name before each row of the leftmost matrix of classes, where there is room."""
    classes = () if options.batch is None else options.batch.classes
    if step.kind not in _NAMED or options.orientation != "textbook" or len(classes) < 2:
        return ()
    first = placed[content.blocks[0].id]
    if first.shape[0] != len(classes) or options.batch is None or not options.batch.labels:
        return ()
    line = first.rect.height / len(classes)
    size = min(sheet.type.note, 0.8 * line)
    right = first.rect.x - 1.3 * bracket(sheet)
    wide = max(text_width(name, size) for name in classes) + 4.0
    room = Rect(right - wide, first.rect.y, wide, first.rect.height)
    if line < _LEAST_LINE or room.x < sheet.body.x or any(_meet(room, t.box) for t in taken):
        return ()
    labelled = options.batch.labels[min(options.sample, options.batch.count - 1)]
    return tuple(
        Label(
            f"class.{row}",
            Rect(room.x, room.y + row * line, wide, line),
            (Run(name),),
            size,
            Role.TEXT if options.one_sample and row == labelled else Role.MUTED,
            "right",
            bold=options.one_sample and row == labelled,
        )
        for row, name in enumerate(classes)
    )


def _meet(first: Rect, second: Rect) -> bool:
    across = min(first.right, second.right) > max(first.x, second.x)
    return across and min(first.bottom, second.bottom) > max(first.y, second.y)
