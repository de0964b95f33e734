"""What the program is made of: the versions of its parts, and the licences of what it brings."""

import importlib.metadata
import platform
from collections.abc import Iterator
from dataclasses import dataclass

import nnviz
from nnviz.engine.message import Message, message


@dataclass(frozen=True, slots=True)
class Licence:
    """Something that is shipped, who it is by, and under which terms it may be used."""

    what: Message
    source: str
    terms: str


LICENCES: tuple[Licence, ...] = (
    Licence(message("The program, its icons and its texts"), "The nnviz developers", "MIT"),
    Licence(message("Font of the texts"), "Inter 3.19", "SIL Open Font License 1.1"),
    Licence(message("Font of the numbers"), "JetBrains Mono 2.242", "SIL Open Font License 1.1"),
    Licence(message("Font of the formulas"), "STIX Two Math 2.11", "SIL Open Font License 1.1"),
    Licence(message("Chinese font"), "Noto Sans CJK SC 2.004", "SIL Open Font License 1.1"),
    Licence(
        message("Handwritten digits"),
        "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI (1998)",
        "CC BY 4.0",
    ),
    Licence(message("Iris flowers"), "R. A. Fisher: Iris, UCI (1936)", "CC BY 4.0"),
    Licence(
        message("Sentences with names of places, and the vectors of their words"),
        "The nnviz developers",
        "CC0 1.0",
    ),
)
# What a window is drawn and computed with, and the terms under which each may be used.
_PARTS: tuple[tuple[str, str], ...] = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("numpy", "BSD-3-Clause"),
    ("pyqtgraph", "MIT"),
    ("ziamath", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("psygnal", "BSD-3-Clause"),
    ("threadpoolctl", "BSD-3-Clause"),
    ("polib", "MIT"),
    ("platformdirs", "MIT"),
    ("click", "BSD-3-Clause"),
    ("rich", "MIT"),
)


def versions() -> tuple[Message, ...]:
    """Return a line for each thing whose version a report of a fault needs."""
    return (
        message("nnviz {version}", version=nnviz.__version__),
        message(
            "Python {version} on {system}",
            version=platform.python_version(),
            system=platform.platform(terse=True),
        ),
        message("NumPy {version}, with {blas}", version=_version("numpy"), blas=_blas()),
        *_backends(),
    )


def parts() -> tuple[str, ...]:
    """Return the libraries the program stands on, each with its version and its terms."""
    return tuple(f"{name} {_version(name)} ({terms})" for name, terms in _PARTS)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "—"


def _blas() -> str:
    """Return the libraries that multiply matrices for NumPy, with their versions."""
    import numpy as np
    from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

    np.ones((2, 2)) @ np.ones((2, 2))  # only a library that has been loaded is known
    found = (one for one in threadpool_info() if one.get("user_api") == "blas")
    said = sorted({f"{one['internal_api']} {one.get('version') or ''}".strip() for one in found})
    return ", ".join(said) or "BLAS"


def _backends() -> Iterator[Message]:
    from nnviz.engine import backends

    for status in backends.describe():
        if status.usable:
            yield message("{name}: usable. {reason}", name=status.name, reason=status.reason)
        else:
            yield message("{name}: not usable. {reason}", name=status.name, reason=status.reason)
