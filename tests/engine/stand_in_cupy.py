"""A stand-in for CuPy where there is no GPU: NumPy's arithmetic behind CuPy's refusals.

It has only names that CuPy 14 has, with their signatures, and refuses what CuPy refuses: implicit
conversion to a host array, NumPy arrays among the operands, ``ufunc.reduce`` other than a sum, an
output of another type, size or layout. Where CuPy would quietly do more work than wanted (another
number type, memory that was never written) it is stricter: types must agree, and ``empty`` gives
NaN. It counts what a GPU would have to wait for.

``round_otherwise`` makes it round as another library may: sums in another order, and functions
that are wrong by two units of the last digit, as CUDA documents its own.
"""

import sys
from collections import Counter
from types import ModuleType, SimpleNamespace

import numpy as np

# "downloads": copies to the host, each of which waits for the device; "uploads": from the host;
# "launches": functions started on the device.
counts: Counter[str] = Counter()

_other_rounding = False
_CURVED = {"exp", "expm1", "log", "log1p", "tanh", "logaddexp"}

_SCALARS = (bool, int, float, np.generic)
_UFUNCS = (
    *("add", "subtract", "multiply", "divide", "negative", "absolute", "sign", "power"),
    *("sqrt", "square", "exp", "expm1", "log", "log1p", "tanh", "logaddexp"),
    *("maximum", "minimum", "isfinite", "isnan", "logical_and", "logical_or"),
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
)


class ndarray:
    """An array in the memory of the device."""

    __array_ufunc__ = None  # NumPy's functions do not take it

    def __init__(self, memory):
        self._memory = memory

    shape = property(lambda self: self._memory.shape)
    dtype = property(lambda self: self._memory.dtype)
    size = property(lambda self: self._memory.size)
    ndim = property(lambda self: self._memory.ndim)
    nbytes = property(lambda self: self._memory.nbytes)
    itemsize = property(lambda self: self._memory.itemsize)
    flags = property(lambda self: self._memory.flags)
    T = property(lambda self: ndarray(self._memory.T))
    __cuda_array_interface__ = property(lambda self: {"version": 3, "shape": self.shape})

    def __array__(self, dtype=None, copy=None):
        raise TypeError(
            "Implicit conversion to a NumPy array is not allowed. Please use `.get()` to construct"
            " a NumPy array explicitly."
        )

    def get(self, stream=None, order="C", out=None, blocking=True):
        counts["downloads"] += 1
        if out is None:
            return np.array(self._memory, order=order)
        if not isinstance(out, np.ndarray):
            raise TypeError("Only numpy.ndarray can be obtained from cupy.ndarray")
        if out.dtype != self.dtype or out.shape != self.shape:
            raise TypeError("dtype or shape mismatch")
        if not out.flags.c_contiguous:
            raise RuntimeError("Array must be C-contiguous")
        np.copyto(out, self._memory)
        return out

    def set(self, arr, stream=None):
        counts["uploads"] += 1
        if not isinstance(arr, np.ndarray) or arr.dtype != self.dtype or arr.shape != self.shape:
            raise TypeError("Only numpy.ndarray of the same dtype and shape can be set")
        np.copyto(self._memory, arr)

    def item(self):
        return self.get().item()

    def tolist(self):
        return self.get().tolist()

    def __float__(self):
        return float(self.get().item())

    def __int__(self):
        return int(self.get().item())

    def __bool__(self):
        return bool(self.get())

    def __len__(self):
        return len(self._memory)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def fill(self, value):
        _launch()
        if not isinstance(value, _SCALARS):
            raise TypeError("fill takes a scalar")
        self._memory.fill(value)

    def reshape(self, *shape):
        return ndarray(self._memory.reshape(*shape))

    def ravel(self):
        return ndarray(self._memory.ravel())

    def copy(self, order="C"):
        _launch()
        return ndarray(self._memory.copy(order))

    def astype(self, dtype, order="K", casting=None, subok=None, copy=True):
        _launch()
        return ndarray(self._memory.astype(dtype, copy=copy))

    def __getitem__(self, key):
        if isinstance(key, ndarray):  # how long the result is, the host has to be told
            counts["downloads"] += 1
        return ndarray(np.asarray(self._memory[_key(key)]))

    def __setitem__(self, key, value):
        _launch()
        if isinstance(value, np.ndarray) and value.shape:
            raise ValueError("non-scalar numpy.ndarray cannot be used for fill")
        self._memory[_key(key)] = _operand(value)

    def sum(self, axis=None, dtype=None, out=None, keepdims=False):
        return _reduction(np.sum, self, axis, out, keepdims)

    def max(self, axis=None, out=None, keepdims=False):
        return _reduction(np.max, self, axis, out, keepdims)

    def min(self, axis=None, out=None, keepdims=False):
        return _reduction(np.min, self, axis, out, keepdims)

    def all(self, axis=None, out=None, keepdims=False):
        return _reduction(np.all, self, axis, out, keepdims)

    def any(self, axis=None, out=None, keepdims=False):
        return _reduction(np.any, self, axis, out, keepdims)

    def dot(self, b, out=None):
        return _dot(self, b, out)

    def __abs__(self):
        return ufunc(np.absolute)(self)

    def __neg__(self):
        return ufunc(np.negative)(self)


