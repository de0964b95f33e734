"""The strip beneath the stage: one cell's arithmetic with letters, then with numbers."""

import math
from collections.abc import Iterable

from nnviz.engine.expression import Expr, Neg, Product, Sum, evaluate
from nnviz.engine.math_text import Part, to_unicode
from nnviz.engine.step import Step
from nnviz.scene.numbers import MINUS, parse_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Run
from nnviz.scene.symbols import run_of
from nnviz.scene.worked import MAX_TERMS, Worked, work_out

_FEWEST_TERMS = 2
_SPELLED_TERMS = 4  # so many products are also written out one by one
_EQUALS = Part(" = ")


def scalar_lines(
    step: Step,
    cell: CellRef,
    options: ComposeOptions,
    fraction: float = 1.0,
    max_chars: int = 96,
) -> tuple[tuple[Run, ...], ...]:
    """Return two lines: the cell's formula with letters, and the same with its numbers.

    At a ``fraction`` below 1 a sum has grown by that share of its terms and the second line ends
    with the running sum. What does not fit into ``max_chars`` is left out, and the line says how
    many terms. Empty if ``step`` made no such cell.
    """
    worked = work_out(step, cell, options.orientation, options.digits)
    if worked is None:
        return ()
    letters, numbers = _fitting(worked, fraction, max_chars)
    return tuple(map(run_of, letters)), tuple(map(run_of, numbers))


def _fitting(
    worked: Worked, fraction: float, max_chars: int
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    for max_terms in range(MAX_TERMS, _FEWEST_TERMS - 1, -1):
        letters = _letters(worked, max_terms)
        numbers = _numbers(worked, fraction, max_terms)
        if max(_length(letters), _length(numbers)) <= max_chars:
            return letters, _with_products(worked, fraction, numbers, max_chars)
    tail = (_EQUALS, Part(worked.result, number=worked.explanation.recorded))
    return _cut(letters, max_chars), _cut(numbers, max_chars, tail if fraction >= 1 else ())


def _letters(worked: Worked, max_terms: int) -> tuple[Part, ...]:
    formula = worked.letters(max_terms)
    # Some cells are named by their formula, such as exp(z̃): once is enough.
    said = to_unicode(formula) == to_unicode(worked.name)
    return worked.name if said else (*worked.name, _EQUALS, *formula)


def _numbers(worked: Worked, fraction: float, max_terms: int) -> tuple[Part, ...]:
    expression = worked.explanation.expression
    start = Part("= ")
    if fraction >= 1:
        line = worked.numbers(max_terms)
        result = _result(worked, worked.explanation.recorded)
        return (start, *line, *(() if to_unicode(line) == worked.result else result))
    if not isinstance(expression, Sum):
        return (start, *worked.numbers(max_terms))
    grown = _grown(expression, fraction)
    line = worked.numbers(max_terms, grown)
    return (start, *line, *_result(worked, evaluate(grown)))


def _grown(total: Sum, fraction: float) -> Expr:
    count = min(max(math.ceil(fraction * len(total.terms)), 1), len(total.terms))
    return total.terms[0] if count == 1 else Sum(total.terms[:count])


def _result(worked: Worked, value: float) -> tuple[Part, ...]:
    return _EQUALS, Part(worked.writing.outcome(value), number=value)


def _with_products(
    worked: Worked, fraction: float, line: tuple[Part, ...], max_chars: int
) -> tuple[Part, ...]:
    """Return the line with the value of every product before the result, where that helps."""
    spelled = _products(worked) if fraction >= 1 else ()
    longer = (*line[:-2], *spelled, *line[-2:])
    return longer if spelled and _length(longer) <= max_chars else line


def _products(worked: Worked) -> tuple[Part, ...]:
    expression = worked.explanation.expression
    if not isinstance(expression, Sum) or not 1 < len(expression.terms) <= _SPELLED_TERMS:
        return ()
    if not all(_is_product(term) for term in expression.terms):
        return ()
    values = [evaluate(term) for term in expression.terms]
    texts = [worked.writing.outcome(value) for value in values]
    total = worked.writing.outcome(math.fsum(parse_value(text) for text in texts))
    # Rounded one by one, the products may miss the result by a digit: better not shown then.
    return _joined(texts, values) if total == worked.result else ()


def _is_product(term: Expr) -> bool:
    return isinstance(term.operand if isinstance(term, Neg) else term, Product)


def _joined(texts: list[str], values: list[float]) -> tuple[Part, ...]:
    found = [_EQUALS, Part(texts[0], number=values[0])]
    for text, value in zip(texts[1:], values[1:], strict=True):
        sign = f" {MINUS} " if text.startswith(MINUS) else " + "
        found += [Part(sign), Part(text.removeprefix(MINUS), number=value)]
    return tuple(found)


def _length(line: Iterable[Part]) -> int:
    return sum(len(part.text) for part in line)


def _cut(line: tuple[Part, ...], max_chars: int, tail: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    """Return the beginning of a line that does not fit, an ellipsis and its tail."""
    if _length(line) <= max_chars:
        return line
    room = max_chars - _length(tail) - 2
    kept: list[Part] = []
    for part in line:
        if len(part.text) > room:
            break
        kept.append(part)
        room -= len(part.text)
    return (*kept, Part(" …"), *tail)
