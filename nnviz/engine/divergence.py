"""Where a step stopped being finite: the first op and the first cell, as one sentence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import door
from nnviz.engine.errors import DivergenceError, NnvizError
from nnviz.engine.orientation import HostArray

if TYPE_CHECKING:
    from nnviz.engine.program import Program


def loss_error(program: "Program") -> NnvizError:
    """Return the error for a loss that is not finite."""
    return _input_error(program) or _first_bad_cell(program, stop="L")


def gradient_error(program: "Program") -> NnvizError:
    """Return the error for gradients that are not finite or too large to be squared."""
    return _input_error(program) or _first_bad_cell(program, stop=None)


def _input_error(program: "Program") -> NnvizError | None:
    """Return the error if it was the data, or a parameter, that came in non-finite."""
    try:
        for name in ("X", "Y"):
            door.require_finite(name, program.backend.to_host(program.arrays[name]))
    except NnvizError as error:
        return error
    return None


def _first_bad_cell(program: "Program", stop: str | None) -> NnvizError:
    iteration = program.store.step  # counted as Trace.iteration: the updates made before
    for name, kind, array in _outputs(program, stop):
        good = np.isfinite(array)
        if not bool(good.all()):
            where = np.unravel_index(int(np.argmin(good)), array.shape)
            return DivergenceError(
                "In iteration {iteration}, {name} stopped being finite: its cell {position} became"
                " {value} in the op {kind}. The parameters are as before this step; a smaller"
                " learning rate usually helps.",
                iteration=iteration,
                name=name,
                position=door.position(where),
                value=str(array[where]),
                kind=kind,
            )
    return DivergenceError(
        "In iteration {iteration}, the gradients became too large to go on. The parameters are as"
        " before this step; a smaller learning rate usually helps.",
        iteration=iteration,
    )


def _outputs(program: "Program", stop: str | None) -> Iterator[tuple[str, str, HostArray]]:
    """Yield the computed arrays in their order, as far as the step has come."""
    for template in program.templates:
        if template.derived:
            continue
        array = program.backend.to_host(program.arrays[template.output])
        yield template.output, template.kind.value, array
        if template.output == stop:
            return
