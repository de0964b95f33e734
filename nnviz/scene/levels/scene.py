"""A moment as it is seen from far away or from close by: one call for every level."""

from dataclasses import replace

from nnviz.engine.trace import Trace
from nnviz.scene.compose import compose, heading, moment_of, strip
from nnviz.scene.content import Moment
from nnviz.scene.layout.page import Page
from nnviz.scene.levels.camera import moved
from nnviz.scene.levels.cell import compose_cell
from nnviz.scene.levels.layer import compose_layer
from nnviz.scene.levels.level import Level
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.by_itself import by_itself
from nnviz.scene.presented.map import magnified, without_small_number
from nnviz.scene.presented.sheet import sheet_for
from nnviz.scene.primitives import Primitive
from nnviz.scene.scene import Scene
from nnviz.scene.steps import view_of

_LINES = 2
LARGE_MAP_UNITS = 32  # on the stage there is room for more of a layer than on the map above it


def compose_level(
    trace: Trace,
    step_index: int,
    alpha: float,
    level: Level,
    options: ComposeOptions,
    map_options: MapOptions,
) -> Scene:
    """Return what is seen at a level when the fraction ``alpha`` of a step's work is done.

    ``map_options`` are those of the network map; its size is that of ``options`` here.
    """
    step = trace.steps[step_index]
    if level.depth == "network":
        return _network(trace, step_index, alpha, options, map_options)
    if level.depth == "layer":
        layer = level.seen_layer(step)
        return by_itself(compose_layer(trace, step_index, alpha, layer, options), options)
    if level.depth == "cell":
        return by_itself(compose_cell(trace, step_index, alpha, level.cell, options), options)
    return compose(step, alpha, options)


def _network(
    trace: Trace, step_index: int, alpha: float, options: ComposeOptions, map_options: MapOptions
) -> Scene:
    """Return the network map as large as the stage, with the step's heading and arithmetic."""
    step = trace.steps[step_index]
    if step.sample is not None:
        step = step.for_sample(options.sample)
    moment = moment_of(step, alpha, options)
    sheet = sheet_for(options, _LINES, derived=step.derived)
    body = sheet.body
    larger = magnified(options.presented)
    seen = replace(
        map_options, width=body.width / larger, height=body.height / larger,
        most_units=LARGE_MAP_UNITS,
    )  # fmt: skip
    scene = compose_map(trace, step_index, alpha, seen)
    placed = tuple(
        moved(without_small_number(item, larger, options.presented), larger, body.x, body.y)
        for item in scene.primitives
    )
    primitives = (*heading(step, sheet, options), *placed, *_told(moment, sheet))
    return Scene(options.width, options.height, primitives, scene.sentence, scene.focus)


def _told(moment: Moment, sheet: Page) -> tuple[Primitive, ...]:
    """Return the strip of a moment without its notes and its graph."""
    content = view_of(moment.step, moment.options).content(moment)
    return strip(replace(content, notes=(), plot=None), moment, sheet)
