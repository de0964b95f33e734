"""What else has to change when the loss or the data changes, so that the network stays possible."""

from dataclasses import replace
from typing import Any

from nnviz.app.carrying import respecified
from nnviz.app.data import BINARY_LOSS, CLASS_LOSS, has_labels, load, n_classes, raw, units_needed
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.engine.datasets import Dataset
from nnviz.engine.message import Message, message
from nnviz.engine.options import Options
from nnviz.engine.spec import NetworkSpec
from nnviz.scene.narration import activation_name, loss_name

# The losses that are computed from logits go with one output activation only.
_OUTPUT_OF_LOSS = {CLASS_LOSS: "softmax", BINARY_LOSS: "sigmoid"}


def fit_loss(experiment: Experiment, loss: str) -> Experiment:
    """Return the experiment with another loss, and the output layer that it needs.

    Raises:
        SpecError: the loss cannot be computed for this data.
    """
    dataset = load(experiment.data)
    changes = _with_loss(experiment.spec, dataset, loss, n_in=experiment.spec.n_in)
    return respecified(experiment, **changes)


def fit_data(experiment: Experiment, data: DataSpec) -> Experiment:
    """Return the experiment with other data: its inputs, outputs and, if it must be, its loss.

    Raises:
        FileError, DataError, SpecError: the data cannot be used.
    """
    dataset = load(data)
    spec = experiment.spec
    loss = spec.loss
    if has_labels(dataset) and loss not in _OUTPUT_OF_LOSS:
        loss = CLASS_LOSS
    elif not has_labels(dataset) and loss in _OUTPUT_OF_LOSS and n_classes(dataset) is None:
        loss = "mse"
    changes = _with_loss(spec, dataset, loss, n_in=dataset.n_in)
    return replace(respecified(experiment, **changes), data=data)


def adaptation_notice(before: NetworkSpec, after: NetworkSpec) -> Message | None:
    """Return the sentence that says what the output layer has become, or None if it stayed."""
    old, new = before.layers[-1], after.layers[-1]
    if old == new and before.loss == after.loss:
        return None
    return Message(
        "The output layer now has {count} unit with the activation {activation}, and the loss is "
        "{loss}.",
        {"activation": activation_name(new.activation), "loss": loss_name(after.loss)},
        plural="The output layer now has {count} units with the activation {activation}, and the "
        "loss is {loss}.",
        count=new.units,
    )


def data_notice(before: DataSpec, after: DataSpec) -> Message | None:
    """Return what was done to the new data when it was read, or None if nothing or not new."""
    dataset = raw(after)
    if dataset is raw(before):
        return None
    notice: Message | None = None
    for remark in dataset.remarks:
        notice = both(notice, remark)
    return notice


def both(first: Message | None, second: Message | None) -> Message | None:
    """Return two whole sentences one after the other, or the one that there is."""
    if first is None or second is None:
        return first or second
    return message("{first} {second}", first=first, second=second)


def _with_loss(spec: NetworkSpec, dataset: Dataset, loss: str, n_in: int) -> dict[str, Any]:
    changes: dict[str, Any] = {"units": units_needed(dataset, loss)}
    output = spec.layers[-1]
    needed = _OUTPUT_OF_LOSS.get(loss)
    if needed is not None and output.activation != needed:
        changes |= {"activation": needed, "activation_options": Options()}
    elif needed is None and spec.loss in _OUTPUT_OF_LOSS and not has_labels(dataset):
        changes |= {"activation": "linear", "activation_options": Options()}
    layers = (*spec.layers[:-1], replace(output, **changes))
    return {"n_in": n_in, "layers": layers, "loss": loss}
