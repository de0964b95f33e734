"""The whole network in one small picture: its units with one sample's values, and where we are."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nnviz.engine.message import Message, message
from nnviz.engine.orientation import (
    HostArray,
    Orientation,
    displayed,
    has_sample_axis,
    to_display,
    to_storage,
)
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.engine.symptom import Symptom
from nnviz.engine.trace import Trace
from nnviz.scene.blocks import magnitude
from nnviz.scene.figures import figures
from nnviz.scene.map.former import marked
from nnviz.scene.map.layout import MOST_UNITS, READABLE_RADIUS, Column, MapLayout, lay_out
from nnviz.scene.map.light import Unit, lines_between, lit_edges, pointed, unit_of, units_in
from nnviz.scene.map.picture import input_picture
from nnviz.scene.narration import activation_name
from nnviz.scene.narration.names import is_of_weights
from nnviz.scene.numbers import format_value, grouped
from nnviz.scene.options import CellRange, ComposeOptions, Extent, ProductView
from nnviz.scene.primitives import Arrow, CellRef, Edges, Label, Node, Primitive, Role, Run
from nnviz.scene.products.ways import reached
from nnviz.scene.reveal import progress
from nnviz.scene.scene import Scene
from nnviz.scene.signs import map_signs
from nnviz.scene.steps.one_sample import one_sample_extent
from nnviz.scene.what_if.before import same_step

MOST_EDGES = 400
_ARROW_PX = 40.0
_NOTE_PX = 11.0


@dataclass(frozen=True, slots=True)
class MapOptions:
    """The size of the map in logical pixels, the sample whose values it shows, and what is lit.

    ``one_sample`` says that only this sample is being computed on the stage; ``image_shape`` is
    (height, width) of a sample that is a picture. ``before`` is the iteration before a what-if.
    """

    width: float
    height: float
    orientation: Orientation = "textbook"
    digits: int = 3
    sample: int = 0
    hovered: CellRef | None = None
    pinned: CellRef | None = None
    one_sample: bool = False
    image_shape: tuple[int, int] | None = None
    before: Trace | None = None
    source_cells: tuple[CellRange, ...] = ()
    target_cells: tuple[CellRange, ...] = ()
    product_view: ProductView = "usual"
    symptoms: tuple[Symptom, ...] = field(default=(), hash=False)
    most_units: int = MOST_UNITS


@dataclass(frozen=True, eq=False)
class _View:
    """One moment of the map: the trace, the step it is in, how far, and where things stand."""

    trace: Trace
    step: Step
    alpha: float
    options: MapOptions
    layout: MapLayout

    @cached_property
    def sample(self) -> int:
        """The sample whose values are shown: the one asked for, as far as the batch has it."""
        return min(self.options.sample, self.trace.n_samples - 1)

    @cached_property
    def related(self) -> dict[Unit, Role]:
        """The units of the cells that a pointed cell came from or goes to."""
        targets = units_in(self.options.target_cells, self.layout)
        sources = units_in(self.options.source_cells, self.layout)
        return {**dict.fromkeys(targets, Role.TARGET), **dict.fromkeys(sources, Role.SOURCE)}

    @cached_property
    def focus(self) -> CellRef | None:
        """The stored cell that the step is making, None between steps."""
        step, orientation = self.step, self.options.orientation
        whole = self.extent(step.output, step.value)
        done, place = self.reached(whole)
        if place is None or done >= whole.cells:
            return None
        row, col = to_storage(step.output, step.value.ndim, *place, orientation)
        if not self.is_alone(step.output):
            return CellRef(step.output, row, col)
        stored = (self.sample, col) if step.value.ndim > 1 else (row, self.sample)
        return CellRef(step.output, *stored)

    def reached(self, whole: Extent) -> tuple[int, tuple[int, int] | None]:
        """Return how many of a step's cells are complete, and the one that is being made."""
        seen = self.options
        if seen.one_sample and not has_sample_axis(self.step.output):
            now = progress(self.alpha, whole)
            return now.done, now.cell
        options = ComposeOptions(1, 1, seen.orientation, product_view=seen.product_view)
        return reached(self.step, self.alpha, whole, options)

    def is_alone(self, name: str) -> bool:
        """Say whether only the sample's part of an array is being computed on the stage."""
        return self.options.one_sample and has_sample_axis(name)

    def extent(self, name: str, array: HostArray) -> Extent:
        """Return how many shown cells of an array are computed on the stage."""
        rows, cols = displayed(name, array, self.options.orientation).shape
        if not self.is_alone(name):
            return Extent(rows, cols)
        return one_sample_extent(Extent(rows, cols), self.options.orientation, self.trace.n_samples)


