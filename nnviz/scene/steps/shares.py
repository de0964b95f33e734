"""Sums over the batch when one sample stands alone: its own term, all the others', the sum.

In a gradient first the sample's own term flies into the sum, then what the others add to it.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.shares import SampleShare, sample_share
from nnviz.engine.step import Step, StepKind
from nnviz.scene.blocks import Block, array_block
from nnviz.scene.content import Content, Flight, Light, Moment, Sign
from nnviz.scene.figures import figures
from nnviz.scene.numbers import MINUS, format_value, one_more, parse_value
from nnviz.scene.options import Extent
from nnviz.scene.primitives import CellRef, FloatArray, Role, Run
from nnviz.scene.samples.alone import batch_size, one_of
from nnviz.scene.steps.equation import equation, given, made, numbered, shaped_like, sign
from nnviz.scene.steps.flying import LANDS, LEAVES, smooth
from nnviz.scene.steps.loss_gradient import SUMS
from nnviz.scene.steps.view import StepView, output_cell
from nnviz.scene.symbols import runs

_MOST_EXTRA = 3
_TERMS = 2
Line = tuple[Run, ...]


def _weights(moment: Moment) -> Content:
    step = moment.step
    share, sample = _share(moment)
    # Beside a penalty the gradient is that of the data; one sample's part has one name.
    gradient = step.output.removesuffix("_data")
    part = array_block(f"{gradient}_sample", share.part, moment.orientation)
    total = shaped_like(made(moment), gradient.removeprefix("d"))
    return _added(moment, part, total, share, sample)


def _bias(moment: Moment) -> Content:
    share, sample = _share(moment)
    (signal,) = moment.step.inputs
    part = one_of(given(moment, signal), 2, sample)
    total = shaped_like(made(moment), moment.step.output.removeprefix("d"))
    return _added(moment, part, total, share, sample)


def _added(moment: Moment, part: Block, total: Block, share: SampleShare, sample: int) -> Content:
    together = _together(share)
    own, rest, result = (
        block.but(scale="share", whole=together) for block in (part, _others(moment, share), total)
    )
    note = Message(
        "Sample {sample} and {count} other add up; the 1/n of the mean is in δ already.",
        {"sample": sample + 1},
        plural="Sample {sample} and {count} others add up; the 1/n of the mean is in δ already.",
        count=_rest(moment),
    )
    if _is_sum(moment):
        note = Message(
            "Sample {sample} and {count} other add up to the gradient.",
            {"sample": sample + 1},
            plural="Sample {sample} and {count} others add up to the gradient.",
            count=_rest(moment),
        )
    shown = _grown(moment, own, result)
    items = numbered((own, sign("+"), rest, sign("="), shown))
    content = Content(items, notes=(note,))
    place = _told(moment) if moment.steered else _most(own)
    if moment.progress.focus is None or place is None:
        return content
    focus = result.stored(*place)
    return replace(
        content,
        lights=_lights(moment, (own, rest, shown), place),
        focus=focus,
        lines=_lines(moment, share, focus, sample),
        flight=None if moment.steered else _flight(moment, (own, rest)[_term_now(moment)], shown),
    )


def _grown(moment: Moment, own: Block, result: Block) -> Block:
    """Return the sum as far as it has come: empty, the sample's own term, or all of it."""
    size, done = result.values.size, moment.progress.done
    if done >= _TERMS:
        return result.but(revealed=size)
    if not done:
        return result.but(revealed=0)
    return result.but(values=own.values, revealed=size, unsettled=size)


def _term_now(moment: Moment) -> int:
    """Return which term is being added: 0 the sample's own, 1 that of the others."""
    return min(moment.progress.focus or 0, _TERMS - 1)


def _lights(
    moment: Moment, blocks: tuple[Block, Block, Block], place: tuple[int, int]
) -> tuple[Light, ...]:
    if moment.steered:
        row, col = (slice(at, at + 1) for at in place)
        return tuple(Light(block.id, row, col) for block in blocks)
    own, rest, result = (
        Light(block.id, slice(0, block.shape[0]), slice(0, block.shape[1])) for block in blocks
    )
    if moment.progress.finished:
        return own, rest, result
    return (own, rest)[_term_now(moment)], result


def _flight(moment: Moment, term: Block, result: Block) -> Flight | None:
    now = moment.progress
    if moment.options.reduced_motion or not LEAVES < now.fraction < 1.0:
        return None
    way = smooth((now.fraction - LEAVES) / (LANDS - LEAVES))
    rows, cols = (slice(0, count) for count in result.shape)
    return Flight(term.id, result.id, rows, cols, way)


def _told(moment: Moment) -> tuple[int, int] | None:
    """Return the shown place of the sum that the person points at."""
    for cell in (moment.options.hovered, moment.options.pinned):
        place = None if cell is None else output_cell(moment.step, cell, moment.orientation)
        if place is not None:
            return place
    return None


def _most(own: Block) -> tuple[int, int]:
    """Return the cell to which the sample adds the most: its arithmetic is the one to be read."""
    row, col = divmod(int(np.argmax(np.abs(own.values))), own.shape[1])
    return row, col


def _two_terms(step: Step, orientation: Orientation) -> Extent:
    return Extent(_TERMS, 1, terms=True)


