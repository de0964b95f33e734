"""Edits of the build panel: what they change, how they are undone, what stays of the run."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.document import opened, revised
from nnviz.app.edits import (
    AddLayer,
    DuplicateLayer,
    SetActivation,
    SetActivationOption,
    SetBackend,
    SetClip,
    SetData,
    SetInitializer,
    SetInitializerOption,
    SetInitialValues,
    SetL2,
    SetLoss,
    SetOptimizerOption,
    SetSchedule,
    SetScheduleOption,
    SetUnits,
    Together,
)
from nnviz.app.experiment import DataSpec, example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Network
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import message
from nnviz.engine.options import Options

XOR = example("xor")


@pytest.fixture
def session():
    return Session(XOR, Settings(language="en"))


def spec(session):
    return session.state.experiment.spec


def test_a_layer_is_duplicated_behind_itself_and_keeps_its_values(session):
    before = session.state.trace["W1"]
    session.edit(DuplicateLayer(1))
    assert spec(session).sizes == (2, 4, 4, 1)
    assert spec(session).layers[0] == spec(session).layers[1]
    assert np.array_equal(session.state.trace["W1"], before)
    assert np.array_equal(session.state.trace["W3"], Network.from_spec(XOR.spec).parameters["W2"])
    with pytest.raises(NnvizError):
        DuplicateLayer(2).apply(XOR)


def test_an_option_of_an_activation_merges_while_it_is_nudged(session):
    session.edit(SetActivation(1, "leaky_relu", {"alpha": 0.1}))
    for alpha in (0.2, 0.3, 0.4):
        session.edit(SetActivationOption(1, "alpha", alpha))
    assert spec(session).layers[0].activation_options["alpha"] == 0.4
    session.undo()
    assert spec(session).layers[0].activation_options["alpha"] == 0.1


@pytest.mark.parametrize(
    ("edits", "read", "expected"),
    [
        ([SetL2(0.01), SetL2(0.02)], lambda s: s.l2, 0.02),
        ([SetClip("norm", 1.0), SetClip("norm", 2.0)], lambda s: s.clip_norm, 2.0),
        ([SetInitializerOption("std", 0.5), SetInitializerOption("std", 0.6)],
         lambda s: s.initializer_options["std"], 0.6),
    ],
)  # fmt: skip
def test_nudges_are_one_step_to_undo(session, edits, read, expected):
    session.edit(SetInitializer("normal"))
    before = session.state.experiment
    for edit in edits:
        session.edit(edit)
    assert read(spec(session)) == expected
    assert session.state.undo_name == edits[0].name
    session.undo()
    assert session.state.experiment.spec == before.spec


def test_only_one_way_of_clipping_is_in_force():
    by_norm = SetClip("norm", 2.0).apply(XOR)
    by_value = SetClip("value", 0.5).apply(by_norm)
    assert (by_value.spec.clip_norm, by_value.spec.clip_value) == (None, 0.5)
    assert not SetClip(None).apply(by_value).spec.clips


def test_a_schedule_has_its_options(session):
    session.edit(SetSchedule("step", Options({"step_size": 5})))
    session.edit(SetScheduleOption("gamma", 0.5))
    assert dict(spec(session).schedule.options) == {"step_size": 5, "gamma": 0.5, "warmup": 0}
    assert session.state.trace.spec.schedule.name == "step"


@pytest.mark.parametrize(
    "edit",
    [SetSchedule("cosine"), SetL2(0.1), SetClip("norm", 0.5), SetClip("value", 0.01)],
    ids=repr,
)
def test_what_concerns_the_training_goes_on_from_here_and_the_past_stays(session, edit):
    session.train_to(10)
    losses = session.state.losses.copy()
    weights = session.state.trace["W1"].copy()
    session.edit(edit)
    assert session.state.iteration == 10
    assert np.array_equal(session.state.trace["W1"], weights)
    session.seek_iteration(4)
    assert session.state.trace.loss == losses[4]
    session.train_to(15)
    assert session.state.iteration == 15
    fresh = opened(replace(session.state.experiment, parameters=None))
    assert fresh.run.spec == session.state.trace.spec


def test_given_values_are_what_the_network_starts_from(session):
    session.train_to(5)
    W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])
    before = session.state.trace["W2"].copy()
    session.edit(SetInitialValues({"W1": W}))
    assert session.state.iteration == 0
    assert np.array_equal(session.state.trace["W1"], W)
    assert np.array_equal(session.state.trace["W2"], before)
    assert spec(session).initializer == "explicit"
    assert "W¹" in session.state.undo_name.english()


def explicit():
    W = {"W1": np.ones((4, 2)), "W2": np.arange(4.0)[None]}
    return SetInitialValues(W).apply(XOR)


@pytest.mark.parametrize(
    "edit",
    [
        AddLayer(1, 3),
        AddLayer(2, 3),
        SetUnits(1, 6),
        DuplicateLayer(1),
        SetLoss("cross_entropy"),
        SetData(DataSpec("builtin", "iris", batch_size=32)),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_given_values_stand_in_the_way_of_no_edit(edit):
    document, _ = revised(opened(explicit()), edit)
    assert document.experiment.spec.initializer == "he"
    bare = edit.apply(explicit())
    opened(bare)


def test_given_values_that_still_fit_stay_when_a_layer_changes():
    document, notice = revised(opened(explicit()), AddLayer(2, 4))
    assert np.array_equal(document.run.parameters(0)["W1"], np.ones((4, 2)))
    assert "2" in notice.english()
    bare = SetActivation(1, "tanh").apply(explicit())
    assert bare.spec.initializer == "explicit"


def test_several_edits_are_one_step(session):
    both = Together(message("Loss and output"), (SetLoss("cross_entropy"), SetUnits(1, 7)))
    session.edit(both)
    assert spec(session).sizes == (2, 7, 2)
    assert session.state.undo_name.english() == "Loss and output"
    session.undo()
    assert spec(session) == XOR.spec


def test_if_one_of_several_edits_is_impossible_none_is_done(session):
    before = session.state.experiment
    session.edit(Together(message("Loss and output"), (SetUnits(1, 7), SetUnits(2, 5))))
    assert session.state.experiment is before
    assert session.state.notice is not None


def test_a_refusal_is_in_the_state_until_something_else_is_said(session):
    session.edit(SetUnits(2, 3))
    refusal = session.state.refusal
    assert refusal is not None
    assert session.state.notice == refusal.why
    session.dismiss_notice()
    assert session.state.refusal is None
    session.edit(SetUnits(2, 3))
    session.edit(refusal.remedies[0].edit)
    assert session.state.refusal is None
    session.edit(SetUnits(2, 3))
    session.undo()
    assert session.state.refusal is None


def test_a_refused_learning_rate_changes_nothing(session):
    before = session.state.experiment
    session.edit(SetOptimizerOption("lr", 0.0))
    assert session.state.experiment is before
    assert session.state.refusal.place.field == "optimizer"


def test_a_backend_can_be_named(session):
    session.edit(SetBackend("numpy"))
    assert spec(session).backend == "numpy"
    assert session.state.undo_name.english() == "Computed by"