def compose_map(trace: Trace, step_index: int, alpha: float, options: MapOptions) -> Scene:
    """Return the network as it stands when the fraction ``alpha`` of a step's work is done."""
    scene = _composed(trace, step_index, alpha, options)
    before = options.before
    step = None if before is None else same_step(before, trace.steps[step_index])
    if before is None or step is None:
        return scene
    was = _composed(before, step.index, alpha, options).primitives
    pitch = options.width / (len(trace.spec.layers) + 1)
    return replace(scene, primitives=marked(scene.primitives, was, options.digits, pitch))


def _composed(trace: Trace, step_index: int, alpha: float, options: MapOptions) -> Scene:
    sizes = (trace.spec.n_in, *(layer.units for layer in trace.spec.layers))
    layout = lay_out(
        sizes, options.width, options.height, MOST_EDGES, options.image_shape, options.most_units
    )
    view = _View(trace, trace.steps[step_index], alpha, options, layout)
    edges = _edges(view)
    primitives: tuple[Primitive, ...] = (
        *edges,
        *lit_edges(layout, pointed(options)),
        *_arrow(view),
        *(node for layer in range(len(sizes)) for node in _nodes(view, layer)),
        *_picture(view),
        *_captions(view),
        *_omissions(view, edges),
        *map_signs(options.symptoms, layout, step_index, alpha),
    )
    return Scene(options.width, options.height, primitives, _sentence(view.step), view.focus)


_SENTENCES = {
    Phase.FORWARD: message("Network map: the forward pass is in layer {layer}."),
    Phase.LOSS: message("Network map: the loss is computed from the output of layer {layer}."),
    Phase.BACKWARD: message("Network map: the backward pass is in layer {layer}."),
    Phase.UPDATE: message("Network map: the parameters of layer {layer} are updated."),
}


# What is computed from the weights, or the gradients, of every layer, or is for all of them.
_OF_ALL_LAYERS = {
    StepKind.PENALTY: message("Network map: the penalty is computed from all weights."),
    StepKind.GRADIENT_NORM: message("Network map: the gradients of all layers are measured."),
    StepKind.LEARNING_RATE: message("Network map: the learning rate is that of all layers."),
}


def _sentence(step: Step) -> Message:
    if step.kind in _OF_ALL_LAYERS:
        return _OF_ALL_LAYERS[step.kind]
    return Message(_SENTENCES[step.phase].text, {"layer": step.layer})


def _done(view: _View, index: int, name: str, array: HostArray) -> int:
    """Return how many shown cells of the array made by the step at ``index`` are there."""
    if index != view.step.index:
        return array.size if index < view.step.index else 0
    return view.reached(view.extent(name, array))[0]


def _made(view: _View, layer: int) -> list[bool]:
    """Say of each drawn unit whether the sample's value is there already."""
    drawn = view.layout.columns[layer].drawn
    maker = view.trace.maker(f"A{layer}") if layer else None
    if maker is None:
        return [True] * drawn
    name, orientation = maker.output, view.options.orientation
    cols = displayed(name, maker.value, orientation).shape[1]
    done = _done(view, maker.index, name, maker.value)
    if view.is_alone(name):
        return [unit < done for unit in range(drawn)]
    shown = (to_display(name, 2, view.sample, unit, orientation) for unit in range(drawn))
    return [row * cols + col < done for row, col in shown]


