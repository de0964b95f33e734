"""The small Markdown of the pages: blocks first, the inside of a line later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from nnviz.engine.step import StepKind

_HEADING = re.compile(r"^(#{1,3}) +(.*?)(?: *\{#([\w-]+)\})?$")
_DIRECTIVE = re.compile(r"^\{(op|picture|keys):([\w-]+)\}$")
_ITEM = re.compile(r"^(-|\d+\.) +(.*)$")
INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<slanted>[^*]+)\*|`(?P<code>[^`]+)`"
    r"|\[(?P<words>[^\]]+)\]\((?P<target>[^)]+)\)|\{(?P<what>key|menu):(?P<action>\w+)\}"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; ``anchor`` is "" where nothing links to it."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words, marked up."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is marked up."""

    texts: tuple[str, ...]
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Op:
    """The place for the formula, the picture and the shapes of an op, or without the formula."""

    kind: StepKind
    is_picture_only: bool = False


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The place for the keys of a menu."""

    menu: str


Block: TypeAlias = Heading | Paragraph | Items | Op | KeyTable


def parse(text: str) -> tuple[Block, ...]:
    """Read a page.

    Raises:
        ValueError: a line names a kind of op that there is not.
    """
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return tuple(block for paragraph in paragraphs for block in _blocks(paragraph.splitlines()))


def _blocks(lines: list[str]) -> Iterator[Block]:
    if found := _HEADING.match(lines[0]):
        yield Heading(len(found[1]), found[2], found[3] or "")
        if lines[1:]:
            yield from _blocks(lines[1:])
    elif found := _DIRECTIVE.match(lines[0]):
        yield _directive(found[1], found[2])
        if lines[1:]:
            yield from _blocks(lines[1:])
    elif found := _ITEM.match(lines[0]):
        yield Items(tuple(_items(lines)), is_numbered=found[1] != "-")
    else:
        yield Paragraph(joined(lines))


def _directive(name: str, argument: str) -> Block:
    if name == "keys":
        return KeyTable(argument)
    return Op(StepKind(argument), is_picture_only=name == "picture")


def _items(lines: list[str]) -> Iterator[str]:
    item: list[str] = []
    for line in lines:
        found = _ITEM.match(line)
        if found and item:
            yield joined(item)
            item = []
        item.append(found[2] if found else line)
    yield joined(item)


def joined(lines: list[str]) -> str:
    """Return broken lines as one; between two Chinese characters there is no space."""
    text = " ".join(line.strip() for line in lines)
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)


def plain(text: str) -> str:
    """Return marked-up words as they are read; keys and names of actions are left out."""
    return INLINE.sub(
        lambda m: plain(m["bold"] or m["slanted"] or m["words"] or "") or m["code"] or "", text
    )


def words_of(block: Block) -> str:
    """Return the words in a block, for searching."""
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return plain(text)
        case Items(texts=texts):
            return " ".join(map(plain, texts))
        case _:
            return ""


def marks(block: Block) -> Iterator[re.Match[str]]:
    """Yield the links, keys and other marks in the words of a block."""
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield from INLINE.finditer(text)
        case Items(texts=texts):
            for text in texts:
                yield from INLINE.finditer(text)
