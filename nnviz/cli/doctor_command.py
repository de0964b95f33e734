"""``nnviz doctor``: what is installed, what is missing, and the one line that installs it."""

import importlib.metadata
import importlib.util
import os
import platform
import sys
from collections.abc import Iterator
from typing import Any

from nnviz import __version__
from nnviz.cli.parameters import Command
from nnviz.cli.shared import LANGUAGE
from nnviz.cli.voice import Voice, current_voice
from nnviz.engine.message import Message, message

_PACKAGES = ("numpy", "PySide6-Essentials", "pyqtgraph", "ziamath", "safetensors", "onnx")
# What importing Qt needs, besides what its X11 plugin loads.
_QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}


def _doctor(**_: Any) -> None:
    voice = current_voice()
    for heading, lines in _sections():
        voice.say(heading)
        for line in lines:
            voice.write(f"  {voice.text(line)}\n")
    _say_remedy(voice)


def _sections() -> Iterator[tuple[Message, Iterator[Message]]]:
    yield message("Versions"), _versions()
    yield message("Computing"), _backends()
    yield message("Window"), _window()
    yield message("Resources"), _resources()


def _versions() -> Iterator[Message]:
    yield message("nnviz {version}", version=__version__)
    yield message(
        "Python {version} on {system}",
        version=platform.python_version(),
        system=platform.platform(terse=True),
    )
    for package in _PACKAGES:
        version = _version(package)
        if version is None:
            yield message("{package}: not installed", package=package)
        else:
            yield message("{package} {version}", package=package, version=version)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _backends() -> Iterator[Message]:
    from nnviz.engine import backends, native

    for status in backends.describe():
        if status.usable:
            yield message("{name}: usable. {reason}", name=status.name, reason=status.reason)
        else:
            yield message("{name}: not usable. {reason}", name=status.name, reason=status.reason)
    yield native.status().reason
    yield message("processor cores for this program: {cores}", cores=_cores())


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def _window() -> Iterator[Message]:
    from nnviz.views.launch import find_problem

    problem = find_problem(os.environ)
    if problem is not None:
        yield message("no window can open: {reason}", reason=problem)
        return
    chosen = os.environ.get("QT_QPA_PLATFORM")
    if chosen:
        yield message("a window can open, on the Qt platform {name}", name=chosen)
    else:
        yield message("a window can open")
    from nnviz.views.presenting.awake import described

    yield described()


def _resources() -> Iterator[Message]:
    from nnviz.app.texts import available_languages
    from nnviz.paths import resource, resources

    fonts = [path for path in resource("fonts").iterdir() if path.suffix in {".otf", ".ttf"}]
    yield message("folder: {path}", path=str(resources()))
    yield Message("{count} font", plural="{count} fonts", count=len(fonts))
    yield message("languages: {languages}", languages=", ".join(available_languages()))


def missing_packages() -> tuple[str, ...]:
    """Return the Debian packages that a window needs and this Linux system lacks."""
    if sys.platform != "linux" or importlib.util.find_spec("PySide6") is None:
        return ()
    from nnviz.views.launch import XCB_LIBRARIES, missing_libraries

    return tuple(dict.fromkeys(missing_libraries({**_QT_LIBRARIES, **XCB_LIBRARIES})))


def _say_remedy(voice: Voice) -> None:
    missing = missing_packages()
    if missing:
        voice.say(message("Missing system packages; on Debian and Ubuntu this installs them:"))
        voice.write(f"  sudo apt-get install {' '.join(missing)}\n")
    else:
        voice.say(message("No system package is missing."))


DOCTOR = Command(
    "doctor",
    callback=_doctor,
    text=message(
        "Shows versions, backends and the graphics card, whether a window can open, and what is "
        "missing."
    ),
    params=[LANGUAGE],
)
