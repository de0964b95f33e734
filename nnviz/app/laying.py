"""From a trace to its timeline: the scene says how many cells an op shows, playback how long."""

from nnviz.app.samples import shows_one
from nnviz.app.view_state import Samples
from nnviz.engine import Trace
from nnviz.engine.orientation import Orientation
from nnviz.playback.pace import Granularity
from nnviz.playback.timeline import Item, Timeline
from nnviz.scene.options import ComposeOptions, ProductView
from nnviz.scene.steps import extent

_FIELD = 1000.0  # the number of cells does not depend on the size of the stage


def items_of(
    trace: Trace,
    orientation: Orientation,
    samples: Samples = "batch",
    product_view: ProductView = "usual",
) -> tuple[Item, ...]:
    """Return what the timeline has to know of each step."""
    alone = shows_one(samples, trace.n_samples)
    options = ComposeOptions(
        _FIELD, _FIELD, orientation=orientation, one_sample=alone, product_view=product_view
    )
    found = []
    for step in trace.steps:
        size = extent(step, options)
        found.append(
            Item(
                step.index,
                step.phase,
                step.layer,
                step.kind,
                size.rows,
                size.cols,
                size.lead,
                size.terms,
            )
        )
    return tuple(found)


def timeline_of(
    trace: Trace,
    orientation: Orientation,
    granularity: Granularity,
    known: Timeline | None = None,
    samples: Samples = "batch",
    product_view: ProductView = "usual",
) -> Timeline:
    """Return the timeline of a trace; ``known`` itself if it is laid out just so."""
    items = items_of(trace, orientation, samples, product_view)
    if known is not None and known.items == items and known.granularity == granularity:
        return known
    return Timeline.of(items, granularity)
