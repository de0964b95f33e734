"""One remark: how serious, about what, why, what will be seen, and what can be done."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from nnviz.app.edits import Edit
from nnviz.engine.message import Message, message

Severity: TypeAlias = Literal["impossible", "unwise"]

SHAPE = message("Shape mistake")
IMPOSSIBLE = message("Not possible")
UNWISE = message("Possible, but")


@dataclass(frozen=True, slots=True)
class Place:
    """What a remark is about: a field of the build panel, and the layer if it is one's.

    Fields are "data", "batch", "standardise", "units", "activation", "loss", "optimizer",
    "penalty", "start", "dtype" and "backend".
    """

    field: str
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Where it is seen: the array to look at, the panel and the page of the guide; "" is none."""

    array: str = ""
    panel: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """An edit that mends it, and what is written on its button."""

    text: Message
    edit: Edit


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about an experiment, or about an edit that was refused.

    ``key`` names the kind of remark. ``seen`` is None where there is nothing to see: what is
    impossible does not come about.
    """

    key: str
    severity: Severity
    place: Place
    why: Message
    seen: Message | None = None
    remedies: tuple[Remedy, ...] = ()
    sight: Sight | None = None

    @property
    def title(self) -> Message:
        """Two words above the sentence."""
        if self.severity == "unwise":
            return UNWISE
        return SHAPE if self.key == "shape" else IMPOSSIBLE
