"""Schedules are PyTorch's, change nothing while they are constant, and can be explained."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Network, NetworkSpec, StepKind, errors, optimizers, schedules
from nnviz.engine.expression import Const, evaluate
from tests.engine.explained_nets import OPTIMIZERS

X, Y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]
STEPS = 200
BASE = 0.3

TWINS = {
    "step": (schedules.Step(step_size=7, gamma=0.6), "StepLR", {"step_size": 7, "gamma": 0.6}),
    "exponential": (schedules.Exponential(gamma=0.97), "ExponentialLR", {"gamma": 0.97}),
    "cosine": (schedules.Cosine(T_max=60), "CosineAnnealingLR", {"T_max": 60}),
    "cosine_least": (
        schedules.Cosine(T_max=150, min_factor=0.2),
        "CosineAnnealingLR",
        {"T_max": 150, "eta_min": 0.2 * BASE},
    ),
    "warmup": (schedules.Warmup(), "LinearLR", {}),
    "warmup_part": (
        schedules.Warmup(start_factor=0.1, end_factor=0.8, total_iters=90),
        "LinearLR",
        {"start_factor": 0.1, "end_factor": 0.8, "total_iters": 90},
    ),
}
NAMED = st.one_of(
    st.builds(
        schedules.Step,
        step_size=st.integers(1, 50),
        gamma=st.floats(0.01, 1.0),
        warmup=st.integers(0, 30),
    ),
    st.builds(schedules.Exponential, gamma=st.floats(0.5, 1.0), warmup=st.integers(0, 30)),
    st.builds(
        schedules.Cosine,
        T_max=st.integers(1, 300),
        min_factor=st.floats(0.0, 1.0),
        warmup=st.integers(0, 30),
    ),
    st.builds(
        schedules.Warmup,
        start_factor=st.floats(0.01, 1.0),
        end_factor=st.floats(0.0, 1.0),
        total_iters=st.integers(1, 60),
    ),
)


def torch_rates(make):
    """Return the learning rates that PyTorch uses for the first updates."""
    torch = pytest.importorskip("torch", reason="PyTorch is the reference; it is not installed")
    update = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)
    schedule = make(torch.optim.lr_scheduler, update)
    rates = []
    for _ in range(STEPS):
        rates.append(update.param_groups[0]["lr"])
        update.step()
        schedule.step()
    return rates


def ours(schedule):
    return [BASE * schedule.factor(step) for step in range(STEPS)]


@pytest.mark.parametrize("name", TWINS)
def test_the_rates_are_those_of_torch(name):
    schedule, twin, options = TWINS[name]
    expected = torch_rates(lambda them, update: getattr(them, twin)(update, **options))
    np.testing.assert_allclose(ours(schedule), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["step", "exponential", "cosine", "cosine_least"])
def test_a_warm_up_is_torch_with_two_schedules_in_sequence(name):
    main, twin, options = TWINS[name]
    warmed = schedules.get(main.name, **{**main.options, "warmup": 9})

    def sequence(them, update):
        rise = them.LinearLR(update, start_factor=1 / 10, total_iters=9)
        rest = getattr(them, twin)(update, **options)
        return them.SequentialLR(update, [rise, rest], milestones=[9])

    rates = ours(warmed)
    np.testing.assert_allclose(rates, torch_rates(sequence), rtol=1e-12, atol=1e-15)
    assert rates[0] == pytest.approx(BASE / 10)
    assert rates[9] == BASE
    assert rates[9:] == [BASE * main.factor(step) for step in range(STEPS - 9)]


def test_every_schedule_has_a_twin():
    assert set(schedules.names()) == {schedule.name for schedule, _, _ in TWINS.values()} | {
        "constant"
    }


@given(NAMED, st.integers(0, 400))
def test_the_arithmetic_shown_is_the_factor(schedule, step):
    shown = evaluate(schedule.expression(Const(BASE, "η₀"), step))
    assert shown == pytest.approx(BASE * schedule.factor(step), rel=1e-9, abs=1e-15)


@given(NAMED)
def test_a_factor_lies_between_0_and_1_and_depends_on_the_count_alone(schedule):
    factors = [schedule.factor(step) for step in range(100)]
    assert all(0.0 <= factor <= 1.0 for factor in factors)
    assert factors[::-1] == [schedule.factor(step) for step in reversed(range(100))]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
def test_a_schedule_is_the_optimizer_with_another_rate_at_every_update(optimizer):
    """Each update alone is that of a fresh optimizer with this rate, from the same state."""
    schedule = schedules.Cosine(T_max=9, min_factor=0.1, warmup=2)
    net = Network.mlp([2, 3, 1], hidden="tanh", optimizer=optimizer, schedule=schedule, seed=1)
    for step in range(6):
        changed = dict(optimizer.options) | {"lr": optimizer.lr * schedule.factor(step)}
        other = optimizers.get(optimizer.name, **changed)
        single = Network.mlp([2, 3, 1], hidden="tanh", optimizer=other, seed=1)
        single.restore(net.state())
        single.train_step(X, Y)
        net.train_step(X, Y)
        assert net.state().parameters.tobytes() == single.state().parameters.tobytes()


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
def test_a_factor_of_one_changes_no_bit(optimizer):
    plain, scheduled = (
        Network.mlp([2, 3, 1], hidden="tanh", optimizer=optimizer, seed=1, schedule=schedule)
        for schedule in ("constant", schedules.Exponential(gamma=1.0))
    )
    for _ in range(5):
        plain.train_step(X, Y)
        scheduled.train_step(X, Y)
    assert plain.state().parameters.tobytes() == scheduled.state().parameters.tobytes()


def test_a_restored_and_a_loaded_network_go_on_with_the_schedule(tmp_path):
    net = Network.mlp([2, 3, 1], schedule=schedules.Step(step_size=3, gamma=0.5, warmup=2))
    for _ in range(4):
        net.train_step(X, Y)
    net.save(tmp_path / "n.nnviz")
    loaded, state = Network.load(tmp_path / "n.nnviz"), net.state()
    assert loaded.spec.schedule == net.spec.schedule
    for _ in range(5):
        net.train_step(X, Y)
        loaded.train_step(X, Y)
    after = net.state().parameters.tobytes()
    assert loaded.state().parameters.tobytes() == after
    net.restore(state)
    for _ in range(5):
        net.train_step(X, Y)
    assert net.state().parameters.tobytes() == after


def test_the_step_of_the_learning_rate_comes_first_and_its_number_is_used():
    net = Network.mlp(
        [2, 3, 1], optimizer=optimizers.SGD(lr=0.1), schedule=schedules.Cosine(T_max=100)
    )
    for _ in range(30):
        net.train_step(X, Y)
    trace = net.trace_step(X, Y)
    first = next(step for step in trace.steps if step.phase == "update")
    assert first.kind is StepKind.LEARNING_RATE
    rate = 0.1 * (1 + math.cos(math.pi * 30 / 100)) / 2
    assert float(trace["lr"]) == pytest.approx(rate, rel=1e-15)
    assert trace["lr"].shape == ()
    explained = trace.explain("lr", 0, 0)
    assert explained.text == "η = η₀·(1 + cos(π·n/T))/2 = 0.1·(1 + cos(π·30/100))/2 = 0.0794"
    update = next(step for step in trace.steps if step.kind is StepKind.UPDATE)
    assert update.options["lr"] == float(trace["lr"])
    np.testing.assert_allclose(trace["W1_new"], trace["W1"] - rate * trace["dW1"], rtol=1e-14)
    assert "0.079389" in update.explain(0, 0).text


def test_without_a_schedule_nothing_is_shown():
    trace = Network.mlp([2, 3, 1]).trace_step(X, Y)
    assert "lr" not in trace
    assert StepKind.LEARNING_RATE not in {step.kind for step in trace.steps}


def test_the_formula_of_a_warm_up_is_that_of_the_moment():
    net = Network.mlp([2, 3, 1], schedule=schedules.Step(step_size=2, warmup=2))
    formulas = []
    for _ in range(3):
        steps = net.trace_step(X, Y).steps
        formulas.append(next(s.formula() for s in steps if s.kind is StepKind.LEARNING_RATE))
    warm = r"\eta = \eta_{0} \cdot \frac{n + 1}{w + 1}"
    assert formulas[:2] == [warm, warm]
    assert r"\gamma^{k}" in formulas[2]
    assert "n - w" in formulas[2]


def test_version_1_of_a_description_has_a_constant_schedule():
    data = Network.mlp([2, 3, 1]).spec.to_dict()
    assert data["schedule"] == {"name": "constant.v1", "options": {}}
    old = {key: value for key, value in data.items() if key != "schedule"} | {"version": 1}
    assert NetworkSpec.from_dict(json.loads(json.dumps(old))) == Network.mlp([2, 3, 1]).spec
    with pytest.raises(errors.SpecError, match="'schedule' is missing"):
        NetworkSpec.from_dict({**old, "version": 2})


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("cosin", {}, "did you mean 'cosine'"),
        ("cosine", {"T_max": 0}, "T_max of cosine must be a whole number from 1"),
        ("cosine", {"T_max": 2.5}, "T_max of cosine must be a whole number"),
        ("cosine", {"min_factor": 1.5}, "min_factor of cosine must be a number ≥ 0, ≤ 1"),
        ("cosine", {"eta_min": 0.1}, "cosine has no option 'eta_min'"),
        ("step", {"step_size": True}, "step_size of step must be a whole number"),
        ("step", {"gamma": 0}, "gamma of step must be a number > 0, ≤ 1"),
        ("exponential", {"gamma": 1.1}, "gamma of exponential"),
        ("exponential", {"warmup": -1}, "warmup of exponential must be a whole number from 0"),
        ("warmup", {"start_factor": 0}, "start_factor of warmup must be a number > 0, ≤ 1"),
        ("warmup", {"total_iters": "5"}, "total_iters of warmup must be a whole number"),
        ("constant", {"lr": 1}, "constant has no option 'lr'"),
    ],
)
def test_what_is_impossible_is_said(name, options, said):
    with pytest.raises(errors.SpecError) as found:
        schedules.get(name, **options)
    assert said in str(found.value)


def test_a_schedule_is_a_name_or_an_object():
    with pytest.raises(errors.SpecError, match="schedule must be a name"):
        Network.mlp([2, 1], schedule=3)
    assert Network.mlp([2, 1], schedule="cosine").spec.schedule.options["T_max"] == 100


@settings(max_examples=30, deadline=None)
@given(NAMED)
def test_a_description_keeps_its_schedule(schedule):
    spec = Network.mlp([2, 3, 1], schedule=schedule).spec
    again = NetworkSpec.from_dict(json.loads(json.dumps(spec.to_dict())))
    assert again == spec
    assert again.schedule.make() == schedule
