"""An X server with two screens side by side, as a lectern and a beamer."""

import os
import shutil
import subprocess

from screen import PATIENCE_S, Screen

LEFT, RIGHT = (0, 0, 1024, 768), (1024, 0, 1280, 720)


def missing_for_two():
    return [tool for tool in ("Xvfb", "xdotool", "xrandr") if shutil.which(tool) is None]


class TwoScreens(Screen):
    """LEFT is where a program opens its first window."""

    def __init__(self):
        super().__init__(LEFT[2] + RIGHT[2], LEFT[3])
        for name, (x, y, wide, high), output in (
            ("left", LEFT, "screen"),
            ("right", RIGHT, "none"),
        ):
            self._run(
                "xrandr", "--setmonitor", name, f"{wide}/300x{high}/200+{x}+{y}", output
            )  # fmt: skip

    def _run(self, *words):
        done = subprocess.run(
            words, env={**os.environ, "DISPLAY": self.display}, capture_output=True, text=True,
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
