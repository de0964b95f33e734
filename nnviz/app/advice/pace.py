"""What is unwise about small steps, large batches, decay and short numbers."""

from collections.abc import Iterator

from nnviz.app.advice.facts import Facts, written
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.edits import (
    SetBatchSize,
    SetDtype,
    SetL2,
    SetOptimizer,
    SetOptimizerOption,
    Together,
)
from nnviz.app.experiment import Experiment
from nnviz.engine.message import message
from nnviz.engine.options import Options

_MEANS = {"mse", "half_mse", "bce", "cross_entropy"}  # losses whose gradient knows no batch size
_SMALL_INPUTS = 3.0
_TINY, _SLOW, _LARGE_BATCH, _GOOD_BATCH = 1e-4, 1e-3, 256, 32
# A weight in float32 has about seven digits: a smaller step than this is lost on it.
_LOST = 1e-7


def creeping(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that gradient descent hardly moves: tiny steps, or few small ones in an epoch."""
    spec = experiment.spec
    options = spec.optimizer.options
    if spec.optimizer.name != "sgd" or spec.loss not in _MEANS or facts.typical > _SMALL_INPUTS:
        return
    rate = float(options["lr"]) / max(1.0 - float(options["momentum"]), 1e-3)
    size = min(experiment.data.batch_size or facts.n_samples, facts.n_samples)
    large = size >= _LARGE_BATCH and rate <= _SLOW
    if not (rate <= _TINY or large):
        return
    faster = SetOptimizerOption("lr", 0.1)
    remedy = Remedy(message("Set η to {rate}", rate=written(0.1)), faster)
    if large:
        both = Together(
            message("Smaller batches and larger steps"), (SetBatchSize(_GOOD_BATCH), faster)
        )
        text = message("Take batches of {size} and η = {rate}", size=_GOOD_BATCH, rate=written(0.1))
        remedy = Remedy(text, both)
    why = message("The steps are tiny: η = {rate} times a mean gradient.", rate=written(rate))
    if large:
        why = message(
            "A batch of {size} samples makes few updates in an epoch, and each is only {rate} "
            "times a mean gradient.",
            size=size,
            rate=written(rate),
        )
    seen = message("The loss curve is all but flat for dozens of updates.")
    place = Place("batch" if large else "optimizer")
    yield Remark("creeping", "unwise", place, why, seen, (remedy,), Sight("W1_new", "curve"))


def decaying_twice(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that the penalty in the loss and the optimizer's decay shrink the weights twice."""
    del facts
    spec = experiment.spec
    decay = float(spec.optimizer.options.get("weight_decay", 0.0))
    if not (spec.l2 and decay):
        return
    yield Remark(
        "decay_twice",
        "unwise",
        Place("penalty"),
        message(
            "The loss has an L2 penalty (λ = {penalty}) and the optimizer a weight decay of its "
            "own (λ = {decay}).",
            penalty=written(spec.l2),
            decay=written(decay),
        ),
        message("Every update shrinks the weights twice, once by each."),
        (
            Remedy(message("Leave the penalty out"), SetL2(0.0)),
            Remedy(message("Leave the weight decay out"), SetOptimizerOption("weight_decay", 0.0)),
        ),
        Sight("W1_new"),
    )


def decaying_by_adam(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that Adam divides the decay by the size of the gradient; AdamW does not."""
    del facts
    optimizer = experiment.spec.optimizer
    if optimizer.name != "adam" or not float(optimizer.options["weight_decay"]):
        return
    options = Options(optimizer.options)
    yield Remark(
        "adam_decay",
        "unwise",
        Place("optimizer"),
        message(
            "Adam adds the weight decay to the gradient and then divides both by √v, so that "
            "weights with large gradients are hardly shrunk at all."
        ),
        message("Weights with large gradients decay less than others of the same size."),
        (Remedy(message("Use AdamW, which decays all alike"), SetOptimizer("adamw", options)),),
        Sight("W1_new"),
    )


def too_fine(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that steps are smaller than what float32 can tell apart."""
    del facts
    spec = experiment.spec
    rate = float(spec.optimizer.options["lr"])
    if spec.dtype != "float32" or spec.optimizer.name == "adafactor" or not 0.0 < rate <= _LOST:
        return
    yield Remark(
        "too_fine",
        "unwise",
        Place("dtype"),
        message(
            "float32 has about seven digits, and a step of {rate} times the gradient is beyond "
            "them for most weights.",
            rate=written(rate),
        ),
        message("Many weights come out of the update with exactly the bits they had."),
        (
            Remedy(message("Compute with 64 bits"), SetDtype("float64")),
            Remedy(message("Set η to {rate}", rate=written(0.01)), SetOptimizerOption("lr", 0.01)),
        ),
        Sight("W1_new"),
    )
