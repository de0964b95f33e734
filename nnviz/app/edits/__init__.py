"""Everything a person can change about an experiment, each as one small frozen edit."""

from nnviz.app.edits.base import Edit
from nnviz.app.edits.layers import (
    AddLayer,
    MoveLayer,
    RemoveLayer,
    SetActivation,
    SetBias,
    SetUnits,
)
from nnviz.app.edits.training import (
    Open,
    SetBatchSize,
    SetData,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
)
from nnviz.app.edits.values import (
    SetDtype,
    SetInitializer,
    SetParameterValue,
    SetParameterValues,
    SetSeed,
)

__all__ = [
    "AddLayer",
    "Edit",
    "MoveLayer",
    "Open",
    "RemoveLayer",
    "SetActivation",
    "SetBatchSize",
    "SetBias",
    "SetData",
    "SetDtype",
    "SetInitializer",
    "SetLoss",
    "SetOptimizer",
    "SetOptimizerOption",
    "SetParameterValue",
    "SetParameterValues",
    "SetSeed",
    "SetUnits",
]
