"""Many bound calls as one: the native loop that runs NumPy's own inner functions from a table."""

from nnviz.engine.native.fusing import fuse, is_fused
from nnviz.engine.native.library import status

__all__ = ["fuse", "is_fused", "status"]
