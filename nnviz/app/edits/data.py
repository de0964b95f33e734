"""Edits of the data themselves, and of which of them are held out."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import ClassVar

from nnviz.app.edits.base import Edit, Nudge
from nnviz.app.edits.values import SetParameterValues
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.fitting import fit_data
from nnviz.app.table import Table
from nnviz.engine.message import Message, message


@dataclass(frozen=True, slots=True)
class SetTable(Edit):
    """Put other samples in the place of the data; ``what`` names the change for the undo menu.

    They are samples of the same data, changed, unless ``own`` names what they are instead.
    """

    table: Table
    what: Message
    own: str | None = None
    adapts: ClassVar[bool] = True

    def _name(self) -> Message:
        return self.what

    def _apply(self, experiment: Experiment) -> Experiment:
        before = experiment.data
        if before.kind == "table" and before.table is self.table:
            return experiment
        data = before.with_table(self.table)
        if self.own is not None:
            data = replace(data, name=self.own)
        return fit_data(experiment, _dealt(data, self.table.n_samples))


@dataclass(frozen=True, slots=True)
class SetValidation(Nudge):
    """Set the share of the samples that is held out of the training (0 to 0.5)."""

    share: float

    def _name(self) -> Message:
        return message("Share for validation")

    def _apply(self, experiment: Experiment) -> Experiment:
        return replace(experiment, data=replace(experiment.data, validation=self.share))


@dataclass(frozen=True, slots=True)
class SetShuffleSeed(Nudge):
    """Set the seed by which samples are held out and dealt into batches."""

    seed: int

    def _name(self) -> Message:
        return message("Seed of the samples' order")

    def _apply(self, experiment: Experiment) -> Experiment:
        return replace(experiment, data=replace(experiment.data, seed=self.seed))


@dataclass(frozen=True, slots=True)
class SetStandardise(Edit):
    """Bring each feature to mean 0 and standard deviation 1, or leave the features as they are."""

    standardise: bool

    def _name(self) -> Message:
        return message("Standardise the features")

    def _apply(self, experiment: Experiment) -> Experiment:
        return replace(experiment, data=replace(experiment.data, standardise=self.standardise))


@dataclass(frozen=True, slots=True)
class SetDataOption(Nudge):
    """Set one number of a data set that is made by a rule, for example ``noise``."""

    option: str
    value: float
    adapts: ClassVar[bool] = True

    def _target(self) -> Hashable:
        return self.option

    def _name(self) -> Message:
        return message("Data set: {option}", option=self.option)

    def _apply(self, experiment: Experiment) -> Experiment:
        return fit_data(experiment, experiment.data.with_option(self.option, self.value))


@dataclass(frozen=True, slots=True)
class KeepSupposed(Edit):
    """Make what was supposed true: of parameters, of the data, or of both at once."""

    parameters: SetParameterValues | None
    data: DataSpec | None

    def _name(self) -> Message:
        return message("Keep what was supposed")

    def _apply(self, experiment: Experiment) -> Experiment:
        if self.parameters is not None:
            experiment = self.parameters.apply(experiment)
        return experiment if self.data is None else fit_data(experiment, self.data)


def _dealt(data: DataSpec, n_samples: int) -> DataSpec:
    """Return the data in batches that are no larger than they are."""
    size = data.batch_size
    return replace(data, batch_size=None) if size is not None and size >= n_samples else data
