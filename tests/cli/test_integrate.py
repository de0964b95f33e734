"""``nnviz integrate``: what is written where, whole or not at all, and taken back."""

import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest

from nnviz.app import desktop
from nnviz.app.desktop import linux, windows
from nnviz.engine.errors import FileError
from nnviz.paths import resource


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of one's own, and no display."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path / ".local" / "share"


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def ours(folder):
    """Files in a data folder but for the caches that the desktop's own tools make of them."""
    caches = {"mimeinfo.cache", "icon-theme.cache"}
    return {
        name
        for name in files_in(folder)
        if Path(name).name not in caches
        and not (name.startswith("mime/") and "packages" not in name)
    }


def entry(folder):
    parser = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read(folder / "applications" / "nnviz.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_everything_is_in_its_place_and_named(nnviz, home):
    code, out, err = nnviz("integrate")
    assert (code, err) == (0, "")
    written = ours(home)
    assert {
        "applications/nnviz.desktop",
        "mime/packages/nnviz.xml",
        "metainfo/org.nnviz.nnviz.metainfo.xml",
        "icons/hicolor/scalable/apps/nnviz.svg",
        "icons/hicolor/16x16/apps/nnviz.png",
        "icons/hicolor/512x512/apps/nnviz.png",
        "icons/hicolor/scalable/mimetypes/application-x-nnviz.svg",
    } <= written
    for name in written:
        assert str(home / name) in out
    assert f"{len(written)} places were written." in out


def test_the_entry_starts_this_very_program(nnviz, home):
    nnviz("integrate")
    words = shlex.split(entry(home)["Exec"])
    assert words[-1] == "%f"
    started = subprocess.run(
        [*words[:-1], "--version"], capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(Path(resource("desktop")).parents[1])},
    )  # fmt: skip
    assert started.returncode == 0, started.stderr
    assert started.stdout.startswith("nnviz ")


def test_the_entry_speaks_two_languages_and_opens_our_files(nnviz, home):
    nnviz("integrate")
    found = entry(home)
    assert found["Comment"] != found["Comment[zh_CN]"]
    types = {one for one in found["MimeType"].split(";") if one}
    told = ET.parse(home / "mime" / "packages" / "nnviz.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    assert types == {one.get("type") for one in told}
    globs = {glob.get("pattern") for glob in told.iter(f"{space}glob")}
    assert globs == {"*.nnviz", "*.nnviz-notation"}


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/nnviz", "/usr/bin/nnviz"),
        ("/my programs/nnviz", '"/my programs/nnviz"'),
        ("/100%/nnviz", "/100%%/nnviz"),
        ('/a"b/nnviz', '"/a\\\\"b/nnviz"'),
        ("/a$b/nnviz", '"/a\\\\$b/nnviz"'),
    ],
)
def test_odd_paths_are_written_as_the_specification_asks(word, written):
    assert f"Exec={written} %f\n" in linux.desktop_entry((word,))


def test_doing_it_twice_and_taking_it_back(nnviz, home):
    nnviz("integrate")
    first = ours(home)
    own = home / "applications" / "other.desktop"
    own.write_text("not ours")
    assert nnviz("integrate")[0] == 0
    assert ours(home) == first | {"applications/other.desktop"}
    code, out, _ = nnviz("integrate", "--remove")
    assert code == 0
    assert f"{len(first)} places were removed." in out
    assert ours(home) == {"applications/other.desktop"}
    assert nnviz("integrate", "--remove")[1] == "There was nothing to remove.\n"


