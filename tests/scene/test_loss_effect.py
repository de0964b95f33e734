"""What the last step of an update says about the loss."""

import re

import numpy as np
import pytest

from nnviz.engine import Network, optimizers
from nnviz.engine.loss_change import loss_change
from nnviz.engine.step import StepKind
from nnviz.scene.compose import compose
from nnviz.scene.numbers import parse_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Curve, Label
from nnviz.scene.steps import VIEWS

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def traced(optimizer, before=0):
    net = Network.mlp([2, 4, 1], hidden="tanh", loss="half_mse", optimizer=optimizer, seed=3)
    for _ in range(before):
        net.train_step(X, Y)
    return net.trace_step(X, Y)


def updates(trace):
    return [step for step in trace.steps if step.kind is StepKind.UPDATE]


def picture(trace, step, alpha, digits=3):
    options = ComposeOptions(979.0, 388.0, digits=digits, loss_change=loss_change(trace))
    return compose(step, alpha, options)


def notes(scene):
    found = [p for p in scene.primitives if isinstance(p, Label) and ".note." in p.id]
    return ["".join(r.text.english() for r in label.runs) for label in found]


def curve(scene):
    return next((p for p in scene.primitives if isinstance(p, Curve)), None)


def test_every_step_of_the_update_predicts_and_the_last_one_compares():
    trace = traced(optimizers.SGD(lr=0.1))
    *first, last = updates(trace)
    for step in first:
        (note,) = notes(picture(trace, step, 1.0))
        assert "−η‖∇L‖²" in note
        assert curve(picture(trace, step, 1.0)) is None
    waiting, told = (notes(picture(trace, last, alpha)) for alpha in (0.0, 1.0))
    assert waiting[0] == told[0]
    assert "has moved" in waiting[1]
    assert "% of the prediction" in told[1]


@pytest.mark.parametrize("digits", [2, 3, 4, 6])
@pytest.mark.parametrize("rate", [1e-4, 0.02, 0.1])
def test_the_numbers_said_are_the_engines_and_add_up(rate, digits):
    trace = traced(optimizers.SGD(lr=rate))
    change = loss_change(trace)
    note = notes(picture(trace, updates(trace)[-1], 1.0, digits))[1]
    real, before, after, percent = re.search(
        r"ΔL = (\S+), L from (\S+) to (\S+): (\S+) %", note
    ).groups()
    for text, value in ((real, change.real), (before, trace.loss), (after, change.after)):
        assert abs(parse_value(text) - value) <= 0.501 * unit(text)
    assert abs(parse_value(after) - parse_value(before) - parse_value(real)) <= 0.501 * unit(real)
    assert abs(parse_value(percent) - 100 * change.ratio) <= 0.501 * unit(percent)


def unit(text):
    """The weight of the last digit of a number."""
    mantissa, _, exponent = text.replace("−", "-").partition("e")
    return 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def test_other_optimizers_say_gradient_times_movement():
    trace = traced(optimizers.Adam(lr=0.01), before=3)
    assert "∇L · Δθ" in notes(picture(trace, updates(trace)[0], 1.0))[0]


@pytest.mark.parametrize(
    ("rate", "words"),
    [(1e-4, "the slope holds"), (0.1, "flatter"), (30.0, "too long")],
)
def test_short_and_long_steps_are_told_apart(rate, words):
    trace = traced(optimizers.SGD(lr=rate))
    assert words in notes(picture(trace, updates(trace)[-1], 1.0))[1]


def test_the_promise_is_a_line_and_the_truth_a_curve():
    trace = traced(optimizers.SGD(lr=0.5))
    change, last = loss_change(trace), updates(trace)[-1]
    before, after = (curve(picture(trace, last, alpha)) for alpha in (0.5, 1.0))
    assert before.ys.tolist() == pytest.approx([change.before, change.before + change.predicted])
    assert after.ys.tolist() == list(change.losses)
    for shown in (before, after):
        assert shown.point == (0.0, change.before)
        assert shown.tangent_slope == change.predicted
    assert before.y_range == after.y_range


def test_without_being_asked_nothing_is_said():
    trace = traced(optimizers.SGD(lr=0.1))
    step = updates(trace)[-1]
    assert notes(compose(step, 1.0, ComposeOptions(979.0, 388.0))) == []
    assert VIEWS[step.kind] is not None
