"""What is said of a product that grows by whole terms, and of a matrix that turns over."""

from types import MappingProxyType

from nnviz.engine.math_text import MathText
from nnviz.engine.message import Argument, Message, message
from nnviz.engine.notation import plain
from nnviz.engine.step import Step, StepKind
from nnviz.scene.blocks import Block
from nnviz.scene.figures import figures
from nnviz.scene.numbers import format_value
from nnviz.scene.options import ComposeOptions, Way
from nnviz.scene.primitives import Run
from nnviz.scene.products.ways import Growth
from nnviz.scene.writing import text_of


def clause(way: Way, left: Block, right: Block, result: Block) -> Message:
    """Return what is seen of a product that is made by whole terms, in one clause."""
    names = {block: written(block.label) for block in (left, right, result)}
    if way == "rows":
        return message(
            "each row of {product} is a combination of the rows of {right}",
            product=names[result],
            right=names[right],
        )
    if way == "columns":
        return message(
            "each column of {product} is a combination of the columns of {left}",
            product=names[result],
            left=names[left],
        )
    return message(
        "a column of {left} times a row of {right} is a matrix; they add up to {product}",
        left=names[left],
        right=names[right],
        product=names[result],
    )


def shape_note(parameter: str, rows: int, cols: int) -> Message:
    """Return the line that says whose shape a gradient has."""
    return message(
        "The shape of {gradient} is the shape of {parameter}: {rows} × {cols}.",
        gradient=plain(f"d{parameter}"),
        parameter=plain(parameter),
        rows=rows,
        cols=cols,
    )


def group_note(size: int) -> Message:
    """Return the line that says why many terms come at once."""
    return message("So many terms are added in blocks of {size}.", size=size)


def so_far_note(rows: int, cols: int) -> Message:
    """Return the line under a result that still grows."""
    return message("{rows} × {cols}, so far", rows=rows, cols=cols)


def with_so_far(result: Block, way: Way = "outer") -> Block:
    """Return a result with words under it for as long as all its numbers are sums that grow."""
    words = so_far_note(*result.shape)
    room = (result.label, words if result.note is None else result.note)
    growing_all = result.unsettled and way == "outer"
    return result.but(note=words if growing_all else result.note, room=room)


def folding(now: Growth, result: Block) -> Message:
    """Return which sample's errors are added to the gradient of a bias."""
    product = written(result.label)
    if now.landed and now.reached >= now.inner:
        return message(
            "All {inner} samples are added: this is {product}.", inner=now.inner, product=product
        )
    if now.group > 1:
        return message(
            "Samples {term} to {last}: their errors are added to {product}, so far {reached} of "
            "{inner} samples.",
            term=now.terms.start + 1,
            last=now.terms.stop,
            product=product,
            reached=now.reached,
            inner=now.inner,
        )
    return message(
        "Sample {term}: its errors are added to {product}, so far {reached} of {inner} samples.",
        term=now.terms.start + 1,
        product=product,
        reached=now.reached,
        inner=now.inner,
    )


def turning(before: tuple[Run, ...], block: Block) -> Message:
    """Return what happens while a matrix turns over: (row, column) become (column, row)."""
    rows, cols = block.shape
    name, turned = written(before), written(block.label)
    return message(
        "{name} turns over its diagonal: its rows become columns. {turned} is {rows} × {cols}.",
        name=name,
        turned=turned,
        rows=rows,
        cols=cols,
    )


def growing(
    step: Step, now: Growth, left: Block, right: Block, result: Block, options: ComposeOptions
) -> Message:
    """Return what is being added, or was added last, in one sentence with its number."""
    facts = _facts(now, left, right, result)
    if now.way == "outer":
        return _outer(step, now, facts)
    finished = now.landed and now.reached >= now.inner
    if now.group > 1:
        return _grouped(now, facts)
    if finished:
        return _line_finished(now, facts)
    return _line_growing(now, left, right, facts, options)


def _line_growing(
    now: Growth,
    left: Block,
    right: Block,
    facts: MappingProxyType[str, Argument],
    options: ComposeOptions,
) -> Message:
    line, first = now.line or 0, now.terms.start
    place = (line, first) if now.way == "rows" else (first, line)
    block = left if now.way == "rows" else right
    number = format_value(float(block.values[place]), figures(block.scope, options.digits).decimals)
    if now.way == "rows":
        text = message("Row {line} of {product}: {number} times row {term} of {right} is added.")
        if now.landed:
            text = message(
                "Row {line} of {product}, so far {reached} of {inner} terms: {number} times row "
                "{term} of {right} has been added."
            )
    else:
        text = message(
            "Column {line} of {product}: {number} times column {term} of {left} is added."
        )
        if now.landed:
            text = message(
                "Column {line} of {product}, so far {reached} of {inner} terms: {number} times "
                "column {term} of {left} has been added."
            )
    return _filled(text, facts, number=number)


def _line_finished(now: Growth, facts: MappingProxyType[str, Argument]) -> Message:
    if now.way == "rows":
        text = message(
            "Row {line} of {product} is made: a combination of the rows of {right}, with the "
            "numbers of row {line} of {left}."
        )
    else:
        text = message(
            "Column {line} of {product} is made: a combination of the columns of {left}, with the "
            "numbers of column {line} of {right}."
        )
    return _filled(text, facts)


def _grouped(now: Growth, facts: MappingProxyType[str, Argument]) -> Message:
    if now.way == "rows":
        text = message(
            "Row {line} of {product}: rows {term} to {last} of {right}, each times its number."
        )
    else:
        text = message(
            "Column {line} of {product}: columns {term} to {last} of {left}, each times its number."
        )
    return _filled(text, facts)


def _outer(step: Step, now: Growth, facts: MappingProxyType[str, Argument]) -> Message:
    by_sample = step.kind is StepKind.WEIGHT_GRADIENT
    if now.landed and now.reached >= now.inner:
        text = message("All {inner} terms are added: this is {product}, {rows} × {cols}.")
        if by_sample:
            text = message("All {inner} samples are added: this is {product}, {rows} × {cols}.")
    elif now.group > 1:
        text = message(
            "Columns {term} to {last} of {left} times rows {term} to {last} of {right}: "
            "so far {reached} of {inner} terms."
        )
    elif by_sample:
        text = message(
            "Sample {term}: its errors times its inputs are a whole matrix of the weights' shape. "
            "So far {reached} of {inner} samples are added."
        )
    else:
        text = message(
            "Column {term} of {left} times row {term} of {right} is a whole matrix. "
            "So far {reached} of {inner} terms are added."
        )
    return _filled(text, facts)


def _facts(
    now: Growth, left: Block, right: Block, result: Block
) -> MappingProxyType[str, Argument]:
    rows, cols = result.shape
    return MappingProxyType(
        {
            "line": (now.line or 0) + 1,
            "term": now.terms.start + 1,
            "last": now.terms.stop,
            "reached": now.reached,
            "inner": now.inner,
            "rows": rows,
            "cols": cols,
            "left": written(left.label),
            "right": written(right.label),
            "product": written(result.label),
        }
    )


def _filled(template: Message, facts: MappingProxyType[str, Argument], **more: Argument) -> Message:
    everything = {**facts, **more}
    used = {key: value for key, value in everything.items() if f"{{{key}}}" in template.text}
    return Message(template.text, used)


def written(label: tuple[Run, ...]) -> MathText:
    """Return a label as plain text: raised figures and letters where there are such signs."""
    return text_of(label)
