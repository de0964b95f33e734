"""From a trace to its timeline: the scene says how many cells an op shows, playback how long."""

from nnviz.engine import Trace
from nnviz.engine.orientation import Orientation
from nnviz.playback.pace import Granularity
from nnviz.playback.timeline import Item, Timeline
from nnviz.scene.options import ComposeOptions
from nnviz.scene.steps import extent

_FIELD = 1000.0  # the number of cells does not depend on the size of the stage


def items_of(trace: Trace, orientation: Orientation) -> tuple[Item, ...]:
    """Return what the timeline has to know of each step."""
    options = ComposeOptions(_FIELD, _FIELD, orientation=orientation)
    found = []
    for step in trace.steps:
        size = extent(step, options)
        found.append(Item(step.index, step.phase, step.layer, step.kind, size.rows, size.cols))
    return tuple(found)


def timeline_of(
    trace: Trace,
    orientation: Orientation,
    granularity: Granularity,
    known: Timeline | None = None,
) -> Timeline:
    """Return the timeline of a trace; ``known`` itself if it is laid out just so."""
    items = items_of(trace, orientation)
    if known is not None and known.items == items and known.granularity == granularity:
        return known
    return Timeline.of(items, granularity)
