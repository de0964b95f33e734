"""How a textbook writes symbols and numbers: a value, and the rewriting by it."""

from nnviz.engine.writing.lines import line, text
from nnviz.engine.writing.notation import PLAIN, Notation
from nnviz.engine.writing.numbers import argument, in_text, number
from nnviz.engine.writing.phrases import phrase
from nnviz.engine.writing.symbols import formula

__all__ = [
    "PLAIN",
    "Notation",
    "argument",
    "formula",
    "in_text",
    "line",
    "number",
    "phrase",
    "text",
]
