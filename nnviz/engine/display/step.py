"""How a step shows itself: its formula, what went in, what came out, and one worked cell."""

from dataclasses import replace
from html import escape

from nnviz.engine import notation
from nnviz.engine.display.array_html import array_html
from nnviz.engine.display.array_latex import matrix
from nnviz.engine.display.array_text import fitting_lines, underlined, wrapped
from nnviz.engine.display.arrays import interesting_cell, made_by, shown, taken_by
from nnviz.engine.display.explanation import worked_html
from nnviz.engine.display.markup import element, folded, line, output, paragraph, size
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.words import PHASES, place, remarks, samples_side, say
from nnviz.engine.explanation import Explanation
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray, Orientation, displayed
from nnviz.engine.step import Step
from nnviz.engine.writing import formula as in_letters
from nnviz.engine.writing import line as written_line
from nnviz.engine.writing import text

_LATEX_SIDE = 10  # columns that LaTeX has room for, and that a bmatrix takes


def of_sample(step: Step, options: DisplayOptions) -> Step:
    """Return a per-sample step for the sample that is asked for.

    Raises:
        ShapeError: the batch has no such sample.
    """
    return step if options.sample is None else step.for_sample(options.sample)


def step_html(step: Step, options: DisplayOptions) -> str:
    """Return the step as a notebook shows it."""
    heading = element("p", _heading_html(step, options), css="nv-h")
    side = paragraph(say(samples_side(options.orientation)), css="nv-u")
    taken = "".join(array_html(name, value, options) for name, value in taken_by(step).items())
    inputs = folded(_inputs_summary(step, options), taken) if taken else ""
    inside = heading + side + body_html(step, options) + inputs
    return output(element("div", inside, css=f"nv-s nv-{step.phase.value}"))


def body_html(
    step: Step, options: DisplayOptions, *, arrays: bool = True, picture: bool = True
) -> str:
    """Return the formula, remarks, results and one worked cell of a step."""
    blocks = [element("p", _formula(step.formula(options.orientation), options), css="nv-f")]
    blocks += [paragraph(say(remark), css="nv-u") for remark in remarks(step)]
    if arrays:
        blocks += [
            array_html(name, value, options, picture=picture)
            for name, value in made_by(step).items()
        ]
    cell = worked(step, options.orientation)
    blocks.append(worked_html(cell, options.digits, options.notation))
    return "".join(blocks)


def _formula(latex: str, options: DisplayOptions) -> str:
    return line(written_line(parse(latex), options.notation))


def title_html(step: Step, options: DisplayOptions) -> str:
    """Return where a step is, what it is called in code, and the symbol of what it makes."""
    symbol = _formula(notation.latex(step.output, options.orientation), options)
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
    lines = [*underlined(f"{say(PHASES[step.phase])} · {title_text(step, options)}")]
    if inputs := ", ".join(_shapes(step, options)):
        lines += wrapped(say(message("Inputs: {inputs}", inputs=inputs)))
    return "\n".join([*lines, *body_lines(step, options)])


def body_lines(step: Step, options: DisplayOptions) -> list[str]:
    """Return remarks, formula, results and one worked cell of a step as lines."""
    lines = [line for remark in remarks(step) for line in wrapped(say(remark))]
    whole = parse(step.formula(options.orientation))
    lines += [*wrapped(to_unicode(written_line(whole, options.notation))), ""]
    for name, value in made_by(step).items():
        lines += [*fitting_lines(name, value, options), ""]
    cell = worked(step, options.orientation)
    return lines + wrapped(cell.text_with(options.digits, options.notation))


def title_text(step: Step, options: DisplayOptions) -> str:
    """Return where a step is, what it is called in code, and the symbol of what it makes."""
    symbol = text(notation.plain(step.output, options.orientation), options.notation)
    return f"{' · '.join(place(step))} → {symbol}"


def step_latex(step: Step, options: DisplayOptions) -> str:
    """Return the formula and the values as two displayed formulas."""
    cut = replace(options, side=_LATEX_SIDE, sample=None)
    formulas = [in_letters(step.formula(options.orientation), options.notation)]
    formulas += [matrix(shown(name, value, cut)) for name, value in made_by(step).items()]
    return "\n\n".join(f"$$ {one} $$" for one in formulas)


def step_repr(step: Step) -> str:
    """Return one short line."""
    shape = size(step.value.shape) or "()"
    place = f"{step.phase.value}, layer {step.layer}"
    return f"<Step {step.index}: {step.kind.value} -> {step.output} {shape}, {place}>"


def _heading_html(step: Step, options: DisplayOptions) -> str:
    return f"{escape(say(PHASES[step.phase]))} · {title_html(step, options)}"


def _shapes(step: Step, options: DisplayOptions) -> list[str]:
    return [
        f"{text(notation.plain(name, options.orientation), options.notation)}"
        f" ({_shape(name, value, options.orientation)})"
        for name, value in taken_by(step).items()
    ]


def _inputs_summary(step: Step, options: DisplayOptions) -> str:
    symbols = ", ".join(
        f"{_formula(notation.latex(name, options.orientation), options)} "
        f"{element('span', _shape(name, value, options.orientation), css='nv-u')}"
        for name, value in taken_by(step).items()
    )
    return f"{escape(say(message('Inputs')))} {symbols}"


def _shape(name: str, value: HostArray, orientation: Orientation) -> str:
    return size(displayed(name, value, orientation).shape)
