"""The bound calls of activations and losses use nothing outside the array API standard."""

import numpy as np
import pytest

from nnviz.engine import activations, losses

strict = pytest.importorskip("array_api_strict", reason="the strict namespace is not installed")


class Strict:
    """The strict namespace, with ``out=`` added and ``dot`` under its standard name."""

    def __getattr__(self, name):
        function = getattr(strict, "matmul" if name == "dot" else name)
        if not callable(function) or name in {"empty", "ones", "full", "asarray"}:
            return function

        def with_out(*inputs, out, **options):
            out[...] = function(*inputs, **options)

        return with_out


XP = Strict()


def on_strict(bind, *arrays):
    out = strict.empty(arrays[0].shape, dtype=strict.float64)
    with np.errstate(all="ignore"):
        for call in bind(XP, *(strict.asarray(a) for a in arrays), out):
            call()
    return np.asarray(out)


Z = np.random.default_rng(3).standard_normal((4, 3)) * 3


@pytest.mark.parametrize("name", activations.names())
def test_activations(name):
    f = activations.get(name)
    np.testing.assert_allclose(on_strict(f.forward_calls, Z), f(Z), rtol=1e-13)
    if f.elementwise:
        found = on_strict(f.derivative_calls, Z, f(Z))
        np.testing.assert_allclose(found, f.derivative(Z), rtol=1e-13)


@pytest.mark.parametrize("name", losses.names())
def test_losses(name):
    Y = np.eye(3)[[0, 1, 2, 0]]
    loss = losses.get(name)
    found = on_strict(loss.slope_calls, Z, Y)
    np.testing.assert_allclose(found, loss.gradient(Z, Y), rtol=1e-13)
    calls, inputs = loss.prepare(XP, strict.asarray(Z), strict.asarray(Y))
    Ls, L = (strict.empty(shape, dtype=strict.float64) for shape in ((4,), ()))
    for call in [*calls, *loss.sample_calls(XP, inputs, Ls), *loss.mean_calls(XP, Ls, L)]:
        call()
    assert float(L) == pytest.approx(loss(Z, Y), rel=1e-13)
