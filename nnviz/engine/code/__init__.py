"""A step as lines of NumPy or PyTorch. To add a kind: a function and a line in ``table.py``."""

from nnviz.engine.code.chain import arrays_in, chain_code
from nnviz.engine.code.dialect import Language
from nnviz.engine.code.table import LANGUAGES, code_of
from nnviz.engine.code.written import Code, Line

__all__ = ["LANGUAGES", "Code", "Language", "Line", "arrays_in", "chain_code", "code_of"]
