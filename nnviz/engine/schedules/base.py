"""What every schedule offers: its factor, and the arithmetic and the formula behind it."""

from abc import ABC, abstractmethod
from dataclasses import asdict
from typing import ClassVar

from nnviz.engine.expression import Const, Expr
from nnviz.engine.options import Options


class Schedule(ABC):
    """A rule by which the learning rate changes: η = η₀ · factor(n) after n updates.

    A subclass is a frozen dataclass whose fields are its options, under PyTorch's names. It is a
    pure function of n and keeps no state.
    """

    name: ClassVar[str]
    # True only where the factor is 1 for ever: then nothing is computed and nothing is shown.
    is_constant: ClassVar[bool] = False

    @property
    def options(self) -> Options:
        """The options that this schedule was made with."""
        return Options(asdict(self))  # type: ignore[call-overload]

    @abstractmethod
    def factor(self, step: int) -> float:
        """Return what the optimizer's learning rate is multiplied with after ``step`` updates."""

    @abstractmethod
    def expression(self, rate: Const, step: int) -> Expr:
        """Return η of that update as arithmetic, where ``rate`` is η₀."""

    @abstractmethod
    def formula(self, step: int) -> str:
        """Return η of that update as LaTeX, in letters: the right-hand side."""