def test_a_named_data_folder_is_used(nnviz, tmp_path, home, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert nnviz("integrate")[0] == 0
    assert "applications/nnviz.desktop" in files_in(tmp_path / "data")
    assert not home.exists()


def test_a_relative_data_folder_does_not_count(nnviz, home, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert nnviz("integrate")[0] == 0
    assert "applications/nnviz.desktop" in files_in(home)


def test_all_or_nothing(nnviz, home):
    (home / "applications").mkdir(parents=True)
    before = home / "applications" / "nnviz.desktop"
    before.write_text("of an older version")
    (home / "icons").write_text("a file where a folder has to be")
    code, out, err = nnviz("integrate")
    assert code == 2
    assert "icons" in err
    assert len(err.splitlines()) == 1
    assert out == ""
    assert before.read_text() == "of an older version"
    assert files_in(home) == {"applications/nnviz.desktop", "icons"}
    assert not (home / "mime").exists()


def test_in_chinese(nnviz, home):
    code, out, _ = nnviz("integrate", "--lang", "zh")
    assert code == 0
    assert "were written" not in out


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is not installed")
def test_the_software_centre_takes_it(nnviz, home):
    nnviz("integrate")
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net",
         str(home / "metainfo" / "org.nnviz.nnviz.metainfo.xml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(
    shutil.which("update-mime-database") is None, reason="update-mime-database is not installed"
)
def test_the_desktop_knows_the_types_afterwards(nnviz, home):
    nnviz("integrate")
    globs = (home / "mime" / "globs2").read_text()
    assert "application/x-nnviz:*.nnviz\n" in globs
    nnviz("integrate", "--remove")
    assert "x-nnviz" not in (home / "mime" / "globs2").read_text()


def test_a_mac_is_told_what_is_possible():
    report = desktop.install("darwin")
    assert report.places == ()
    assert "bundle" in report.notes[0].english()
    assert desktop.remove("darwin") == report


class Registry:
    """A registry in memory."""

    def __init__(self, values=(), fails_at=None):
        self.values = dict(values)
        self.fails_at = fails_at
        self.announced = 0

    def read(self, key, name):
        return self.values.get((key, name))

    def write(self, key, name, value):
        if self.fails_at is not None and self.fails_at in key:
            raise OSError("access is denied")
        self.values[key, name] = value

    def erase(self, key, name):
        self.values.pop((key, name), None)

    def erase_tree(self, key):
        for known in [one for one in self.values if (one[0] + "\\").startswith(key + "\\")]:
            del self.values[known]

    def announce(self):
        self.announced += 1


CLASSES = r"Software\Classes"


def test_the_registry_of_windows():
    registry = Registry()
    windows.install_in(registry, (r"C:\Program Files\nnviz\nnviz.exe",))
    kind = registry.values[rf"{CLASSES}\.nnviz", ""]
    line = registry.values[rf"{CLASSES}\{kind}\shell\open\command", ""]
    assert line == r'"C:\Program Files\nnviz\nnviz.exe" "%1"'
    assert registry.announced == 1
    windows.remove_from(registry)
    assert registry.values == {}


def test_another_program_keeps_what_it_was_chosen_for():
    registry = Registry({(rf"{CLASSES}\.nnviz", ""): "other.program"})
    windows.install_in(registry, ("nnviz",))
    assert registry.values[rf"{CLASSES}\.nnviz", ""] == "other.program"
    assert (rf"{CLASSES}\.nnviz\OpenWithProgids", "nnviz.document") in registry.values
    windows.remove_from(registry)
    assert registry.values == {(rf"{CLASSES}\.nnviz", ""): "other.program"}


def test_a_registry_that_refuses_is_left_as_it_was():
    registry = Registry(fails_at="shell")
    with pytest.raises(FileError, match="registry"):
        windows.install_in(registry, ("nnviz",))
    assert registry.values == {}


def test_without_a_registry_that_is_said_calmly(home):
    with pytest.raises(FileError, match="registry"):
        desktop.install("win32")
    assert files_in(home) == set()


def test_every_icon_is_as_large_as_its_name_says():
    for path in resource("desktop").glob("*-[0-9]*.png"):
        side = int(path.stem.rsplit("-", 1)[1])
        head = path.read_bytes()[:24]
        assert int.from_bytes(head[16:20], "big") == int.from_bytes(head[20:24], "big") == side
    assert resource("desktop", "nnviz.icns").read_bytes()[:4] == b"icns"
    assert resource("desktop", "nnviz.ico").read_bytes()[:4] == b"\0\0\1\0"
