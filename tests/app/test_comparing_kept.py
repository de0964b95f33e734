"""The change that makes run B, as plain data and back."""

import json

import pytest

from nnviz.app import edits
from nnviz.app.comparing.keeping import kept_rival, rival_from
from nnviz.app.comparing.presets import presets
from nnviz.app.comparing.rival import SHOWN
from nnviz.app.experiment import example
from nnviz.app.project.view import View, view_from

CHANGES = (
    edits.SetOptimizerOption("lr", 0.5), edits.SetOptimizer("adam", {"lr": 0.1}),
    edits.SetActivation(1, "leaky_relu", {"alpha": 0.2}), edits.SetUnits(1, 7),
    edits.SetBatchSize(None), edits.SetBatchSize(8), edits.SetClip("norm", 2.0),
    edits.SetInitializer("constant", {"value": 0.5}), edits.AddLayer(1, 3, "tanh", False),
    edits.SetSeed(5), edits.SetL2(0.01), edits.SetDtype("float32"), edits.RemoveLayer(1),
    edits.SetParameterValue("W1", 0, 1, 2.5), edits.SetSchedule("step", {"every": 10}),
)  # fmt: skip


@pytest.mark.parametrize("edit", CHANGES, ids=lambda edit: type(edit).__name__)
@pytest.mark.parametrize("shown", SHOWN)
def test_there_and_back(edit, shown):
    plain = json.loads(json.dumps(kept_rival(edit, shown)))
    found, seen = rival_from(plain)
    assert (found, seen) == (edit, shown)
    assert found.name == edit.name


@pytest.mark.parametrize("name", ["xor", "iris", "digits"])
def test_every_preset_is_kept(name):
    for preset in presets(example(name), 100):
        found = rival_from(json.loads(json.dumps(kept_rival(preset.edit, "both"))))
        assert found is not None, preset.edit
        assert found[0].apply(example(name)).same_as(preset.edit.apply(example(name)))


def test_what_brings_arrays_along_is_not_kept():
    given = edits.SetInitialValues({"W1": [[1.0]]})
    assert kept_rival(given, "both") is None
    assert kept_rival(edits.Open(example("xor")), "both") is None


@pytest.mark.parametrize(
    "plain",
    [
        None, 3, [], {}, {"edit": "Open", "values": {}}, {"edit": "__class__"},
        {"edit": "SetUnits", "values": {"layer": "one", "units": 3}},
        {"edit": "SetUnits", "values": {"layer": 1}}, {"edit": "SetUnits", "values": [1]},
        {"edit": "SetOptimizer", "values": {"optimizer": "adam", "options": 3}},
        {"edit": "SetUnits", "values": {"layer": 1, "units": 3}, "shown": "c"},
    ],
)  # fmt: skip
def test_damaged_or_hostile_is_no_rival(plain):
    assert rival_from(plain) is None


def test_a_view_of_before_opens_and_a_damaged_rival_spoils_nothing_else():
    assert view_from({"step": 3}) == View(step=3)
    assert view_from({"step": 3, "rival": {"edit": "gone"}}).step == 3
