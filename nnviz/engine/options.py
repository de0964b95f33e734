"""Named hyper-parameters that cannot change: a mapping that is hashable and can be compared."""

from collections.abc import Iterator, Mapping
from typing import Any


class Options(Mapping[str, Any]):
    """An immutable mapping of option names to numbers, flags or nested tuples, in given order."""

    __slots__ = ("_items",)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._items = {key: freeze(value) for key, value in (values or {}).items()}

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"Options({self._items!r})"


def freeze(value: Any) -> Any:
    """Return ``value`` with lists turned into tuples, at every depth."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    return value


def thaw(value: Any) -> Any:
    """Return ``value`` with tuples turned into lists, at every depth, as JSON has them."""
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    return value
