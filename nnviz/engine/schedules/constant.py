"""The same learning rate for ever."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.expression import Const, Expr
from nnviz.engine.schedules.base import Schedule


@dataclass(frozen=True, slots=True)
class Constant(Schedule):
    """η = η₀. No step of a trace shows it."""

    name: ClassVar[str] = "constant"
    is_constant: ClassVar[bool] = True

    def factor(self, step: int) -> float:
        """Return 1."""
        return 1.0

    def expression(self, rate: Const, step: int) -> Expr:
        """Return η₀."""
        return rate

    def formula(self, step: int) -> str:
        """Return η₀."""
        return r"\eta_{0}"
