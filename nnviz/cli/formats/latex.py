"""A page as a LaTeX document that compiles as it is."""

from nnviz.cli.formats.text import heading, remark
from nnviz.cli.trace_page import Page
from nnviz.cli.voice import Voice
from nnviz.engine.display.array_latex import matrix
from nnviz.engine.message import message

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "−": "$-$", "δ": r"$\delta$", "∂": r"$\partial$", "η": r"$\eta$", "⊙": r"$\odot$",
        "×": r"$\times$", "Σ": r"$\Sigma$", "′": "$'$", "ᵀ": r"$^{\top}$", "·": r"$\cdot$",
        "→": r"$\to$", "≤": r"$\le$", "≥": r"$\ge$", "ŷ": r"$\hat{y}$",
        "Θ": r"$\Theta$", "θ": r"$\theta$", "α": r"$\alpha$", "κ": r"$\kappa$", "∇": r"$\nabla$",
    }
)  # fmt: skip
_HEAD = r"""\documentclass{{{document_class}}}
\usepackage{{amsmath}}
\usepackage[margin=2cm]{{geometry}}
\setcounter{{MaxMatrixCols}}{{64}}
\allowdisplaybreaks
\begin{{document}}
"""


def render(page: Page, voice: Voice) -> str:
    """Return the page as a document; Chinese needs the ctex classes and XeLaTeX."""
    document_class = "ctexart" if voice.language == "zh" else "article"
    said = message(
        "{n_samples} samples, loss {loss}", n_samples=page.n_samples, loss=f"{page.loss:.6g}"
    )
    blocks = [_HEAD.format(document_class=document_class), rf"\section*{{{escape(page.name)}}}"]
    blocks.append(escape(voice.text(said)))
    blocks += [_display(matrix(array)) for array in page.given]
    for entry in page.entries:
        blocks.append(rf"\subsection*{{{escape(heading(entry, voice))}}}")
        blocks += [escape(remark(entry, voice)), _display(entry.formula)]
        blocks += [_display(matrix(array)) for array in (*entry.inputs, *entry.outputs)]
        blocks.append(_display(entry.worked_latex))
    return "\n\n".join([*blocks, r"\end{document}"]) + "\n"


def escape(text: str) -> str:
    """Return words as LaTeX text: signs that mean something to LaTeX are made harmless."""
    return text.translate(_ESCAPES)


def _display(formula: str) -> str:
    return f"\\[\n{formula}\n\\]"
