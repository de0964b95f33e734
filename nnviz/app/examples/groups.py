"""In which order the examples stand, and under which headings."""

from dataclasses import dataclass

from nnviz.engine.message import Message, message


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the names of the examples under it."""

    title: Message
    names: tuple[str, ...]


GROUPS: tuple[Group, ...] = (
    Group(message("On paper"), ("dot-product", "neuron", "softmax", "two-layers", "xor-by-hand")),
    Group(message("It learns"), ("xor", "circles", "sine")),
    Group(
        message("What goes wrong"),
        ("linear-collapse", "dead-relu", "zeros", "vanishing", "lr-too-large"),
    ),
    Group(message("Real data"), ("iris", "digits", "ner", "ner_zh")),
)
NAMES: tuple[str, ...] = tuple(name for group in GROUPS for name in group.names)
