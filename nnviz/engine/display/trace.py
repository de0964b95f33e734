"""How a trace shows itself: its facts, and every step under its phase, never more than fits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from nnviz.engine.display.array_html import array_html
from nnviz.engine.display.array_text import fitting_lines, underlined
from nnviz.engine.display.arrays import given_names, telling
from nnviz.engine.display.markup import element, folded, output, paragraph, size
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.step import (
    body_html,
    body_lines,
    made_shape,
    of_sample,
    title_html,
    title_text,
)
from nnviz.engine.display.words import PHASES, samples, samples_side, say, steps
from nnviz.engine.message import Message, message
from nnviz.engine.numerals import significant
from nnviz.engine.step import Phase, Step
from nnviz.engine.trace import Trace

MOST_BYTES = 240_000
MOST_LINES = 2_000
_MOST_GIVEN = 40


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much of each step is written: heat maps, arrays at all, cells along a side."""

    picture: bool
    arrays: bool
    side: int
    remark: Message | None = None


_DETAILS = (
    _Detail(True, True, DisplayOptions.SIDE),
    _Detail(
        False,
        True,
        6,
        message("Large arrays are shown in part, to keep the notebook small; steps[i] shows all."),
    ),
    _Detail(
        False,
        False,
        6,
        message("The arrays are left out, to keep the notebook small; steps[i] shows them."),
    ),
)


def trace_html(trace: Trace, options: DisplayOptions) -> str:
    """Return the trace as a notebook shows it, in at most about ``MOST_BYTES`` bytes.

    First the pictures of large arrays go, then all arrays, then the last steps; a line says so.
    """
    written = ""
    for detail in _DETAILS:
        written, complete = _written(trace, options, detail)
        if complete:
            break
    return output(written)


def _written(trace: Trace, options: DisplayOptions, detail: _Detail) -> tuple[str, bool]:
    """Return the inside of the output, and whether all steps are in it."""
    side = detail.side if options.side is not None else None
    cut = replace(options, side=side)
    head = _head(trace, options, detail)
    if detail.arrays:
        head += _given(trace, cut, detail)
    room, phases, done = MOST_BYTES - len(head.encode()), [], 0
    for phase, group in groupby(trace.steps, key=lambda step: step.phase):
        entries = []
        for step in group:
            entry = _entry(_for(step, trace, options), len(trace.steps), cut, detail)
            room -= len(entry.encode())
            if room < 0:
                break
            entries.append(entry)
        done += len(entries)
        phases.append(_phase(phase, entries))
        if room < 0:
            break
    left_out = len(trace.steps) - done
    end = paragraph(say(_and_more(left_out)), css="nv-u") if left_out else ""
    return head + "".join(phases) + end, not left_out


def _head(trace: Trace, options: DisplayOptions, detail: _Detail) -> str:
    lines = [element("p", escape(facts(trace)), css="nv-h")]
    lines.append(paragraph(say(samples_side(options.orientation)), css="nv-u"))
    if detail.remark is not None:
        lines.append(paragraph(say(detail.remark), css="nv-u"))
    return "".join(lines)


def _given(trace: Trace, options: DisplayOptions, detail: _Detail) -> str:
    names = given_names(trace)[:_MOST_GIVEN]
    arrays = (array_html(name, trace[name], options, picture=detail.picture) for name in names)
    return folded(escape(say(message("Given"))), "".join(arrays))


def _phase(phase: Phase, entries: list[str]) -> str:
    count = element("span", escape(say(steps(len(entries)))), css="nv-u")
    title = f"<b>{escape(say(PHASES[phase]))}</b> {count}"
    return folded(title, "".join(entries), is_open=True, css=f"nv-{phase.value}")


def _entry(step: Step, total: int, options: DisplayOptions, detail: _Detail) -> str:
    place = element("span", f"[{step.index + 1}/{total}]", css="nv-u")
    shape = element("span", size(made_shape(step, options.orientation)), css="nv-u")
    title = f"{place} {title_html(step, options)} {shape}"
    body = body_html(step, options, arrays=detail.arrays, picture=detail.picture)
    return folded(title, body)


def _for(step: Step, trace: Trace, options: DisplayOptions) -> Step:
    return telling(step, trace.n_samples) if options.sample is None else of_sample(step, options)


def facts(trace: Trace) -> str:
    """Return one line: iteration, samples, loss, number of steps."""
    said = message(
        "Iteration {iteration} · {samples} · loss {loss} · {steps}",
        iteration=trace.iteration,
        samples=samples(trace.n_samples),
        loss=significant(trace.loss, 6),
        steps=steps(len(trace.steps)),
    )
    return say(said)


def trace_repr(trace: Trace) -> str:
    """Return one short line."""
    sizes = "-".join(map(str, trace.spec.sizes))
    return (
        f"<Trace of {sizes}, iteration {trace.iteration}, {trace.n_samples} samples,"
        f" {len(trace.steps)} steps, loss {trace.loss:.6g}>"
    )


def trace_text(trace: Trace, options: DisplayOptions) -> str:
    """Return the trace as lines for a terminal: what was given, then every step worked.

    After ``MOST_LINES`` lines the rest is left out, and a line says how much.
    """
    lines = [facts(trace), say(samples_side(options.orientation)), "", say(message("Given")), ""]
    for name in given_names(trace)[:_MOST_GIVEN]:
        lines += [*fitting_lines(name, trace[name], options), ""]
    done = 0
    for block in _blocks(trace, options):
        if len(lines) + len(block) > MOST_LINES:
            break
        lines += [*block, ""]
        done += 1
    if left_out := len(trace.steps) - done:
        lines.append(say(_and_more(left_out)))
    return "\n".join(lines).rstrip()


def _blocks(trace: Trace, options: DisplayOptions) -> Iterator[list[str]]:
    total = len(trace.steps)
    for step in trace.steps:
        place = f"[{step.index + 1}/{total}] {say(PHASES[step.phase])}"
        title = underlined(f"{place} · {title_text(step, options)}")
        yield [*title, *body_lines(_for(step, trace, options), options)]


def _and_more(count: int) -> Message:
    return Message(
        "… and {count} step more; the list is in steps",
        plural="… and {count} steps more; the list is in steps",
        count=count,
    )
