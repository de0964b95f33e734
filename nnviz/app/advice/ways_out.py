"""What was wanted by a refused edit, and other edits that bring it about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from nnviz.app import data
from nnviz.app.advice.facts import written
from nnviz.app.advice.remark import Remedy
from nnviz.app.edits import (
    AddLayer,
    Edit,
    SetActivation,
    SetBackend,
    SetData,
    SetDataOption,
    SetInitializer,
    SetInitialValues,
    SetLoss,
    SetUnits,
    Together,
)
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.engine import backend, losses
from nnviz.engine.datasets import Dataset
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.spec import MAX_PARAMETERS, MAX_UNITS
from nnviz.scene.narration import activation_name, loss_name

_FEWEST_CLASSES, _MOST_CLASSES = 2, 10


@dataclass(frozen=True, slots=True)
class WayOut:
    """Why it cannot be, said for this case, and what can be done instead."""

    why: Message
    remedies: tuple[Remedy, ...]
    is_shape: bool = False


def explained(experiment: Experiment, edit: Edit) -> WayOut | None:
    """Return what can be said about a refused edit, None where its own sentence is enough."""
    spec, last = experiment.spec, len(experiment.spec.layers)
    dataset = data.load(experiment.data)
    if isinstance(edit, SetActivation) and edit.layer == last:
        needed = losses.get(spec.loss).output
        return None if needed is None else _activation(experiment, edit, needed)
    if isinstance(edit, SetUnits):
        too_many = _parameters(experiment, edit) > MAX_PARAMETERS or edit.units > MAX_UNITS
        if too_many:
            return _too_large(experiment, edit)
        return _output_units(experiment, edit, dataset) if edit.layer == last else None
    if isinstance(edit, SetLoss):
        return _loss(edit, dataset)
    if isinstance(edit, SetBackend):
        return _backend(edit)
    return _values(experiment, edit) if isinstance(edit, SetInitialValues) else None


def works(experiment: Experiment, edit: Edit) -> bool:
    """Say whether an edit changes the experiment into one that can be trained."""
    try:
        after = edit.apply(experiment)
        data.batches(after)
        backend.get(after.spec.backend)
    except NnvizError:
        return False
    return not after.same_as(experiment)


def _activation(experiment: Experiment, edit: SetActivation, needed: str) -> WayOut:
    loss, wanted = experiment.spec.loss, activation_name(edit.activation)
    why = message(
        "The loss {loss} is computed together with {needed}, from Z: the output cannot be "
        "{wanted}.",
        loss=loss_name(loss),
        needed=activation_name(needed),
        wanted=wanted,
    )
    remedies = []
    for other in losses.names():
        if other != loss and losses.get(other).output == edit.activation:
            text = message("Use {loss}, which goes with {wanted}", loss=loss_name(other),
                           wanted=wanted)  # fmt: skip
            remedies.append(Remedy(text, SetLoss(other)))
    both = Together(message("Loss and output"), (SetLoss("mse"), edit))
    text = message("Use mean squared error with {wanted}", wanted=wanted)
    return WayOut(why, (*remedies, Remedy(text, both)))


def _output_units(experiment: Experiment, edit: SetUnits, dataset: Dataset) -> WayOut:
    spec = experiment.spec
    classes = data.n_classes(dataset)
    needed = data.units_needed(dataset, spec.loss)
    if classes is not None and needed == classes:
        why = message(
            "The data has {classes} classes, and {loss} needs one output unit for each: {needed} "
            "units, not {units}.",
            classes=classes,
            loss=loss_name(spec.loss),
            needed=needed,
            units=edit.units,
        )
    else:
        why = message(
            "The output has one unit for each number that is to be predicted for a sample: "
            "{needed}, not {units}.",
            needed=needed,
            units=edit.units,
        )
    return WayOut(why, tuple(_for_units(experiment, edit, classes)), is_shape=True)


def _for_units(experiment: Experiment, edit: SetUnits, classes: int | None) -> Iterator[Remedy]:
    if classes == 2 and edit.units == 1:
        text = message("Use one sigmoid unit with binary cross-entropy")
        yield Remedy(text, SetLoss("bce"))
    if classes == 2 and edit.units == 2:
        text = message("Use two softmax units with cross-entropy")
        yield Remedy(text, SetLoss("cross_entropy"))
    if experiment.data.kind == "builtin" and edit.units == 1:
        two = Together(
            message("Classes of the data"), (SetDataOption("n_classes", 2), SetLoss("bce"))
        )
        yield Remedy(message("Make data with two classes, for one sigmoid unit"), two)
    if experiment.data.kind == "builtin" and _FEWEST_CLASSES <= edit.units <= _MOST_CLASSES:
        text = message("Make data with {count} classes", count=edit.units)
        more = SetDataOption("n_classes", edit.units)
        both = Together(message("Classes of the data"), (more, SetLoss("cross_entropy")))
        yield Remedy(text, both)
    text = Message(
        "Add a hidden layer of {count} unit",
        plural="Add a hidden layer of {count} units",
        count=edit.units,
    )
    yield Remedy(text, AddLayer(edit.layer, edit.units))


def _too_large(experiment: Experiment, edit: SetUnits) -> WayOut:
    most = _most_units(experiment, edit)
    why = message(
        "With {units} units in layer {layer} the network would have more than {most} parameters.",
        units=edit.units,
        layer=edit.layer,
        most=MAX_PARAMETERS,
    )
    remedy = Remedy(message("Use {units} units", units=most), SetUnits(edit.layer, most))
    return WayOut(why, (remedy,))


def _parameters(experiment: Experiment, edit: SetUnits) -> int:
    sizes = list(experiment.spec.sizes)
    if not 0 < edit.layer < len(sizes):
        return 0
    sizes[edit.layer] = edit.units
    return sum((a + 1) * b for a, b in pairwise(sizes))


def _most_units(experiment: Experiment, edit: SetUnits) -> int:
    """Return the most units for which there may be enough parameters, with one digit of its own."""
    low, high = 1, MAX_UNITS
    while low < high:
        middle = (low + high + 1) // 2
        fits = _parameters(experiment, SetUnits(edit.layer, middle)) <= MAX_PARAMETERS
        low, high = (middle, high) if fits else (low, middle - 1)
    scale = int(10 ** (len(str(low)) - 1))
    return low // scale * scale


def _loss(edit: SetLoss, dataset: Dataset) -> WayOut:
    if edit.loss == data.CLASS_LOSS:
        why = message(
            "Cross-entropy compares probabilities of classes, but the targets of this data are "
            "plain numbers."
        )
        other, text = "blobs", message("Take the data set Blobs, which has classes")
    elif edit.loss == data.BINARY_LOSS:
        why = message(
            "Binary cross-entropy compares with targets between 0 and 1, but those of this data go "
            "from {low} to {high}.",
            low=written(float(dataset.Y.min())),
            high=written(float(dataset.Y.max())),
        )
        other, text = "xor", message("Take the data set XOR, whose targets are 0 and 1")
    else:
        return WayOut(message("This loss does not fit the data."), ())
    both = Together(message("Data and loss"), (SetData(DataSpec("builtin", other)), edit))
    squared = Remedy(message("Use mean squared error"), SetLoss("mse"))
    return WayOut(why, (Remedy(text, both), squared))


def _backend(edit: SetBackend) -> WayOut | None:
    if edit.backend != "cupy":
        return None
    status = backend.statuses()[1]
    why = message("CuPy cannot be used here: {reason}", reason=status.reason)
    return WayOut(why, (Remedy(message("Use NumPy"), SetBackend("numpy")),))


def _values(experiment: Experiment, edit: SetInitialValues) -> WayOut | None:
    shapes = experiment.spec.parameter_shapes
    known = {name: np.asarray(value) for name, value in edit.values.items() if name in shapes}
    wrong = {name: array for name, array in known.items() if array.shape != shapes[name]}
    if not wrong:
        return None
    name, array = next(iter(wrong.items()))
    why = message(
        "{name} has the shape {shape}, but the values given are {given}: one row for each unit, "
        "one column for each of its inputs.",
        name=name,
        shape=_times(shapes[name]),
        given=_times(array.shape),
    )
    return WayOut(why, tuple(_for_values(known, wrong, shapes)), is_shape=True)


def _for_values(
    known: Mapping[str, Any], wrong: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]
) -> Iterator[Remedy]:
    if all(array.T.shape == shapes[name] for name, array in wrong.items()):
        turned = {name: array.T if name in wrong else array for name, array in known.items()}
        yield Remedy(message("Transpose the values"), SetInitialValues(turned))
    fitting = {name: array for name, array in known.items() if name not in wrong}
    if fitting:
        yield Remedy(message("Take those that fit"), SetInitialValues(fitting))
    yield Remedy(message("Draw them by He"), SetInitializer("he"))


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) if len(shape) > 1 else f"{shape[0] if shape else 1} × 1"
