from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.data import batches, load
from nnviz.app.edits import (
    AddLayer,
    DuplicateLayer,
    KeepSupposed,
    MoveLayer,
    Open,
    RemoveLayer,
    SetActivation,
    SetActivationOption,
    SetBackend,
    SetBatchSize,
    SetBias,
    SetClip,
    SetData,
    SetDataOption,
    SetDtype,
    SetInitializer,
    SetInitializerOption,
    SetInitialValues,
    SetL2,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
    SetParameterValue,
    SetParameterValues,
    SetSchedule,
    SetScheduleOption,
    SetSeed,
    SetShuffleSeed,
    SetStandardise,
    SetTable,
    SetUnits,
    SetValidation,
    Together,
)
from nnviz.app.edits import __all__ as edits_there_are
from nnviz.app.experiment import DataSpec, example
from nnviz.app.fitting import adaptation_notice
from nnviz.app.table import Table
from nnviz.engine import Network
from nnviz.engine.errors import NnvizError

XOR = example("xor")


def started(experiment=XOR):
    return experiment.with_parameters(Network.from_spec(experiment.spec).parameters)


def sizes(experiment):
    return experiment.spec.sizes


def test_a_layer_is_added_in_its_place_and_the_values_move_along():
    before = started()
    after = AddLayer(2, units=3, activation="tanh").apply(before)
    assert sizes(after) == (2, 4, 3, 1)
    assert after.spec.layers[1].activation == "tanh"
    assert after.parameters["W1"] is before.parameters["W1"]
    assert after.parameters["W3"] is before.parameters["W2"]
    assert "W2" not in after.parameters


def test_a_layer_is_removed_and_the_values_after_it_move_along():
    before = started(AddLayer(1, units=3).apply(XOR))
    after = RemoveLayer(1).apply(before)
    assert sizes(after) == (2, 4, 1)
    assert after.parameters["W1"] is before.parameters["W2"]
    assert after.parameters["b2"] is before.parameters["b3"]


def test_layers_change_places():
    before = started(AddLayer(1, units=3, activation="tanh").apply(XOR))
    after = MoveLayer(1, to=2).apply(before)
    assert [layer.units for layer in after.spec.layers] == [4, 3, 1]
    assert [layer.activation for layer in after.spec.layers] == ["relu", "tanh", "linear"]
    assert after.parameters["W2"] is before.parameters["W1"]


def test_adding_a_layer_where_nothing_was_drawn_yet_draws_nothing():
    assert AddLayer(1).apply(XOR).parameters is None


def test_the_simple_edits_change_what_they_say_and_nothing_else():
    spec = XOR.spec
    first, last = spec.layers
    for edit, expected in [
        (SetUnits(1, 7), replace(spec, layers=(replace(first, units=7), last))),
        (SetBias(2, bias=False), replace(spec, layers=(first, replace(last, bias=False)))),
        (SetDtype("float32"), replace(spec, dtype="float32")),
        (SetSeed(5), replace(spec, seed=5)),
        (SetInitializer("xavier"), replace(spec, initializer="xavier")),
    ]:
        assert edit.apply(XOR).spec == expected


def test_an_activation_has_its_options():
    layer = SetActivation(1, "leaky_relu", {"alpha": 0.3}).apply(XOR).spec.layers[0]
    assert layer.activation == "leaky_relu"
    assert layer.activation_options["alpha"] == 0.3
    assert SetActivation(1, "tanh").apply(XOR).spec.layers[0].activation == "tanh"


def test_an_optimizer_has_its_defaults_and_its_options_can_be_set():
    adam = SetOptimizer("adam").apply(XOR)
    assert adam.spec.optimizer.name == "adam"
    slower = SetOptimizerOption("lr", 0.5).apply(adam)
    assert slower.spec.optimizer.options["lr"] == 0.5
    others = {key: value for key, value in adam.spec.optimizer.options.items() if key != "lr"}
    assert others.items() <= slower.spec.optimizer.options.items()


def test_a_seed_and_an_initializer_draw_everything_again():
    assert SetSeed(3).apply(started()).parameters is None
    assert SetInitializer("zeros").apply(started()).parameters is None
    assert SetSeed(3).apply(XOR).data.seed == 3


@pytest.mark.parametrize(
    ("loss", "activation", "units"),
    [("cross_entropy", "softmax", 2), ("bce", "sigmoid", 1), ("half_sse", "linear", 1)],
)
def test_a_loss_brings_the_output_layer_that_it_needs(loss, activation, units):
    after = SetLoss(loss).apply(XOR)
    output = after.spec.layers[-1]
    assert (after.spec.loss, output.activation, output.units) == (loss, activation, units)
    batches(after)
    back = SetLoss("mse").apply(after)
    assert back.spec == XOR.spec


def test_data_brings_inputs_outputs_and_loss():
    digits = SetData(DataSpec("builtin", "digits", batch_size=16)).apply(XOR)
    assert sizes(digits) == (64, 4, 10)
    assert digits.spec.loss == "cross_entropy"
    assert batches(digits).at(0)[0].shape == (16, 64)
    sine = SetData(DataSpec("builtin", "sine")).apply(digits)
    assert sine.spec.loss == "mse"
    assert sine.spec.layers[-1].activation == "linear"
    batches(sine)


def test_data_of_the_same_kind_keeps_the_loss():
    moons = DataSpec("builtin", "moons")
    assert SetData(moons).apply(SetLoss("bce").apply(XOR)).spec.loss == "bce"


