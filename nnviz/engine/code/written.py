"""Lines of code as they are shown and copied: the code, its comment, and the options in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from nnviz.engine.message import Message

_GAP = "   # "
_Translate: TypeAlias = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of code; its comment is the ``shapes`` of what is computed, then the ``remarks``."""

    code: str
    shapes: str = ""
    remarks: tuple[Message, ...] = ()

    @property
    def comment(self) -> str:
        """The comment in English, with no mark before it."""
        return self.told(Message.english)

    def told(self, tr: _Translate) -> str:
        """Return the comment in the language of ``tr``."""
        return "; ".join(part for part in (self.shapes, *map(tr, self.remarks)) if part)

    def said(self, tr: _Translate) -> str:
        """Return the line with its comment in the language of ``tr``."""
        told = self.told(tr)
        return f"{self.code}{_GAP}{told}" if told else self.code

    def __str__(self) -> str:
        return self.said(Message.english)


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

    def said(self, tr: _Translate) -> str:
        """Return the lines that can be run, the settings first, with comments in a language."""
        return "\n".join((*self.assignments, *(line.said(tr) for line in self.lines)))

    def __str__(self) -> str:
        """Return the lines that can be run, with comments in English."""
        return self.said(Message.english)
