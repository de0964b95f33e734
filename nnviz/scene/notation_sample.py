"""A sample of a notation: three formulas and one cell's arithmetic, from a step that was computed.

It shows a network that is open, so that every number in it is one of that network.
"""

from nnviz.engine.display.arrays import interesting_cell
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import message
from nnviz.engine.step import Step, StepKind
from nnviz.engine.trace import Trace
from nnviz.engine.writing import Notation, line
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Formula, Label, Primitive, Rect, Role, Run
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.scene import Scene

# Of each row the first kind that the step has.
_ROWS = (
    (StepKind.ADD_BIAS, StepKind.MATMUL),
    (StepKind.HADAMARD, StepKind.FUSED_GRADIENT, StepKind.LOSS_GRADIENT),
    (StepKind.WEIGHT_GRADIENT,),
    (StepKind.UPDATE,),
)
_MARGIN = 14.0
_SAID = message("{name}", name="")


def sample_steps(trace: Trace) -> tuple[Step, ...]:
    """Return the steps whose formulas are shown."""
    found = (_first(trace, kinds) for kinds in _ROWS)
    return tuple(step for step in found if step is not None)


def _first(trace: Trace, kinds: tuple[StepKind, ...]) -> Step | None:
    steps = (step for kind in kinds for step in trace.steps if step.kind is kind)
    return next(steps, None)


def sample_scene(trace: Trace, notation: Notation, width: float, height: float) -> Scene:
    """Return the sample as a picture of this size, in the program's own letters.

    Whoever paints it writes it in the notation; here only its orientation and digits count.
    """
    steps = sample_steps(trace)
    rows = -(-len(steps) // 2) * 1.6 + 2.0
    unit = (height - 2 * _MARGIN) / rows
    half = (width - 3 * _MARGIN) / 2
    items: list[Primitive] = []
    for place, step in enumerate(steps):
        row, col = divmod(place, 2)
        box = Rect(_MARGIN + col * (half + _MARGIN), _MARGIN + row * 1.6 * unit, half, 1.5 * unit)
        latex = step.formula(notation.orientation)
        items.append(Formula(f"sample.{place}", box, latex, min(0.62 * unit, 24.0), align="left"))
    top = height - _MARGIN - 2.0 * unit
    for place, runs in enumerate(_lines(trace, notation, width, height)):
        box = Rect(_MARGIN, top + place * unit, width - 2 * _MARGIN, 0.95 * unit)
        role = Role.TEXT if place else Role.MUTED
        items.append(Label(f"sample.line.{place}", box, runs, min(0.62 * unit, 18.0), role))
    return Scene(width, height, tuple(items), _SAID)


def said_sample(trace: Trace, notation: Notation) -> str:
    """Return the formulas of the sample as plain text in the notation."""
    lines = (parse(step.formula(notation.orientation)) for step in sample_steps(trace))
    return "; ".join(to_unicode(line(parts, notation)) for parts in lines)


def _lines(
    trace: Trace, notation: Notation, width: float, height: float
) -> tuple[tuple[Run, ...], ...]:
    """Return the arithmetic of one weight's gradient, in letters and in numbers."""
    step = next(s for s in trace.steps if s.kind is StepKind.WEIGHT_GRADIENT)
    options = ComposeOptions(
        width,
        height,
        orientation=notation.orientation,
        digits=notation.digits_code,
        notation=notation,
    )
    cell = CellRef(step.output, *interesting_cell(step.value))
    return scalar_lines(step, cell, options, max_chars=int(width / 9))
