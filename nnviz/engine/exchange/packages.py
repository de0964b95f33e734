"""The packages that the formats need, imported when they are needed."""

from importlib import import_module
from os import PathLike, fspath
from typing import Any

from nnviz.engine.errors import BackendError


def required(name: str, path: str | PathLike[str] | None = None) -> Any:
    """Return the module of an optional package; ``path`` is the file that it is needed for.

    Raises:
        BackendError: it is not installed; the sentence says how to install it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        if path is None:
            raise BackendError(
                "This needs the package {package}; install it with  "
                "pip install 'nnviz-desktop[exchange]'",
                package=package,
            ) from error
        raise BackendError(
            "{path} needs the package {package}; install it with  "
            "pip install 'nnviz-desktop[exchange]'",
            path=fspath(path),
            package=package,
        ) from error
