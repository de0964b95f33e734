"""What there is to say about one kind of step, and the facts of one cell to say it with."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from nnviz.engine.math_text import MathText, Part, to_unicode
from nnviz.engine.message import Argument, Message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.worked import Worked

_SENTENCE_TERMS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One cell of one step with everything that a sentence about it may need."""

    step: Step
    worked: Worked

    @property
    def orientation(self) -> Orientation:
        """How matrices are written."""
        return self.worked.orientation

    @property
    def facts(self) -> dict[str, Argument]:
        """The places that nearly every sentence fills.

        ``row`` and ``col`` are stored, from 1: for an array with a sample axis they are the
        sample and the unit, for a weight its unit and its input.
        """
        return {
            "cell": to_unicode(self.worked.name),
            "row": self.worked.cell.row + 1,
            "col": self.worked.cell.col + 1,
            "equation": self._equation,
            "result": self.worked.result,
        }

    @property
    def _equation(self) -> MathText:
        parts = tuple(
            replace(part, text=part.text.replace("⋯", "…")) if "⋯" in part.text else part
            for part in self.worked.numbers(_SENTENCE_TERMS)
        )
        work, result = to_unicode(parts), self.worked.result
        # A sum of one term is the term: it need not be said to equal itself.
        if work == result:
            return work
        outcome = Part(result, number=self.worked.explanation.recorded)
        return to_unicode((*parts, Part(" = "), outcome))

    def symbol(self, position: int) -> str:
        """Return how the step's input at this position is written."""
        return plain(list(self.step.inputs)[position], self.orientation)

    def source(self, position: int) -> str:
        """Return the number that goes in at this position of the arithmetic."""
        enough = position < len(self.worked.references)
        return self.worked.source(position) if enough else self.worked.result

    def source_value(self, name: str) -> float | None:
        """Return the value that goes in from the array of this name, None if none does."""
        return next((ref.value for ref in self.worked.references if ref.name == name), None)

    def say(self, template: Message, **more: Argument) -> Message:
        """Return the sentence with the cell's facts, and more, in its places."""
        facts: dict[str, Argument] = {**self.facts, **more}
        used = {key: value for key, value in facts.items() if f"{{{key}}}" in template.text}
        return Message(template.text, used)


@dataclass(frozen=True, slots=True)
class Narration:
    """The texts of one kind of step.

    ``name`` is the kind in a word or two, ``about`` what it is for; ``title`` and ``subtitle``
    are those of one step, ``sentence`` that of one of its cells.
    """

    name: Message
    about: Message
    title: Callable[[Step], Message]
    subtitle: Callable[[Step, Orientation], Message]
    sentence: Callable[[Told], Message]
