"""A fall by the same factor after every update."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.checks import number_option
from nnviz.engine.expression import Const, Expr, Power, Product
from nnviz.engine.schedules.warmed import WarmedSchedule


@dataclass(frozen=True, slots=True)
class Exponential(WarmedSchedule):
    """η = η₀ · γⁿ: ``torch.optim.lr_scheduler.ExponentialLR``.

    PyTorch has no default for ``gamma``; that here is 0.99.
    """

    name: ClassVar[str] = "exponential"
    gamma: float = 0.99
    warmup: int = 0

    def __post_init__(self) -> None:
        gamma = number_option(self.name, "gamma", self.gamma, above=0.0, at_most=1.0)
        object.__setattr__(self, "gamma", gamma)
        self.check_warmup()

    def main(self, step: int) -> float:
        """Return γ to the power of the number of updates."""
        return float(self.gamma**step)

    def main_expression(self, rate: Const, step: int) -> Expr:
        """Return η₀ · γⁿ."""
        letters = "n - w" if self.warmup else "n"
        return Product((rate, Power(Const(self.gamma, "γ"), step - self.warmup, letters)))

    def main_formula(self, passed: str) -> str:
        """Return η₀ · γⁿ."""
        return rf"\eta_{{0}} \cdot \gamma^{{{passed}}}"
