"""The forms in which a trace is written. A new one: a file here and a line in the list."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from nnviz.cli.formats import latex, markdown, text
from nnviz.cli.trace_page import Page
from nnviz.cli.voice import Voice

# What people read is made from a page; json and npz hold the numbers of the trace itself.
READ: Mapping[str, Callable[[Page, Voice], str]] = MappingProxyType(
    {"text": text.render, "markdown": markdown.render, "latex": latex.render}
)
JSON, NPZ = "json", "npz"


def names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return (*READ, JSON, NPZ)
