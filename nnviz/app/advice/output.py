"""What is unwise about the output layer, its loss and its targets."""

from collections.abc import Iterator

from nnviz.app.advice.facts import Facts, written
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.edits import SetActivation, SetLoss
from nnviz.app.experiment import Experiment
from nnviz.engine import losses
from nnviz.engine.losses import SquaredLoss
from nnviz.engine.message import Message, message
from nnviz.scene.narration import activation_name

# Between which numbers an activation's values lie; the ends themselves are not reached by all.
_RANGE = {
    "relu": (0.0, None),
    "softplus": (0.0, None),
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
}


def only_one(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that a softmax of one unit is 1 whatever comes."""
    del facts
    last, number = experiment.spec.layers[-1], len(experiment.spec.layers)
    if last.activation != "softmax" or last.units > 1:
        return
    yield Remark(
        "only_one",
        "unwise",
        Place("activation", number),
        message("Softmax of a single unit is always 1: it divides the number by itself."),
        message("The output is 1 for every sample, and no weight has a gradient."),
        (
            Remedy(message("Use sigmoid"), SetActivation(number, "sigmoid")),
            Remedy(message("Make the output linear"), SetActivation(number, "linear")),
        ),
        Sight(f"dZ{number}"),
    )


def squared_after_squashing(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that a flat end of sigmoid or softmax hides a large squared error."""
    last, number = experiment.spec.layers[-1], len(experiment.spec.layers)
    if not _is_squared(experiment) or last.activation not in {"sigmoid", "softmax"}:
        return
    if last.activation == "softmax" and last.units == 1:
        return
    yield Remark(
        "squared",
        "unwise",
        Place("loss"),
        message(
            "A squared error behind {activation} is multiplied by its slope, which is nearly 0 "
            "where the output is close to 0 or 1.",
            activation=activation_name(last.activation),
        ),
        message(
            "An output that is sure and wrong gets hardly any δ: the worst mistakes are learnt "
            "most slowly."
        ),
        _for_probabilities(experiment, facts),
        Sight(f"dZ{number}"),
    )


def numbers_for_classes(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that unbounded outputs are no probabilities of classes."""
    last, number = experiment.spec.layers[-1], len(experiment.spec.layers)
    if not (_is_squared(experiment) and facts.labelled):
        return
    if last.activation in {"sigmoid", "softmax"} or last.units < 2:
        return
    yield Remark(
        "no_probabilities",
        "unwise",
        Place("loss"),
        message(
            "The targets are classes, but these outputs are plain numbers, held to 0 and 1 by "
            "their squared error."
        ),
        message(
            "The outputs of a sample do not add up to 1 and may lie below 0 or above 1: they are "
            "no probabilities."
        ),
        (Remedy(message("Use softmax with cross-entropy"), SetLoss("cross_entropy")),),
        Sight(f"A{number}"),
    )


def out_of_reach(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that some targets lie where the output never comes."""
    last, number = experiment.spec.layers[-1], len(experiment.spec.layers)
    if not _is_squared(experiment) or last.activation not in _RANGE or facts.labelled:
        return
    low, high = _RANGE[last.activation]
    seen = _unreachable(facts, low, high)
    if seen is None:
        return
    yield Remark(
        "out_of_reach",
        "unwise",
        Place("activation", number),
        message(
            "The targets go from {low} to {high}, but the outputs of {activation} stay {range}.",
            low=written(facts.y_low),
            high=written(facts.y_high),
            activation=activation_name(last.activation),
            range=_spoken(low, high),
        ),
        seen,
        (Remedy(message("Make the output linear"), SetActivation(number, "linear")),),
        Sight("E"),
    )


def _unreachable(facts: Facts, low: float | None, high: float | None) -> Message | None:
    if low is not None and facts.y_low < low:
        return message("For targets below {bound} the error never comes to 0.", bound=written(low))
    if high is not None and facts.y_high > high:
        return message("For targets above {bound} the error never comes to 0.", bound=written(high))
    return None


def _spoken(low: float | None, high: float | None) -> Message:
    if high is None:
        return message("at or above {low}", low=written(low or 0.0))
    return message("between {low} and {high}", low=written(low or 0.0), high=written(high))


def _for_probabilities(experiment: Experiment, facts: Facts) -> tuple[Remedy, ...]:
    number = len(experiment.spec.layers)
    linear = Remedy(message("Make the output linear"), SetActivation(number, "linear"))
    if facts.classes is not None and experiment.spec.layers[-1].activation == "softmax":
        return (Remedy(message("Use cross-entropy"), SetLoss("cross_entropy")), linear)
    if facts.y_low >= 0.0 and (facts.y_high <= 1.0 or facts.labelled):
        return (Remedy(message("Use binary cross-entropy"), SetLoss("bce")), linear)
    return (linear,)


def _is_squared(experiment: Experiment) -> bool:
    return isinstance(losses.get(experiment.spec.loss), SquaredLoss)
