"""The array libraries that can compute, as the public names of ``nnviz.engine.backends``."""

from nnviz.engine.backend import Backend, BackendStatus, available, describe, get
from nnviz.engine.threads import blas_threads, set_blas_threads

__all__ = [
    "Backend",
    "BackendStatus",
    "available",
    "blas_threads",
    "describe",
    "get",
    "set_blas_threads",
]
