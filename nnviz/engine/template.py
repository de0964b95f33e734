"""What a program says about a step before it has run: its kind, and the names of its arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind


@dataclass(frozen=True, slots=True)
class Template:
    """A step without its numbers. Names are those of the trace; ``derived`` as in a Step."""

    kind: StepKind
    phase: Phase
    layer: int
    inputs: tuple[str, ...]
    output: str
    also: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=Options)
    derived: bool = False
    per_sample: bool = False
