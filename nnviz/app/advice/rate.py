"""What is unwise about a large learning rate."""

import math
from collections.abc import Iterator

from nnviz.app.advice.facts import Facts, written
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.edits import SetOptimizerOption
from nnviz.app.experiment import Experiment
from nnviz.engine.message import message
from nnviz.engine.spec import NetworkSpec

# A first update that moves every weight by so much is as large as the weights themselves.
_FIRST_MOVE = 0.5
# Without a parabola to judge by: steps of so many times the gradient.
_STEEP = 10.0
_GENTLE = 0.01
_LOOKED_AHEAD = 200  # updates of a schedule


def jumping(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that the first update of an adaptive method moves every weight by a large step."""
    del facts
    move = _first_move(experiment.spec)
    if move is None or move < _FIRST_MOVE:
        return
    spec = experiment.spec
    yield Remark(
        "jumping",
        "unwise",
        Place("optimizer"),
        message(
            "This method divides the gradient by its own size: the first update moves every "
            "weight that has a gradient by about {move}, however small the gradient is.",
            move=written(move),
        ),
        message("The weights jump, and the loss rises in some updates instead of falling."),
        (_slower(spec, _round_down(_GENTLE * min(1.0, _factor_of_move(spec) ** -1))),),
        Sight("W1_new", "curve"),
    )


def overshooting(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that gradient descent with this rate cannot come to rest in any minimum."""
    spec = experiment.spec
    if spec.optimizer.name != "sgd" or spec.clips:
        return
    rate, limit = _least_rate(spec), _limit(experiment, facts)
    if limit is None:
        if spec.loss in {"bce", "cross_entropy"} and rate >= _STEEP:
            yield _too_steep(spec, rate)
        return
    if rate <= limit:
        return
    yield Remark(
        "overshoot",
        "unwise",
        Place("optimizer"),
        message(
            "The loss is a parabola in the output's bias, and steeper in other directions: above "
            "η = {limit} every update lands farther away on the other side.",
            limit=written(limit),
        ),
        message("The loss jumps up and down or grows, and never comes to rest."),
        (_slower(spec, _round_down(limit / 10.0)),),
        Sight(f"b{len(spec.layers)}_new", "curve"),
    )


def _too_steep(spec: NetworkSpec, rate: float) -> Remark:
    return Remark(
        "steep",
        "unwise",
        Place("optimizer"),
        message("Each update takes {rate} times the gradient off the weights.", rate=written(rate)),
        message("The loss rises in some updates instead of falling."),
        (_slower(spec, 0.1),),
        Sight("W1_new", "curve"),
    )


def _limit(experiment: Experiment, facts: Facts) -> float | None:
    """Return the learning rate from which on no minimum is stable, None where that is not known.

    In the direction of an output's bias the second derivative of a squared error is the same
    everywhere, and the largest eigenvalue of the Hessian is at least that. Descent with momentum μ
    along a parabola of curvature λ is stable below η = 2(1 + μ)/λ; with Nesterov's not even so far.
    """
    spec = experiment.spec
    last = spec.layers[-1]
    options = spec.optimizer.options
    size = min(experiment.data.batch_size or facts.n_samples, facts.n_samples)
    squared = {"mse": 2.0 / last.units, "half_mse": 1.0, "sse": 2.0 * size, "half_sse": float(size)}
    each = squared.get(spec.loss)
    if each is None or last.activation != "linear" or not last.bias:
        return None
    curvature = each
    if len(spec.layers) == 1 and facts.curvature is not None and size == facts.n_samples:
        curvature = max(each * facts.curvature, each)
    return 2.0 * (1.0 + float(options["momentum"])) / curvature


def _first_move(spec: NetworkSpec) -> float | None:
    factor = _factor_of_move(spec)
    return None if factor == 0.0 else factor * _rate(spec) * spec.schedule.make().factor(0)


def _factor_of_move(spec: NetworkSpec) -> float:
    """Return the first step of an adaptive method in units of η, 0 for the others."""
    options = spec.optimizer.options
    if spec.optimizer.name == "rmsprop" and not options["centered"]:
        return 1.0 / math.sqrt(1.0 - float(options["alpha"])) if options["alpha"] < 1.0 else 0.0
    return 1.0 if spec.optimizer.name in {"adam", "adamw", "adagrad"} else 0.0


def _rate(spec: NetworkSpec) -> float:
    return float(spec.optimizer.options["lr"])


def _least_rate(spec: NetworkSpec) -> float:
    """Return the least learning rate of the updates to come, as far as one looks ahead."""
    if spec.schedule.name == "constant":
        return _rate(spec)
    schedule = spec.schedule.make()
    return _rate(spec) * min(schedule.factor(step) for step in range(_LOOKED_AHEAD))


def _slower(spec: NetworkSpec, rate: float) -> Remedy:
    del spec
    return Remedy(message("Set η to {rate}", rate=written(rate)), SetOptimizerOption("lr", rate))


def _round_down(value: float) -> float:
    """Return the number with one significant digit that is next below."""
    exponent = math.floor(math.log10(value))
    return float(f"{math.floor(value / 10.0**exponent + 1e-9)}e{exponent}")
