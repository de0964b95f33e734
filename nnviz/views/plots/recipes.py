"""From a run and its measures to what each plot over iterations shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from nnviz.app.comparing.rival import Rival
from nnviz.app.measures import Course, Measures, Stretch
from nnviz.app.measures.outline import Floats, outlined, zigzag
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Role
from nnviz.views.plots.plotted import Band, Ink, Key, Line, Plotted, Way, ink

_SMOOTH = 150  # points of a smooth curve, about
_RATES = 800  # points of the learning rate: steps are to look like steps

TRAINING = Ink(Role.LOSS)
_EACH = Ink(Role.LOSS, width=1.0, strength=0.45)
_ALL = Ink(Role.FORWARD, "dash", dots=True)
_HELD_OUT = Ink(Role.BACKWARD, dots=True)
_RIVAL = Ink(Role.CHANGED, "dash")
_NOBODY = np.empty(0)
NO_VALIDATION = message("No samples are held out to validate on.")
HOLD_OUT = Way(message("Hold some out…"), "panel_data_form")
MEASURED_SOON = message("Nothing has been measured yet.")


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """What is to be plotted: the iterations ``start`` … ``stop`` in about ``most`` points.

    ``choice`` is the parameter whose cells are wanted, where one can choose. ``rival`` is the run
    that is compared with the one on the stage.
    """

    course: Course
    measures: Measures
    start: int
    stop: int
    most: int
    choice: str = ""
    rival: Rival | None = None


Recipe: TypeAlias = Callable[[Ask], Plotted]


def loss(ask: Ask) -> Plotted:
    """Return the loss of each iteration, its mean over epochs, and that of samples held out."""
    outline, losses = ask.course.outline(), ask.course.run.losses
    shown = outline.stretch(ask.start, ask.stop + 1, ask.most)
    batches = ask.course.run.batches
    window = max(batches.per_pass, (ask.stop - ask.start) // _SMOOTH)
    smooth = outline.means(ask.start, ask.stop + 1, window)
    whole = batches.per_pass == 1 or len(smooth.starts) < 2
    one = TRAINING if whole else _EACH
    lines, keys = [_zigzag(shown, one)], []
    x = np.arange(len(losses), dtype=np.float64)
    keys.append(Key(message("training, each batch"), one, x, losses, "training_loss_of_batch"))
    if not whole:
        lines.append(Line(smooth.centres, smooth.means, TRAINING))
        name = message("mean of {count} iterations each", count=grouped(smooth.size))
        keys.append(
            Key(name, TRAINING, smooth.centres, smooth.means, "training_loss_mean", each=False)
        )
        _add_score(ask.measures, "loss", lines, keys)
    elif (ask.measures.validation.get("loss", np.array([np.nan])) > -np.inf).any():
        _add(ask.measures, "validation", "loss", lines, keys)
    held_out = np.isfinite(ask.measures.validation.get("loss", _NOBODY)).any()
    _add_rival(ask, lines, keys)
    missing = len(ask.measures.iterations) > 0 and not held_out
    note, way = (NO_VALIDATION, HOLD_OUT) if missing else (None, None)
    return Plotted(message("loss L"), tuple(lines), (), tuple(keys), note, way)


def accuracy(ask: Ask) -> Plotted:
    """Return the share of right classes; where there are none, how well numbers are met."""
    measures = ask.measures
    if not len(measures.iterations):
        return Plotted(message("share that is right"), note=MEASURED_SOON)
    lines: list[Line] = []
    keys: list[Key] = []
    if np.isfinite(measures.training["accuracy"]).any():
        _add_score(measures, "accuracy", lines, keys)
        note, way = _if_missing(measures, "accuracy")
        return Plotted(message("share that is right"), tuple(lines), (), tuple(keys), note, way,
                       0.0, 1.0)  # fmt: skip
    _add_score(measures, "r2", lines, keys)
    note = message("The targets are numbers, not classes: R² is seen in place of a share.")
    return Plotted(message("R²"), tuple(lines), (), tuple(keys), note, None, None, 1.0)


def rmse(ask: Ask) -> Plotted:
    """Return how far predictions are off, where the targets are numbers."""
    measures = ask.measures
    name = message("RMSE")
    if not len(measures.iterations):
        return Plotted(name, note=MEASURED_SOON)
    if not np.isfinite(measures.training["rmse"]).any():
        note = message("The targets are classes: how many are right is on the page “Accuracy”.")
        return Plotted(name, note=note)
    lines: list[Line] = []
    keys: list[Key] = []
    _add_score(measures, "rmse", lines, keys)
    return Plotted(name, tuple(lines), (), tuple(keys), floor=0.0)


def learning_rate(ask: Ask) -> Plotted:
    """Return the learning rate that the optimizer has in each iteration."""
    count = max(ask.stop - ask.start + 1, 1)
    x = np.unique(np.linspace(ask.start, max(ask.stop, ask.start), min(count, _RATES)).round())
    y = ask.course.learning_rates(x)
    look = Ink(Role.UPDATE)
    key = Key(message("learning rate η"), look, x, y, "learning_rate")
    return Plotted(message("learning rate η"), (Line(x, y, look),), (), (key,), floor=0.0)


def gradient_norms(ask: Ask) -> Plotted:
    """Return the length of each layer's weight gradient."""
    return _norms(ask.measures, "gradient_norms", message("‖∂L/∂W‖"), "dW")


