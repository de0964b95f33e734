"""The strip under a product that grows by whole terms: names of rows and columns, and numbers.

A row of a matrix is written with its number and a colon, X₂,: — as programs write it.
"""

import numpy as np

from nnviz.engine.decimals import Numeral
from nnviz.engine.message import Message, message
from nnviz.scene.blocks import Block
from nnviz.scene.figures import figures
from nnviz.scene.numbers import MINUS, format_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Role, Run
from nnviz.scene.products.growing import known_sums
from nnviz.scene.products.ways import Growth
from nnviz.scene.symbols import runs

Line = tuple[Run, ...]
_WRITTEN_TERMS = 4
_SINGLE = 1  # letters on the line of a name that needs no brackets


def telling_cell(now: Growth, result: Block) -> tuple[int, int]:
    """Return the shown cell that stands for the line that grows: its largest in the end."""
    line = now.line or 0
    if now.way == "rows":
        return line, 0
    if now.way == "columns":
        return 0, line
    final = np.nan_to_num(np.abs(result.values))
    row, col = divmod(int(np.argmax(final)), result.shape[1])
    return row, col


def term_label(now: Growth, left: Block, right: Block, options: ComposeOptions) -> Line:
    """Return the name of the term that is being added."""
    if now.group > 1:
        return (Run(_range(now)),)
    return _named(now, left, right, (now.line or 0, now.terms.start), options)


def widest_term_label(now: Growth, left: Block, right: Block, options: ComposeOptions) -> Line:
    """Return the longest name that a term of this product has."""
    if now.group > 1:
        return (Run(message("terms {first} to {last}", first=now.inner, last=now.inner)),)
    lines = left.shape[0] if now.way == "rows" else right.shape[1]
    return _named(now, left, right, (lines - 1, now.inner - 1), options)


def lines_of(
    now: Growth, left: Block, right: Block, result: Block, options: ComposeOptions
) -> tuple[Line, ...]:
    """Return two lines: the whole sum with letters, and what is added so far with numbers."""
    letters = (*_line_name(now, result), Run(" = "), *_sum_of_letters(now, left, right, options))
    if now.way == "outer":
        numbers = _one_cell(now, left, right, result, options)
    else:
        numbers = _numbers(now, left, right, options)
    if now.reached < now.inner or not now.landed:
        numbers = (*numbers, Run("   "), Run(_so_far(now), role=Role.FOCUS))
    return letters, numbers


def folding_lines(
    now: Growth, signal: Block, result: Block, options: ComposeOptions
) -> tuple[Line, ...]:
    """Return two lines for a sum over the samples: with letters, and one cell with numbers."""
    standing = options.orientation == "textbook"
    name = column_name if standing else row_name
    letters: list[Run] = [*result.label, Run(" = ")]
    for place in range(min(now.inner, _WRITTEN_TERMS)):
        letters += [Run(" + ")] if place else []
        letters += name(signal, place)
    if now.inner > _WRITTEN_TERMS:
        letters.append(Run(" + …"))
    unit = telling_cell(now, result)[0 if standing else 1]
    cell = result.stored(unit, 0) if standing else result.stored(0, unit)
    values = signal.values[unit] if standing else signal.values[:, unit]
    decimals = figures(signal.scope, options.digits).decimals
    total = format_value(
        float(np.atleast_2d(result.values)[telling_cell(now, result)]),
        figures(result.scope, options.digits).decimals,
    )
    texts = [format_value(float(value), decimals) for value in values]
    numbers = _added_up(runs(cell.name, options.orientation, cell.row, cell.col), now, texts, total)
    if now.reached < now.inner or not now.landed:
        numbers = (*numbers, Run("   "), Run(_so_far(now), role=Role.FOCUS))
    return tuple(letters), numbers


