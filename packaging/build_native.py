"""Builds the native loop when the package is installed; where it cannot, nnviz works without it.

As a build hook it runs by itself. In a checkout that is not installed: ``python
packaging/build_native.py``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_FOLDER = Path("nnviz") / "engine" / "native"
_COMPILERS = ("cc", "gcc", "clang")
# The last two keep a square root one instruction, and every rounding where it is written.
_FLAGS = ("-O3", "-shared", "-fPIC", "-fno-math-errno", "-ffp-contract=off")


def build(root: Path) -> str:
    """Build ``loop.bin`` beside ``loop.c``; return what was wrong, or "" if it is there."""
    source, target = root / _FOLDER / "loop.c", root / _FOLDER / "loop.bin"
    target.unlink(missing_ok=True)
    compiler = os.environ.get("CC") or next(filter(shutil.which, _COMPILERS), None)
    if compiler is None:
        return "there is no C compiler"
    # Into a file of its own first: a build that breaks off leaves nothing that could be loaded.
    unfinished = target.with_suffix(".part")
    command = [*compiler.split(), *_FLAGS, "-o", str(unfinished), str(source), "-lm"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode != 0:
        unfinished.unlink(missing_ok=True)
        return done.stderr.strip() or f"{compiler} failed"
    unfinished.replace(target)
    return ""


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script
    BuildHookInterface = object


class CustomBuildHook(BuildHookInterface):
    """What hatchling calls before it packs a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        problem = build(Path(self.root))
        if problem:
            self.app.display_warning(f"nnviz goes without its native loop: {problem}")
            return
        build_data["artifacts"].append(f"{_FOLDER.as_posix()}/loop.bin")
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


if __name__ == "__main__":
    sys.exit(build(Path(__file__).resolve().parents[1]) or None)
