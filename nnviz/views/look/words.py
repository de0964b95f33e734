"""Which text stands where: one call says everything in another language."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject
from shiboken6 import isValid

from nnviz.engine.message import Message, message

Translate: TypeAlias = Callable[[Message], str]
SetText: TypeAlias = Callable[[str], object]


def spoken(tr: Translate, text: str) -> str:
    """Return a symbol or a number that stands alone as ``tr`` writes it."""
    return tr(message("{name}", name=text))


def decimal_sign(tr: Translate) -> str:
    """Return the decimal sign that ``tr`` writes."""
    return spoken(tr, "0.5")[1]


def to_be_typed(tr: Translate, number: str) -> str:
    """Return a number as one types it: with the decimal sign of ``tr``, and no others."""
    return number.replace(".", decimal_sign(tr))


class Words:
    """The texts of one widget and the setters that show them.

    A text whose arguments change is put again under the same setter; the newest counts.
    """

    def __init__(self, tr: Translate) -> None:
        self.tr = tr
        self._entries: dict[SetText, Message] = {}

    def put(self, setter: SetText, text: Message) -> None:
        """Show ``text`` through ``setter`` now and after every change of language."""
        self._entries[setter] = text
        setter(self.tr(text))

    def forget(self, setter: SetText) -> None:
        """Stop keeping the text of ``setter``; harmless when none was put."""
        self._entries.pop(setter, None)

    def retranslate(self, tr: Translate) -> None:
        """Say every text again with ``tr``."""
        self.tr = tr
        self._entries = {one: text for one, text in self._entries.items() if not _has_gone(one)}
        for setter, text in self._entries.items():
            setter(tr(text))


def _has_gone(setter: SetText) -> bool:
    """Say whether the widget behind a setter is no more."""
    owner = getattr(setter, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
