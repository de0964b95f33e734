"""Before Qt is touched: can a window open here at all, and if not, what is to be installed."""

import ctypes
import gc
import importlib
import importlib.util
import os
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from nnviz.engine.message import Message, message
from nnviz.engine.writing import Notation

# What Qt's X11 plugin loads, and the Debian and Ubuntu package that holds it.
XCB_LIBRARIES: Mapping[str, str] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
# What importing Qt itself needs from the system.
_IMPORT_PACKAGES = "libegl1 libgl1 libfontconfig1 libdbus-1-3 libglib2.0-0 libxkbcommon0"
_HEADLESS = {"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"}


def open_window(
    example: str | None = None,
    file: Path | None = None,
    notation: Notation | None = None,
    *,
    projector: bool = False,
    language: str | None = None,
) -> int:
    """Open the window on an example, a file, or what was open last; return the exit code.

    It begins in ``projector`` mode where that is asked for, and speaks ``language`` this time.

    Where no window can open, one sentence on stderr says what to install, and the code is 2.
    """
    started_s = time.perf_counter() - _age_s()
    problem = find_problem(os.environ)
    if problem is not None:
        _complain(problem, language)
        return 2
    # All that is loaded now stays: to look through it again and again was a fifth of the start.
    gc.disable()
    try:
        from nnviz.views.application import run

        return run(example, file, started_s, notation, projector=projector, language=language)
    finally:
        gc.enable()


def find_problem(environment: Mapping[str, str]) -> Message | None:
    """Return the sentence that says why no window can open here, or None."""
    return _missing_extra() or _missing_qt_libraries() or _missing_display(environment)


def _complain(problem: Message, language: str | None) -> None:
    from nnviz.app.texts import Catalogue, system_language

    catalogue = Catalogue(language or system_language())
    sys.stderr.write("nnviz: " + catalogue.translate(problem) + "\n")


def _missing_extra() -> Message | None:
    for name in ("PySide6", "pyqtgraph", "ziamath"):
        if importlib.util.find_spec(name) is None:
            return message(
                "nnviz's window needs Qt: install it with  pip install 'nnviz-desktop[gui]'  "
                "(missing: {package}). Without it these commands work: "
                "nnviz trace | train | check | export | doctor",
                package=name,
            )
    return None


def _missing_qt_libraries() -> Message | None:
    try:
        importlib.import_module("PySide6.QtWidgets")
        importlib.import_module("PySide6.QtSvg")
    except ImportError as error:
        return message(
            "Qt is installed but cannot start ({reason}); on Debian and Ubuntu:  "
            "sudo apt install {packages}",
            reason=str(error),
            packages=_IMPORT_PACKAGES,
        )
    return None


def _missing_display(environment: Mapping[str, str]) -> Message | None:
    if not sys.platform.startswith("linux"):
        return None
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen and not any(_has_plugin(part) for part in _platform_names(chosen)):
        return message(
            "Qt has no platform “{name}” (QT_QPA_PLATFORM); unset it, or use “xcb” or “wayland”",
            name=chosen,
        )
    if any(name in _HEADLESS for name in _platform_names(chosen)):
        return None
    if _wayland_answers(environment) and "xcb" not in _platform_names(chosen):
        return None
    return _missing_x11(environment)


def _missing_x11(environment: Mapping[str, str]) -> Message | None:
    if not environment.get("DISPLAY"):
        return message(
            "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): start nnviz "
            "in a desktop session; without one these commands work: "
            "nnviz trace | train | check | export | doctor"
        )
    missing = missing_libraries(XCB_LIBRARIES)
    if missing:
        return message(
            "the window needs system libraries that are not installed; on Debian and Ubuntu:  "
            "sudo apt install {packages}",
            packages=" ".join(missing),
        )
    if not _x11_answers():
        return message(
            "the display {display} does not answer: check DISPLAY, or start nnviz in a desktop "
            "session",
            display=environment["DISPLAY"],
        )
    return None


def missing_libraries(wanted: Mapping[str, str] = XCB_LIBRARIES) -> tuple[str, ...]:
    """Return the packages whose library cannot be loaded, in the order of ``wanted``."""
    return tuple(package for library, package in wanted.items() if not _loads(library))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _platform_names(chosen: str) -> Iterable[str]:
    # "wayland;xcb" is a list in order of preference, "xcb:param" has options behind a colon.
    return [part.split(":")[0] for part in chosen.split(";") if part]


def _has_plugin(name: str) -> bool:
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    if not folder.is_dir():
        return True  # a Qt laid out in another way knows its plugins best
    return any(f"q{name}" in plugin.stem for plugin in folder.iterdir())


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    display = environment.get("WAYLAND_DISPLAY")
    folder = environment.get("XDG_RUNTIME_DIR", "/run/user/0")
    return bool(display) and Path(folder, str(display)).exists()


def _x11_answers() -> bool:
    """Say whether the X server can be reached; Qt itself would abort the whole program."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = int(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return broken == 0


def _age_s() -> float:
    """Return how long this process has been running, in seconds; 0 where that is not known."""
    try:
        begun_ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        uptime_s = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return max(0.0, uptime_s - begun_ticks / os.sysconf("SC_CLK_TCK"))
