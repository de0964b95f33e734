"""Windows of words: what is in them, where their numbers come from, and that they can be learnt."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from nnviz.engine import Dense, Network, datasets, metrics, optimizers
from nnviz.engine.datasets.sentences import PADDING, read_sentences, read_vectors
from nnviz.paths import resource

LANGUAGES = {"ner": "en", "ner_zh": "zh"}
NAMES = list(LANGUAGES)

_SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "make_word_vectors.py"
_SPEC = importlib.util.spec_from_file_location("nnviz_word_vectors", _SCRIPT)
script = importlib.util.module_from_spec(_SPEC)
sys.modules["nnviz_word_vectors"] = script
_SPEC.loader.exec_module(script)


def files(name):
    language = LANGUAGES[name]
    sentences = read_sentences(resource("data", f"ner_{language}.txt"))
    return sentences, read_vectors(resource("data", f"ner_{language}_vectors.csv"))


def target(data, window):
    found = {int(data.Y[i]) for i, text in enumerate(data.sample_names) if text == window}
    assert len(found) == 1, window
    return found.pop()


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_five_words_of_four_numbers(name):
    data, (sentences, vectors) = datasets.load(name), files(name)
    assert 40 <= len(sentences) <= 70
    assert data.n_samples == sum(len(one.words) for one in sentences)
    assert data.n_in == 20
    assert data.feature_names[0] == "x₋₂·1"
    assert data.feature_names[-1] == "x₊₂·4"
    for row, text in zip(data.X, data.sample_names, strict=True):
        words = text.replace("[", "").replace("]", "").split()
        assert np.array_equal(row, np.concatenate([vectors[word] for word in words]))
    assert not vectors[PADDING].any()


def test_the_same_name_is_a_place_or_not():
    data = datasets.load("ner")
    assert target(data, "museums in [Paris] are amazing") == 1
    assert target(data, "— — [Paris] Hilton was") == 0
    assert target(data, "born in [New] York —") == 1
    assert target(data, "in New [York] — —") == 1
    assert target(data, "— — [Florence] Nightingale was") == 0
    chinese = datasets.load("ner_zh")
    assert target(chinese, "— — [开封] 在 河南") == 1
    assert target(chinese, "还 没有 [开封] — —") == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_orders_the_same_windows(name):
    first, other = datasets.load(name), datasets.load(name, seed=1)
    assert first.sample_names == datasets.load(name, seed=0).sample_names
    assert first.sample_names != other.sample_names
    assert sorted(first.sample_names) == sorted(other.sample_names)
    # Names, targets and numbers travel together.
    assert target(other, first.sample_names[0]) == first.Y[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_those_that_the_script_makes(name):
    sentences, vectors = files(name)
    made = script.vectors(sentences, LANGUAGES[name])
    assert list(made) == list(vectors)
    difference = np.abs(np.array(list(made.values())) - np.array(list(vectors.values())))
    # Another library's last digit may round the other way.
    assert difference.max() < 0.0101
    assert np.abs(np.array(list(vectors.values()))).max() <= 1


@pytest.mark.parametrize("name", NAMES)
def test_the_labels_do_not_go_into_the_numbers(name):
    sentences, _ = files(name)
    bare = tuple(type(one)(one.words, (False,) * len(one.words)) for one in sentences)
    with_labels = script.vectors(sentences, LANGUAGES[name])
    without = script.vectors(bare, LANGUAGES[name])
    assert all(np.array_equal(with_labels[word], without[word]) for word in with_labels)


def trained(data, seed):
    net = Network(
        [Dense(8, "tanh"), Dense(1, bias=False)],
        n_in=20,
        loss="bce",
        optimizer=optimizers.SGD(lr=0.5),
        initializer="xavier",
        seed=seed,
    )
    net.fit(data.X, data.Y, epochs=50, batch_size=6)
    return net


@pytest.mark.parametrize("name", NAMES)
def test_a_hidden_layer_and_a_score_learn_it(name):
    data = datasets.load(name)
    assert metrics.accuracy(trained(data, 0).predict(data.X), data.Y) > 0.95


@pytest.mark.parametrize("name", NAMES)
def test_sentences_never_seen_are_read_better_than_by_the_majority(name):
    right, majority = [], []
    for seed in range(4):
        train, held = datasets.split(datasets.load(name), 0.25, seed=seed)
        assert not set(train.groups.tolist()) & set(held.groups.tolist())
        right.append(metrics.accuracy(trained(train, seed).predict(held.X), held.Y))
        majority.append(1 - held.Y.mean())
    assert np.mean(right) > np.mean(majority) + 0.1
    assert np.mean(right) > 0.93
