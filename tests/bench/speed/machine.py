"""What the figures were measured on, and whether anything else was running."""

import os
import platform
from pathlib import Path

_BUSY = 0.3
_TELLING = ("OPENBLAS_", "MKL_", "OMP_", "GOMP_", "KMP_", "XLA_FLAGS", "ATEN_", "DNNL_", "NNVIZ_")


def facts() -> list[str]:
    """Return one line for each fact about the machine."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    lines = [f"{cpu()}, {allowed} of {os.cpu_count()} cores; {system}"]
    set_here = sorted(name for name in os.environ if name.startswith(_TELLING))
    lines += [f"set in the environment: {name}={os.environ[name]}" for name in set_here]
    return lines


def cpu() -> str:
    """Return the name of the processor, as far as the system tells it."""
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or platform.machine()
    found = dict(
        (part.strip() for part in line.split(":", 1))
        for line in info.read_text("utf-8").splitlines()
        if ":" in line
    )
    name = found.get("model name", platform.machine())
    wide = [word for word in ("avx2", "avx512f") if word in found.get("flags", "").split()]
    return f"{name} (family {found.get('cpu family', '?')}, {', '.join(wide)})"


def load(own: int = 0) -> str:
    """Return the load of the last minute, with a warning if there is more than our own."""
    if not hasattr(os, "getloadavg"):
        return "load average: not known here"
    last = os.getloadavg()[0]
    warning = " - NOT IDLE: repeat what matters when it is" if last > own + _BUSY else ""
    return f"load average {last:.2f}{warning}"
