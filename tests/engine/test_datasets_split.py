"""Training and validation: nothing lost, nothing doubled, the classes in their shares."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.datasets import Dataset, load, split
from nnviz.engine.errors import DataError, NnvizError, SpecError


def numbered(labels, groups=None):
    """Samples whose one feature is their number."""
    labels = np.asarray(labels)
    count = len(labels)
    return Dataset(
        X=np.arange(count, dtype=float)[:, None],
        Y=labels,
        feature_names=("number",),
        target_names=tuple(str(i) for i in range(labels.max() + 1)),
        name="numbered",
        task="classification",
        sample_names=tuple(f"sample {i}" for i in range(count)),
        groups=groups,
    )


def ids(data):
    return data.X[:, 0].astype(int).tolist()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=60),
    st.floats(0.02, 0.98),
    st.integers(0, 5),
    st.booleans(),
)
def test_every_sample_is_in_exactly_one_part(labels, share, seed, stratify):
    data = numbered(labels)
    try:
        train, held = split(data, share, seed, stratify)
    except DataError:
        assert round(len(labels) * share) in {0, len(labels)}
        return
    assert sorted(ids(train) + ids(held)) == list(range(len(labels)))
    assert held.n_samples == round(len(labels) * share)
    for part in (train, held):
        assert part.Y.tolist() == [labels[i] for i in ids(part)]
        assert part.sample_names == tuple(f"sample {i}" for i in ids(part))
    if stratify:
        for label in set(labels):
            wanted = labels.count(label) * held.n_samples / len(labels)
            # One class may give way to another, so that training keeps one of each.
            alone = sum(
                labels.count(each) * share >= labels.count(each) - 1 for each in set(labels)
            )
            assert abs(np.bincount(held.Y, minlength=5)[label] - wanted) < 1 + alone


def test_classes_keep_their_shares():
    train, held = split(numbered([0] * 80 + [1] * 15 + [2] * 5), 0.2)
    assert np.bincount(held.Y).tolist() == [16, 3, 1]
    assert np.bincount(train.Y).tolist() == [64, 12, 4]


def test_training_keeps_a_class_of_one_sample():
    for seed in range(20):
        train, held = split(numbered([0, 0, 0, 0, 0, 1]), 0.5, seed)
        assert held.n_samples == 3
        assert 1 in train.Y


def test_without_stratifying_the_shares_vary():
    data = numbered([0] * 50 + [1] * 50)
    counts = {int(split(data, 0.2, seed, stratify=False)[1].Y.sum()) for seed in range(20)}
    assert len(counts) > 3
    assert {int(split(data, 0.2, seed)[1].Y.sum()) for seed in range(20)} == {10}


def test_the_seed_decides_and_the_order_is_kept():
    data = load("iris")
    first, again, other = (split(data, seed=seed)[1] for seed in (0, 0, 1))
    assert np.array_equal(first.X, again.X)
    assert not np.array_equal(first.X, other.X)
    held = ids(split(numbered([0] * 30))[1])
    assert held == sorted(held)


def test_a_regression_is_split_too():
    train, held = split(load("sine"), 0.3)
    assert (train.n_samples, held.n_samples) == (70, 30)
    assert train.task == "regression"


def test_groups_stay_whole():
    rng = np.random.default_rng(0)
    groups = np.sort(rng.integers(0, 40, 400))
    data = numbered(rng.integers(0, 2, 400), groups)
    for seed in range(5):
        train, held = split(data, 0.25, seed)
        assert not set(train.groups.tolist()) & set(held.groups.tolist())
        assert sorted(ids(train) + ids(held)) == list(range(400))
        assert held.n_samples == pytest.approx(100, abs=10)
        assert held.Y.mean() == pytest.approx(data.Y.mean(), abs=0.08)


def test_validation_is_standardised_like_the_training():
    train, held = split(load("iris"))
    standard = train.standardised()
    same = held.standardised(like=standard)
    assert np.allclose(same.X, (held.X - train.X.mean(axis=0)) / train.X.std(axis=0))
    assert np.array_equal(same.means, standard.means)
    with pytest.raises(DataError, match="has to be standardised"):
        held.standardised(like=train)
    with pytest.raises(DataError, match="already"):
        same.standardised(like=standard)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5, float("nan"), True, "half", None])
def test_impossible_shares(share):
    with pytest.raises(SpecError, match="between 0 and 1"):
        split(load("iris"), share)


@pytest.mark.parametrize(
    ("data", "share"),
    [
        (numbered([0, 1]), 0.1),
        (numbered([0, 1]), 0.9),
        (numbered([0, 1, 0, 1], np.zeros(4, dtype=int)), 0.2),
    ],
)
def test_too_few_samples(data, share):
    with pytest.raises(DataError, match="would leave one of the two parts empty"):
        split(data, share)


def test_a_bad_seed():
    with pytest.raises(NnvizError, match="seed"):
        split(load("iris"), seed=-1)


def test_names_and_groups_must_fit():
    with pytest.raises(DataError, match="do not fit 3 samples"):
        numbered([0, 1, 1], np.zeros(2, dtype=int))
