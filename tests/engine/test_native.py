"""The native loop does what the calls themselves do, to the last bit, and is never in the way."""

import gc
import shutil
from functools import partial
from itertools import product

import numpy as np
import pytest

from nnviz.engine import Network, activations, losses, optimizers
from nnviz.engine.calls import bind
from nnviz.engine.native import fuse, fusing, is_fused, library, status

DTYPES = (np.float32, np.float64)
SHAPES = ((), (1,), (7,), (4, 1), (5, 33), (2, 3, 19), (1003,))
SIZES = list(product((1, 2, 3, 32, 65), (1, 2, 5, 33), (1, 3, 10)))
# Numbers at which a difference would show: signed zeros, what is not finite, the very small.
SPECIAL = (0.0, -0.0, np.nan, np.inf, -np.inf, 1e-40, -1e-310)


@pytest.fixture
def fresh_library():
    """Forget what was found, before and after."""
    library.loop.cache_clear()
    yield
    library.loop.cache_clear()


def values(generator, shape, dtype, special=False):
    array = generator.standard_normal(shape).astype(dtype)
    if special:
        where = generator.random(shape) < 0.3
        array[where] = generator.choice(SPECIAL, size=int(where.sum())).astype(dtype)
    return array


def both_ways(function, *inputs, shape):
    """Run a bound call as it is and fused, into arrays of the same old content."""
    plain, fused = (np.full(shape, 7, dtype=inputs[0].dtype) for _ in range(2))
    with np.errstate(all="ignore"):
        bind(function, *inputs, out=plain)()
    (call,) = fuse([bind(function, *inputs, out=fused)])
    assert is_fused(call)
    call()
    return plain, fused


def test_the_loop_is_there_where_it_can_be_built():
    if not any(map(shutil.which, ("cc", "gcc", "clang"))):
        pytest.skip("there is no C compiler here, so no native loop was built")
    assert status().usable, "build it: python packaging/build_native.py"


needs_loop = pytest.mark.skipif(not status().usable, reason="the native loop was not built here")


@needs_loop
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("m", "k", "n"), SIZES)
def test_products(m, k, n, dtype):
    generator = np.random.default_rng([m, k, n])
    for special in (False, True):
        A, W, D = (values(generator, shape, dtype, special) for shape in ((m, k), (n, k), (m, n)))
        ones, column = np.ones(m, dtype), np.ascontiguousarray(D[:, 0])
        for a, b in ((A, W.T), (D, W), (D.T, A), (ones, D), (D, np.ones(n, dtype)), (column, ones)):
            plain, fused = both_ways(np.dot, a, b, shape=a.shape[:-1] + b.shape[1:])
            assert plain.tobytes() == fused.tobytes()


UNARY = (
    *(np.negative, np.exp, np.expm1, np.tanh, np.sign, np.sqrt, np.log, np.log1p, np.abs),
    *(np.square, np.reciprocal),
)
BINARY = (np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum, np.logaddexp)


@needs_loop
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("function", [*UNARY, *BINARY], ids=lambda f: f.__name__)
def test_element_wise_calls(function, dtype):
    generator = np.random.default_rng(5)
    for shape, special in product(SHAPES, (False, True)):
        first = values(generator, shape, dtype, special)
        others = [first, np.asarray(0.3, dtype), values(generator, shape[-1:], dtype, special)]
        inputs = [(first,)] if function in UNARY else [(first, second) for second in others]
        for operands in inputs:
            plain, fused = both_ways(function, *operands, shape=shape)
            assert plain.tobytes() == fused.tobytes()


@needs_loop
def test_strides_and_broadcasting():
    generator = np.random.default_rng(6)
    table = values(generator, (6, 8), np.float32)
    pairs = (
        (table[::2], table[1::2]),
        (table[:, ::2], table[:, 1::2]),
        (table[:, :1], table),
        (table[0], table),
        (table.T, table.T),
        (table[::-1], table),
    )
    for first, second in pairs:
        shape = np.broadcast_shapes(first.shape, second.shape)
        plain, fused = both_ways(np.multiply, first, second, shape=shape)
        assert plain.tobytes() == fused.tobytes()