class ufunc:
    """An element-wise function; the output is taken by position or by name."""

    def __init__(self, function):
        self._function = function
        self.nin = function.nin
        self.__name__ = f"cupy_{function.__name__}"

    def __call__(self, *args, out=None, dtype=None, casting="same_kind"):
        _launch()
        inputs, given = args[: self.nin], args[self.nin :]
        if len(inputs) < self.nin or len(given) > 1 or (given and out is not None):
            raise TypeError(f"Wrong number of arguments for {self.__name__}")
        target = given[0] if given else out
        operands = [_operand(value) for value in inputs]
        _require_one_dtype(value for value in (*inputs, target) if isinstance(value, ndarray))
        with np.errstate(all="ignore"):
            if target is None:
                return ndarray(np.asarray(self._function(*operands)))
            if not isinstance(target, ndarray):
                raise TypeError("return arrays must be of ArrayType")
            self._function(*operands, out=target._memory, casting=casting)
            if _other_rounding and self._function.__name__ in _CURVED:
                _disturb(target._memory)
        return target

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False):
        if self.__name__ == "cupy_add":
            return array.sum(axis, dtype, out, keepdims)
        raise NotImplementedError(f"`{self.__name__}.reduce` is not supported yet")


def _operator(function, swapped=False):
    def method(self, other):
        if isinstance(other, np.ndarray):
            return NotImplemented
        return ufunc(function)(*((other, self) if swapped else (self, other)))

    return method


for _name, _function in {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.divide,
}.items():
    setattr(ndarray, f"__{_name}__", _operator(_function))
    setattr(ndarray, f"__r{_name}__", _operator(_function, swapped=True))
for _name, _function in {"lt": np.less, "le": np.less_equal, "gt": np.greater}.items():
    setattr(ndarray, f"__{_name}__", _operator(_function))


def round_otherwise(wanted):
    """Round as another library may, or as NumPy does."""
    global _other_rounding  # noqa: PLW0603
    _other_rounding = wanted


def _disturb(memory):
    signs = 1 - 2 * (np.arange(memory.size) % 2).reshape(memory.shape)
    memory *= (1 + 2 * signs * np.finfo(memory.dtype).eps).astype(memory.dtype)


def _launch():
    counts["launches"] += 1


def _operand(value):
    if isinstance(value, ndarray):
        return value._memory
    if isinstance(value, _SCALARS):
        return value
    raise TypeError(f"Unsupported type {type(value)}")


def _key(key):
    if isinstance(key, tuple):
        return tuple(_key(part) for part in key)
    return key._memory if isinstance(key, ndarray) else key


def _require_one_dtype(arrays):
    floats = {array.dtype for array in arrays if array.dtype.kind == "f"}
    assert len(floats) <= 1, f"number types are mixed on the device: {floats}"


def _reduction(function, array, axis, out, keepdims):
    _launch()
    if not isinstance(array, ndarray):
        raise TypeError(f"Argument 'a' has incorrect type ({type(array)})")
    target = None if out is None else out._memory
    with np.errstate(all="ignore"):
        found = function(array._memory, axis=axis, out=target, keepdims=keepdims)
    return ndarray(np.asarray(found)) if out is None else out


