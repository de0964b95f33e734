"""The CuPy path on a machine without a GPU: a strict stand-in computes what NumPy computes."""

import subprocess
import sys

import numpy as np
import pytest

from nnviz.engine import Network, backend, backends, errors
from tests.engine import parity, stand_in_cupy

BIG = [1000, 1000, 1000]


def forget():
    backend.statuses.cache_clear()
    backend._cupy.cache_clear()


@pytest.fixture
def pretend(monkeypatch):
    """Return what puts a module (or None: not installed) in the place of cupy."""

    def put(module):
        monkeypatch.setitem(sys.modules, "cupy", module)
        forget()

    yield put
    monkeypatch.undo()
    forget()


@pytest.fixture
def cupy(pretend):
    module = stand_in_cupy.module()
    pretend(module)
    return module


def during(action):
    """Return what the device was asked for while the action ran."""
    before = stand_in_cupy.counts.copy()
    action()
    return stand_in_cupy.counts - before


@pytest.mark.usefixtures("cupy")
@pytest.mark.parametrize("case", parity.cases(), ids=parity.title)
def test_everything_is_the_same_to_the_last_bit(case, tmp_path):
    X, Y = parity.batch(case)
    ours = parity.everything(parity.network(case, "numpy"), X, Y, tmp_path / "one.nnviz")
    theirs = parity.everything(parity.network(case, "cupy"), X, Y, tmp_path / "two.nnviz")
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        np.testing.assert_array_equal(theirs[name], array, err_msg=name)
        assert np.asarray(array).dtype == np.asarray(theirs[name]).dtype, name


@pytest.mark.usefixtures("cupy")
@pytest.mark.parametrize("case", parity.cases(), ids=parity.title)
def test_other_rounding_stays_within_the_documented_tolerance(case, tmp_path):
    X, Y = parity.batch(case)
    ours = parity.everything(parity.network(case, "numpy"), X, Y, tmp_path / "one.nnviz")
    stand_in_cupy.round_otherwise(True)
    try:
        theirs = parity.everything(parity.network(case, "cupy"), X, Y, tmp_path / "two.nnviz")
    finally:
        stand_in_cupy.round_otherwise(False)
    assert 0 < parity.distance(ours, theirs) < parity.TOLERANCE[case["dtype"]]


@pytest.mark.parametrize("name", ["numpy", "cupy"])
def test_arrays_of_the_device_may_come_in(cupy, name):
    case = parity.cases()[0]
    X, Y = parity.batch(case)
    net, other = parity.network(case, name), parity.network(case, "numpy")
    there = cupy.asarray(X), cupy.asarray(Y)
    assert net.train_step(*there) == other.train_step(X, Y)
    assert net.fit(*there, epochs=2).losses == other.fit(X, Y, epochs=2).losses
    np.testing.assert_array_equal(net.predict(there[0]), other.predict(X))
    assert net.check_gradients(*there) == other.check_gradients(X, Y)
    np.testing.assert_array_equal(net.jacobian(there[0][0], of="A3"), other.jacobian(X[0], of="A3"))
    # What comes out is the host's.
    assert type(net.predict(X)) is np.ndarray
    assert type(net.trace_step(X, Y)["Z1"]) is np.ndarray


@pytest.mark.usefixtures("cupy")
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_training_step_waits_for_the_device_once(optimizer):
    case = {**parity.cases()[0], "loss": "cross_entropy", "optimizer": optimizer}
    X, Y = parity.batch(case, count=8)
    net = parity.network(case, "cupy")
    net.train_step(X, Y)
    asked = during(lambda: net.train_step(X, Y))
    # The loss and the sum that finds divergence come in one copy; X and Y go the other way.
    assert asked["downloads"] == 1
    assert asked["uploads"] == 2
    net.fit(X, Y, epochs=1, batch_size=4)
    # The data go to the device once, and for each epoch the order of the samples.
    asked = during(lambda: net.fit(X, Y, epochs=5, batch_size=4))
    assert asked["downloads"] == 10
    assert asked["uploads"] == 2 + 5
    # The arrays of the step, and the parameters before and after it.
    assert during(lambda: net.trace_step(X, Y))["downloads"] == 1 + 3


@pytest.mark.usefixtures("cupy")
def test_the_update_is_not_cut_into_launches():
    def launches(units):
        net = Network.mlp([4, units, 1], optimizer="adam", backend="cupy")
        net.train_step(np.ones((2, 4)), np.ones((2, 1)))
        return during(lambda: net.train_step(np.ones((2, 4)), np.ones((2, 1))))["launches"]

    assert launches(30_000) == launches(3)


