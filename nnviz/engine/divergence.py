"""Where a step stopped being finite: the first op and the first cell, as one sentence."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import door
from nnviz.engine.errors import DivergenceError, NnvizError
from nnviz.engine.notation import plain
from nnviz.engine.orientation import HostArray

if TYPE_CHECKING:
    from nnviz.engine.program import Program
    from nnviz.engine.store import Store


def loss_error(program: "Program") -> NnvizError:
    """Return the error for a loss that is not finite."""
    return _input_error(program) or _first_bad_cell(program, stop="L")


def gradient_error(program: "Program") -> NnvizError:
    """Return the error for gradients that are not finite or too large to be squared."""
    return _input_error(program) or _first_bad_cell(program, stop=None)


def require_finite_state(store: "Store") -> None:
    """Refuse to go on from parameters or optimizer state that an update left not finite.

    A parameter that is not finite shows in the next loss, but for a bias that only saturates its
    unit; a sum of squares that overflowed shows nowhere: nothing is learnt any more. So this is
    asked now and then, not only when a loss is not finite.

    Raises:
        DivergenceError: there is one; the sentence says the first and where it is.
    """
    xp = store.backend.xp
    if not bool(xp.all(xp.isfinite(store.kept))):
        raise _state_error(store)


def _input_error(program: "Program") -> NnvizError | None:
    """Return the error if it was the data, or a parameter, that came in non-finite."""
    try:
        for name in ("X", "Y"):
            door.require_finite(name, program.backend.to_host(program.arrays[name]))
        require_finite_state(program.store)
    except NnvizError as error:
        return error
    return None


def _first_bad_cell(program: "Program", stop: str | None) -> NnvizError:
    iteration = program.store.step  # counted as Trace.iteration: the updates made before
    for name, kind, array in _outputs(program, stop):
        where = _bad(array)
        if where is not None:
            return DivergenceError(
                "In iteration {iteration}, {name} stopped being finite: its cell {position} became"
                " {value} in the op {kind}. The parameters are as before this step; a smaller"
                " learning rate usually helps.",
                iteration=iteration,
                name=_shown(name),
                position=door.position(where),
                value=str(array[where]),
                kind=kind,
            )
    return _too_large(program)


def _too_large(program: "Program") -> NnvizError:
    """Return the error for gradients that are finite, but whose squares are not."""
    names = [f"d{name}" for name in program.store.shapes]
    gradients = {name: program.backend.to_host(program.arrays[name]) for name in names}
    name = max(gradients, key=lambda key: float(np.abs(gradients[key]).max()))
    size = np.abs(gradients[name])
    where = np.unravel_index(int(np.argmax(size)), size.shape)
    return DivergenceError(
        "In iteration {iteration}, the gradients became too large to go on: {name} is {value} at"
        " its cell {position}. The parameters are as before this step; a smaller learning rate"
        " usually helps.",
        iteration=program.store.step,
        name=_shown(name),
        position=door.position(where),
        value=str(gradients[name][where]),
    )


def _state_error(store: "Store") -> NnvizError:
    """Return the error for a store in which something is not finite."""
    found = (
        (name, array, where)
        for name, array in _kept_arrays(store)
        if (where := _bad(array)) is not None
    )
    name, array, where = next(found)
    return DivergenceError(
        "After the update of iteration {iteration}, {name} is not finite any more: its cell"
        " {position} is {value}. Go back to an earlier state, or begin again with a smaller"
        " learning rate or weight decay.",
        iteration=store.step - 1,
        name=_shown(name),
        position=door.position(where),
        value=str(array[where]),
    )


def _kept_arrays(store: "Store") -> Iterator[tuple[str, HostArray]]:
    """Yield the parameters, then what the optimizer keeps for each, under their trace names."""
    for row, parameter in product(("p", *store.optimizer.state_rows), store.shapes):
        if (row, parameter) in store.layout.parts:
            name = parameter
            if row != "p":
                name = store.optimizer.array_name(row, parameter, new=False) or row
            yield name, store.backend.to_host(store.view(row, parameter))


def _bad(array: HostArray) -> tuple[np.intp, ...] | None:
    """Return where the first cell is that is not finite, or None."""
    good = np.isfinite(array)
    if bool(good.all()):
        return None
    return np.unravel_index(int(np.argmin(good)), array.shape)


def _shown(name: str) -> str:
    """Return the name as it is written in code and, if that differs, as it is on the screen."""
    written = plain(name)
    return name if written == name else f"{name} ({written})"


def _outputs(program: "Program", stop: str | None) -> Iterator[tuple[str, str, HostArray]]:
    """Yield the computed arrays in their order, as far as the step has come."""
    for template in program.templates:
        if template.derived:
            continue
        array = program.backend.to_host(program.arrays[template.output])
        yield template.output, template.kind.value, array
        if template.output == stop:
            return
