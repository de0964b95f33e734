import json

import pytest

from nnviz.app.data import batches, load
from nnviz.app.examples import EXAMPLES
from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.engine import Network
from nnviz.engine.errors import FileError, NnvizError, SpecError


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_survives_a_round_trip_through_json(name):
    experiment = example(name)
    again = Experiment.from_dict(json.loads(json.dumps(experiment.to_dict())))
    assert (again.spec, again.data) == (experiment.spec, experiment.data)


@pytest.mark.parametrize("name", ["xor", "digits", "ner", "ner_zh"])
def test_examples_train(name):
    experiment = example(name)
    dealt = batches(experiment)
    network = Network.from_spec(experiment.spec)
    losses = [network.train_step(*dealt.at(k)) for k in range(60)]
    assert losses[-1] < losses[0]


def test_the_xor_example_is_the_one_promised():
    spec = example("xor").spec
    assert spec.sizes == (2, 4, 1)
    assert [layer.activation for layer in spec.layers] == ["relu", "linear"]
    assert (spec.loss, spec.optimizer.name, spec.optimizer.options["lr"]) == ("mse", "sgd", 0.1)
    assert batches(example("xor")).at(5)[0].shape == (4, 2)


def test_the_digits_example_takes_batches_of_32_real_images():
    experiment = example("digits")
    X, Y = batches(experiment).at(0)
    assert X.shape == (32, 64)
    assert Y.shape == (32,)
    assert load(experiment.data).image_shape == (8, 8)
    assert experiment.spec.sizes == (64, 16, 10)


@pytest.mark.parametrize(
    ("name", "place", "no_place"),
    [
        ("ner", "museums in [Paris] are amazing", "— — [Paris] Hilton recorded"),
        ("ner_zh", "伦敦 到 [巴黎] — —", "太阳 从 [东方] 升起 —"),
    ],
)
def test_the_windows_of_words_begin_with_a_name_in_both_its_meanings(name, place, no_place):
    experiment = example(name)
    dataset, rows = load(experiment.data), batches(experiment).indices(0)
    assert len(rows) == 6
    assert {dataset.sample_names[row]: dataset.Y[row] for row in rows}.items() >= {
        place: 1,
        no_place: 0,
    }.items()
    output = experiment.spec.layers[-1]
    assert (experiment.spec.sizes, output.bias) == ((20, 8, 1), False)


def test_an_unknown_example_is_refused_with_the_names_there_are():
    with pytest.raises(SpecError, match=r"there are dot-product, .*xor, .*digits"):
        example("mnist")


GOOD = example("xor").to_dict()


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({}, "version None"),
        ({**GOOD, "version": 99}, "version 99"),
        ({**GOOD, "data": None}, "data is damaged"),
        ({**GOOD, "data": {"kind": "sql", "name": "x"}}, "data is damaged"),
        ({**GOOD, "data": {"kind": "csv"}}, "data is damaged"),
        ({**GOOD, "spec": None}, "network is missing"),
        ({**GOOD, "spec": {}}, "version"),
        ({**GOOD, "spec": {**GOOD["spec"], "loss": "l7"}}, "l7"),
    ],
)
def test_a_damaged_description_is_refused_with_one_sentence(plain, says):
    with pytest.raises(NnvizError, match=says):
        Experiment.from_dict(plain)


def test_a_version_error_is_a_file_error():
    with pytest.raises(FileError):
        Experiment.from_dict({"version": "two"})


def test_a_data_spec_is_plain_data():
    data = DataSpec("csv", "a.csv", target="y", batch_size=3, seed=4, standardise=True)
    experiment = Experiment(example("xor").spec, data)
    assert Experiment.from_dict(experiment.to_dict()).data == data
