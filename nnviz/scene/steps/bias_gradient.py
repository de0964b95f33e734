"""The error signal summed over the samples, one after the other: b was added to each of them."""

from dataclasses import replace

import numpy as np

from nnviz.engine.message import message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Flight, Light, Moment
from nnviz.scene.narration import products as words
from nnviz.scene.options import Extent
from nnviz.scene.primitives import CellRef
from nnviz.scene.products.growing import grown
from nnviz.scene.products.lines import folding_lines
from nnviz.scene.products.ways import Growth, growth, sum_extent
from nnviz.scene.steps.equation import equation, inputs, made, shaped_like, word_sign
from nnviz.scene.steps.flying import flies, flown
from nnviz.scene.steps.view import StepView, output_cell

_NOTE = message("The bias was added to every sample, so its gradient is the sum over the samples.")


def _extent(step: Step, orientation: Orientation) -> Extent:
    return sum_extent(step)


def _locate(step: Step, cell: CellRef, orientation: Orientation) -> tuple[int, int] | None:
    """Every cell is complete when the last sample is added, and no sooner."""
    made_here = output_cell(step, cell, orientation) is not None
    return (sum_extent(step).rows - 1, 0) if made_here else None


def _content(moment: Moment) -> Content:
    (signal,) = inputs(moment)
    result = shaped_like(made(moment), moment.step.output.removeprefix("d"))
    now = growth(moment.step, "outer", moment.progress)
    total = grown(result, *_factors(moment, signal), now)
    content = equation(moment, signal, word_sign("Σ"), words.with_so_far(total), notes=(_NOTE,))
    place = _told(moment) if moment.steered else (0, 0)
    if now.line is None or place is None:
        return replace(content, lights=(), focus=None)
    content = replace(content, focus=total.stored(*place))
    if moment.steered:
        return replace(content, lights=_lights_of(moment, signal, total, place))
    return replace(
        content,
        lights=_lights(moment, now, signal, total),
        lines=folding_lines(now, signal, result, moment.options),
        said=words.folding(now, result),
        flight=_flight(moment, now, signal, total),
    )


def _factors(moment: Moment, signal: Block) -> tuple[Block, Block]:
    """Return the sum as the product that it is: with a vector of ones."""
    ones = np.ones(signal.shape[1 if _standing(moment) else 0])
    if _standing(moment):
        return signal, signal.but(id="ones", name="ones", values=ones[:, None])
    return signal.but(id="ones", name="ones", values=ones[None]), signal


def _standing(moment: Moment) -> bool:
    return moment.orientation == "textbook"


def _told(moment: Moment) -> tuple[int, int] | None:
    """Return the shown place of the sum that the person points at."""
    for cell in (moment.options.hovered, moment.options.pinned):
        place = None if cell is None else output_cell(moment.step, cell, moment.orientation)
        if place is not None:
            return place
    return None


def _samples(moment: Moment, now: Growth, signal: Block) -> tuple[slice, slice]:
    """Return the shown cells of the samples that are being added; of all when all are."""
    rows, cols = signal.shape
    part = slice(0, now.inner) if moment.progress.finished else now.terms
    return (slice(0, rows), part) if _standing(moment) else (part, slice(0, cols))


def _lights(moment: Moment, now: Growth, signal: Block, total: Block) -> tuple[Light, ...]:
    rows, cols = total.shape
    return (
        Light(signal.id, *_samples(moment, now, signal)),
        Light(total.id, slice(0, rows), slice(0, cols)),
    )


def _lights_of(
    moment: Moment, signal: Block, total: Block, place: tuple[int, int]
) -> tuple[Light, ...]:
    row, col = (slice(at, at + 1) for at in place)
    rows, cols = (slice(0, count) for count in signal.shape)
    unit = (row, cols) if _standing(moment) else (rows, col)
    return Light(signal.id, *unit), Light(total.id, row, col)


def _flight(moment: Moment, now: Growth, signal: Block, total: Block) -> Flight | None:
    if now.group > 1 or not flies(moment, now, max(total.shape)):
        return None
    rows, cols = (slice(0, count) for count in total.shape)
    part = _samples(moment, now, signal)
    return Flight(signal.id, total.id, rows, cols, flown(now), part)


VIEW = StepView(_content, _extent, _locate)
