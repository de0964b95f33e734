"""A sentence that is not yet in any language: an English template and what fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Argument: TypeAlias = "str | int | float | Message"


@dataclass(frozen=True, slots=True)
class Message:
    """One whole sentence or label, to be translated where it is shown.

    ``text`` is the English sentence with ``{named}`` places; it is also the key of the catalogues.
    An argument may be a Message, which is then translated too. ``plural`` is the English text
    for a ``count`` other than one; ``context`` tells two meanings of the same English word apart.
    """

    text: str
    args: Mapping[str, Argument] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None
    count: int | None = None
    context: str | None = None

    def english(self) -> str:
        """Return the sentence in English, its places filled."""
        template = self.text
        if self.plural is not None and self.count is not None and self.count != 1:
            template = self.plural
        filled = {
            key: value.english() if isinstance(value, Message) else value
            for key, value in self.args.items()
        }
        if self.count is not None:
            filled.setdefault("count", self.count)
        return template.format(**filled)


def message(text: str, /, **args: Argument) -> Message:
    """Return the Message for ``text`` with its places filled by ``args``."""
    return Message(text, MappingProxyType(args))
