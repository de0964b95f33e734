"""The packages that the formats need, imported when they are needed."""

from importlib import import_module
from typing import Any

from nnviz.engine.errors import BackendError


def required(name: str) -> Any:
    """Return the module of an optional package.

    Raises:
        BackendError: it is not installed; the sentence says how to install it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise BackendError(
            "This needs the package {package}; install it with  "
            "pip install 'nnviz-desktop[exchange]'",
            package=name.partition(".")[0],
        ) from error
