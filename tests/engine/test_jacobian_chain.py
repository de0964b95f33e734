"""The chain of Jacobians: its factors, its product and the cost of both orders."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Network
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.jacobian_chain import ORDERS, jacobian_chain, way

HEADS = {
    "cross_entropy": "softmax",
    "bce": "sigmoid",
    "half_mse": "linear",
    "mse": "tanh",
    "half_sse": "softmax",
}


def traced(sizes, hidden="tanh", loss="half_mse", bias=True, seed=0, n=3, dtype="float64"):
    layers = [Dense(units, hidden, bias=bias) for units in sizes[1:-1]]
    layers.append(Dense(sizes[-1], HEADS[loss], bias=bias))
    net = Network(layers, n_in=sizes[0], loss=loss, optimizer="sgd", seed=seed, dtype=dtype)
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, sizes[0]))
    if loss == "cross_entropy":
        Y = rng.integers(sizes[-1], size=n)
    else:
        Y = rng.integers(2, size=(n, sizes[-1])).astype(float)
    return net, net.trace_step(X, Y)


@st.composite
def nets(draw):
    loss = draw(st.sampled_from(sorted(HEADS)))
    depth = draw(st.integers(1, 5))
    units = st.integers(1, 6)
    least = 2 if loss == "cross_entropy" else 1
    sizes = [draw(units) for _ in range(depth)] + [draw(st.integers(least, 6))]
    hidden = draw(st.sampled_from(["tanh", "relu", "linear", "softmax", "gelu", "sigmoid"]))
    return {
        "sizes": sizes, "hidden": hidden, "loss": loss, "bias": draw(st.booleans()),
        "seed": draw(st.integers(0, 50)),
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(nets(), st.integers(0, 2))
def test_the_product_is_the_recorded_error_signal(net, sample):
    _, trace = traced(**net)
    for layer in range(1, len(trace.spec.layers) + 1):
        chain = jacobian_chain(trace, sample, "L", f"Z{layer}")
        delta = trace[f"dZ{layer}"][sample]
        scale = max(np.abs(delta).max(), 1e-12)
        for order in ORDERS:
            products = chain.products(order)
            value = products[-1].value if products else chain.factors[0].value
            assert value.shape == (1, delta.size)
            np.testing.assert_allclose(value[0], delta, rtol=1e-9, atol=1e-12 * scale)
    np.testing.assert_allclose(
        jacobian_chain(trace, sample).value[0],
        trace["dZ1"][sample] @ trace["W1"],
        rtol=1e-9,
        atol=1e-14,
    )


@settings(max_examples=40, deadline=None)
@given(nets())
def test_neighbours_fit_and_costs_are_counted_products(net):
    _, trace = traced(**net)
    chain = jacobian_chain(trace, 1)
    for left, right in zip(chain.factors, chain.factors[1:], strict=False):
        assert left.shape[1] == right.shape[0]
        assert left.wrt == right.of
    for order in ORDERS:
        done = 0
        for product, cost in zip(chain.products(order), chain.costs(order), strict=True):
            counted = sum(
                1
                for _ in range(product.left.shape[0])
                for _ in range(product.left.shape[1])
                for _ in range(product.right.shape[1])
            )
            assert product.multiplications == cost == counted
            assert product.before == done
            done += cost
        assert chain.cost(order) == done


def test_between_two_arrays_it_is_the_networks_jacobian():
    net, trace = traced([3, 5, 4, 2], "gelu", "half_sse")
    for of in ("A3", "Z3", "A2", "Z2", "A1"):
        for wrt in ("X", "Z1"):
            before = {k: trace[k] for k in net.parameters}
            net.set_parameters(before)
            wanted = net.jacobian(trace["X"][2], of=of, wrt=wrt)
            found = jacobian_chain(trace, 2, of, wrt).value
            np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)


def test_the_factors_carry_their_trace_names():
    _, trace = traced([2, 4, 3], "relu", "cross_entropy")
    chain = jacobian_chain(trace, 1)
    assert [f.name for f in chain.factors] == ["dA2", "J2", "W2", "J1", "W1"]
    assert [(f.of, f.wrt) for f in chain.factors] == [
        ("L", "A2"), ("A2", "Z2"), ("Z2", "A1"), ("A1", "Z1"), ("Z1", "X"),
    ]  # fmt: skip
    assert [f.diagonal for f in chain.factors] == [False, False, False, True, False]
    np.testing.assert_array_equal(chain.factors[0].value, trace["dA2"][1:2])
    np.testing.assert_array_equal(chain.factors[2].value, trace["W2"])


def test_the_two_costs_of_a_known_chain():
    _, trace = traced([6, 4, 3], "tanh", "cross_entropy")
    chain = jacobian_chain(trace)
    # 1×3 · 3×3 · 3×4 · 4×4 · 4×6
    assert chain.costs("reverse") == (9, 12, 16, 24)
    assert chain.costs("forward") == (4 * 4 * 6, 3 * 4 * 6, 3 * 3 * 6, 1 * 3 * 6)
    assert chain.cheaper == "reverse"
    assert chain.folded_cost == 9 + 12 + 4 + 24


def test_seen_from_a_wide_array_the_input_side_is_the_cheaper_one():
    _, trace = traced([1, 3, 6], "tanh", "half_mse")
    chain = jacobian_chain(trace, 0, "Z2", "X")
    assert chain.cheaper == "forward"
    assert chain.value.shape == (6, 1)


def test_a_linear_layer_adds_no_factor():
    _, trace = traced([2, 3, 1], "linear", "half_mse")
    assert way(trace) == ("X", "Z1", "Z2", "L")
    assert [f.name for f in jacobian_chain(trace).factors] == ["dZ2", "W2", "W1"]
    assert jacobian_chain(trace, 0, "L", "A1").wrt == "Z1"


def test_a_loss_without_a_finite_gradient_of_its_output_begins_at_z():
    net, _ = traced([1, 2], loss="cross_entropy")
    net.set_parameters({"W1": [[900.0], [-900.0]]})
    trace = net.trace_step([[1.0], [2.0]], [1, 1])
    assert "dA1" not in trace
    chain = jacobian_chain(trace)
    assert [f.name for f in chain.factors] == ["dZ1", "W1"]
    assert np.isfinite(chain.value).all()
    with pytest.raises(SpecError):
        jacobian_chain(trace, 0, "L", "A1")


def test_float32_products_are_made_in_float64():
    _, trace = traced([2, 3, 2], loss="cross_entropy", dtype="float32")
    chain = jacobian_chain(trace)
    assert chain.factors[0].value.dtype == np.float32
    assert chain.value.dtype == np.float64
    np.testing.assert_allclose(
        jacobian_chain(trace, 0, "L", "Z1").value[0], trace["dZ1"][0], rtol=2e-5
    )


def test_nothing_can_be_written_into():
    _, trace = traced([2, 3, 2], loss="cross_entropy")
    chain = jacobian_chain(trace)
    arrays = [f.value for f in chain.factors] + [p.value for p in chain.products("forward")]
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize(
    ("sample", "of", "wrt", "error"),
    [
        (9, "L", "X", ShapeError),
        (-1, "L", "X", ShapeError),
        (0, "X", "L", SpecError),
        (0, "Z1", "Z1", SpecError),
        (0, "Q", "X", SpecError),
        (0, "L", "A7", SpecError),
    ],
)
def test_impossible_paths_are_refused(sample, of, wrt, error):
    _, trace = traced([2, 3, 2])
    with pytest.raises(error):
        jacobian_chain(trace, sample, of, wrt)


def test_a_layer_too_wide_is_refused():
    _, trace = traced([1, 3000, 1], n=1)
    with pytest.raises(SpecError, match="3000"):
        jacobian_chain(trace)
    assert jacobian_chain(trace, 0, "L", "A1").value.shape == (1, 3000)
