"""A page as plain text for a terminal: aligned numbers, formulas in Unicode."""

from rich.cells import cell_len

from nnviz.cli.trace_page import Entry, Page
from nnviz.cli.voice import Voice
from nnviz.engine.display.array_text import matrix_lines
from nnviz.engine.display.arrays import Shown
from nnviz.engine.message import message
from nnviz.scene import narration


def render(page: Page, voice: Voice) -> str:
    """Return the page as lines of text."""
    lines = [
        voice.text(
            message(
                "{name}: one training step with {n_samples} samples, loss {loss}",
                name=page.name,
                n_samples=page.n_samples,
                loss=f"{page.loss:.6g}",
            )
        )
    ]
    if page.given:
        lines += ["", voice.text(message("Given")), ""]
        lines += [line for array in page.given for line in _array(array)]
    for entry in page.entries:
        lines += ["", *_entry(entry, voice)]
    return "\n".join(lines) + "\n"


def heading(entry: Entry, voice: Voice) -> str:
    """Return the line above an op: its place, phase and title (which names the layer)."""
    said = message(
        "[{number}/{total}] {phase}: {title}",
        number=entry.number,
        total=entry.total,
        phase=narration.phase_name(entry.phase),
        title=entry.title,
    )
    return voice.text(said)


def remark(entry: Entry, voice: Voice) -> str:
    """Return what an op does and, for a derived one, that training does not compute it."""
    if not entry.derived:
        return voice.text(entry.remark)
    said = message(
        "{remark} (not computed in training; this is what it would be)", remark=entry.remark
    )
    return voice.text(said)


def _entry(entry: Entry, voice: Voice) -> list[str]:
    title = heading(entry, voice)
    lines = [title, "─" * cell_len(title), "  " + remark(entry, voice)]
    lines += ["  " + entry.line, ""]
    lines += [line for array in (*entry.inputs, *entry.outputs) for line in _array(array)]
    return [*lines, "  " + entry.worked_text]


def _array(array: Shown) -> list[str]:
    return [*matrix_lines(array), ""]