@pytest.mark.usefixtures("cupy")
def test_divergence_is_found_in_the_step_where_it_arises():
    options = {"optimizer": "sgd", "initializer": {"W1": [[1e200]], "b1": [0]}}
    sentences = []
    for name in ("numpy", "cupy"):
        net = Network.mlp([1, 1], backend=name, **options)
        with pytest.raises(errors.DivergenceError, match="In iteration 0, Ls") as caught:
            net.train_step([[0.0], [1.0]], [[0.0], [0.0]])
        sentences.append(str(caught.value))
        assert net.iteration == 0
        np.testing.assert_array_equal(net.parameters["W1"], [[1e200]])
        with pytest.raises(errors.DataError, match=r"X must be finite, .* \[1, 0\] is nan"):
            net.train_step([[0.0], [np.nan]], [[0.0], [0.0]])
    assert sentences[0] == sentences[1]


def test_a_network_is_taken_at_its_word(cupy):
    small = Network.mlp([2, 3, 1]).spec
    assert backends.choose("cupy", small).backend.name == "cupy"
    assert backends.choose("numpy", small).backend.name == "numpy"
    assert backends.choose("auto", small).backend.name == "numpy"
    assert backends.available() == ["numpy", "cupy"]
    assert backends.get("auto").name == "numpy"
    assert backends.get("cupy").xp is cupy
    assert Network.mlp([2, 3, 1], backend="cupy").backend == "cupy"
    assert Network.mlp([2, 3, 1]).backend == "numpy"


def test_a_large_network_goes_to_the_device(cupy):
    assert Network.mlp(BIG).backend == "cupy"
    assert Network.mlp(BIG, backend="numpy").backend == "numpy"


def test_what_was_chosen_is_said(pretend):
    pretend(stand_in_cupy.module())
    small = Network.mlp([2, 3, 1])
    numpy, device = backends.describe(small)
    assert device.chosen is None
    assert "below 200 million" in numpy.chosen.english()
    large = Network.mlp(BIG).spec
    numpy, device = backends.describe(large)
    assert numpy.chosen is None
    assert "enough for a GPU" in device.chosen.english()
    pretend(None)
    numpy, device = backends.describe(large)
    assert not device.usable
    assert "none to use: CuPy is not installed" in numpy.chosen.english()
    assert all(status.chosen is None for status in backends.describe())


def test_the_work_of_a_step():
    # 8 and 4 products forward, as many for the weights, 4 for what goes back to the first layer.
    assert backends.step_flops(Network.mlp([2, 4, 1]).spec, 1) == 2 * (8 + 4 + 8 + 4 + 4)
    assert backends.step_flops(Network.mlp([2, 4, 1]).spec, 10) == 560


def broken(**changes):
    module = stand_in_cupy.module()
    for name, value in changes.items():
        setattr(module, name, value)
    return module


def refuse(*args, **kwargs):
    raise RuntimeError("cudaErrorInsufficientDriver")


def test_a_device_that_does_not_work_says_why(pretend):
    no_driver = broken()
    no_driver.cuda.runtime.getDeviceCount = refuse
    for module in (no_driver, broken(dot=refuse), broken(exp=refuse)):
        pretend(module)
        status = backends.describe()[1]
        assert not status.usable
        assert "no working CUDA device (cudaErrorInsufficientDriver)" in status.reason.english()
        with pytest.raises(errors.BackendError, match="Take the backend numpy"):
            Network.mlp([2, 1], backend="cupy")
        assert Network.mlp(BIG).backend == "numpy"


def fresh(code, folder):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{folder}:.", "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_cupy_is_imported_only_when_it_is_wanted(tmp_path):
    (tmp_path / "cupy.py").write_text("raise OSError('built for another NumPy')\n")
    code = (
        "import sys; from nnviz.engine import Network, backends\n"
        "net = Network.mlp([2, 3, 1]); net.fit([[0, 1]], [[1]], epochs=2)\n"
        "backends.get('auto'); backends.choose('auto', net.spec)\n"
        "assert 'cupy' not in sys.modules\n"
        "print(backends.describe()[1].reason.english())"
    )
    assert "installed, but cannot be imported (built for another NumPy)" in fresh(code, tmp_path)


def test_the_stand_in_has_nothing_that_cupy_lacks():
    real = pytest.importorskip("cupy", reason="CuPy is not installed here")
    made = stand_in_cupy.module()
    for name in (name for name in vars(made) if not name.startswith("__")):
        assert hasattr(real, name), name
        if isinstance(getattr(made, name), stand_in_cupy.ufunc):
            assert isinstance(getattr(real, name), real.ufunc), name
    for name in (name for name in vars(stand_in_cupy.ndarray) if not name.startswith("_")):
        assert hasattr(real.ndarray, name), name
