# ruff: noqa: T201 - a bench prints what it measured
"""How long it takes from the start of the program until its window is painted and can be played.

Run it by hand, it is no test:

    python -m tests.bench.bench_start [--starts 9]

Each start is a process with settings of its own, on the display that there is, else offscreen. It
says itself when the first picture has been painted, counted from when its process began. Before
the first ones the pages of the disk are dropped from memory where that is allowed (root on Linux):
cold. What the machine did besides is printed: a busy one proves nothing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_PAGES = Path("/proc/sys/vm/drop_caches")
_PATIENCE_S = 60.0
COLD = 3


def drop_pages() -> bool:
    """Let the next start read everything from the disk; say whether that was allowed."""
    try:
        os.sync()
        _PAGES.write_text("3")
    except OSError:
        return False
    return True


def start(example: str | None) -> float:
    """Return the seconds until the program said that it is ready."""
    with tempfile.TemporaryDirectory(prefix="nnviz-bench-") as folder:
        environment = {**os.environ, "NNVIZ_LOG": "1", "NNVIZ_CONFIG_DIR": folder}
        if not {"DISPLAY", "WAYLAND_DISPLAY"} & set(environment):
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        words = [] if example is None else ["--example", example]
        program = subprocess.Popen(
            [sys.executable, "-m", "nnviz", *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert program.stdout is not None
            for line in program.stdout:
                told = json.loads(line)
                if told["event"] == "ready":
                    return float(told["seconds"])
        finally:
            program.kill()
            program.wait(_PATIENCE_S)
    raise SystemExit("the program ended before it was ready")


def main() -> None:
    """Start the program again and again, and print a line for each kind of start."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=9, help="of each example")
    starts = parser.parse_args().starts
    print(f"load before: {os.getloadavg()[0]:.2f}, cores: {os.cpu_count()}")
    cold = [start(None) for _ in range(COLD) if drop_pages()]
    if cold:
        print(f"cold, nothing in memory: {min(cold):.2f} to {max(cold):.2f} s")
    else:
        print("cold: the pages of the disk may not be dropped here")
    for example in (None, "digits"):
        times = [start(example) for _ in range(starts)]
        print(
            f"{example or 'xor, the first start'}: median {statistics.median(times):.2f} s, "
            f"longest {max(times):.2f} s"
        )


if __name__ == "__main__":
    main()