@needs_loop
@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (4, 7), (2, 3, 5)])
def test_the_maximum_of_each_row(shape):
    table = values(np.random.default_rng(7), shape, np.float64, special=True)
    plain, fused = (np.full((*shape[:-1], 1), 7.0) for _ in range(2))
    np.maximum.reduce(table, axis=-1, keepdims=True, out=plain)
    (call,) = fuse([partial(np.maximum.reduce, table, axis=-1, keepdims=True, out=fused)])
    assert is_fused(call)
    call()
    assert plain.tobytes() == fused.tobytes()


@needs_loop
def test_calls_in_a_row_become_one_and_the_others_keep_their_place():
    x, y = np.ones(3), np.zeros(3)
    seen = []
    calls = [
        bind(np.add, x, x, out=y),
        bind(np.multiply, y, y, out=y),
        partial(lambda: seen.append(y.copy())),
        bind(np.negative, y, out=y),
    ]
    fused = fuse(calls)
    assert [is_fused(call) for call in fused] == [True, False, True]
    for call in fused:
        call()
    np.testing.assert_array_equal(seen[0], [4, 4, 4])
    np.testing.assert_array_equal(y, [-4, -4, -4])


@needs_loop
def test_what_the_loop_cannot_run_is_left_alone():
    whole, real, single = np.ones(3, dtype=int), np.ones(3), np.ones(3, dtype=np.float32)
    calls = [
        bind(np.add, whole, whole, out=np.empty(3, dtype=int)),
        bind(np.add, real, single, out=np.empty(3)),
        bind(np.greater, real, real, out=np.empty(3, dtype=bool)),
        # NumPy makes a copy first: the cells are read after others of them were written.
        bind(np.add, real[:-1], real[:-1], out=real[1:]),
        bind(np.dot, np.ones((4, 6))[:, ::2], np.ones((3, 2)), out=np.empty((4, 2))),
    ]
    assert fuse(calls) == calls


@needs_loop
def test_the_buffers_of_a_fused_call_stay_alive():
    out = np.zeros(1000)
    (call,) = fuse([bind(np.add, np.full(1000, 2.0), np.full(1000, 3.0), out=out)])
    gc.collect()
    # What was freed would be handed out again here.
    rubbish = [np.full(1000, -1.0) for _ in range(50)]
    call()
    assert (out == 5.0).all()
    assert len(rubbish) == 50


def trained(spec_options, X, Y):
    """Train a few steps and return the bits of everything in the last one."""
    net = Network.mlp([3, 5, 4, 2], seed=3, **spec_options)
    for _ in range(3):
        net.train_step(X, Y)
    trace = net.trace_step(X, Y)
    return {name: trace[name].tobytes() for name in trace.names}


@needs_loop
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", optimizers.names())
@pytest.mark.parametrize("loss", losses.names())
@pytest.mark.parametrize("hidden", activations.names())
def test_a_network_is_the_same_with_and_without_the_loop(
    hidden, loss, optimizer, dtype, monkeypatch
):
    generator = np.random.default_rng(1)
    X = generator.standard_normal((6, 3))
    Y = np.eye(2)[generator.integers(0, 2, 6)]
    options = {"hidden": hidden, "loss": loss, "optimizer": optimizer, "dtype": dtype}
    with_loop = trained(options, X, Y)
    monkeypatch.setattr(fusing, "loop", lambda: None)
    assert with_loop == trained(options, X, Y)


def test_without_the_file_everything_goes_on_and_says_so(fresh_library, monkeypatch, tmp_path):
    monkeypatch.setattr(library, "FILE", tmp_path / "absent.bin")
    assert not status().usable
    assert "C compiler" in status().reason.text
    calls = [bind(np.add, np.ones(2), np.ones(2), out=np.empty(2))]
    assert fuse(calls) == calls
    assert np.isfinite(Network.mlp([2, 3, 1]).train_step([[0.0, 1.0]], [[1.0]]))


def test_a_file_that_is_no_library_is_not_loaded(fresh_library, monkeypatch, tmp_path):
    monkeypatch.setattr(library, "FILE", tmp_path / "loop.bin")
    library.FILE.write_bytes(b"not a library")
    assert not status().usable
