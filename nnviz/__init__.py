"""nnviz: watch a small neural network compute, with the real numbers."""

__version__ = "0.1.0"
