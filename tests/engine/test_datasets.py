from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import datasets
from nnviz.engine.errors import DataError, NnvizError, SpecError


@pytest.mark.parametrize("name", datasets.names())
def test_loads_sound_and_frozen(name):
    data = datasets.load(name)
    assert data.name == name
    assert data.X.shape == (data.n_samples, data.n_in)
    assert data.X.dtype == np.float64
    assert np.isfinite(data.X).all()
    if data.task == "classification":
        assert data.Y.shape == (data.n_samples,)
        assert set(data.Y.tolist()) == set(range(data.n_out))
    else:
        assert data.Y.shape == (data.n_samples, data.n_out)
        assert np.isfinite(data.Y).all()
    with pytest.raises(ValueError, match="read-only"):
        data.X[0, 0] = 1.0


@pytest.mark.parametrize("name", ["circles", "moons", "spiral", "blobs", "linear", "sine", "iris"])
def test_the_seed_decides(name):
    first, again = datasets.load(name, seed=3), datasets.load(name, seed=3)
    other = datasets.load(name, seed=4)
    assert np.array_equal(first.X, again.X)
    assert np.array_equal(first.Y, again.Y)
    assert not np.array_equal(first.X, other.X)


@pytest.mark.parametrize(
    ("name", "outputs"), [("xor", [0, 1, 1, 0]), ("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1])]
)
def test_gates(name, outputs):
    data = datasets.load(name)
    assert data.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.Y.tolist() == [[value] for value in outputs]


def test_circles_without_noise_lie_on_their_radii():
    data = datasets.load("circles", n_samples=50, noise=0.0, inner=0.25)
    assert np.allclose(np.hypot(*data.X.T), np.where(data.Y == 0, 1.0, 0.25))


def test_linear_and_sine_follow_their_formula():
    plane = datasets.load("linear", noise=0)
    assert np.allclose(plane.Y[:, 0], 2 * plane.X[:, 0] - 3 * plane.X[:, 1] + 0.5)
    wave = datasets.load("sine", noise=0)
    assert np.allclose(wave.Y, np.sin(np.pi * wave.X))


def test_moons_and_spiral_without_noise():
    moons = datasets.load("moons", noise=0)
    assert np.allclose(np.hypot(*moons.X[moons.Y == 0].T), 1.0)
    assert (moons.X[moons.Y == 1, 1] <= 0.5).all()
    spiral = datasets.load("spiral", noise=0, n_classes=3)
    assert spiral.n_out == 3
    assert np.bincount(spiral.Y).tolist() == [100, 100, 100]


def test_digits_are_pictures():
    data = datasets.load("digits")
    assert (data.X.shape, data.image_shape) == ((1797, 64), (8, 8))
    assert (data.X.min(), data.X.max()) == (0.0, 1.0)
    # The first picture is a 0: ink around an empty middle.
    assert data.Y[0] == 0
    assert (data.X[0].reshape(8, 8)[3:5, 3:5] == 0).all()
    assert np.bincount(data.Y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_iris_is_fishers():
    data = datasets.load("iris")
    assert data.target_names == ("setosa", "versicolor", "virginica")
    assert np.allclose(data.X.mean(axis=0), [5.8433, 3.0573, 3.758, 1.1993], atol=5e-5)
    assert len(set(data.Y[:12].tolist())) == 3


def test_standardised_keeps_its_statistics():
    raw, data = datasets.load("digits"), datasets.load("digits", standardise=True)
    assert np.allclose(data.X.mean(axis=0), 0)
    spread = data.X.std(axis=0)
    assert np.allclose(spread[raw.X.std(axis=0) > 0], 1)
    assert np.allclose(data.X * data.scales + data.means, raw.X)


def test_take():
    data = datasets.load("digits").take(slice(0, 5))
    assert data.X.shape == (5, 64)
    with pytest.raises(DataError, match="go beyond them"):
        data.take([9])


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("xxor", {}, "did you mean xor"),
        ("mnist784", {}, "known are: xor"),
        ("moons", {"nois": 1}, "has no option nois; it has: n_samples, noise, seed, standardise"),
        ("xor", {"seed": 1}, "has no option seed"),
        ("moons", {"n_samples": 1}, "n_samples must be a whole number from 2"),
        ("moons", {"n_samples": 2.5}, "but 2.5 came"),
        ("moons", {"n_samples": True}, "but True came"),
        ("moons", {"n_samples": 10**9}, "to 1000000"),
        ("moons", {"noise": -1}, "noise must be a number of at least 0"),
        ("moons", {"noise": float("nan")}, "but nan came"),
        ("moons", {"noise": "much"}, "but 'much' came"),
        ("moons", {"seed": -1}, "seed must be a whole number"),
        ("blobs", {"n_classes": 1}, "n_classes must be a whole number from 2 to 10"),
        ("spiral", {"n_classes": 11}, "n_classes must be a whole number from 2 to 10"),
        ("spiral", {"n_classes": 5, "n_samples": 4}, "whole number from 5"),
        ("digits", {"n_samples": 1798}, "from 1 to 1797"),
    ],
)
def test_bad_options_are_said(name, options, sentence):
    with pytest.raises(NnvizError, match=sentence):
        datasets.load(name, **options)


def test_unknown_name_is_a_spec_error():
    with pytest.raises(SpecError):
        datasets.load("nothing like it")


def test_shapes_must_belong_together():
    with pytest.raises(DataError, match="does not fit 3 targets"):
        datasets.Dataset(np.zeros((2, 2)), np.zeros(3), ("a", "b"), ("c",), "odd", "regression")


def test_values_too_large_to_be_standardised_are_named():
    wild = replace(datasets.load("xor"), X=np.array([[0.0, 1e308], [1.0, -1e308]] * 2))
    with pytest.raises(DataError, match="too large to be standardised"):
        wild.standardised()