def test_a_batch_size_is_part_of_the_data():
    assert SetBatchSize(3).apply(XOR).data.batch_size == 3
    assert SetBatchSize(None).apply(XOR).data.batch_size is None


def test_one_weight_is_set_and_the_experiment_before_is_untouched():
    before = started()
    old = before.parameters["W1"].copy()
    after = SetParameterValue("W1", 2, 1, 7.5).apply(before)
    expected = old.copy()
    expected[2, 1] = 7.5
    assert np.array_equal(after.parameters["W1"], expected)
    assert np.array_equal(before.parameters["W1"], old)
    assert after.parameters["W2"] is before.parameters["W2"]
    assert SetParameterValue("b1", 0, 3, -1.0).apply(before).parameters["b1"][3] == -1.0


def test_another_experiment_is_opened():
    assert Open(example("digits")).apply(XOR) is example("digits")


@pytest.mark.parametrize(
    "edit",
    [
        AddLayer(0),
        AddLayer(3),
        AddLayer(1, units=0),
        AddLayer(1, activation="gleam"),
        RemoveLayer(2),
        RemoveLayer(0),
        RemoveLayer(9),
        MoveLayer(1, to=2),
        MoveLayer(2, to=1),
        SetUnits(1, 0),
        SetUnits(1, -3),
        SetUnits(5, 3),
        SetActivation(0, "relu"),
        SetActivation(1, "nothing"),
        SetActivation(1, "leaky_relu", {"slope": 1}),
        SetBias(7, bias=True),
        SetLoss("hinge"),
        SetData(DataSpec("builtin", "mnist")),
        SetData(DataSpec("csv", "/nowhere/at/all.csv")),
        SetOptimizer("newton"),
        SetOptimizerOption("lr", -1.0),
        SetOptimizerOption("warp", 1.0),
        SetInitializer("magic"),
        SetSeed(-1),
        SetDtype("int8"),
        SetParameterValue("W9", 0, 0, 1.0),
        SetParameterValue("W1", 4, 0, 1.0),
        SetParameterValue("W1", 0, -1, 1.0),
        SetParameterValue("W1", 0, 0, float("nan")),
    ],
    ids=repr,
)
def test_what_is_impossible_is_refused_with_one_sentence(edit):
    with pytest.raises(NnvizError) as caught:
        edit.apply(started())
    assert str(caught.value).endswith(".")


def every_edit():
    return [
        AddLayer(1),
        RemoveLayer(1),
        MoveLayer(1, 1),
        SetUnits(1, 2),
        SetActivation(1, "relu"),
        SetBias(1, bias=False),
        SetLoss("mse"),
        SetData(XOR.data),
        SetBatchSize(2),
        SetOptimizer("sgd"),
        SetOptimizerOption("lr", 1.0),
        SetOptimizerOption("momentum", 0.5),
        SetInitializer("he"),
        SetSeed(1),
        SetDtype("float32"),
        SetParameterValue("W1", 0, 0, 1.0),
        SetParameterValues((("W1", 0, 0, 1.0), ("b1", 0, 1, 2.0))),
        Open(XOR),
        DuplicateLayer(1),
        SetActivationOption(1, "alpha", 0.2),
        SetSchedule("cosine"),
        SetScheduleOption("T_max", 50),
        SetL2(0.1),
        SetClip("norm", 1.0),
        SetInitializerOption("std", 0.5),
        SetInitialValues({"W1": [[1.0, 2.0]]}),
        SetBackend("numpy"),
        SetDataOption("noise", 0.1),
        SetStandardise(True),
        SetValidation(0.2),
        SetShuffleSeed(3),
        SetTable(Table.of(load(XOR.data)), SetData(XOR.data).name),
        KeepSupposed(None, XOR.data),
        Together(SetLoss("mse").name, (SetLoss("mse"),)),
    ]


def test_every_edit_has_a_name_and_none_is_left_out_here():
    edits = every_edit()
    assert all(edit.name.english() for edit in edits)
    assert {type(edit).__name__ for edit in edits} == set(edits_there_are) - {"Edit"}


def test_nudges_merge_only_with_nudges_of_the_same_thing():
    assert SetUnits(1, 2).merge_key == SetUnits(1, 9).merge_key
    assert SetUnits(1, 2).merge_key != SetUnits(2, 2).merge_key
    assert SetOptimizerOption("lr", 1).merge_key != SetOptimizerOption("momentum", 1).merge_key
    assert SetSeed(1).merge_key != SetBatchSize(1).merge_key
    assert SetLoss("mse").merge_key is None


@pytest.mark.parametrize(
    ("option", "name"), [("lr", "Learning rate η"), ("weight_decay", "Weight decay λ"),
                         ("betas", "Means β₁, β₂")]
)  # fmt: skip
def test_an_option_is_named_as_in_the_panel(option, name):
    assert SetOptimizerOption(option, 0.5).name.english() == name


def test_what_has_been_adapted_is_said_in_words():
    before = example("xor").spec
    after = SetLoss("cross_entropy").apply(example("xor")).spec
    said = adaptation_notice(before, after).english()
    assert "cross-entropy" in said
    assert "cross_entropy" not in said


def test_an_optimizer_option_is_not_called_by_an_activations_word():
    assert SetOptimizerOption("alpha", 0.9).name.english() == "Mean of squares α"
