"""How the reader wants to read: what a page depends on besides its words."""

from dataclasses import dataclass

from nnviz.app.texts import Catalogue
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import StepKind
from nnviz.engine.writing import PLAIN, Notation, phrase
from nnviz.engine.writing.letters import unicode_letter
from nnviz.views.look.theme import Theme


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Theme, language and way of writing; ``here`` are the kinds of op in the open network."""

    theme: Theme
    catalogue: Catalogue
    orientation: Orientation = "textbook"
    notation: Notation = PLAIN
    digits: int = 3
    here: frozenset[StepKind] = frozenset()

    def said(self, text: str) -> str:
        """Return the words of a page with the letters and numbers of the notation."""
        return phrase(text, self.notation)

    def letter(self, sign: str) -> str:
        """Return a letter that stands alone."""
        return unicode_letter(sign, self.notation)

    def same_as(self, other: "Reader") -> bool:
        """Say whether a page looks the same to both."""
        return (
            self.theme is other.theme
            and self.catalogue.language == other.catalogue.language
            and self.orientation == other.orientation
            and self.notation == other.notation
            and self.digits == other.digits
            and self.here == other.here
        )
