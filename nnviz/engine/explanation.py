"""Where one cell comes from: its sources, its arithmetic in letters and numbers, its value."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress

from nnviz.engine.decimals import more_digits
from nnviz.engine.expression import Expr, Ref, evaluate, references, unlisted
from nnviz.engine.expression_digits import first_that_looks_right, significant_format
from nnviz.engine.expression_latex import MAX_TERMS, expression_latex, ref_latex
from nnviz.engine.expression_text import Part, cell_parts, expression_parts
from nnviz.engine.math_text import to_unicode
from nnviz.engine.message import Message
from nnviz.engine.numerals import to_latex
from nnviz.engine.orientation import Orientation
from nnviz.engine.writing import PLAIN, Notation, formula, line, number

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
        """The cells that the value was made from, each once, in written order.

        Of a sum over all parameters of a large network (the penalty, the gradient norm) these are
        the largest; what the others come to is a number inside the expression.
        """
        cells = dict.fromkeys(references(self.expression))
        return tuple(Source(ref.name, ref.row, ref.col, ref.value) for ref in cells)

    @property
    def unlisted(self) -> int:
        """How many cells went in beside those of :attr:`sources`."""
        return unlisted(self.expression)

    @property
    def cell(self) -> Ref:
        """The explained cell itself."""
        return Ref(self.name, self.row, self.col, self.recorded, self.sample)

    @property
    def text(self) -> str:
        """The line in Unicode: the cell = letters = numbers = value.

        A sum of many terms shows the largest, in their order, and the number of those left out.
        """
        return self.text_with(DIGITS)

    def text_with(self, digits: int, notation: Notation = PLAIN) -> str:
        """Return :attr:`text` with so many significant digits, more where rounding misleads."""
        return " = ".join(map(to_unicode, self.links(digits, notation)))

    def links(
        self, digits: int = DIGITS, notation: Notation = PLAIN
    ) -> tuple[tuple[Part, ...], ...]:
        """Return what :attr:`text` joins by equals signs, each link as the parts of a line.

        ``digits`` is a code as :func:`nnviz.engine.decimals.decimals_for` takes it.
        """
        shown = self._number_format(digits)
        chain = (
            cell_parts(self.cell, self.orientation),
            self.parts(numeric=False),
            self.parts(numeric=True, number_format=shown),
            (Part(shown(self.recorded), number=self.recorded),),
        )
        written = [to_unicode(link) for link in chain]
        new = [k == 0 or written[k] != written[k - 1] for k in range(len(chain))]
        return tuple(line(link, notation) for link in compress(chain, new))

    @property
    def latex(self) -> str:
        """The line in LaTeX: the cell = letters = numbers = value."""
        return self.latex_with(DIGITS)

    def latex_with(self, digits: int, notation: Notation = PLAIN) -> str:
        """Return :attr:`latex` with so many digits, in the letters of a notation."""
        usual = self._number_format(digits)

        def shown(value: float) -> str:
            return number(usual(value), value, notation) if notation.fractions else usual(value)

        head = ref_latex(self.cell, self.orientation)
        letters = expression_latex(self.expression, numeric=False, orientation=self.orientation)
        numbers = expression_latex(self.expression, numeric=True, number_format=shown)
        links = _distinct(head, letters, numbers, to_latex(shown(self.recorded)))
        return formula(" = ".join(links), notation)

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

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        from nnviz.engine.display import explanation_repr

        return explanation_repr(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the line, the value and the sources."""
        from nnviz.engine.display import explanation_html

        return explanation_html(self)

    def _repr_latex_(self) -> str:
        """Return the line as a formula for notebooks that become papers."""
        from nnviz.engine.display import explanation_latex

        return explanation_latex(self)

    def _number_format(self, digits: int) -> Callable[[float], str]:
        formats = tuple(significant_format(more_digits(digits, extra)) for extra in range(3))
        return first_that_looks_right(self.expression, self.recorded, formats)


def _distinct(*links: str) -> list[str]:
    """Drop a link of the chain that says the same as the one before it."""
    return [link for k, link in enumerate(links) if k == 0 or link != links[k - 1]]
