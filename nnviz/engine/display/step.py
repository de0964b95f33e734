"""How a step shows itself: its formula, what went in, what came out, and one worked cell."""

from html import escape

from nnviz.engine import notation
from nnviz.engine.display.array_html import array_html
from nnviz.engine.display.array_latex import matrix
from nnviz.engine.display.array_text import fitting_lines, underlined, wrapped
from nnviz.engine.display.arrays import interesting_cell, made_by, shown, taken_by
from nnviz.engine.display.explanation import worked_html
from nnviz.engine.display.markup import element, folded, formula, output, paragraph, size
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.words import PHASES, place, remarks, samples_side, say
from nnviz.engine.explanation import Explanation
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray, Orientation, displayed
from nnviz.engine.step import Step

_LATEX_SIDE = 10  # columns that LaTeX has room for, and that a bmatrix takes


def of_sample(step: Step, options: DisplayOptions) -> Step:
    """Return a per-sample step for the sample that is asked for.

    Raises:
        ShapeError: the batch has no such sample.
    """
    return step if options.sample is None else step.for_sample(options.sample)


def step_html(step: Step, options: DisplayOptions) -> str:
    """Return the step as a notebook shows it."""
    heading = element("p", _heading_html(step, options.orientation), css="nv-h")
    side = paragraph(say(samples_side(options.orientation)), css="nv-u")
    taken = "".join(array_html(name, value, options) for name, value in taken_by(step).items())
    inputs = folded(_inputs_summary(step, options), taken) if taken else ""
    inside = heading + side + body_html(step, options) + inputs
    return output(element("div", inside, css=f"nv-s nv-{step.phase.value}"))


def body_html(
    step: Step, options: DisplayOptions, *, arrays: bool = True, picture: bool = True
) -> str:
    """Return the formula, remarks, results and one worked cell of a step."""
    blocks = [element("p", formula(step.formula(options.orientation)), css="nv-f")]
    blocks += [paragraph(say(remark), css="nv-u") for remark in remarks(step)]
    if arrays:
        blocks += [
            array_html(name, value, options, picture=picture)
            for name, value in made_by(step).items()
        ]
    blocks.append(worked_html(worked(step, options.orientation), options.digits))
    return "".join(blocks)


def title_html(step: Step, orientation: Orientation) -> str:
    """Return where a step is, what it is called in code, and the symbol of what it makes."""
    symbol = formula(notation.latex(step.output, orientation))
    *layer, kind = map(escape, place(step))
    return f"{' · '.join([*layer, element('code', kind)])} → {symbol}"


def made_shape(step: Step, orientation: Orientation) -> tuple[int, ...]:
    """Return the shape of the output as it is displayed."""
    return displayed(step.output, step.value, orientation).shape


def worked(step: Step, orientation: Orientation) -> Explanation:
    """Return the explanation of the first cell that is not zero."""
    row, col = interesting_cell(step.value)
    return step.explain(row, col, orientation)


def step_text(step: Step, options: DisplayOptions) -> str:
    """Return the step as lines for a terminal."""
    lines = [*underlined(f"{say(PHASES[step.phase])} · {title_text(step, options.orientation)}")]
    if inputs := ", ".join(_shapes(step, options.orientation)):
        lines += wrapped(say(message("Inputs: {inputs}", inputs=inputs)))
    return "\n".join([*lines, *body_lines(step, options)])


def body_lines(step: Step, options: DisplayOptions) -> list[str]:
    """Return remarks, formula, results and one worked cell of a step as lines."""
    lines = [line for remark in remarks(step) for line in wrapped(say(remark))]
    lines += [*wrapped(to_unicode(parse(step.formula(options.orientation)))), ""]
    for name, value in made_by(step).items():
        lines += [*fitting_lines(name, value, options), ""]
    return lines + wrapped(worked(step, options.orientation).text_with(options.digits))


def title_text(step: Step, orientation: Orientation) -> str:
    """Return where a step is, what it is called in code, and the symbol of what it makes."""
    symbol = notation.plain(step.output, orientation)
    return f"{' · '.join(place(step))} → {symbol}"


def step_latex(step: Step, options: DisplayOptions) -> str:
    """Return the formula and the values as two displayed formulas."""
    cut = DisplayOptions(options.orientation, options.digits, _LATEX_SIDE)
    formulas = [step.formula(options.orientation)]
    formulas += [matrix(shown(name, value, cut)) for name, value in made_by(step).items()]
    return "\n\n".join(f"$$ {one} $$" for one in formulas)


def step_repr(step: Step) -> str:
    """Return one short line."""
    shape = size(step.value.shape) or "()"
    place = f"{step.phase.value}, layer {step.layer}"
    return f"<Step {step.index}: {step.kind.value} -> {step.output} {shape}, {place}>"


def _heading_html(step: Step, orientation: Orientation) -> str:
    return f"{escape(say(PHASES[step.phase]))} · {title_html(step, orientation)}"


def _shapes(step: Step, orientation: Orientation) -> list[str]:
    return [
        f"{notation.plain(name, orientation)} ({_shape(name, value, orientation)})"
        for name, value in taken_by(step).items()
    ]


def _inputs_summary(step: Step, options: DisplayOptions) -> str:
    symbols = ", ".join(
        f"{formula(notation.latex(name, options.orientation))} "
        f"{element('span', _shape(name, value, options.orientation), css='nv-u')}"
        for name, value in taken_by(step).items()
    )
    return f"{escape(say(message('Inputs')))} {symbols}"


def _shape(name: str, value: HostArray, orientation: Orientation) -> str:
    return size(displayed(name, value, orientation).shape)