def _nodes(view: _View, layer: int) -> list[Node]:
    column, radius = view.layout.columns[layer], view.layout.radius
    if column.picture is not None:
        return []
    name = f"A{layer}" if layer else "X"
    array = view.trace[name]
    vmax = magnitude(array[:, : column.drawn]) or 1.0
    decimals = figures(array, view.options.digits).decimals
    nodes: list[Node] = []
    for unit, (y, made) in enumerate(zip(column.ys, _made(view, layer), strict=True)):
        value = float(array[view.sample, unit]) if made else None
        readable = value is not None and radius >= READABLE_RADIUS
        role = _ring(view, layer, unit)
        nodes.append(
            Node(
                id=f"unit.{layer}.{unit}",
                x=column.x,
                y=y,
                radius=radius,
                value=value,
                vmax=vmax,
                text=format_value(value, decimals) if readable and value is not None else "",
                lit=role is not None,
                cell=CellRef(name, view.sample, unit) if made else None,
                role=role or Role.FOCUS,
            )
        )
    return nodes


def _picture(view: _View) -> tuple[Primitive, ...]:
    """Return the sample itself, where it is a picture, in place of the input units."""
    column, options = view.layout.columns[0], view.options
    if column.picture is None or options.image_shape is None:
        return ()
    pointed_at = (options.hovered, options.pinned)
    return input_picture(
        view.trace, view.step, column, options.image_shape, view.sample, pointed_at,
        view.layout.text_px,
    )  # fmt: skip


def _ring(view: _View, layer: int, unit: int) -> Role | None:
    """Return why a unit is ringed: pointed at, in the making, or in the layer at work."""
    here = (layer, unit)
    outputs = len(view.layout.columns) - 1
    if unit_of(view.options.hovered, outputs) == here:
        return Role.FOCUS
    if unit_of(view.options.pinned, outputs) == here:
        return Role.PINNED
    if here in view.related:
        return view.related[here]
    if unit_of(view.focus, outputs) == here:
        return Role.FOCUS
    return Role(view.step.phase.value) if _is_at_work(view.step, layer) else None


def _edges(view: _View) -> tuple[Edges, ...]:
    columns = view.layout.columns
    blocks = [_weights(view, layer) for layer in range(1, len(columns))]
    # Chosen by the larger of the old and the new weight, so that none comes or goes on the way.
    largest = [np.maximum(np.abs(now), np.abs(later)) for now, later in blocks]
    chosen = _largest(largest)
    vmax = max((magnitude(part) for part in largest), default=0.0) or 1.0
    return tuple(
        _pair(view, layer, now, keep, vmax)
        for layer, ((now, _), keep) in enumerate(zip(blocks, chosen, strict=True), 1)
    )