def _added_up(name: Line, now: Growth, texts: list[Numeral], total: str) -> Line:
    """Return name = the last few of what is added … = total, the total only when all is."""
    # A text may stand for a whole group of terms.
    each = now.group if len(texts) < now.inner else 1
    stop = -(-max(now.reached, now.terms.stop) // each)
    first = max(stop - _WRITTEN_TERMS, 0)
    found: list[Run] = [*name, Run(" = … + " if first else " = ")]
    for place in range(first, stop):
        found += [Run(" + ")] if place > first else []
        text = texts[place]
        found.append(Run(_bracketed(text), style="number"))
    if stop < len(texts):
        found.append(Run(" + …"))
    elif now.landed:
        found += [Run(" = "), Run(total, style="number")]
    return tuple(found)


def _bracketed(number: Numeral) -> Numeral:
    """Return a number of a sum, one below zero in brackets."""
    return Numeral(f"({number})", number.value) if number.startswith(MINUS) else number


def _so_far(now: Growth) -> Message:
    return message("so far {reached} of {inner} terms", reached=now.reached, inner=now.inner)


def _range(now: Growth) -> Message:
    return message("terms {first} to {last}", first=now.terms.start + 1, last=now.terms.stop)


def _line_name(now: Growth, result: Block) -> Line:
    if now.way == "rows":
        return row_name(result, now.line or 0)
    if now.way == "columns":
        return column_name(result, now.line or 0)
    return result.label


def _sum_of_letters(now: Growth, left: Block, right: Block, options: ComposeOptions) -> Line:
    count = min(now.inner, _WRITTEN_TERMS)
    found: list[Run] = []
    for place in range(count):
        found += [Run(" + ")] if place else []
        found += _named(now, left, right, (now.line or 0, place), options)
    if count < now.inner:
        found.append(Run(" + …"))
    return tuple(found)


def _named(
    now: Growth, left: Block, right: Block, at: tuple[int, int], options: ComposeOptions
) -> Line:
    line, place = at
    if now.way == "rows":
        return (*_cell(left, line, place, options), Run(" "), *row_name(right, place))
    if now.way == "columns":
        return (*_cell(right, place, line, options), Run(" "), *column_name(left, place))
    return (*column_name(left, place), Run(" "), *row_name(right, place))


def _numbers(now: Growth, left: Block, right: Block, options: ComposeOptions) -> Line:
    """Return the terms added so far, and the one on its way, with the number before each."""
    block = left if now.way == "rows" else right
    decimals = figures(block.scope, options.digits).decimals
    line, stop = now.line or 0, max(now.reached, now.terms.stop)
    first = max(stop - _WRITTEN_TERMS, 0)
    found: list[Run] = [Run("= … + " if first else "= ")]
    for place in range(first, stop):
        at = (line, place) if now.way == "rows" else (place, line)
        text = format_value(float(block.values[at]), decimals)
        name = row_name(right, place) if now.way == "rows" else column_name(left, place)
        found += [Run(" + ")] if place > first else []
        found += [Run(_bracketed(text), style="number"), Run(" ")]
        found += name
    if stop < now.inner:
        found.append(Run(" + …"))
    return tuple(found)


def _one_cell(
    now: Growth, left: Block, right: Block, result: Block, options: ComposeOptions
) -> Line:
    """Return one cell of the result as the sum of what the terms bring to it."""
    sums = known_sums(left, right, result, now.group)
    if sums is None:
        return (Run("+ "), *term_label(now, left, right, options))
    row, col = telling_cell(now, result)
    cell = result.stored(row, col)
    decimals = figures(result.scope, options.digits).decimals
    texts = [format_value(float(value), decimals) for value in sums.terms[:, row, col]]
    total = format_value(float(result.values[row, col]), decimals)
    return _added_up(runs(cell.name, options.orientation, cell.row, cell.col), now, texts, total)


def _cell(block: Block, row: int, col: int, options: ComposeOptions) -> Line:
    cell = block.stored(row, col)
    return runs(cell.name, options.orientation, cell.row, cell.col)


def row_name(block: Block, row: int) -> Line:
    """Return the name of a row of a matrix, such as X₂,:."""
    return (*_in_brackets(block.label), Run(f"{row + 1},:", script=-1))


def column_name(block: Block, col: int) -> Line:
    """Return the name of a column of a matrix, such as X:,₂."""
    return (*_in_brackets(block.label), Run(f":,{col + 1}", script=-1))


def _in_brackets(label: Line) -> Line:
    letters = [run for run in label if run.script == 0]
    simple = len(letters) == _SINGLE and len(str(letters[0].text).strip()) == _SINGLE
    return label if simple or not letters else (Run("("), *label, Run(")"))
