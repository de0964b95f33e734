"""Where the resources are: in a checkout, in an installed wheel and in a frozen program alike."""

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder that holds fonts, catalogues, data and icons.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", here))
    for folder in (here / "_resources", frozen / "resources", here.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"nnviz's resources are missing beside {here}; install nnviz again")


def resource(*parts: str) -> Path:
    """Return the path of one resource, for example ``resource("fonts", "numbers.ttf")``."""
    return resources().joinpath(*parts)