def _dot(a, b, out=None):
    _launch()
    for array in (a, b, *([] if out is None else [out])):
        if not isinstance(array, ndarray):
            raise TypeError(f"Argument has incorrect type ({type(array)})")
    if out is not None:
        if np.result_type(a.dtype, b.dtype) != out.dtype:
            raise ValueError("Not supported dtype combination.")
        if not out.flags.c_contiguous:
            raise ValueError("Output array must be C-contiguous")
    _require_one_dtype((a, b))
    with np.errstate(all="ignore"):
        if out is None:
            return ndarray(np.asarray(np.dot(a._memory, b._memory)))
        if _other_rounding:  # the sum from its other end
            backwards = b._memory[..., ::-1, :] if b.ndim > 1 else b._memory[::-1]
            out._memory[...] = np.dot(a._memory[..., ::-1], backwards)
        else:
            np.dot(a._memory, b._memory, out._memory)
    return out


def _take(a, indices, axis=None, out=None):
    _launch()
    if not isinstance(indices, ndarray):
        raise TypeError("take works with arrays of the device")
    if out is None:
        return ndarray(np.take(a._memory, indices._memory, axis=axis, mode="wrap"))
    if out.dtype != a.dtype:
        raise TypeError("Output dtype mismatch")
    if out.shape != (*indices.shape, *a.shape[1:]):
        raise ValueError("Output shape mismatch")
    np.take(a._memory, indices._memory, axis=axis, out=out._memory, mode="wrap")
    return out


def _asarray(a, dtype=None, order=None, *, copy=None, blocking=False):
    if isinstance(a, ndarray):
        return a if dtype in {None, a.dtype} else a.astype(dtype)
    counts["uploads"] += 1
    return ndarray(np.array(a, dtype=dtype, order=order or "C"))


def _asnumpy(a, stream=None, order="C", out=None, *, blocking=True):
    return a.get(out=out) if isinstance(a, ndarray) else np.asarray(a)


def _copyto(dst, src, casting="same_kind", where=None):
    _launch()
    if isinstance(src, np.ndarray) and src.size != 1:
        raise ValueError("non-scalar numpy.ndarray cannot be used for copyto")
    np.copyto(dst._memory, _operand(src), casting=casting)


def _empty(shape, dtype=float, order="C"):
    memory = np.empty(shape, dtype=dtype, order=order)
    memory.fill(np.nan if memory.dtype.kind == "f" else 1)
    return ndarray(memory)


def _maker(function):
    def make(shape, dtype=float, order="C"):
        return ndarray(function(shape, dtype=dtype, order=order))

    return make


def _alike(function):
    def make(a, dtype=None, order="K", subok=None, shape=None):
        return ndarray(function(a._memory, dtype=dtype))

    return make


def _full(shape, fill_value, dtype=None, order="C"):
    return ndarray(np.full(shape, fill_value, dtype=dtype, order=order))


def module(devices=1):
    """Return a module to stand in ``sys.modules`` for cupy, on a machine with these devices."""
    cupy = ModuleType("cupy")
    cupy.__version__ = "14.2.0"
    cupy.ndarray, cupy.ufunc = ndarray, ufunc
    for name in _UFUNCS:
        setattr(cupy, name, ufunc(getattr(np, name)))
    cupy.abs = cupy.absolute
    cupy.dot, cupy.take, cupy.copyto = _dot, _take, _copyto
    cupy.asarray, cupy.asnumpy, cupy.full = _asarray, _asnumpy, _full
    cupy.ascontiguousarray = lambda a, dtype=None: ndarray(np.ascontiguousarray(a._memory))
    cupy.zeros, cupy.ones, cupy.empty = _maker(np.zeros), _maker(np.ones), _empty
    cupy.zeros_like, cupy.ones_like = _alike(np.zeros_like), _alike(np.ones_like)
    cupy.empty_like = lambda a, **_: _empty(a.shape, a.dtype)
    for name in ("sum", "max", "min", "all", "any"):
        setattr(cupy, name, _function_of(name))
    cupy.float32, cupy.float64, cupy.finfo = np.float32, np.float64, np.finfo
    cupy.cuda = SimpleNamespace(
        runtime=SimpleNamespace(getDeviceCount=lambda: devices),
        Device=lambda number=0: SimpleNamespace(id=number, synchronize=lambda: None),
        Stream=SimpleNamespace(null=SimpleNamespace(synchronize=lambda: None)),
        is_available=lambda: devices > 0,
    )
    return cupy


def _function_of(method):
    return lambda a, axis=None, out=None, keepdims=False: getattr(a, method)(
        axis=axis, out=out, keepdims=keepdims
    )


def install(devices=1):
    """Put the stand-in in the place of cupy, in a process of its own."""
    sys.modules["cupy"] = module(devices)
