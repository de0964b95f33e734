"""A page as Markdown: formulas between dollar signs, matrices as LaTeX."""

from nnviz.cli.formats.text import heading, remark
from nnviz.cli.trace_page import Page
from nnviz.cli.voice import Voice
from nnviz.engine.display.array_latex import matrix
from nnviz.engine.message import message


def render(page: Page, voice: Voice) -> str:
    """Return the page as Markdown with LaTeX formulas, as GitHub and Jupyter show them."""
    said = message(
        "{n_samples} samples, loss {loss}", n_samples=page.n_samples, loss=f"{page.loss:.6g}"
    )
    blocks = [f"# {page.name}", voice.text(said)]
    if page.given:
        blocks.append("## " + voice.text(message("Given")))
        blocks += [_display(matrix(array)) for array in page.given]
    for entry in page.entries:
        blocks += [f"## {heading(entry, voice)}", remark(entry, voice), _display(entry.formula)]
        blocks += [_display(matrix(array)) for array in (*entry.inputs, *entry.outputs)]
        blocks.append(_display(entry.worked_latex))
    return "\n\n".join(blocks) + "\n"


def _display(formula: str) -> str:
    return f"$$\n{formula}\n$$"
