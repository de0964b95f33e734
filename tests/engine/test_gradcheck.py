import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.engine.activations import Tanh
from nnviz.engine.calls import bind
from nnviz.engine.errors import DataError, ShapeError, SpecError
from nnviz.engine.gradcheck import MAX_CELLS, check_cell
from nnviz.engine.network import Network
from tests.engine.explained_nets import Case, cases

XOR = ([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])


@settings(max_examples=60, deadline=None)
@given(cases())
def test_all_gradients_of_random_nets_agree(case: Case) -> None:
    network = case.network()
    before = network.parameters
    found = network.check_gradients(*case.batch())
    assert found.max_relative_error < 1e-5
    assert set(found.per_parameter) == set(before)
    assert found.max_relative_error == max(found.relative_errors.values())
    for name, value in network.parameters.items():
        np.testing.assert_array_equal(value, before[name])


@settings(max_examples=40, deadline=None)
@given(cases())
def test_every_cell_of_the_forward_pass_agrees(case: Case) -> None:
    trace = case.trace()
    allowed = 1e-5 if case.dtype == "float64" else 1e-2
    layers = range(1, len(trace.spec.layers) + 1)
    names = ["X", *(f"{letter}{layer}" for layer in layers for letter in "WbPZA")]
    for name in (n for n in names if n in trace):
        # The output of a fused pair has a gradient only where it was derived.
        if name[0] == "A" and f"d{name}" not in trace:
            assert check_cell(trace, name, 0, 0) is None
            continue
        array = np.atleast_2d(trace[name])
        for row, col in np.ndindex(*array.shape):
            found = check_cell(trace, name, row, col)
            if found is None:
                assert 1 - array[row, col] < 1e-10, (name, row, col)
                continue
            assert found.kink or found.relative_error < allowed, (name, row, col, found)


def test_a_wrong_derivative_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(self, xp, Z, A, D):
        return [bind(xp.multiply, A, A, out=D)]

    monkeypatch.setattr(Tanh, "derivative_calls", wrong)
    found = Network.mlp([2, 4, 1], hidden="tanh").check_gradients(*XOR)
    assert found.relative_errors["W1"] > 0.1
    assert found.relative_errors["W2"] < 1e-5


def test_a_recorded_gradient_is_what_is_checked() -> None:
    trace = Network.mlp([2, 4, 1], hidden="tanh").trace_step(*XOR)
    found = check_cell(trace, "W1", 2, 1)
    assert found is not None
    assert found.gradient == trace["dW1"][2, 1]
    assert found.gradient == trace.gradient_of("W1", 2, 1)


def test_a_kink_is_said() -> None:
    # The first sample of XOR and a bias of 0 put every hidden unit at exactly 0.
    network = Network.mlp([2, 4, 1], hidden="relu")
    found = check_cell(network.trace_step(*XOR), "Z1", 0, 0)
    assert found is not None
    assert found.kink
    report = Network.mlp([2, 4, 1], hidden="relu").check_gradients(*XOR)
    assert report.per_parameter["b1"].kinks == 4
    assert report.per_parameter["b1"].worst is None
    assert report.kinks == 4
    assert report.max_relative_error < 1e-5


def test_of_a_large_parameter_a_seeded_choice_is_checked() -> None:
    network = Network.mlp([40, 20, 1], hidden="tanh")
    X = np.random.default_rng(0).normal(size=(3, 40))
    first, again = (network.check_gradients(X, [[0], [1], [2]]) for _ in range(2))
    assert first == again
    assert first.per_parameter["W1"].checked == MAX_CELLS
    assert first.per_parameter["W1"].total == 800
    assert first.per_parameter["b1"].checked == 20


def test_what_has_no_gradient_has_no_check() -> None:
    trace = Network.mlp([2, 4, 1]).trace_step(*XOR)
    for name in ("Y", "E", "L", "dW1", "W1_new"):
        assert check_cell(trace, name, 0, 0) is None


def test_bad_input_is_one_clear_sentence() -> None:
    network = Network.mlp([2, 4, 1])
    with pytest.raises(ShapeError, match="X must have shape"):
        network.check_gradients([[1, 2, 3]], [[0]])
    with pytest.raises(DataError, match="finite"):
        network.check_gradients([[1, float("inf")]], [[0]])
    trace = network.trace_step(*XOR)
    with pytest.raises(ShapeError, match="no cell"):
        check_cell(trace, "W1", 4, 0)
    with pytest.raises(SpecError, match="no array"):
        check_cell(trace, "Q", 0, 0)
