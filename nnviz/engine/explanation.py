"""Where one cell comes from: its sources, its arithmetic in letters and numbers, its value."""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.engine.expression import Expr, Ref, evaluate, references
from nnviz.engine.expression_digits import first_that_looks_right, significant_format
from nnviz.engine.expression_latex import MAX_TERMS, expression_latex, ref_latex
from nnviz.engine.expression_text import Part, cell_parts, expression_parts
from nnviz.engine.math_text import to_unicode
from nnviz.engine.message import Message
from nnviz.engine.numerals import to_latex
from nnviz.engine.orientation import Orientation

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A cell that a value was made from: array name, stored row and column, and its value."""

    name: str
    row: int
    col: int
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The arithmetic behind one stored cell of a step.

    ``recorded`` is the value in the step; :attr:`value` is the same, recomputed from the sources
    in double precision. ``sample`` is set where the array is one sample's row of a per-sample
    step. ``note`` is a reason that the formula alone does not give, such as why a cell is zero.
    """

    name: str
    row: int
    col: int
    expression: Expr
    orientation: Orientation
    recorded: float
    sample: int | None = None
    note: Message | None = None

    @property
    def value(self) -> float:
        """The value recomputed from the sources."""
        return evaluate(self.expression)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The cells that the value was made from, each once, in written order."""
        cells = dict.fromkeys(references(self.expression))
        return tuple(Source(ref.name, ref.row, ref.col, ref.value) for ref in cells)

    @property
    def cell(self) -> Ref:
        """The explained cell itself."""
        return Ref(self.name, self.row, self.col, self.recorded, self.sample)

    @property
    def text(self) -> str:
        """The line in Unicode: the cell = letters = numbers = value.

        A sum of many terms shows the first few, the number of those left out, and the last.
        """
        return self.text_with(DIGITS)

    def text_with(self, digits: int) -> str:
        """Return :attr:`text` with so many significant digits, more where rounding misleads."""
        shown = self._number_format(digits)
        head = to_unicode(cell_parts(self.cell, self.orientation))
        letters = to_unicode(self.parts(numeric=False))
        numbers = to_unicode(self.parts(numeric=True, number_format=shown))
        return " = ".join(_distinct(head, letters, numbers, shown(self.recorded)))

    @property
    def latex(self) -> str:
        """The line in LaTeX: the cell = letters = numbers = value."""
        shown = self._number_format(DIGITS)
        head = ref_latex(self.cell, self.orientation)
        letters = expression_latex(self.expression, numeric=False, orientation=self.orientation)
        numbers = expression_latex(self.expression, numeric=True, number_format=shown)
        return " = ".join(_distinct(head, letters, numbers, to_latex(shown(self.recorded))))

    def parts(
        self,
        *,
        numeric: bool,
        number_format: Callable[[float], str] = significant_format(DIGITS),  # noqa: B008
        max_terms: int = MAX_TERMS,
    ) -> tuple[Part, ...]:
        """Return the right-hand side as the parts of one line, with letters or with numbers."""
        return expression_parts(
            self.expression, numeric, self.orientation, number_format, max_terms
        )

    def _number_format(self, digits: int) -> Callable[[float], str]:
        formats = tuple(significant_format(digits + extra) for extra in range(3))
        return first_that_looks_right(self.expression, self.recorded, formats)


def _distinct(*links: str) -> list[str]:
    """Drop a link of the chain that says the same as the one before it."""
    return [link for k, link in enumerate(links) if k == 0 or link != links[k - 1]]