def weight_norms(ask: Ask) -> Plotted:
    """Return the length of each layer's weights."""
    return _norms(ask.measures, "weight_norms", message("‖W‖"), "W")


def cells(ask: Ask) -> Plotted:
    """Return every cell of a parameter, or shares of them where there are many."""
    measures, name = ask.measures, ask.choice
    y_name = message("cells of {name}", name=plain(name))
    if not len(measures.iterations) or name not in measures.points[0].cells:
        return Plotted(y_name, note=MEASURED_SOON)
    values = measures.cells(name)
    shape = ask.course.run.spec.parameter_shapes[name]
    if values.shape[1] == int(np.prod(shape)):
        return _each_cell(measures, values, name, shape, y_name)
    return _shares_of_cells(measures, values, y_name)


def _zigzag(stretch: Stretch, look: Ink) -> Line:
    """Return a line through the lowest and the highest of each block."""
    return Line(*zigzag(stretch), look)


def _add_rival(ask: Ask, lines: list[Line], keys: list[Key]) -> None:
    """Add the loss of the run that this one is compared with, where the two differ."""
    rival = ask.rival
    if rival is None or not len(rival.losses):
        return
    first = rival.first_iteration
    begin, end = max(ask.start, rival.start), min(ask.stop, rival.last_iteration)
    x, y = zigzag(outlined(rival.losses).stretch(begin - first, end - first + 1, ask.most))
    lines.append(Line(x + first, y, _RIVAL))
    known = np.arange(rival.start, first + len(rival.losses), dtype=np.float64)
    name = message("run B: {edit}", edit=rival.edit.name)
    keys.append(Key(name, _RIVAL, known, rival.losses[rival.start - first :], "loss_of_run_b"))


def _add_score(measures: Measures, score: str, lines: list[Line], keys: list[Key]) -> None:
    for part in ("training", "validation"):
        _add(measures, part, score, lines, keys)


def _add(measures: Measures, part: str, score: str, lines: list[Line], keys: list[Key]) -> None:
    if not len(measures.iterations):
        return
    values: Floats = getattr(measures, part)[score]
    if not np.isfinite(values).any():
        return
    look = _ALL if part == "training" else _HELD_OUT
    name = message("training, all samples") if part == "training" else message("validation")
    lines.append(Line(measures.iterations, values, look))
    keys.append(Key(name, look, measures.iterations, values, f"{part}_{score}"))


def _if_missing(measures: Measures, score: str) -> tuple[Message | None, Way | None]:
    missing = not np.isfinite(measures.validation[score]).any()
    return (NO_VALIDATION, HOLD_OUT) if missing else (None, None)


def _norms(measures: Measures, field: str, y_name: Message, of: str) -> Plotted:
    if not len(measures.iterations):
        return Plotted(y_name, note=MEASURED_SOON)
    norms: Floats = getattr(measures, field)
    lines = [
        Line(measures.iterations, norms[:, place], ink(place)) for place in range(norms.shape[1])
    ]
    keys = [
        Key(message("layer {number}", number=place + 1), line.ink, line.x, line.y,
            f"norm_{of}{place + 1}")
        for place, line in enumerate(lines)
    ]  # fmt: skip
    return Plotted(y_name, tuple(lines), (), tuple(keys), floor=0.0)


def _each_cell(
    measures: Measures, values: Floats, name: str, shape: tuple[int, ...], y_name: Message
) -> Plotted:
    lines, keys = [], []
    for place, index in enumerate(np.ndindex(*shape)):
        line = Line(measures.iterations, values[:, place], ink(place))
        row, col = (*index, 0)[:2] if len(shape) > 1 else (0, index[0])
        written = plain(name, row=row, col=col)
        lines.append(line)
        text = message("{name}", name=written)
        column = name + "_" + "_".join(str(number) for number in index)
        keys.append(Key(text, line.ink, line.x, line.y, column))
    return Plotted(y_name, tuple(lines), (), tuple(keys))


def _shares_of_cells(measures: Measures, values: Floats, y_name: Message) -> Plotted:
    x, look = measures.iterations, Ink(Role.POSITIVE)
    low, five, quarter, middle, three, ninety_five, high = values.T
    bands = (
        Band(x, low, high, Ink(Role.POSITIVE, strength=0.12)),
        Band(x, five, ninety_five, Ink(Role.POSITIVE, strength=0.16)),
        Band(x, quarter, three, Ink(Role.POSITIVE, strength=0.24)),
    )
    names = (
        (message("largest"), high, "largest"),
        (message("95 % are below"), ninety_five, "share_95"),
        (message("three quarters are below"), three, "share_75"),
        (message("half are below"), middle, "share_50"),
        (message("a quarter is below"), quarter, "share_25"),
        (message("5 % are below"), five, "share_5"),
        (message("smallest"), low, "smallest"),
    )
    keys = tuple(Key(name, look, x, y, column) for name, y, column in names)
    return Plotted(y_name, (Line(x, middle, look),), bands, keys)
