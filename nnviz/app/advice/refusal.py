"""Why an edit was refused, and the edits by which what was wanted can be had."""

from nnviz.app.advice import ways_out
from nnviz.app.advice.remark import Place, Remark
from nnviz.app.edits import (
    AddLayer,
    DuplicateLayer,
    Edit,
    MoveLayer,
    RemoveLayer,
    SetActivation,
    SetActivationOption,
    SetBackend,
    SetBatchSize,
    SetBias,
    SetData,
    SetDataOption,
    SetDtype,
    SetInitializer,
    SetInitializerOption,
    SetInitialValues,
    SetL2,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
    SetSchedule,
    SetScheduleOption,
    SetSeed,
    SetUnits,
)
from nnviz.app.experiment import Experiment
from nnviz.engine.errors import NnvizError, ShapeError
from nnviz.engine.message import Message

_FIELDS: dict[type[Edit], str] = {
    SetData: "data",
    SetDataOption: "data",
    SetBatchSize: "batch",
    SetLoss: "loss",
    SetOptimizer: "optimizer",
    SetOptimizerOption: "optimizer",
    SetSchedule: "optimizer",
    SetScheduleOption: "optimizer",
    SetL2: "penalty",
    SetInitializer: "start",
    SetInitializerOption: "start",
    SetInitialValues: "start",
    SetSeed: "start",
    SetDtype: "dtype",
    SetBackend: "backend",
}
_OF_LAYER = (SetUnits, SetActivation, SetActivationOption, SetBias, AddLayer, RemoveLayer,
             DuplicateLayer, MoveLayer)  # fmt: skip


def refusal(experiment: Experiment, edit: Edit, error: NnvizError) -> Remark:
    """Return the remark about an edit that raised ``error``: its own sentence, or a better one."""
    found = ways_out.explained(experiment, edit)
    why: Message = error.message if found is None else found.why
    key = "shape" if isinstance(error, ShapeError) or (found and found.is_shape) else "refused"
    wanted = () if found is None else found.remedies
    remedies = tuple(remedy for remedy in wanted if ways_out.works(experiment, remedy.edit))
    return Remark(key, "impossible", _place(edit), why, remedies=remedies)


def _place(edit: Edit) -> Place:
    if isinstance(edit, _OF_LAYER):
        field = "activation" if isinstance(edit, SetActivation | SetActivationOption) else "units"
        return Place(field, edit.layer)
    return Place(_FIELDS.get(type(edit), "data"))
