"""A screen of one's own (Xvfb), a real nnviz on it, and real keys and clicks (xdotool)."""

import json
import os
import queue
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0
_REST_S = 0.5  # unchanged for so long, the screen has come to rest


def missing_tools():
    return [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]


class Screen:
    """An X server on a free display number, whose picture lies in a file."""

    def __init__(self, width=1280, height=800):
        read, write = os.pipe()
        self._memory = tempfile.TemporaryDirectory()
        self._server = subprocess.Popen(
            [
                "Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
                "-nolisten", "tcp", "-noreset", "-fbdir", self._memory.name,
            ],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as numbers:
            self.display = f":{numbers.readline().strip()}"

    def do(self, *words):
        """Run one xdotool command."""
        done = self._xdotool(*words)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def _xdotool(self, *words):
        return subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def focus(self, title):
        """Give a window the keys, as a window manager would.

        A window that goes while all of them are searched ends the search: it begins again.
        """
        deadline = time.monotonic() + PATIENCE_S
        words = "search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync"
        while (done := self._xdotool(*words)).returncode:
            assert "BadWindow" in done.stderr, (words, done.stderr)
            assert time.monotonic() < deadline, (words, done.stderr)

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

    def picture(self):
        """Return what is on the screen now: red, green, blue (height, width, 3), 0 to 255."""
        raw = Path(self._memory.name, "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", raw[:100])  # of an X window dump
        start = header[0] + 12 * header[19]  # after the header and its colours
        high, line, wide = header[5], header[12], header[4]
        rows = np.frombuffer(raw, np.uint8, high * line, start).reshape(high, line)
        return rows.reshape(high, -1, 4)[:, :wide, 2::-1]

    def settled(self):
        """Return what is on the screen once it changes no more."""
        before = self.picture().copy()
        deadline = time.monotonic() + PATIENCE_S
        while True:
            time.sleep(_REST_S)
            if np.array_equal(now := self.picture().copy(), before):
                return now
            assert time.monotonic() < deadline, "the screen does not come to rest"
            before = now

    def close(self):
        self._server.terminate()
        self._server.wait(10)
        self._memory.cleanup()


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
