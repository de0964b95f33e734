"""The strip beneath the stage: one cell's arithmetic with letters, then with numbers."""

import math
from collections.abc import Callable, Iterable

from nnviz.engine.expression import (
    Expr,
    Neg,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    evaluate,
    references,
)
from nnviz.engine.math_text import Part, to_unicode
from nnviz.engine.message import message
from nnviz.engine.step import Step
from nnviz.scene.numbers import MINUS, parse_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Role, Run
from nnviz.scene.symbols import run_of
from nnviz.scene.worked import MAX_TERMS, Worked, work_out

_FEWEST_TERMS = 2
_SPELLED_TERMS = 4  # so many products are also written out one by one
_SO_FAR_CHARS = 18  # what the running sum takes
_LEAST_CHARS = 48  # a shorter line has no room for it
_EQUALS = Part(" = ")


def scalar_lines(
    step: Step,
    cell: CellRef,
    options: ComposeOptions,
    fraction: float = 1.0,
    max_chars: int = 96,
) -> tuple[tuple[Run, ...], ...]:
    """Return two lines: the cell's formula with letters, and the same with its numbers.

    At a ``fraction`` below 1 a sum of products has grown by that share of its terms and the
    second line ends with the running sum; other arithmetic has no result yet. What does not fit
    into ``max_chars`` is left out, and the line says how many terms. Empty if ``step`` made no
    such cell.
    """
    worked = work_out(step, cell, options.orientation, options.digits)
    if worked is None:
        return ()
    grown = _grown(worked.explanation.expression, fraction)
    told = () if grown is None or max_chars < _LEAST_CHARS else (Run("   "), _so_far(worked, grown))
    letters, terms = _fitting(lambda terms: _letters(worked, terms), max_chars)
    room = max_chars - (_SO_FAR_CHARS if told else 0)
    # The numbers stand under their letters: no term of which the letter is left out.
    numbers, _ = _fitting(lambda terms: _numbers(worked, fraction, grown, terms), room, terms)
    if _length(numbers) > room:
        tail = (_EQUALS, Part(worked.result, number=worked.explanation.recorded))
        numbers = _cut(numbers, room, tail if fraction >= 1 else ())
    elif fraction >= 1:
        numbers = _with_products(worked, numbers, room)
    return tuple(map(run_of, _cut(letters, max_chars))), (*map(run_of, numbers), *told)


def _fitting(
    write: Callable[[int], tuple[Part, ...]], max_chars: int, most: int = MAX_TERMS
) -> tuple[tuple[Part, ...], int]:
    """Return the line with about as many terms as fit, at least the fewest, and how many."""
    line, terms = write(most), most
    length = _length(line)
    # Terms are about equally long: the first guess is mostly right.
    guess = max(_FEWEST_TERMS, min(most * max_chars // max(length, 1), most - 1))
    while length > max_chars and guess >= _FEWEST_TERMS:
        line, terms = write(guess), guess
        length = _length(line)
        guess -= 1
    return line, terms


def _letters(worked: Worked, max_terms: int) -> tuple[Part, ...]:
    formula = worked.letters(max_terms)
    # Some cells are named by their formula, such as exp(z̃): once is enough.
    said = to_unicode(formula) == to_unicode(worked.name)
    return worked.name if said else (*worked.name, _EQUALS, *formula)


def _numbers(
    worked: Worked, fraction: float, grown: "Expr | None", max_terms: int
) -> tuple[Part, ...]:
    start = Part("= ")
    if grown is not None:
        return (start, *worked.numbers(max_terms, grown), Part(" + …"))
    line = worked.numbers(max_terms)
    if fraction < 1 or to_unicode(line) == worked.result:
        return (start, *line)
    return (start, *line, *_result(worked, worked.explanation.recorded))


def _grown(expression: Expr, fraction: float) -> "Expr | None":
    """Return the terms added so far, or None where the arithmetic is not a sum that grows."""
    if isinstance(expression, Quotient) and next(references(expression.denominator), None) is None:
        expression = expression.numerator  # of a mean the sum grows; it is divided at the end
    if fraction >= 1 or not isinstance(expression, Sum) or not _grows(expression):
        return None
    count = max(math.ceil(fraction * len(expression.terms)), 1)
    if count >= len(expression.terms):
        return None
    if count == 1:
        return expression.terms[0]
    # The term that came last stands apart, so that it is written however small it is.
    return Sum((Sum(expression.terms[: count - 1]), expression.terms[count - 1]))


def _grows(total: Sum) -> bool:
    """Say whether all terms are of one kind: products of two cells, or cells of one array.

    The two terms of a difference are no sum that grows: half of it means nothing.
    """
    terms = [term.base if isinstance(term, Power) else term for term in total.terms]
    if all(isinstance(term, Ref) for term in terms):
        return len({term.name for term in terms if isinstance(term, Ref)}) == 1
    return all(
        isinstance(term, Product) and all(isinstance(factor, Ref) for factor in term.factors)
        for term in terms
    )


def _so_far(worked: Worked, grown: Expr) -> Run:
    """Return the running sum, said to be one: it is not yet the value of the cell."""
    value = worked.writing.outcome(evaluate(grown))
    return Run(message("so far {value}", value=value), role=Role.FOCUS)


def _result(worked: Worked, value: float) -> tuple[Part, ...]:
    return _EQUALS, Part(worked.writing.outcome(value), number=value)


def _with_products(worked: Worked, line: tuple[Part, ...], max_chars: int) -> tuple[Part, ...]:
    """Return the line with the value of every product before the result, where that helps."""
    spelled = _products(worked)
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
