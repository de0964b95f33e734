"""The order of the pages, and where something of the program is explained."""

from dataclasses import dataclass
from typing import Final

from nnviz.engine.message import Message, message
from nnviz.engine.symptom import SymptomKind


@dataclass(frozen=True, slots=True)
class Chapter:
    """A few pages under one title, by their names."""

    title: Message
    pages: tuple[str, ...]


CONTENTS: Final = (
    Chapter(message("First steps"), ("start", "watching", "asking", "what-if")),
    Chapter(
        message("Working with it"),
        ("building", "data", "training", "comparing", "projector", "panels", "keys"),
    ),
    Chapter(message("The forward pass"), ("product", "activations", "softmax", "losses")),
    Chapter(
        message("The backward pass"), ("output-gradient", "chain-rule", "gradients", "clipping")
    ),
    Chapter(message("The weight update"), ("descent", "momentum", "scaling", "adam", "adafactor")),
    Chapter(message("When it does not learn"), ("symptoms", "advice")),
)


def panel_anchor(panel: str) -> str:
    """Return the anchor of what explains a panel."""
    return f"panel-{panel}"


def symptom_anchor(kind: SymptomKind) -> str:
    """Return the anchor of what explains a symptom."""
    return f"symptom-{kind}"


def remark_anchor(key: str) -> str:
    """Return the anchor of what explains a remark of the build panel."""
    return f"advice-{key}"
