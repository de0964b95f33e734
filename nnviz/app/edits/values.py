"""Edits of the values that the network starts or goes on with."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nnviz.app import carrying
from nnviz.app.edits.base import Edit, Nudge, with_spec
from nnviz.app.experiment import Experiment
from nnviz.engine import initializers
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.options import Options


@dataclass(frozen=True, slots=True)
class SetInitializer(Edit):
    """Set how the parameters are drawn, with its options, and draw all of them."""

    initializer: str
    options: Mapping[str, Any] = field(default_factory=Options)

    def _name(self) -> Message:
        return message("Initial values")

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_spec(
            experiment,
            initializer=self.initializer,
            initializer_options=Options(self.options),
        ).with_parameters(None)


@dataclass(frozen=True, slots=True)
class SetInitializerOption(Nudge):
    """Set one number of the initializer, for example ``std``, and draw all parameters."""

    option: str
    value: float

    def _target(self) -> Hashable:
        return self.option

    def _name(self) -> Message:
        spoken = {
            "value": message("Initial value"),
            "low": message("Least initial value"),
            "high": message("Greatest initial value"),
            "mean": message("Mean of the initial values"),
            "std": message("Spread of the initial values"),
        }
        return spoken.get(self.option) or message("Initial values")

    def _apply(self, experiment: Experiment) -> Experiment:
        spec = experiment.spec
        options = {**spec.initializer_options, self.option: self.value}
        return with_spec(
            experiment, initializer=spec.initializer, initializer_options=Options(options)
        ).with_parameters(None)


@dataclass(frozen=True, slots=True, eq=False)
class SetInitialValues(Edit):
    """Set the values that some parameters start from; the others start from what they are now."""

    values: Mapping[str, Any]

    def _name(self) -> Message:
        return message("Initial values of {names}", names=", ".join(map(plain, self.values)))

    def _apply(self, experiment: Experiment) -> Experiment:
        spec = experiment.spec
        given = initializers.checked_parameters(self.values, spec.parameter_shapes)
        now = experiment.parameters or carrying.starting_values(spec)
        return with_spec(
            experiment, initializer=carrying.GIVEN, initializer_options=Options({**now, **given})
        ).with_parameters(None)


@dataclass(frozen=True, slots=True)
class SetBackend(Edit):
    """Set which array library computes."""

    backend: str

    def _name(self) -> Message:
        return message("Computed by")

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_spec(experiment, backend=self.backend)


@dataclass(frozen=True, slots=True)
class SetSeed(Nudge):
    """Set the seed of the parameters and of the batches, and draw all parameters."""

    seed: int

    def _name(self) -> Message:
        return message("Seed")

    def _apply(self, experiment: Experiment) -> Experiment:
        seeded = replace(experiment, data=replace(experiment.data, seed=self.seed))
        return with_spec(seeded, seed=self.seed).with_parameters(None)


@dataclass(frozen=True, slots=True)
class SetDtype(Edit):
    """Set the number type of the computation."""

    dtype: str

    def _name(self) -> Message:
        return message("Number type")

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_spec(experiment, dtype=self.dtype)


@dataclass(frozen=True, slots=True)
class SetParameterValue(Nudge):
    """Set one weight or bias by its stored row and column (a vector is one row)."""

    parameter: str
    row: int
    col: int
    value: float

    def _target(self) -> Hashable:
        return self.parameter, self.row, self.col

    def _name(self) -> Message:
        return message("Value in {parameter}", parameter=self.parameter)

    def _apply(self, experiment: Experiment) -> Experiment:
        return carrying.with_value(experiment, self.parameter, self.row, self.col, self.value)


@dataclass(frozen=True, slots=True)
class SetParameterValues(Edit):
    """Set several weights and biases: stored cells as (parameter, row, column, value)."""

    cells: tuple[tuple[str, int, int, float], ...]

    def _name(self) -> Message:
        return message("Keep what was supposed")

    def _apply(self, experiment: Experiment) -> Experiment:
        for cell in self.cells:
            experiment = carrying.with_value(experiment, *cell)
        return experiment
