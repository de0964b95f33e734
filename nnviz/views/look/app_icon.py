"""The program's own icon."""

from functools import cache

from PySide6.QtGui import QIcon

from nnviz.paths import resource


@cache
def icon() -> QIcon:
    """Return the icon in all its sizes, each drawn for itself."""
    made = QIcon()
    for path in sorted(resource("desktop").glob("nnviz-[0-9]*.png")):
        made.addFile(str(path))
    return made
