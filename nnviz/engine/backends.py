"""The array libraries that can compute, as the public names of ``nnviz.engine.backends``."""

from nnviz.engine.backend import Backend, BackendStatus, available, get
from nnviz.engine.backend_choice import Choice, choose, describe, step_flops
from nnviz.engine.threads import blas_threads, set_blas_threads

__all__ = [
    "Backend",
    "BackendStatus",
    "Choice",
    "available",
    "blas_threads",
    "choose",
    "describe",
    "get",
    "set_blas_threads",
    "step_flops",
]
