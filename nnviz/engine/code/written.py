"""Lines of code as they are shown and copied: the code, its comment, and the options in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_GAP = "   # "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of code; the comment has no mark before it."""

    code: str
    comment: str = ""

    def __str__(self) -> str:
        return f"{self.code}{_GAP}{self.comment}" if self.comment else self.code


@dataclass(frozen=True, slots=True)
class Code:
    """A step in one language.

    ``settings`` are the options that the lines name, with their values. ``part_of`` is what does
    the step, among others, in a usual program of the language: "L.backward()"; None if nothing.
    """

    language: str
    lines: tuple[Line, ...]
    settings: Mapping[str, float | int] = field(default_factory=lambda: MappingProxyType({}))
    part_of: str | None = None

    @property
    def assignments(self) -> tuple[str, ...]:
        """The settings as lines of code."""
        return tuple(f"{name} = {value!r}" for name, value in self.settings.items())

    def __str__(self) -> str:
        """Return the lines that can be run, the settings first."""
        return "\n".join((*self.assignments, *map(str, self.lines)))
