"""Edits of how the network is trained, and on what."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from nnviz.app.edits.base import Edit, Nudge, with_spec
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.fitting import fit_data, fit_loss
from nnviz.app.option_names import OPTIONS
from nnviz.engine.message import Message, message
from nnviz.engine.options import Options
from nnviz.engine.spec import OptimizerSpec, ScheduleSpec


@dataclass(frozen=True, slots=True)
class SetLoss(Edit):
    """Set the loss function, and with it the output activation and units that it needs."""

    loss: str
    adapts: ClassVar[bool] = True

    def _name(self) -> Message:
        return message("Loss function")

    def _apply(self, experiment: Experiment) -> Experiment:
        return fit_loss(experiment, self.loss)


@dataclass(frozen=True, slots=True)
class SetData(Edit):
    """Set the data, and with it the inputs, the output units and, if it must be, the loss."""

    data: DataSpec
    adapts: ClassVar[bool] = True

    def _name(self) -> Message:
        return message("Data set")

    def _apply(self, experiment: Experiment) -> Experiment:
        return fit_data(experiment, self.data)


@dataclass(frozen=True, slots=True)
class SetBatchSize(Nudge):
    """Set how many samples a batch has (None: all)."""

    batch_size: int | None

    def _name(self) -> Message:
        return message("Batch size")

    def _apply(self, experiment: Experiment) -> Experiment:
        return replace(experiment, data=replace(experiment.data, batch_size=self.batch_size))


@dataclass(frozen=True, slots=True)
class SetOptimizer(Edit):
    """Set the optimizer, with its options (what is not named has its default)."""

    optimizer: str
    options: Mapping[str, Any] = field(default_factory=Options)

    def _name(self) -> Message:
        return message("Optimizer")

    def _apply(self, experiment: Experiment) -> Experiment:
        optimizer = OptimizerSpec(self.optimizer, Options(self.options))
        return with_spec(experiment, optimizer=optimizer)


@dataclass(frozen=True, slots=True)
class SetOptimizerOption(Nudge):
    """Set one number or switch of the optimizer, for example ``lr``."""

    option: str
    value: Any

    def _target(self) -> Hashable:
        return self.option

    def _name(self) -> Message:
        return OPTIONS.get(self.option) or message("Optimizer's {option}", option=self.option)

    def _apply(self, experiment: Experiment) -> Experiment:
        old = experiment.spec.optimizer
        options = {**old.options, self.option: self.value}
        return with_spec(experiment, optimizer=OptimizerSpec(old.name, Options(options)))


@dataclass(frozen=True, slots=True)
class SetSchedule(Edit):
    """Set how the learning rate changes, with its options (what is not named has its default)."""

    schedule: str
    options: Mapping[str, Any] = field(default_factory=Options)

    def _name(self) -> Message:
        return message("Learning-rate schedule")

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_spec(experiment, schedule=ScheduleSpec(self.schedule, Options(self.options)))


@dataclass(frozen=True, slots=True)
class SetScheduleOption(Nudge):
    """Set one number of the learning-rate schedule, for example ``step_size``."""

    option: str
    value: float

    def _target(self) -> Hashable:
        return self.option

    def _name(self) -> Message:
        return message("Learning-rate schedule")

    def _apply(self, experiment: Experiment) -> Experiment:
        old = experiment.spec.schedule
        options = Options({**old.options, self.option: self.value})
        return with_spec(experiment, schedule=ScheduleSpec(old.name, options))


@dataclass(frozen=True, slots=True)
class SetL2(Nudge):
    """Set λ of the penalty on the weights in the loss; 0 is no penalty."""

    l2: float

    def _name(self) -> Message:
        return message("L2 penalty λ")

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_spec(experiment, l2=self.l2)


@dataclass(frozen=True, slots=True)
class SetClip(Nudge):
    """Clip the gradients by their "norm", number by number ("value"), or not at all (None)."""

    by: Literal["norm", "value"] | None
    limit: float = 1.0

    def _target(self) -> Hashable:
        return self.by

    def _name(self) -> Message:
        return message("Clipping of the gradients")

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_spec(
            experiment,
            clip_norm=self.limit if self.by == "norm" else None,
            clip_value=self.limit if self.by == "value" else None,
        )


@dataclass(frozen=True, slots=True)
class Open(Edit):
    """Open another experiment in place of this one."""

    experiment: Experiment

    def _name(self) -> Message:
        return message("Open {data}", data=self.experiment.data.name)

    def _apply(self, experiment: Experiment) -> Experiment:
        del experiment
        return self.experiment
