"""A screen of one's own (Xvfb), a real nnviz on it, and real keys and clicks (xdotool)."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0
_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
root = app.primaryScreen().virtualGeometry()
image = app.primaryScreen().grabWindow(0, 0, 0, root.width(), root.height())
assert image.save(sys.argv[1])
"""


def missing_tools():
    return [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]


class Screen:
    """An X server on a free display number."""

    def __init__(self, width=1280, height=800):
        read, write = os.pipe()
        self._server = subprocess.Popen(
            [
                "Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
                "-nolisten", "tcp", "-noreset",
            ],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as numbers:
            self.display = f":{numbers.readline().strip()}"

    def do(self, *words):
        """Run one xdotool command."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def focus(self, title):
        """Give a window the keys, as a window manager would."""
        self.do("search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync")

    def key(self, name):
        self.do("key", "--clearmodifiers", name)

    def point(self, x, y):
        self.do("mousemove", round(x), round(y))

    def click(self, x, y):
        self.point(x, y)
        self.do("click", 1)

    def drag(self, start, *places):
        self.point(*start)
        self.do("mousedown", 1)
        for place in places:
            self.point(*place)
        self.do("mouseup", 1)

    def picture(self, folder):
        """What is on the screen now, as the X server has it."""
        path = Path(folder) / "screen.png"
        done = subprocess.run(
            [sys.executable, "-c", _GRAB, str(path)],
            env={**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return QImage(str(path))

    def settled(self, folder):
        """What is on the screen once it changes no more."""
        before = self.picture(folder)
        deadline = time.monotonic() + PATIENCE_S
        while (now := self.picture(folder)) != before:
            assert time.monotonic() < deadline, "the screen does not come to rest"
            before = now
        return now

    @staticmethod
    def colors(picture, step=7):
        """The colours of a picture, looked at every few pixels."""
        return {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), step)
            for y in range(0, picture.height(), step)
        }

    @staticmethod
    def halves(picture, at):
        """What is left and what is right of a line."""
        wide, high = picture.width(), picture.height()
        return picture.copy(0, 0, at, high), picture.copy(at, 0, wide - at, high)

    def close(self):
        self._server.terminate()
        self._server.wait(10)


class Program:
    """A running nnviz whose log is read line by line."""

    def __init__(self, screen, folder, *arguments, language="C.UTF-8"):
        kept = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
        environment = {
            **kept, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "NNVIZ_LOG": "1",
            "NNVIZ_CONFIG_DIR": str(folder), "LANG": language, "PYTHONUTF8": "1",
            "XDG_RUNTIME_DIR": str(folder),
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nnviz", *arguments],
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[dict] = queue.Queue()
        self.latest: dict[str, dict] = {}
        self._errors: list[str] = []
        self._threads = [
            threading.Thread(target=self._read_log, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def state(self):
        return self.latest["state"]

    @property
    def errors(self):
        return "".join(self._errors)

    def wait(self, event, what, condition=lambda line: True):
        """Wait until a line of this event fulfils a condition; the newest counts at once."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            self._take_all()
            if event in self.latest and condition(self.latest[event]):
                return self.latest[event]
            assert self._process.poll() is None, f"nnviz has ended: {self.errors}"
            left = deadline - time.monotonic()
            assert left > 0, f"waited for {what}; {event} is {self.latest.get(event)}"
            self._take(timeout=min(left, 0.2))

    def rest(self):
        """Wait until nothing moves and the places on the screen are known."""
        return self.wait("state", "rest", lambda line: not line["playing"])

    def end(self):
        """Return the exit code, once the program has ended."""
        code = self._process.wait(PATIENCE_S)
        for thread in self._threads:
            thread.join(5)
        return code

    def kill(self):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)
        for pipe in (self._process.stdout, self._process.stderr):
            pipe.close()

    def _take_all(self):
        while not self._lines.empty():
            self._take(timeout=0)

    def _take(self, timeout):
        try:
            line = self._lines.get(timeout=timeout) if timeout else self._lines.get_nowait()
        except queue.Empty:
            return
        self.latest[line["event"]] = line

    def _read_log(self):
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def _read_errors(self):
        self._errors.extend(self._process.stderr)
