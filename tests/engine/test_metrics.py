"""The metrics against scikit-learn, and every form in which classes may be given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import metrics
from nnviz.engine.errors import DataError, NnvizError, ShapeError

labels = st.lists(st.integers(0, 4), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_labels_against_scikit_learn(pairs):
    sklearn = pytest.importorskip("sklearn.metrics")
    predicted, true = np.array(pairs).T
    assert metrics.accuracy(predicted, true) == sklearn.accuracy_score(true, predicted)
    ours = metrics.confusion_matrix(predicted, true, n_classes=5)
    assert np.array_equal(ours, sklearn.confusion_matrix(true, predicted, labels=range(5)))
    assert ours.sum() == len(pairs)


@pytest.mark.parametrize("n_out", [1, 3])
def test_numbers_against_scikit_learn(n_out):
    sklearn = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(n_out)
    true = rng.normal(size=(30, n_out))
    predicted = true + 0.3 * rng.normal(size=true.shape)
    assert metrics.mean_absolute_error(predicted, true) == pytest.approx(
        sklearn.mean_absolute_error(true, predicted), rel=1e-12
    )
    assert metrics.r2(predicted, true) == pytest.approx(
        sklearn.r2_score(true, predicted), rel=1e-12
    )
    constant = np.full((30, n_out), 0.5)
    assert metrics.r2(constant, constant) == sklearn.r2_score(constant, constant) == 1
    assert metrics.r2(predicted, constant) == sklearn.r2_score(constant, predicted) == 0
    # The mean of thirty times 0.1 is not quite 0.1; that is no spread to divide by.
    assert metrics.r2(predicted, np.full((30, n_out), 0.1)) == 0


def test_rows_are_true_and_columns_predicted():
    matrix = metrics.confusion_matrix([1, 1, 1, 2], [0, 0, 1, 2])
    assert matrix.tolist() == [[0, 2, 0], [0, 1, 0], [0, 0, 1]]
    assert matrix.dtype.kind == "i"


def test_all_forms_of_three_classes_agree():
    true = np.array([0, 1, 2, 1])
    scores = np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.2, 0.5, 0.3], [0, 1, 0]])
    for prediction in (scores, np.eye(3)[[0, 1, 1, 1]], [0, 1, 1, 1], [0.0, 1.0, 1.0, 1.0]):
        for target in (true, np.eye(3)[true], true[:, None], true.astype(np.float32)):
            assert metrics.accuracy(prediction, target) == 0.75
            assert metrics.confusion_matrix(prediction, target).shape == (3, 3)


def test_one_score_per_sample_is_two_classes_with_the_border_at_a_half():
    scores = np.array([[0.2], [0.5], [0.51], [1.0]])
    assert metrics.confusion_matrix(scores, [0, 0, 1, 1]).tolist() == [[2, 0], [0, 2]]
    assert metrics.accuracy(scores[:, 0], [[0], [1], [1], [0]]) == 0.5
    # A class that does not come up has its row and column all the same.
    assert metrics.confusion_matrix([0.1, 0.2], [0, 0]).tolist() == [[2, 0], [0, 0]]
    assert metrics.accuracy([True, False], [1, 0]) == 1


@pytest.mark.parametrize(
    ("prediction", "target", "error", "sentence"),
    [
        ([0, 1], [0, 1, 1], ShapeError, "prediction is for 2 samples, but target is for 3"),
        ([], [], ShapeError, "prediction must have shape"),
        ([[[1]]], [1], ShapeError, "it has shape \\(1, 1, 1\\)"),
        ([[0.1, 0.9], [1]], [0, 1], ShapeError, "rows of equal length"),
        (["cat"], [0], DataError, "prediction must hold real numbers"),
        ([0.2, np.nan], [0, 1], DataError, "prediction must be finite"),
        ([0, -1], [0, 1], DataError, "class numbers from 0, but it holds -1"),
        ([0, 1], [0, 1e300], DataError, "target must hold class numbers"),
        ([0.2, 0.7], [0, 2], DataError, "one column per class"),
    ],
)
def test_bad_classes_are_said(prediction, target, error, sentence):
    for metric in (metrics.accuracy, metrics.confusion_matrix):
        with pytest.raises(error, match=sentence):
            metric(prediction, target)


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(2, "class 2 is not among the 2 classes"), (0, "number of classes"), (2.5, "number of cl")],
)
def test_bad_class_counts(count, sentence):
    with pytest.raises(NnvizError, match=sentence):
        metrics.confusion_matrix([0, 2], [1, 2], n_classes=count)


def test_class_numbers_too_large_for_a_table():
    with pytest.raises(DataError, match="class 50000 is not among"):
        metrics.confusion_matrix([0, 50_000], [0, 1])
    assert metrics.accuracy([0, 50_000], [0, 50_000]) == 1


@pytest.mark.parametrize("metric", [metrics.mean_absolute_error, metrics.r2])
def test_distances_want_equal_shapes(metric):
    assert metric([1.0, 3.0], [[1.0], [2.0]]) in {0.5, -1.0}
    with pytest.raises(ShapeError, match="prediction has shape"):
        metric([[1.0, 2.0]], [[1.0], [2.0]])
    with pytest.raises(DataError, match="must be finite"):
        metric([1.0, np.inf], [1.0, 2.0])


def test_r2_needs_two_samples():
    with pytest.raises(DataError, match="at least two"):
        metrics.r2([1.0], [2.0])