def _weights(view: _View, layer: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the drawn weights of a layer as they stand, and the others of old and new."""
    n_out, n_in = view.layout.columns[layer].drawn, view.layout.columns[layer - 1].drawn
    name = f"W{layer}"
    old = np.asarray(view.trace[name][:n_out, :n_in], dtype=np.float64)
    maker = view.trace.maker(f"{name}_new")
    if maker is None:
        return old, old
    new = np.asarray(maker.value[:n_out, :n_in], dtype=np.float64)
    place = np.arange(n_out)[:, None] * maker.value.shape[1] + np.arange(n_in)
    landed = place < _done(view, maker.index, name, maker.value)
    return np.where(landed, new, old), np.where(landed, old, new)


def _largest(parts: list[npt.NDArray[np.float64]]) -> list[npt.NDArray[np.bool_]]:
    """Mark the :data:`MOST_EDGES` largest values among all parts."""
    if sum(part.size for part in parts) <= MOST_EDGES:
        return [np.ones(part.shape, dtype=bool) for part in parts]
    every = np.nan_to_num(np.concatenate([part.ravel() for part in parts]))
    keep = np.zeros(every.size, dtype=bool)
    keep[np.argsort(-every, kind="stable")[:MOST_EDGES]] = True
    ends = np.cumsum([part.size for part in parts])[:-1]
    pieces = np.split(keep, ends)
    return [piece.reshape(part.shape) for piece, part in zip(pieces, parts, strict=True)]


def _pair(
    view: _View,
    layer: int,
    weights: npt.NDArray[np.float64],
    keep: npt.NDArray[np.bool_],
    vmax: float,
) -> Edges:
    cells = np.argwhere(keep)
    segments = lines_between(view.layout, layer, cells)
    lit = np.full(len(cells), _is_lit(view.step, layer))
    return Edges(
        f"edges.{layer}", segments, weights[keep], vmax, lit, name=f"W{layer}", cells=cells
    )


def _is_at_work(step: Step, layer: int) -> bool:
    return layer > 0 if step.kind in _OF_ALL_LAYERS else layer == step.layer


def _is_lit(step: Step, layer: int) -> bool:
    if step.kind in _OF_ALL_LAYERS:
        return True
    if step.layer != layer or step.phase is Phase.LOSS:
        return False
    return step.phase is not Phase.UPDATE or is_of_weights(step)


def _arrow(view: _View) -> tuple[Arrow, ...]:
    """Return the arrow over the part at work: to the right forwards, to the left backwards."""
    step, layout = view.step, view.layout
    if step.phase not in {Phase.FORWARD, Phase.BACKWARD}:
        return ()
    middle = (layout.columns[step.layer - 1].x + layout.columns[step.layer].x) / 2
    half = min(_ARROW_PX, 0.6 * layout.pitch) / 2
    ends = ((middle - half, layout.arrow_y), (middle + half, layout.arrow_y))
    start, end = ends if step.phase is Phase.FORWARD else ends[::-1]
    return (Arrow("direction", start, end, Role(step.phase.value), 2.5),)


def _captions(view: _View) -> list[Label]:
    size = view.layout.text_px
    labels: list[Label] = []
    for layer, column in enumerate(view.layout.columns):
        run = Run(_caption(view, layer, column))
        role = Role(view.step.phase.value) if _is_at_work(view.step, layer) else Role.MUTED
        labels.append(Label(f"caption.{layer}", column.caption, (run,), size, role, "center"))
        if column.more is not None:
            hidden = message("+{number} more", number=grouped(column.units - column.drawn))
            labels.append(
                Label(f"more.{layer}", column.more, (Run(hidden),), _NOTE_PX, Role.MUTED, "center")
            )
    return labels


def _caption(view: _View, layer: int, column: Column) -> Message | str:
    if not view.layout.captions_in_words:
        return str(column.units)
    drawn = column.drawn
    if view.layout.low and drawn < column.units:
        return message("{layer}: {drawn} drawn", layer=_layer(view, layer, column), drawn=drawn)
    return _layer(view, layer, column)


def _layer(view: _View, layer: int, column: Column) -> Message:
    if layer == 0:
        return message("Input {units}", units=column.units)
    activation = view.trace.spec.layers[layer - 1].activation
    return message(
        "Dense {units} · {activation}",
        units=column.units,
        activation=activation_name(activation),
    )


def _omissions(view: _View, edges: tuple[Edges, ...]) -> tuple[Label, ...]:
    """Return the line that says what is left out, if something is."""
    box, columns = view.layout.omissions, view.layout.columns
    if box is None:
        return ()
    pairs = list(pairwise(columns))
    shown = sum(len(part.values) for part in edges)
    total = sum(a.units * b.units for a, b in pairs)
    if view.layout.low:
        text = message(
            "{shown} of {total} weights drawn", shown=grouped(shown), total=grouped(total)
        )
    elif shown < sum(a.drawn * b.drawn for a, b in pairs):
        text = message(
            "{shown} of {total} weights are drawn: the largest between the units shown.",
            shown=grouped(shown),
            total=grouped(total),
        )
    else:
        text = message(
            "{shown} of {total} weights are drawn: those between the units shown.",
            shown=grouped(shown),
            total=grouped(total),
        )
    return (Label("omissions", box, (Run(text),), _NOTE_PX, Role.MUTED, "right"),)
