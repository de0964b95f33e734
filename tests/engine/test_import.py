"""What importing the engine brings along, seen in a fresh process; backends and threads."""

import subprocess
import sys

import pytest

from nnviz.engine import Network, backends, errors

FORBIDDEN = ("PySide6", "pyqtgraph", "shiboken6", "cupy", "torch", "scipy", "msgspec")


def fresh(code):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_engine_imports_neither_qt_nor_cupy():
    code = "import sys, nnviz.engine; print(*sys.modules)"
    modules = set(fresh(code))
    assert not modules.intersection(FORBIDDEN)


def test_training_needs_neither_qt_nor_cupy():
    code = (
        "import sys; from nnviz.engine import Network\n"
        "net = Network.mlp([2, 3, 1]); net.trace_step([[0, 1]], [[1]]).steps\n"
        "print(*sys.modules)"
    )
    assert not set(fresh(code)).intersection(FORBIDDEN)


def test_numpy_is_always_there():
    assert backends.available()[0] == "numpy"
    assert backends.get("auto").name == backends.get("numpy").name == "numpy"
    assert Network.mlp([2, 1]).backend == "numpy"
    assert [status.name for status in backends.describe()] == ["numpy", "cupy"]
    assert all(status.reason.english().endswith((".", ").")) for status in backends.describe())


def test_cupy_that_is_not_there_says_why():
    if "cupy" in backends.available():
        assert backends.get("cupy").name == "cupy"
        return
    with pytest.raises(errors.BackendError, match=r"CuPy .* Take the backend numpy\."):
        Network.mlp([2, 1], backend="cupy")


def test_blas_uses_one_thread_unless_told_otherwise():
    code = (
        "from nnviz.engine import Network, backends\n"
        "Network.mlp([2, 1]); print(backends.blas_threads())\n"
        "backends.set_blas_threads(2); Network.mlp([2, 1]); print(backends.blas_threads())"
    )
    assert fresh(code) == ["1", "2"]