def _when_whole(step: Step, cell: CellRef, orientation: Orientation) -> tuple[int, int] | None:
    """Every cell is complete when the second term is added, and no sooner."""
    return None if output_cell(step, cell, orientation) is None else (_TERMS - 1, 0)


def _loss(moment: Moment) -> Content:
    share, sample = _share(moment)
    (losses,) = moment.step.inputs
    every = given(moment, losses)
    own = one_of(every, 1, sample)
    rest, result = _others(moment, share).but(whole=every.values), made(moment)
    count = batch_size(moment.step)
    if _is_sum(moment):
        items: tuple[Block | Sign, ...] = (own, sign("+"), rest, sign("="), result)
    else:
        items = (sign("("), own, sign("+"), rest, sign(f") ÷ {count} ="), result)
    note = Message(
        "The loss of sample {sample} and of {count} other sample make the one number.",
        {"sample": sample + 1},
        plural="The loss of sample {sample} and those of {count} other samples make the one "
        "number.",
        count=count - 1,
    )
    content = equation(moment, *items, notes=(note,))
    return replace(content, lines=_lines(moment, share, content.focus, sample))


def _share(moment: Moment) -> tuple[SampleShare, int]:
    sample = min(moment.options.sample, batch_size(moment.step) - 1)
    return sample_share(moment.step, sample), sample


def _is_sum(moment: Moment) -> bool:
    return moment.step.options.get("loss") in SUMS


def _rest(moment: Moment) -> int:
    return batch_size(moment.step) - 1


def _others_words(moment: Moment) -> Message:
    return Message("{count} other", plural="{count} others", count=_rest(moment))


def _others(moment: Moment, share: SampleShare) -> Block:
    """Return the block of what the other samples add; its cells belong to no array of the trace."""
    block = array_block(moment.step.output, share.others, moment.orientation)
    words = _others_words(moment)
    return block.but(id="others", name="others", called=words, label=(Run(words),))


@lru_cache(maxsize=1)
def _together(share: SampleShare) -> FloatArray:
    """Return both parts and their sum as one array: they are written and coloured alike."""
    stacked = np.stack([np.atleast_2d(a) for a in (share.part, share.others, share.total)])
    stacked.flags.writeable = False
    return stacked.reshape(-1, stacked.shape[-1])


def _lines(
    moment: Moment, share: SampleShare, cell: CellRef | None, sample: int
) -> tuple[Line, ...] | None:
    """Return the sum of one cell with letters and with numbers."""
    if cell is None:
        return None
    values = [
        float(np.atleast_2d(array)[cell.row, cell.col])
        for array in (share.part, share.others, share.total)
    ]
    mean = moment.step.kind is StepKind.LOSS and not _is_sum(moment)
    divisor = batch_size(moment.step) if mean else 1
    alike = moment.step.inputs[next(iter(moment.step.inputs))] if mean else _together(share)
    start = figures(alike, moment.options.digits).decimals
    part, others, total = _written(values, divisor, start)
    before, behind = ("(", f") ÷ {divisor}") if mean else ("", "")
    name = runs(moment.step.output, moment.orientation, cell.row, cell.col)
    letters = (
        *name, Run(f" = {before}"), *_term(moment, cell, sample), Run(" + "),
        Run(_others_words(moment)), Run(behind),
    )  # fmt: skip
    plus = f" {MINUS} " if others.startswith(MINUS) else " + "
    numbers: Line = (
        Run(f"= {before}"), Run(part, style="number", role=Role.FOCUS), Run(plus),
        Run(others.removeprefix(MINUS), style="number"), Run(behind),
    )  # fmt: skip
    whole = moment.step.kind is StepKind.LOSS or moment.progress.finished
    if moment.steered or (whole and moment.progress.fraction >= 1):
        numbers = (*numbers, Run(" = "), Run(total, style="number"))
    return letters, numbers


def _term(moment: Moment, cell: CellRef, sample: int) -> Line:
    names = list(moment.step.inputs)
    if moment.step.kind is StepKind.WEIGHT_GRADIENT:
        delta = runs(names[0], moment.orientation, sample, cell.row)
        return (*delta, Run("·"), *runs(names[1], moment.orientation, sample, cell.col))
    if moment.step.kind is StepKind.LOSS:
        return runs(names[0], moment.orientation, 0, sample)
    return runs(names[0], moment.orientation, sample, cell.col)


def _written(values: list[float], divisor: int, start: int) -> tuple[str, str, str]:
    """Write the three numbers with as many digits as make the written sum right."""
    texts = ["", "", ""]
    for extra in range(_MOST_EXTRA + 1):
        texts = [format_value(value, one_more(start, extra)) for value in values]
        part, others, _ = (parse_value(text) for text in texts)
        redone = (part + others) / divisor
        near = (1 - 1e-12, 1.0, 1 + 1e-12)
        if texts[2] in {format_value(redone * f, one_more(start, extra)) for f in near}:
            break
    return texts[0], texts[1], texts[2]


SHARE_VIEWS: Mapping[StepKind, StepView] = MappingProxyType(
    {
        StepKind.WEIGHT_GRADIENT: StepView(_weights, _two_terms, _when_whole),
        StepKind.BIAS_GRADIENT: StepView(_bias, _two_terms, _when_whole),
        StepKind.LOSS: StepView(_loss),
    }
)
