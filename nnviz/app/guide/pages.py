"""The pages in one language, and what stands on which."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from nnviz.app.guide.contents import CONTENTS
from nnviz.app.guide.markup import Block, Heading, parse, plain, words_of
from nnviz.paths import resource

_SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a page and the words up to the next one; the first is the page itself."""

    page: str
    anchor: str
    title: str
    words: str


@dataclass(frozen=True)
class Page:
    """One page: its name, its title and what stands on it."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.sections[0].title

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The page cut at its headings."""
        return tuple(self._cut())

    def _cut(self) -> Iterator[Section]:
        heading, words = Heading(1, ""), [""]
        for block in self.blocks:
            if isinstance(block, Heading):
                if heading.text:
                    yield self._section(heading, words)
                heading, words = block, []
            else:
                words.append(words_of(block))
        yield self._section(heading, words)

    def _section(self, heading: Heading, words: list[str]) -> Section:
        return Section(self.name, heading.anchor, plain(heading.text), " ".join(words).strip())


@dataclass(frozen=True)
class Guide:
    """All pages in one language."""

    language: str
    pages: Mapping[str, Page]

    @cached_property
    def _places(self) -> Mapping[str, str]:
        found = {name: name for name in self.pages}
        for page in self.pages.values():
            found |= {s.anchor: page.name for s in page.sections if s.anchor}
        return found

    def page_of(self, target: str) -> str | None:
        """Return the page of a target, which is the page's name or an anchor on it."""
        return self._places.get(target.removeprefix("#"))

    @property
    def anchors(self) -> tuple[str, ...]:
        """Every place that can be linked to."""
        return tuple(self._places)


@cache
def guide(language: str) -> Guide:
    """Return the pages in a language; one that there is not is English."""
    folder = resource("help") / language
    if not folder.is_dir():
        folder = resource("help") / _SOURCE
    names = [name for chapter in CONTENTS for name in chapter.pages]
    pages = {name: Page(name, parse((folder / f"{name}.md").read_text("utf-8"))) for name in names}
    return Guide(folder.name, pages)


def languages() -> tuple[str, ...]:
    """Return the languages that there are pages in."""
    return tuple(sorted(path.name for path in resource("help").iterdir() if path.is_dir()))
