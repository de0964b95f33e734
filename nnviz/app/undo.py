"""What was before each edit, so that it can be taken back and done again."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from nnviz.engine.message import Message

T = TypeVar("T")
_DEPTH = 50
_MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    """The document on the other side of an edit, and the edit's name."""

    name: Message
    document: T
    merge_key: Hashable | None = None


class UndoStack(Generic[T]):
    """Two stacks of immutable documents.

    Edits in a row with the same ``merge_key`` (nudges of one spinner) are one entry, until
    :meth:`seal` is called because the person has done something else.

    The oldest are forgotten beyond ``depth``, and where the documents that can be brought back
    take more than ``most_bytes``, as ``size_of`` says; the last one always stays.
    """

    def __init__(
        self,
        depth: int = _DEPTH,
        size_of: Callable[[T], int] = lambda _: 0,
        most_bytes: int = _MOST_BYTES,
    ) -> None:
        self._depth = depth
        self._size_of = size_of
        self._most_bytes = most_bytes
        self._undo: list[_Entry[T]] = []
        self._redo: list[_Entry[T]] = []
        self._sealed = True

    @property
    def undo_name(self) -> Message | None:
        """The name of the edit that :meth:`undo` takes back."""
        return self._undo[-1].name if self._undo else None

    @property
    def redo_name(self) -> Message | None:
        """The name of the edit that :meth:`redo` does again."""
        return self._redo[-1].name if self._redo else None

    def merges(self, merge_key: Hashable | None) -> bool:
        """Say whether an edit with this key would join the last entry."""
        open_entry = bool(self._undo) and not self._sealed
        return open_entry and merge_key is not None and self._undo[-1].merge_key == merge_key

    def push(self, name: Message, before: T, merge_key: Hashable | None = None) -> None:
        """Remember the document before an edit; what was undone can no longer be done again."""
        if not self.merges(merge_key):
            self._undo.append(_Entry(name, before, merge_key))
            del self._undo[: -self._depth]
            self._forget()
        self._redo.clear()
        self._sealed = False

    def seal(self) -> None:
        """Let the next edit be an entry of its own."""
        self._sealed = True

    def undo(self, current: T) -> T | None:
        """Return the document before the last edit, or None; ``current`` can be redone."""
        return self._swap(self._undo, self._redo, current)

    def redo(self, current: T) -> T | None:
        """Return the document after the edit last undone, or None."""
        return self._swap(self._redo, self._undo, current)

    def _forget(self) -> None:
        """Forget the oldest documents of more than there is room for."""
        room = self._most_bytes
        for place in range(len(self._undo) - 1, -1, -1):
            room -= self._size_of(self._undo[place].document)
            if room < 0 and place < len(self._undo) - 1:
                del self._undo[: place + 1]
                return

    def _swap(self, source: list[_Entry[T]], other: list[_Entry[T]], current: T) -> T | None:
        if not source:
            return None
        entry = source.pop()
        other.append(_Entry(entry.name, current))
        self._sealed = True
        return entry.document
