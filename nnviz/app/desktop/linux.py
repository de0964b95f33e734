"""A Linux desktop: the menu entry, the types of our files, the icons, the software centre."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nnviz.app.desktop.changes import remove_all, write_all
from nnviz.engine.message import Message, message
from nnviz.paths import resource

_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_DOCUMENT_SIZES = (32, 48, 256)
_TYPE = "application-x-nnviz"  # the icon of the type application/x-nnviz
_PATIENCE_S = 60.0
# What desktops read instead of the files themselves: the program that makes it anew, and of what.
_CACHES: tuple[tuple[str, str], ...] = (
    ("update-mime-database", "mime"),
    ("update-desktop-database", "applications"),
    ("gtk-update-icon-cache", "icons/hicolor"),
)
# Signs that the words of an Exec line may not contain without quotes.
_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")

Outcome = tuple[tuple[str, ...], tuple[Message, ...]]


def data_home() -> Path:
    """Return the folder that a desktop looks into for the person's own programs."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"


def install(command: Sequence[str]) -> Outcome:
    """Write the files, and let the desktop look anew; return the places and what is to be said.

    Raises:
        FileError: something cannot be written; nothing is left changed then.
    """
    home = data_home()
    files = {home / place: content for place, content in _files(command).items()}
    write_all(files)
    return tuple(map(str, files)), tuple(_refreshed(home))


def remove() -> Outcome:
    """Remove the files.

    Raises:
        FileError: something cannot be removed.
    """
    home = data_home()
    removed = remove_all(home / place for place in _files(("nnviz",)))
    notes = tuple(_refreshed(home)) if removed else ()
    return tuple(map(str, removed)), notes


def desktop_entry(command: Sequence[str]) -> str:
    """Return the menu entry, starting the program by these words."""
    text = resource("desktop", "nnviz.desktop").read_text(encoding="utf-8")
    line = "Exec=" + " ".join(map(_quoted, command)) + " %f"
    return text.replace("Exec=nnviz %f", line)


def _files(command: Sequence[str]) -> Mapping[str, bytes]:
    """Return what is written, by its place in the data folder."""
    found = {
        "applications/nnviz.desktop": desktop_entry(command).encode(),
        "mime/packages/nnviz.xml": _read("nnviz-mime.xml"),
        "metainfo/org.nnviz.nnviz.metainfo.xml": _read("org.nnviz.nnviz.metainfo.xml"),
        "icons/hicolor/scalable/apps/nnviz.svg": _read("nnviz.svg"),
        f"icons/hicolor/scalable/mimetypes/{_TYPE}.svg": _read("nnviz-document.svg"),
    }
    for side in _ICON_SIZES:
        found[f"icons/hicolor/{side}x{side}/apps/nnviz.png"] = _read(f"nnviz-{side}.png")
    for side in _DOCUMENT_SIZES:
        picture = _read(f"nnviz-document-{side}.png")
        found[f"icons/hicolor/{side}x{side}/mimetypes/{_TYPE}.png"] = picture
    return found


def _read(name: str) -> bytes:
    return resource("desktop", name).read_bytes()


def _quoted(word: str) -> str:
    """Write a word as the Desktop Entry Specification asks for it."""
    word = word.replace("%", "%%")
    if not set(word) & _RESERVED:
        return word
    escaped = "".join("\\" + sign if sign in '"`$\\' else sign for sign in word)
    # A value of the type string is read with its own backslashes first.
    return '"' + escaped.replace("\\", "\\\\") + '"'


def _refreshed(home: Path) -> Iterator[Message]:
    """Let the desktop's caches be made anew; yield a sentence about each that could not be."""
    for program, folder in _CACHES:
        if not (home / folder).is_dir():
            continue
        found = shutil.which(program)
        if found is None:
            yield message(
                "{program} is not installed: the desktop may notice the change only after the "
                "next login.",
                program=program,
            )
        elif not _ran(found, home / folder):
            yield message("{program} did not finish; the files are in place.", program=program)


def _ran(program: str, folder: Path) -> bool:
    options = ("-q", "-t", "-f") if program.endswith("icon-cache") else ()
    try:
        done = subprocess.run(
            [program, *options, str(folder)],
            capture_output=True, timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
