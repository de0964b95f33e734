"""The desktop's service that keeps a screen awake, asked on a bus of its own."""

import subprocess
import sys
from shutil import which

import pytest

from nnviz.views.presenting.awake import Caffeinate, ScreenSaverService, WindowsState, means_here

_SERVICE = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class Saver(QObject):
    @Slot(str, str, result=int)
    def Inhibit(self, name, why):
        print("inhibit", name, why, flush=True)
        return 7

app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
saver = Saver()
options = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerObject("/org/freedesktop/ScreenSaver", saver, options)
assert bus.registerService("org.freedesktop.ScreenSaver")
print("ready", flush=True)
app.exec()
"""
_CLIENT = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication
from nnviz.views.presenting.awake import Awake, ScreenSaverService, described

app = QCoreApplication([])
before = ScreenSaverService().works()
service = subprocess.Popen([sys.executable, "-c", SERVICE], stdout=subprocess.PIPE, text=True)
assert service.stdout.readline().strip() == "ready"
awake = Awake(ScreenSaverService())
awake.hold("a test")
print(before, ScreenSaverService().works(), awake.is_held, described().english(), sep="|")
print(service.stdout.readline().strip())
awake.let_go()
print(awake.is_held)
service.terminate()
service.wait()
"""


@pytest.mark.skipif(which("dbus-run-session") is None, reason="there is no D-Bus here")
def test_the_service_of_a_linux_desktop_is_asked():
    program = f"SERVICE = {_SERVICE!r}\n{_CLIENT}"
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", program],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    states, heard, after = done.stdout.strip().splitlines()
    assert states.startswith("False|True|True|")
    assert "org.freedesktop.ScreenSaver" in states
    assert heard == "inhibit nnviz a test"
    assert after == "False"


def test_without_a_bus_nothing_is_asked(monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    service = ScreenSaverService()
    assert not service.works()
    assert not service.hold("a test")
    service.let_go()


def test_every_system_has_its_means(monkeypatch):
    for system, kind in (("win32", WindowsState), ("darwin", Caffeinate)):
        monkeypatch.setattr("sys.platform", system)
        assert isinstance(means_here(), kind)
    monkeypatch.setattr("sys.platform", "plan9")
    assert means_here() is None


def test_the_means_of_other_systems_do_no_harm_here(monkeypatch):
    monkeypatch.setenv("PATH", "")
    for means in (WindowsState(), Caffeinate()):
        if not means.works():
            assert not means.hold("a test")
            means.let_go()


def test_the_program_of_a_mac_runs_and_ends(monkeypatch, tmp_path):
    program = tmp_path / "caffeinate"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    means = Caffeinate()
    assert means.hold("a test")
    running = means._running
    means.let_go()
    assert running.poll() is not None
