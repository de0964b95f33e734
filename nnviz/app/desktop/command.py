"""How this very program is started from a desktop."""

import shutil
import sys
from pathlib import Path


def command() -> tuple[str, ...]:
    """Return the words that start the program from anywhere, whatever the PATH is.

    A frozen program is its own executable. An installed one has a script beside its Python; from
    a checkout that is not installed, Python is told to run the package.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    folder = Path(sys.executable).parent
    script = shutil.which("nnviz", path=str(folder))
    if script is not None:
        return (script,)
    return (sys.executable, "-m", "nnviz")
