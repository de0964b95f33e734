"""The built-in examples: experiments small enough to be followed on paper, and larger ones."""

from nnviz.app.examples.files import EXAMPLES, named
from nnviz.app.examples.groups import GROUPS, Group
from nnviz.app.examples.texts import TEXTS, ExampleText

__all__ = ["EXAMPLES", "GROUPS", "TEXTS", "ExampleText", "Group", "named"]
