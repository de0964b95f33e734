"""The graph in the strip: its box, the line under it, and how tall the strip may be for it."""

from nnviz.scene.content import Content, Plot
from nnviz.scene.layout.page import Page
from nnviz.scene.primitives import Curve, Label, Primitive, Rect, Role, Run

# A graph gets a strip of so many lines if the matrices can be read nearly as well then.
ROOMY_LINES = (5, 4)
NEARLY = 0.92
_LEAST = 30.0  # nothing can be read off a lower graph
_CAPTIONED = 70.0  # a lower graph has no line to spare
_WIDE = 18.0  # of the height of its letters; in a narrower graph nobody could read the line
_MOST_MARKS = 400


def curve(content: Content, sheet: Page, role: Role) -> tuple[Primitive, ...]:
    """Return the graph of a content, and its caption where there is room."""
    plot, box = content.plot, sheet.plot
    if plot is None or box is None or box.height < _LEAST:
        return ()
    line = sheet.type.note * 1.4
    far = sheet.screen > 0.0  # a hall could not read so small a line
    narrow = box.width < _WIDE * sheet.type.note
    if plot.caption is None or narrow or box.height < _CAPTIONED or far:
        return (_graph(plot, box, role),)
    graph = Rect(box.x, box.y, box.width, box.height - line)
    under = Rect(box.x, graph.bottom, box.width, line)
    words = (Run(plot.caption),)
    caption = Label("strip.caption", under, words, sheet.type.note, Role.MUTED, "center")
    return _graph(plot, graph, role), caption


def _graph(plot: Plot, box: Rect, role: Role) -> Curve:
    low, high = float(plot.ys.min()), float(plot.ys.max())
    pad = 0.12 * ((high - low) or 1.0)
    return Curve(
        "strip.curve",
        box,
        plot.xs,
        plot.ys,
        (float(plot.xs[0]), float(plot.xs[-1])),
        plot.y_range or (min(low, 0.0) - pad, max(high, 0.0) + pad),
        role,
        plot.point,
        plot.slope,
        plot.marks[:_MOST_MARKS],
    )
