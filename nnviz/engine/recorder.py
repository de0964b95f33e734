"""Runs a program's own step and keeps a host copy of everything in it."""

import numpy as np

from nnviz.engine.program import Program
from nnviz.engine.trace import Trace


def record(program: Program) -> Trace:
    """Run one training step of what is loaded, exactly as ``program.step``, and return its trace.

    Three copies are enough: no array of a step is overwritten inside it, and of the rows of
    parameters, gradients and optimizer state only the update changes anything.

    Raises:
        DataError: what is loaded is not finite; the parameters are unchanged.
        DivergenceError: a value stopped being finite; the parameters are unchanged.
    """
    store, copy = program.store, program.backend.copy_to_host
    step = store.step
    # One piece of memory for the three copies: several large ones would cost far more in page
    # faults than the copying itself.
    first, second = program.arena.size, program.arena.size + store.block.size
    host = np.empty(second + store.block.size, dtype=program.arena.dtype)
    parts = host[:first], host[first:second], host[second:]
    program.gradients()
    copy(program.arena, parts[0])
    copy(store.block, parts[1])
    program.update()
    copy(store.block, parts[2])
    host.setflags(write=False)
    for part in parts:
        part.setflags(write=False)
    return Trace(program, step, *parts)
