"""A trace as JSON: every op with its numbers in full; what is not finite is null."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnviz.engine import Trace
from nnviz.engine.display.arrays import given_names
from nnviz.engine.orientation import HostArray, Orientation
from nnviz.engine.step import Step

VERSION = 1


def render(trace: Trace, step: int | None, orientation: Orientation) -> str:
    """Return the trace, or one op of it with its inputs, as JSON; samples are rows."""
    steps = trace.steps if step is None else (trace.steps[step],)
    given = {} if step is not None else {name: trace[name] for name in given_names(trace)}
    plain = {
        "format": "nnviz-trace",
        "version": VERSION,
        "network": trace.spec.to_dict(),
        "iteration": trace.iteration,
        "n_samples": trace.n_samples,
        "loss": _plain(np.asarray(trace.loss)),
        "given": _all_plain(given),
        "steps": [_step(one, orientation, with_inputs=step is not None) for one in steps],
    }
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _step(step: Step, orientation: Orientation, *, with_inputs: bool) -> dict[str, Any]:
    return {
        "index": step.index,
        "kind": step.kind.value,
        "phase": step.phase.value,
        "layer": step.layer,
        "derived": step.derived,
        "sample": step.sample,
        "formula": step.formula(orientation),
        "inputs": _all_plain(step.inputs) if with_inputs else list(step.inputs),
        "output": step.output,
        "value": _plain(step.value),
        "also": _all_plain(step.also),
    }


def _all_plain(arrays: Mapping[str, HostArray]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in arrays.items()}


def _plain(value: HostArray) -> Any:
    """Return nested lists of numbers; JSON has no NaN and no infinity, so these are None."""
    good = np.isfinite(value)
    if good.all():
        return value.tolist()
    plain = value.astype(object)
    plain[~good] = None
    return plain.tolist()
