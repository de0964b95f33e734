"""A trace as a NumPy archive: every array under its name, samples as rows."""

from pathlib import Path

import numpy as np

from nnviz.engine import Trace
from nnviz.engine.orientation import HostArray


def write(path: Path, trace: Trace, step: int | None) -> None:
    """Write all arrays of the trace, or those of one op (from 0), into the file."""
    # Opened by us: given a name, NumPy would add ".npz" to it and miss the temporary file.
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays_of(trace, step))


def arrays_of(trace: Trace, step: int | None) -> dict[str, HostArray]:
    """Return every array by its name, or those that go into and come out of one op."""
    if step is None:
        return {name: trace[name] for name in trace.names}
    one = trace.steps[step]
    return {**one.inputs, **one.also, one.output: one.value}
