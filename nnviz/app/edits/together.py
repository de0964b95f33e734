"""Several edits that are one step for the person: done, and taken back, together."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.app.edits.base import Edit
from nnviz.app.experiment import Experiment
from nnviz.engine.message import Message


@dataclass(frozen=True, slots=True)
class Together(Edit):
    """Do edits one after the other under one name; if one is impossible, none is done."""

    title: Message
    edits: tuple[Edit, ...]
    adapts: ClassVar[bool] = True

    def _name(self) -> Message:
        return self.title

    def _apply(self, experiment: Experiment) -> Experiment:
        for edit in self.edits:
            experiment = edit.apply(experiment)
        return experiment
