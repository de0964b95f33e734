"""The bound calls of a training step use nothing outside the array API standard.

Activations and losses run on the strict namespace as it is. A whole step also needs what the
standard leaves to each library: memory. The standard has no ``out=``, promises no views (a slice
may be a copy), reshapes only by a function that may copy, and knows neither ``copyto`` and
``fill`` nor NumPy's dtypes. ``Memory`` and ``Strict`` add exactly these; every number is computed
by a function of the strict namespace, which refuses a name, a type or a mixture of types that the
standard does not have. What comes after the step (``take_rows`` of fit, the copies of the
recorder) belongs to ``Backend``, which has it for each library by name.
"""

import numpy as np
import pytest

from nnviz.engine import Network, activations, losses, optimizers
from nnviz.engine.backend import Backend
from nnviz.engine.program import Program
from nnviz.engine.store import FLUSH_EVERY, Store
from tests.engine import parity

strict = pytest.importorskip("array_api_strict", reason="the strict namespace is not installed")


class Memory(strict.asarray(0.0).__class__):
    """An array of the strict namespace that lies in memory: its slices and shapes are views."""

    def __getitem__(self, key):
        return memory(self._array[key._array if isinstance(key, strict_array) else key])

    def reshape(self, *shape):
        found = self._array.reshape(*shape)
        assert np.shares_memory(found, self._array)
        return memory(found)

    def fill(self, value):
        self[...] = value

    def tolist(self):
        return self._array.tolist()

    nbytes = property(lambda self: self._array.nbytes)


strict_array = strict.asarray(0.0).__class__


def memory(array):
    return Memory._new(np.asarray(array), device=None)


def own(dtype):
    """Return the strict namespace's own type for one of NumPy's."""
    return getattr(strict, np.dtype(dtype).name) if isinstance(dtype, np.dtype | type) else dtype


class Strict:
    """The strict namespace, with ``out=`` added and ``dot`` under its standard name."""

    makers = ("zeros", "empty", "ones", "full", "asarray", "zeros_like")

    def __getattr__(self, name):
        function = getattr(strict, "matmul" if name == "dot" else name)
        if name in self.makers:

            def make(*args, dtype=None, **options):
                made = function(*args, dtype=None if dtype is None else own(dtype), **options)
                return memory(made._array)

            return make
        if name == "finfo" or not callable(function):
            return function

        def with_out(*inputs, out=None, **options):
            found = function(*inputs, **options)
            if out is None:
                return memory(found._array)
            assert found.dtype == out.dtype
            # In products, a vector may stand for a row or a column.
            out[...] = strict.reshape(found, out.shape) if found.size == out.size else found
            return out

        return with_out

    @staticmethod
    def copyto(target, values):
        target[...] = values


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


STRICT = Backend(
    "strict",
    XP,
    lambda array: np.array(array._array),
    lambda array, out: np.copyto(out.reshape(array.shape), array._array),
    lambda source, indices, out: NotImplemented,
)


@pytest.mark.parametrize("case", parity.cases(), ids=parity.title)
def test_a_whole_training_step(case):
    """Forward, loss, backward and update, as often as it takes to flush what has vanished."""
    net = parity.network(case, "numpy")
    spec = net.spec
    store = Store(spec, spec.optimizer.make(), STRICT)
    store.write_parameters(net.parameters)
    X, Y = net._pair(*parity.batch(case))
    program = Program(spec, len(X), store, STRICT)
    program.load(X, Y)
    with np.errstate(all="ignore"):
        for _ in range(FLUSH_EVERY if case["optimizer"] == "rmsprop" else 3):
            assert program.step() == pytest.approx(net.train_step(X, Y), rel=1e-4)
    close = {"float32": 1e-3, "float64": 1e-9}[case["dtype"]]
    for name, value in net.parameters.items():
        found = STRICT.to_host(store.view("p", name))
        assert found.dtype == value.dtype
        np.testing.assert_allclose(found, value, rtol=close, atol=close * 1e-1)


def test_every_optimizer_took_part():
    assert {case["optimizer"] for case in parity.cases()} == set(optimizers.names())
    assert {case["hidden"] for case in parity.cases()} == set(activations.names())
    assert {case["loss"] for case in parity.cases()} == set(losses.names())


def test_the_namespace_is_strict():
    """What the standard does not have, or does not mix, is refused."""
    for name in ("dot_product", "putmask", "erf"):
        with pytest.raises(AttributeError):
            getattr(XP, name)
    double, single = (XP.zeros(2, dtype=np.dtype(kind)) for kind in ("float64", "float32"))
    with pytest.raises(AssertionError):
        XP.add(double, single, out=single)
    with pytest.raises(TypeError):
        XP.add(single, np.zeros(2), out=single)
    assert Network.mlp([1, 1]).backend == "numpy"
