"""Everything that happened in one training step, by name and step by step."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from nnviz.engine.derived import derived_array, leaves_out
from nnviz.engine.errors import SpecError
from nnviz.engine.explanation import Explanation
from nnviz.engine.orientation import HostArray, Orientation
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.engine.template import Template

if TYPE_CHECKING:
    from nnviz.engine.ancestry import Ancestor
    from nnviz.engine.display import ShownTrace
    from nnviz.engine.program import Program
    from nnviz.engine.what_if import WhatIf
    from nnviz.engine.writing import Notation


_BLANK = np.empty((0, 0))


@dataclass(frozen=True, slots=True)
class Target:
    """Stored cells of a later array that were computed from a given cell.

    ``sample`` is set for a per-sample step: the sample for which these are the cells.
    """

    step_index: int
    name: str
    rows: slice
    cols: slice
    sample: int | None = None


class Trace:
    """One recorded training step; all arrays are read-only host copies, rows are samples.

    ``iteration`` is the number of updates that were made before this step. Steps and derived
    arrays are made when they are first asked for, from the recorded values.
    """

    def __init__(
        self,
        program: "Program",
        iteration: int,
        arena: HostArray,
        before: HostArray,
        after: HostArray,
    ) -> None:
        self.spec: NetworkSpec = program.spec
        self.iteration = iteration
        self.n_samples = program.n_samples
        self._optimizer = program.store.optimizer
        self._learning_rate = program.store.learning_rate(iteration)
        self._catalogue = program.catalogue
        self._copies = (arena, before, after)
        self._arrays: dict[str, HostArray] = {}

    @property
    def loss(self) -> float:
        """The loss of the batch, before the update."""
        return float(self["L"])

    @property
    def target_labels(self) -> tuple[int, ...] | None:
        """The class of each sample, or None if the loss has no classes."""
        if self.spec.loss != "cross_entropy":
            return None
        return tuple(np.argmax(self["Y"], axis=1).tolist())

    def __getitem__(self, name: str) -> HostArray:
        """Return the array of that name.

        Raises:
            SpecError: this step has no such array.
        """
        array = self._arrays.get(name)
        if array is None:
            array = self._arrays[name] = self._find(name)
        return array

    def __contains__(self, name: object) -> bool:
        return name in self._names

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all arrays: inputs first, then in the order in which they were made."""
        return tuple(self._names)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All steps in their order, derived ones included."""
        return tuple(self._step(i, template) for i, template in enumerate(self._templates))

    def maker(self, name: str) -> Step | None:
        """Return the step that made the array, or None if it was there before."""
        aliases = self._catalogue.aliases
        wanted = aliases.get(name, name)
        for step in self.steps:
            # A Jacobian also leads to δ, but the op after it is the one that computes it.
            also = () if step.sample is not None else step.also
            if name in also or wanted == aliases.get(step.output, step.output):
                return step
        return None

    def explain(
        self, name: str, row: int, col: int, orientation: Orientation = "textbook"
    ) -> Explanation | None:
        """Say where a stored cell came from; None for what was there before the step.

        Raises:
            ShapeError: there is no such cell.
            SpecError: there is no such array.
        """
        self._require(name)
        step = self.maker(name)
        if step is None:
            return None
        made = name if name in step.also else step.output
        return step.explain(row, col, orientation, made)

    def targets(self, name: str, row: int, col: int) -> tuple[Target, ...]:
        """Return the stored cells of later arrays that were computed from this stored cell.

        Raises:
            SpecError: there is no such array.
        """
        self._require(name)
        aliases = self._catalogue.aliases
        same = {name, aliases.get(name, name)}
        same |= {alias for alias, real in aliases.items() if real in same}
        return tuple(
            target
            for step in self.steps
            for used in same.intersection(step.inputs)
            for target in _targets(step, used, row, col)
        )

    def ancestry(
        self,
        name: str,
        row: int,
        col: int,
        orientation: Orientation = "textbook",
        sample: int = 0,
    ) -> "Ancestor":
        """Return the root of the tree of cells that a stored cell was made from.

        ``sample`` is the one that is looked at where a step shows one sample at a time.

        Raises:
            ShapeError: there is no such cell.
            SpecError: there is no such array.
        """
        from nnviz.engine.ancestry import Ancestor, Place
        from nnviz.engine.ops.rule import require_cell

        require_cell(name, self[name], row, col)
        return Ancestor(self, Place(name, row, col, sample), orientation)

    def gradient_of(self, name: str, row: int, col: int) -> float | None:
        """Return ∂L/∂cell if this step has it: for W, b, P, Z and A; else None."""
        self._require(name)
        gradient = f"dZ{name[1:]}" if name[0] == "P" else f"d{name}"
        known = name[0] in "WbPZA" and name[1:].isdigit() and gradient in self
        return float(np.atleast_2d(self[gradient])[row, col]) if known else None

    def display(
        self,
        *,
        orientation: Orientation = "textbook",
        digits: int = 3,
        sample: int | None = None,
        notation: "Notation | None" = None,
    ) -> "ShownTrace":
        """Return the trace to be shown, by a notebook or by print(), in the way asked for.

        ``digits`` are significant; ``sample`` is the one that per-sample steps show. A
        ``notation`` decides everything else: symbols, numbers, orientation and digits.

        Raises:
            SpecError: there is no such orientation or number of digits.
            ShapeError: the batch has no such sample.
        """
        from nnviz.engine.display import DisplayOptions, ShownTrace

        if notation is not None:
            return ShownTrace(self, DisplayOptions.of_notation(notation, sample=sample))
        return ShownTrace(self, DisplayOptions(orientation, digits, sample=sample))

    def __str__(self) -> str:
        return str(self.display())

    def __repr__(self) -> str:
        from nnviz.engine.display import trace_repr

        return trace_repr(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return self.display()._repr_html_()

    @property
    def rows_before(self) -> HostArray:
        """Parameters, gradients and optimizer state before the update, as the store has them."""
        return self._copies[1]

    @overload
    def what_if(self, name: str, row: int, col: int, value: float) -> "WhatIf": ...

    @overload
    def what_if(self, name: Mapping[tuple[str, int, int], float]) -> "WhatIf": ...

    def what_if(
        self,
        name: str | Mapping[tuple[str, int, int], float],
        row: int = 0,
        col: int = 0,
        value: float = math.nan,
    ) -> "WhatIf":
        """Do this very step again with another value in a stored cell of X, Y or a parameter.

        ``what_if("W1", 0, 1, 0.5)``, or several at once: ``what_if({("W1", 0, 1): 0.5, …})``. With
        the loss cross_entropy, a cell of Y set to 1 makes its unit the class of the sample. The
        network that the trace is from stays as it is.

        Raises:
            SpecError: there is no such array or cell, or it is computed in the step.
            DataError: the value is not finite, or impossible for the loss.
            DivergenceError: with this value the step cannot be computed.
        """
        from nnviz.engine.what_if import what_if

        return what_if(self, {(name, row, col): value} if isinstance(name, str) else name)

    @cached_property
    def _templates(self) -> tuple[Template, ...]:
        """The steps of this trace: without those that would only show infinities."""
        without = leaves_out(self._catalogue.templates, self._recorded_or_derived)
        return tuple(t for t in self._catalogue.templates if t not in without)

    @cached_property
    def _names(self) -> dict[str, None]:
        names = dict.fromkeys(["X", "Y"])
        for template in self._templates:
            names |= dict.fromkeys((*template.inputs, *template.also, template.output))
        return names | dict.fromkeys(self._catalogue.aliases)

    def _require(self, name: str) -> None:
        if name not in self._names:
            raise SpecError(
                "This step has no array '{name}'; it has {known}.",
                name=str(name),
                known=", ".join(self._names),
            )

    def _find(self, name: str) -> HostArray:
        real = self._catalogue.aliases.get(name, name)
        place = self._catalogue.places.get(real)
        if place is not None:
            copy, slot = place
            return self._copies[copy][slot.offset : slot.stop].reshape(slot.shape)
        self._require(name)
        template = next(t for t in self._templates if t.output == name)
        return self._derive(template)

    def _recorded_or_derived(self, template: Template) -> HostArray:
        name = template.output
        if name not in self._arrays and name not in self._catalogue.places:
            self._arrays[name] = self._derive(template)
        return self[name]

    def _derive(self, template: Template) -> HostArray:
        if template.per_sample:
            return self._step(0, template).value
        if template.kind is StepKind.LEARNING_RATE:
            array = np.array(self._learning_rate, dtype=self.spec.dtype)
        elif template.phase is Phase.UPDATE:
            array = self._optimizer.derived(template, self.iteration + 1, self.__getitem__)
        else:
            array = derived_array(template, self.spec, self.__getitem__)
        array.setflags(write=False)
        return array

    def _scheduled(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the learning rate of this update, where a schedule changes it."""
        if self.spec.schedule.make().is_constant:
            return {}
        rate = {"lr": self._learning_rate} if "lr" in options else {}
        return {"schedule": self.spec.schedule.name, **rate}

    def _step(self, index: int, template: Template) -> Step:
        inputs = MappingProxyType({name: self[name] for name in template.inputs})
        options = dict(template.options)
        if template.phase is Phase.UPDATE:
            options |= {"step": self.iteration + 1, "optimizer": self.spec.optimizer.name}
            options |= self._scheduled(options)
        step = Step(
            index=index,
            kind=template.kind,
            phase=template.phase,
            layer=template.layer,
            inputs=inputs,
            output=template.output,
            # The rule of a per-sample step makes its value.
            value=_BLANK if template.per_sample else self[template.output],
            also=MappingProxyType({name: self[name] for name in template.also}),
            options=MappingProxyType(options),
            derived=template.derived,
            whole=inputs if template.per_sample else MappingProxyType({}),
        )
        return step.for_sample(0) if template.per_sample else step


def _targets(step: Step, name: str, row: int, col: int) -> list[Target]:
    """Return the cells that one step makes from a stored cell of one of its inputs."""
    from nnviz.engine import ops

    if step.sample is None:
        regions, sample = ops.targets(step, name, row, col), None
    else:
        # A per-sample step has one row of each of its inputs.
        regions, sample = ops.targets(step.for_sample(row), name, 0, col), row
    return [Target(step.index, step.output, rows, cols, sample) for rows, cols in regions]
