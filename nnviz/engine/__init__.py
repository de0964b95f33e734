"""The mathematics of nnviz: networks that train step by step and can show every number."""

from nnviz.engine import (
    activations,
    backends,
    datasets,
    errors,
    losses,
    metrics,
    optimizers,
    schedules,
)
from nnviz.engine.build import Dense
from nnviz.engine.explanation import Explanation
from nnviz.engine.history import History
from nnviz.engine.message import Message, message
from nnviz.engine.network import Network
from nnviz.engine.run import Run
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec, ScheduleSpec
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.engine.store import NetworkState
from nnviz.engine.trace import Target, Trace
from nnviz.engine.what_if import WhatIf

__all__ = [
    "Dense",
    "Explanation",
    "History",
    "LayerSpec",
    "Message",
    "Network",
    "NetworkSpec",
    "NetworkState",
    "OptimizerSpec",
    "Phase",
    "Run",
    "ScheduleSpec",
    "Step",
    "StepKind",
    "Target",
    "Trace",
    "WhatIf",
    "activations",
    "backends",
    "datasets",
    "errors",
    "losses",
    "message",
    "metrics",
    "optimizers",
    "schedules",
]
