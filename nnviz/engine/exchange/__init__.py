"""Networks to and from other programs: safetensors, PyTorch, ONNX and scikit-learn.

Importing this package imports none of them; what a function needs it imports when it is called.
"""

from nnviz.engine.exchange.any_file import SUFFIXES, is_network_file, load, save, writer
from nnviz.engine.exchange.onnx_reader import from_onnx
from nnviz.engine.exchange.onnx_writer import to_onnx
from nnviz.engine.exchange.safetensors_file import from_safetensors, to_safetensors
from nnviz.engine.exchange.sklearn_model import from_sklearn
from nnviz.engine.exchange.torch_state import from_torch, to_torch

__all__ = [
    "SUFFIXES",
    "from_onnx",
    "from_safetensors",
    "from_sklearn",
    "from_torch",
    "is_network_file",
    "load",
    "save",
    "to_onnx",
    "to_safetensors",
    "to_torch",
    "writer",
]
